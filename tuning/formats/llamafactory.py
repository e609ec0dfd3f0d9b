"""`dataset_info.json`, by which LLaMA-Factory finds and reads the files: `llamafactory/data/parser.py` (0.9.5).

Naming one column turns off the defaults of the others, so every column in use is named.
"""

from typing import Any

from tuning.formats.base import Format

_SHAREGPT = {"messages": "conversations", "system": "system"}
_COLUMNS: dict[str, dict[str, str]] = {
    "sharegpt-sft": _SHAREGPT,
    "sharegpt-preference": {**_SHAREGPT, "chosen": "chosen", "rejected": "rejected"},
    "sharegpt-kto": {**_SHAREGPT, "kto_tag": "kto_tag"},
    "alpaca": {
        "prompt": "instruction",
        "query": "input",
        "response": "output",
        "system": "system",
        "history": "history",
    },
}


def render_dataset_info(manifest: dict[str, Any], format_: Format) -> dict[str, Any]:
    """One entry a data file, named `<dataset>_<file stem>`; `dataset_dir` is the export's directory."""
    info = {}
    for file in manifest["files"]:
        if "split" not in file:
            continue
        stem = file["path"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
        entry: dict[str, Any] = {"file_name": file["path"], "columns": _COLUMNS[format_.name]}
        if format_.family == "sharegpt":
            entry["formatting"] = "sharegpt"
        if format_.name == "sharegpt-preference":
            entry["ranking"] = True
        info[f"{manifest['dataset']}_{stem}"] = entry
    return info
