"""Counting in a Tantivy index: filters with their values, bars, what is stated, and how many patients there are."""

import os
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol

import tantivy

from search.asking import Ask
from search.engines.protocol import Counts
from search.engines.saying import MOST_MASKS, stated_in
from search.engines.tantivy_language import Language
from search.fields import FACETS, RANGES, SHOWN

_PATIENTS = "patients_low"
SIDE_BY_SIDE = max(1, min(4, os.cpu_count() or 1))
_SIDE_BY_SIDE = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="counting")


class Read(Protocol):
    """An index that is open for reading."""

    searcher: tantivy.Searcher
    fields: Collection[str]


@dataclass(frozen=True, slots=True)
class _Pass:
    """What one walk over the hits of a query counted: terms by field, all hits, those that state each property."""

    terms: Mapping[str, Counts]
    total: int = 0
    stated: Mapping[str, int] = field(default_factory=dict)
    patients: int = 0
    of_value: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def counts(reader: Read, say: Language, ask: Ask) -> Mapping[str, Any]:
    """Facets and bars that nothing is asked of share one walk; each of the others has a walk of its own.

    The walks go side by side, one a processor: Tantivy lets go of Python meanwhile.
    """
    keys = [known.key for known in (*FACETS, *RANGES)]
    free, asked = [key for key in keys if key not in ask.filters], [key for key in keys if key in ask.filters]
    whole = say.within(ask.whole, ask.kind)
    shared = [(whole, free[part::SIDE_BY_SIDE]) for part in range(SIDE_BY_SIDE)]
    own = [(say.within(ask.without(key), ask.kind), [key]) for key in asked]
    passes = list(_SIDE_BY_SIDE.map(lambda walk: _passed(reader, *walk, ask.patients_by), [*own, *shared]))
    terms = {name: found for each in passes for name, found in each.terms.items()}
    stated, all_but = dict(passes[-1].stated), dict.fromkeys(keys, passes[-1].total)
    for key, each in zip(asked, passes, strict=False):
        stated[key], all_but[key] = each.stated.get(key, 0), each.total
    return {
        "facets": {name[2:]: found for name, found in terms.items() if name.startswith("f_")},
        "bars": {name[2:]: found for name, found in terms.items() if name.startswith("h_")},
        "stated": stated,
        "all_but": all_but,
        "patients": passes[-1].patients,
        "patients_of": {key: found for each in passes for key, found in each.of_value.items()},
    }


def values(reader: Read, query: tantivy.Query, key: str, most: int) -> Counts:
    """The values of one filter; none while the index does not have it yet."""
    if f"f_{key}" not in reader.fields:
        return ()
    answered = reader.searcher.aggregate(query, {"values": _terms(f"f_{key}", most)})
    return _counted(answered["values"])


def _terms(name: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size}}


def _passed(reader: Read, query: tantivy.Query, keys: Collection[str], patients_by: Collection[str]) -> _Pass:
    """A field that the index does not have yet has no terms."""
    names = [name for key in keys for name in (f"f_{key}", f"h_{key}") if name in reader.fields]
    asked: dict[str, Any] = {name: _terms(name, SHOWN) for name in names}
    summed = [key for key in patients_by if key in keys and f"f_{key}" in asked] if _PATIENTS in reader.fields else []
    if _PATIENTS in reader.fields:
        asked |= {"patients": {"sum": {"field": _PATIENTS}}}
    for key in summed:
        asked[f"f_{key}"]["aggs"] = {"patients": {"sum": {"field": _PATIENTS}}}
    if "mask" in reader.fields:
        asked["mask"] = _terms("mask", MOST_MASKS)
    answered = reader.searcher.aggregate(query, asked) if asked else {}
    masks = [(int(bucket["key"]), int(bucket["doc_count"])) for bucket in answered.get("mask", {}).get("buckets", ())]
    return _Pass(
        {name: _counted(answered[name]) for name in names},
        sum(count for _, count in masks),
        stated_in(masks),
        int(answered.get("patients", {}).get("value") or 0),
        {key: _patients(answered[f"f_{key}"]) for key in summed},
    )


def _counted(answered: Mapping[str, Any]) -> Counts:
    return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in answered["buckets"])


def _patients(answered: Mapping[str, Any]) -> dict[str, int]:
    """Value → the patients that its datasets certainly have."""
    found = ((bucket["key"], bucket.get("patients", {}).get("value")) for bucket in answered["buckets"])
    return {value: int(number) for value, number in found if number}
