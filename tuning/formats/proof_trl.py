"""TRL's own reading of a record, with a real tokenizer that knows one chat template and no vocabulary. No torch.

Imports trl, transformers and tokenizers: import this module only where they are installed.
"""

import os
from functools import cache
from typing import Any

# transformers warns on import that there is no torch; none of what is used here needs it.
os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from transformers import PreTrainedTokenizerFast
from trl.data_utils import apply_chat_template, extract_prompt, is_conversational

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@cache
def tokenizer() -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_object=Tokenizer(WordLevel({"<unk>": 0})), chat_template=CHAT_TEMPLATE)


def problems_of_trl(record: dict[str, Any]) -> list[str]:
    """What TRL drops, refuses or loses of a record, as loaded by `datasets`."""
    record = {name: value for name, value in record.items() if name != "row_id"}
    if not is_conversational(record):
        return ["is not conversational"]
    if "rejected" in record:
        implicit = {name: record["prompt"] + record[name] for name in ("chosen", "rejected")}
        if extract_prompt(implicit)["prompt"] != record["prompt"]:
            return ["its prompt is not what chosen and rejected have in common"]
    try:
        rendered = apply_chat_template(record, tokenizer())
    except Exception as error:  # whatever the reader raises is its answer
        return [f"{type(error).__name__}: {error}"]
    problems = []
    for name in ("chosen", "rejected", "completion"):
        if name in record and record[name][-1]["content"] not in rendered[name]:
            problems.append(f"{name} is lost")
    for message in record.get("messages", record.get("prompt", [])):
        if message["content"] not in rendered.get("text", rendered.get("prompt", "")):
            problems.append(f"a message of {message['role']} is lost")
    return problems
