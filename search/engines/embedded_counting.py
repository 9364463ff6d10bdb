"""Counting in a Tantivy index: filters with their values, bars, what is stated, and how many patients there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import tantivy

from search.asking import Ask
from search.engines.protocol import Counts
from search.engines.tantivy_language import Language, stated_in
from search.fields import FACETS, RANGES, SHOWN, WITH_PATIENTS

MOST_MASKS = 50_000  # sets of stated properties that are told apart
_PATIENTS = "patients_low"


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
    """Facets and bars that nothing is asked of share one pass; each of the others has a pass of its own."""
    keys = [known.key for known in (*FACETS, *RANGES)]
    shared = _passed(reader, say.within(ask.whole, ask.kind), [key for key in keys if key not in ask.filters])
    terms, of_value = dict(shared.terms), dict(shared.of_value)
    stated, all_but = dict(shared.stated), dict.fromkeys(keys, shared.total)
    for key in ask.filters.keys() & set(keys):
        own = _passed(reader, say.within(ask.without(key), ask.kind), [key])
        terms |= own.terms
        of_value |= own.of_value
        stated[key], all_but[key] = own.stated.get(key, 0), own.total
    return {
        "facets": {name[2:]: found for name, found in terms.items() if name.startswith("f_")},
        "bars": {name[2:]: found for name, found in terms.items() if name.startswith("h_")},
        "stated": stated,
        "all_but": all_but,
        "patients": shared.patients,
        "patients_of": of_value,
    }


def values(reader: Read, query: tantivy.Query, key: str, most: int) -> Counts:
    """The values of one filter; none while the index does not have it yet."""
    if f"f_{key}" not in reader.fields:
        return ()
    answered = reader.searcher.aggregate(query, {"values": _terms(f"f_{key}", most)})
    return _counted(answered["values"])


def _terms(name: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size}}


def _passed(reader: Read, query: tantivy.Query, keys: Collection[str]) -> _Pass:
    """A field that the index does not have yet has no terms."""
    names = [name for key in keys for name in (f"f_{key}", f"h_{key}") if name in reader.fields]
    asked: dict[str, Any] = {name: _terms(name, SHOWN) for name in names}
    if _PATIENTS in reader.fields:
        asked |= {"patients": {"sum": {"field": _PATIENTS}}}
        for key in WITH_PATIENTS.intersection(keys):
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
        {key: _patients(answered[f"f_{key}"]) for key in WITH_PATIENTS.intersection(keys) if f"f_{key}" in answered},
    )


def _counted(answered: Mapping[str, Any]) -> Counts:
    return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in answered["buckets"])


def _patients(answered: Mapping[str, Any]) -> dict[str, int]:
    """Value → the patients that its datasets certainly have."""
    found = ((bucket["key"], bucket.get("patients", {}).get("value")) for bucket in answered["buckets"])
    return {value: int(number) for value, number in found if number}
