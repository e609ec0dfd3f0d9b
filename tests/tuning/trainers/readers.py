"""Runs one trainer's own reader over one export, in a process of its own: `python -m … READER SOURCES EXPORT`.

Prints JSON: `rows` read from the files and `survived`, the rows that the trainer keeps. The reading code is the trainer's,
unchanged; only what it imports for other purposes (torch, peft, model downloads) is replaced by empty modules, which fail
when they are called.
"""

import importlib
import json
import sys
import tempfile
from contextlib import nullcontext
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import datasets


def stub(name: str, path: Path | None = None, **values: Any) -> None:
    """An empty module, or with `path` a package whose real submodules are found there without running its own code."""
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, None)  # other libraries ask whether it is installed
    if path is not None:
        module.__path__ = [str(path)]
    module.__dict__.update(values)
    sys.modules[name] = module


def never(*_: Any, **__: Any) -> Any:
    raise AssertionError("this part of the trainer is not meant to run here")


def load(builder_of: Path, cache: str) -> datasets.Dataset:
    builder = "parquet" if builder_of.suffix == ".parquet" else "json"
    return datasets.load_dataset(builder, data_files=str(builder_of), split="train", cache_dir=cache)


def llamafactory(sources: Path, export: Path, cache: str) -> tuple[int, int]:
    """`data/parser.py` reads dataset_info.json and `data/converter.py` converts; survival as in `data/processor/*.py`:
    an odd number of prompt turns, and one response, or two where the method is DPO or KTO."""
    root = sources / "llamafactory"
    stub("peft")
    stub("peft.utils", SAFETENSORS_WEIGHTS_NAME="", WEIGHTS_NAME="")
    stub("llamafactory", root)
    stub("llamafactory.data", root / "data")
    stub("llamafactory.extras.misc", use_modelscope=lambda: False, use_openmind=lambda: False)
    stub("llamafactory.extras", root / "extras")
    parser = importlib.import_module("llamafactory.data.parser")
    converter = importlib.import_module("llamafactory.data.converter")
    rows = survived = 0
    names = list(json.loads((export / "dataset_info.json").read_text(encoding="utf-8")))
    for attributes in parser.get_dataset_list(names, str(export)):
        loaded = load(export / attributes.dataset_name, cache)
        arguments = SimpleNamespace(
            streaming=False, preprocessing_num_workers=None, overwrite_cache=True, media_dir=str(export)
        )
        aligned = converter.align_dataset(loaded, attributes, arguments, SimpleNamespace(local_process_index=0))
        responses = 2 if attributes.ranking or attributes.kto_tag else 1
        rows += len(loaded)
        survived += sum(len(one["_prompt"]) % 2 == 1 and len(one["_response"]) == responses for one in aligned)
    return rows, survived


def swift(sources: Path, export: Path, cache: str) -> tuple[int, int]:
    """`AutoPreprocessor`, not strict, so that it deletes as it does in training."""
    root = sources / "swift"
    stub("modelscope")
    for name in ("modelscope.hub", "modelscope.hub.utils"):
        stub(name)
    stub("modelscope.hub.utils.utils", get_cache_dir=lambda: cache)
    for name, path in (("swift", root), ("swift.dataset", root / "dataset"), ("swift.utils", root / "utils")):
        stub(name, path)
    stub("swift.dataset.preprocessor", root / "dataset" / "preprocessor")
    stub("swift.template", history_to_messages=never, MaxLengthError=type("MaxLengthError", (ValueError,), {}))
    stub("swift.template.template_inputs", normalize_openai_tool_calls=never)
    stub("swift.dataset.utils", sample_dataset=never)
    schema = importlib.import_module("swift.utils.schema_utils")
    logger = SimpleNamespace(info=lambda *_: None, warning=lambda *_: None)
    sys.modules["swift.utils"].__dict__.update(
        TOOL_KEYS=schema.TOOL_KEYS,
        remove_arrow_padding=schema.remove_arrow_padding,
        get_logger=lambda: logger,
        is_dist=lambda: False,
        is_master=lambda: True,
        safe_ddp_context=lambda *_: nullcontext(),
    )
    core = importlib.import_module("swift.dataset.preprocessor.core")
    rows = survived = 0
    for path in sorted((export / "data").iterdir()):
        loaded = load(path, cache)
        rows += len(loaded)
        survived += len(core.AutoPreprocessor()(loaded, load_from_cache_file=False))
    return rows, survived


def together(sources: Path, export: Path, cache: str) -> tuple[int, int]:
    """`utils/files.py: check_file`, which judges whole files: all of a file's rows survive, or none."""
    root = sources / "together"
    purposes = SimpleNamespace(FineTune="fine-tune", Eval="eval")
    stub("together", root)
    stub("together.utils", root / "utils")
    stub("together.types", FilePurpose=purposes)
    files = importlib.import_module("together.utils.files")
    rows = survived = 0
    for path in sorted((export / "data").iterdir()):
        with path.open("rb") as file:
            count = sum(1 for _ in file)
        report = files.check_file(path)
        rows += count
        survived += report["num_samples"] if report["is_check_passed"] else 0
        if not report["is_check_passed"]:
            sys.stderr.write(f"{path.name}: {report['message']}\n")
    return rows, survived


READERS = {"llamafactory": llamafactory, "swift": swift, "together": together}


if __name__ == "__main__":
    reader, sources_, export_ = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="huiliu-trainers-") as cache_:
        rows_, survived_ = READERS[reader](Path(sources_), Path(export_), cache_)
    print(json.dumps({"rows": rows_, "survived": survived_}))
