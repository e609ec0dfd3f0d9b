"""The dataset card: README.md with YAML front matter as the Hugging Face Hub reads it.

The front matter carries the features, so `load_dataset(directory)` infers no type from the first lines.
"""

import json
import re
from typing import Any

import pyarrow as pa

from tuning.formats.base import Format

_TASKS = {"sft": "text-generation", "preference": "text-generation", "kto": "text-generation"}
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
_ARROW_NAMES = {"double": "float64", "string": "string", "bool": "bool"}
# What YAML cannot print, or would read as the end of a line, beyond what JSON escapes already.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_text(text: str) -> str:
    """Text as a YAML double-quoted scalar."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _feature(name: str, type_: pa.DataType, indent: str) -> list[str]:
    """One feature, as `datasets.Features` writes itself in a card: `dtype`, `list` or `struct`."""
    return [f"{indent}- name: {name}", *_type_lines(type_, indent + "  ")]


def _type_lines(type_: pa.DataType, indent: str) -> list[str]:
    if pa.types.is_struct(type_):
        return [f"{indent}struct:", *_fields(type_, indent)]
    if pa.types.is_list(type_):
        inner = type_.value_type
        if pa.types.is_struct(inner):
            return [f"{indent}list:", *_fields(inner, indent)]
        if pa.types.is_list(inner):
            return [f"{indent}list:", *_type_lines(inner, indent + "  ")]
        return [f"{indent}list: {_ARROW_NAMES.get(str(inner), str(inner))}"]
    return [f"{indent}dtype: {_ARROW_NAMES.get(str(type_), str(type_))}"]


def _fields(struct: pa.DataType, indent: str) -> list[str]:
    return [line for field in struct for line in _feature(field.name, field.type, indent)]


def front_matter(manifest: dict[str, Any], format_: Format) -> list[str]:
    meta, counts = manifest["meta"], manifest["counts"]
    licence = meta["licence"].lower()
    size = next((name for bound, name in _SIZES if counts["rows"] < bound), "n>100M")
    lines = ["---", f"pretty_name: {yaml_text(meta['title'])}", f"license: {yaml_text(licence)}", "language:"]
    lines += [f"- {yaml_text(lang)}" for lang in sorted(counts["lang"])] or ["- und"]
    lines += ["task_categories:", "- text-generation", "size_categories:", f"- {size}", "tags:"]
    lines += [f"- {tag}" for tag in ("huiliu", "human-feedback", format_.name)]
    lines += ["configs:", "- config_name: default", "  data_files:"]
    files = [file for file in manifest["files"] if "split" in file]
    for split in sorted({file["split"] for file in files}):
        lines += [f"  - split: {split}", "    path:"]
        lines += [f"    - {yaml_text(file['path'])}" for file in files if file["split"] == split]
    lines += ["dataset_info:", "  features:"]
    for field in format_.schema:
        lines += _feature(field.name, field.type, "  ")
    return [*lines, "---"]


def _table(head: str, counts: dict[str, int]) -> list[str]:
    return [f"| {head} | rows |", "|---|---:|", *[f"| {name or '-'} | {n} |" for name, n in counts.items()], ""]


def render_card(manifest: dict[str, Any], format_: Format) -> bytes:
    """README.md of an export."""
    meta, counts = manifest["meta"], manifest["counts"]
    lines = [*front_matter(manifest, format_), "", f"# {meta['title']}, version {manifest['version']}", ""]
    if meta["description"]:
        lines += [meta["description"], ""]
    lines += [
        f"{counts['rows']} rows in the format `{format_.name}`, {manifest['container']}, licence {meta['licence']}.",
        "",
    ]
    lines += _table("split", counts["split"]) + _table("kind", counts["kind"]) + _table("language", counts["lang"])
    if manifest["left_out"]:
        lines += ["Rows of this version that the format cannot hold:", "", *_table("reason", manifest["left_out"])]
    for title, name in (
        ("How the rows were collected", "collection"),
        ("How they were judged", "annotation_protocol"),
        ("Personal data", "personal_data"),
        ("What they are for", "use_cases"),
        ("Limits", "limitations"),
        ("Withdrawals", "maintenance"),
    ):
        lines += [f"## {title}", "", meta[name], ""]
    lines += [
        "## Files",
        "",
        "`lineage.parquet` says for each row, by its id or its file and line, where it comes from and under which",
        "consent. `manifest.json` has every file's size and sha256, and the recipe. `tombstones.jsonl` lists the rows",
        "that were withdrawn.",
        "",
    ]
    return "\n".join(lines).encode()
