"""Counting of filters in Elasticsearch: what is asked for, and what the answers say.

Filters and bars of which nothing is asked share one question, each of the others has one of its own. Resources that
have the same values are counted together, by a field that holds all values of a filter as one term: a fifth of the
time that nine values each take. Where too many sets of values are told apart, values are counted one by one.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Search

from search.asking import Ask
from search.conditions import Condition
from search.engines.elastic_language import AS_SETS, BETWEEN, PLAIN, as_set
from search.engines.protocol import Counts
from search.engines.saying import MOST_MASKS, stated_in
from search.fields import SHOWN

MOST_SETS = 500  # sets of values that are told apart; more would take longer to send than their values to count
REMEMBERED = 600.0  # seconds


class Various:
    """Fields that were found to have too many sets of values, which holds for a while: an index may be replaced."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def add(self, names: Iterable[str]) -> None:
        self._until |= dict.fromkeys(names, time.monotonic() + REMEMBERED)

    def now(self) -> frozenset[str]:
        return frozenset(name for name, until in self._until.copy().items() if time.monotonic() < until)


@dataclass(frozen=True, slots=True)
class Walk:
    """A condition, and the filters and ranges that are counted among what it holds for."""

    condition: Condition
    keys: tuple[str, ...]

    def ask(self, search: Search, patients_by: Collection[str], one_by_one: Collection[str]) -> Search:
        """`one_by_one`: fields with too many sets of values."""
        if not self.keys:
            return search
        search.aggs.bucket("mask", "terms", field="mask", size=MOST_MASKS)
        search.aggs.metric("patients", "sum", field="patients_low")
        for name in self._fields():
            is_set = name in AS_SETS and name not in one_by_one
            field, size = (as_set(name), MOST_SETS) if is_set else (name, SHOWN)
            values = search.aggs.bucket(field, "terms", field=field, size=size)
            if name[:2] == "f_" and name[2:] in patients_by:
                values.metric("patients", "sum", field="patients_low")
        return search

    def _fields(self) -> list[str]:
        names = (f"{kind}_{key}" for key in self.keys for kind in "fh")
        return [name for name in names if name in PLAIN["mappings"]["properties"]]

    def counted(self, answer: Mapping[str, Any]) -> "Counted":
        found = answer.get("aggregations", {})
        stated = stated_in(terms_of(found["mask"])) if self.keys else {}
        fields = {name: _Field.of(found, name) for name in self._fields()}
        return Counted(int(answer["hits"]["total"]["value"]), stated, fields, _sum(found.get("patients")))


@dataclass(frozen=True, slots=True)
class _Field:
    """How many have each value, and their patients; `total`, of one that was counted as sets, how many are in them."""

    numbers: Mapping[str, int]
    patients: Mapping[str, int]
    total: int | None = None

    @classmethod
    def of(cls, found: Mapping[str, Any], name: str) -> "_Field":
        if name in found:
            return cls(dict(terms_of(found[name])), {b["key"]: _sum(b.get("patients")) for b in found[name]["buckets"]})
        numbers, patients = Counter[str](), Counter[str]()
        sets = found[as_set(name)]["buckets"]
        for bucket in sets:
            for value in bucket["key"].split(BETWEEN):
                numbers[value] += bucket["doc_count"]
                patients[value] += _sum(bucket.get("patients"))
        return cls(numbers, patients, sum(bucket["doc_count"] for bucket in sets))

    def shown(self) -> Counts:
        return tuple(sorted(self.numbers.items(), key=lambda item: (-item[1], item[0]))[:SHOWN])


@dataclass(frozen=True, slots=True)
class Counted:
    """What one walk counted."""

    total: int
    stated: Mapping[str, int]
    fields: Mapping[str, _Field]
    patients: int

    def uncounted(self) -> Iterator[str]:
        """Fields of which not all is in the sets: there are too many, or the index does not have sets yet."""
        for name, field in self.fields.items():
            if field.total is not None and field.total != self.stated[name[2:]]:
                yield name


def walks(ask: Ask, keys: Sequence[str]) -> list[Walk]:
    """The first is that of all that is asked."""
    free = tuple(key for key in keys if key not in ask.filters)
    return [Walk(ask.whole, free), *(Walk(ask.without(key), (key,)) for key in keys if key in ask.filters)]


def counts(counted: Sequence[Counted], ask: Ask, keys: Sequence[str]) -> dict[str, Any]:
    whole, *own = counted
    fields = {name: field for each in counted for name, field in each.fields.items()}
    stated, all_but = dict(whole.stated), dict.fromkeys(keys, whole.total)
    for key, each in zip((key for key in keys if key in ask.filters), own, strict=True):
        stated[key], all_but[key] = each.stated[key], each.total
    return {
        "facets": {name[2:]: field.shown() for name, field in fields.items() if name.startswith("f_")},
        "bars": {name[2:]: field.shown() for name, field in fields.items() if name.startswith("h_")},
        "stated": stated,
        "all_but": all_but,
        "patients": whole.patients,
        "patients_of": {key: _patients(fields[f"f_{key}"]) for key in ask.patients_by if f"f_{key}" in fields},
    }


def _patients(field: _Field) -> dict[str, int]:
    """Value → the patients that its datasets certainly have."""
    return {value: field.patients[value] for value, _ in field.shown() if field.patients[value]}


def _sum(answered: Mapping[str, Any] | None) -> int:
    return int(answered["value"] or 0) if answered else 0


def terms_of(values: Mapping[str, Any]) -> Counts:
    return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in values["buckets"])


def every_uncounted(counted: Iterable[Counted]) -> frozenset[str]:
    return frozenset(name for each in counted for name in each.uncounted())
