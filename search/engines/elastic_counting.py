"""Counting of filters in Elasticsearch: what is asked for, and what the answer says."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from elasticsearch.dsl import Q, Search

from search.asking import Ask
from search.conditions import Condition
from search.engines.elastic_language import PLAIN, say
from search.engines.protocol import Counts
from search.engines.saying import MOST_MASKS, stated_in
from search.fields import SHOWN


def every(conditions: Iterable[Condition]) -> Any:
    return reduce(lambda one, other: one & other, (Q("bool", filter=[say(condition)]) for condition in conditions))


def ask_counts(search: Search, ask: Ask, keys: Sequence[str]) -> None:
    """All facets and bars of which nothing is asked in one bucket, each of the others in one of its own. Where nothing
    is filtered by there is no bucket around them, which would take a third longer.
    """
    free = [key for key in keys if key not in ask.filters]
    shared = search.aggs.bucket("shared", "filter", filter=every(ask.filters.values())) if ask.filters else search.aggs
    _ask_terms(shared, free, ask.patients_by)
    shared.metric("patients", "sum", field="patients_low")
    for key in ask.filters.keys() & set(keys):
        others = [part for name, part in ask.filters.items() if name != key]
        _ask_terms(
            search.aggs.bucket(f"own-{key}", "filter", filter=every(others) if others else Q("match_all")),
            [key],
            ask.patients_by,
        )


def _ask_terms(bucket: Any, keys: Iterable[str], patients_by: Collection[str]) -> None:
    bucket.bucket("mask", "terms", field="mask", size=MOST_MASKS)
    for key in keys:
        for kind in "fh":
            if f"{kind}_{key}" in PLAIN["mappings"]["properties"]:
                values = bucket.bucket(f"{kind}_{key}", "terms", field=f"{kind}_{key}", size=SHOWN)
                if kind == "f" and key in patients_by:
                    values.metric("patients", "sum", field="patients_low")


def counts(answered: Mapping[str, Any], ask: Ask, keys: Sequence[str], total: int) -> dict[str, Any]:
    shared = answered.get("shared", answered)
    answers = {name: values for name, values in shared.items() if name[:2] in ("f_", "h_")}
    stated, all_but = stated_in(terms_of(shared["mask"])), dict.fromkeys(keys, total)
    for key in ask.filters.keys() & set(keys):
        own = answered[f"own-{key}"]
        answers |= {name: values for name, values in own.items() if name[:2] in ("f_", "h_")}
        stated[key], all_but[key] = stated_in(terms_of(own["mask"]))[key], int(own["doc_count"])
    return {
        "facets": {name[2:]: terms_of(values) for name, values in answers.items() if name.startswith("f_")},
        "bars": {name[2:]: terms_of(values) for name, values in answers.items() if name.startswith("h_")},
        "stated": stated,
        "all_but": all_but,
        "patients": int(shared["patients"]["value"] or 0),
        "patients_of": {key: _patients(answers[f"f_{key}"]) for key in ask.patients_by if f"f_{key}" in answers},
    }


def _patients(values: Mapping[str, Any]) -> dict[str, int]:
    """Value → the patients that its datasets certainly have."""
    found = ((bucket["key"], int(bucket["patients"]["value"])) for bucket in values["buckets"])
    return {value: number for value, number in found if number}


def terms_of(values: Mapping[str, Any]) -> Counts:
    return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in values["buckets"])
