"""The questions with their expected answers, and how well a list of datasets answers one."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path

QUESTIONS = Path(__file__).with_name("questions.toml")
DEPTH = 10
_GRADES = {"best": 3, "good": 2, "related": 1}


@dataclass(frozen=True)
class Question:
    """What is asked by whom, and the judgement of a person: grades, exact sets, what has to come first."""

    who: str
    ask: str
    grades: dict[str, int]
    exactly: frozenset[str] | None = None
    may: frozenset[str] = frozenset()
    never: frozenset[str] = field(default_factory=frozenset)
    first: str = ""


def questions() -> list[Question]:
    told = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    sets = told.pop("sets")
    return [_question(who, entry, sets) for who, entries in told.items() for entry in entries]


def _question(who: str, entry: dict, sets: dict[str, list[str]]) -> Question:
    def named(key: str) -> list[str]:
        return list(_spelled(entry.get(key, ()), sets))

    grades = {name: grade for key, grade in reversed(_GRADES.items()) for name in named(key)}
    if not grades:
        grades = dict.fromkeys([*named("exactly"), *([entry["first"]] if "first" in entry else [])], 3)
    exactly = frozenset(named("exactly")) if "exactly" in entry else None
    return Question(
        who, entry["ask"], grades, exactly, frozenset(named("may")), frozenset(named("never")), entry.get("first", "")
    )


def _spelled(names: Iterable[str], sets: dict[str, list[str]]) -> Iterable[str]:
    for name in names:
        if name.startswith("@"):
            yield from _spelled(sets[name[1:]], sets)
        else:
            yield name


def ndcg(grades: dict[str, int], shown: Sequence[str]) -> float:
    """How much of what the best order of ten would give this one gives; of nothing, all when nothing is shown."""
    if not grades:
        return float(not shown)
    gained = _gain([grades.get(name, 0) for name in shown[:DEPTH]])
    return gained / _gain(sorted(grades.values(), reverse=True)[:DEPTH])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
