"""Pairs of texts that are duplicates or not: Chinese questions, and a few written for the purpose."""

import random
from dataclasses import dataclass
from pathlib import Path

from tools.train import bank_en, bank_pairs, bank_zh
from tools.train.rows import jsonl


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, whether they are duplicates, what the pair counts, and where it is from."""

    a: str
    b: str
    duplicate: int
    weight: float
    origin: str


def questions(data: Path, rng: random.Random) -> list[Pair]:
    """LCQMC (development part) and ATEC, which is all about one payment service and counts less."""
    general = [Pair(i["a"], i["b"], i["duplicate"], 1.0, "lcqmc") for i in jsonl(data / "duplicates" / "lcqmc_dev_zh.jsonl")]
    payment = [Pair(i["a"], i["b"], i["duplicate"], 0.1, "atec") for i in jsonl(data / "duplicates" / "atec_zh.jsonl")]
    rng.shuffle(general)
    return general + rng.sample(payment, 12000)


def across(rng: random.Random) -> list[Pair]:
    """The same report in Chinese and English, and different ones, from the banks whose first lines are parallel."""
    parallel = [
        pair
        for name, count in bank_pairs.PARALLEL.items()
        for pair in zip(getattr(bank_zh, name)[:count], getattr(bank_en, name)[:count], strict=True)
    ]
    same = [Pair(zh, en, 1, 1.0, "across") for zh, en in parallel]
    others = [en for _, en in parallel]
    different = [Pair(zh, rng.choice(others), 0, 1.0, "across") for zh, en in parallel for _ in range(6)]
    truth = dict(parallel)
    return same + [pair for pair in different if truth[pair.a] != pair.b]


def english(rng: random.Random) -> list[Pair]:
    """The English pairs written for the purpose, and pairs of reports that have nothing to do with each other."""
    same = [Pair(a, b, 1, 1.0, "english") for a, b in bank_pairs.DUPLICATES]
    near = [Pair(a, b, 0, 1.0, "english") for a, b in bank_pairs.DIFFERENT]
    unrelated = [
        Pair(first.a, second.b, 0, 0.15, "unrelated") for first in same for second in rng.sample(same, 7) if first is not second
    ]
    return same + near + unrelated
