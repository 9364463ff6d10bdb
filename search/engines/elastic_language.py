"""How conditions and documents are said to Elasticsearch."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search import conditions as c
from search.asking import Ask
from search.documents import Document
from search.engines.saying import (
    BAR_FIELDS,
    FACET_FIELDS,
    INSIDE,
    LAYOUT,
    NUMBERS,
    TERMS,
    TYPICAL,
    mask,
    sorting_title,
    terms,
    words,
)
from search.fields import RANGES, UNBOUNDED, WEIGHTS
from search.words import stems

_TERM = {"type": "keyword", "ignore_above": 8191}
# Fields whose values are also kept as one term, to be counted together; what cannot have several has no need of it.
AS_SETS = frozenset((*FACET_FIELDS, *(f"h_{known.key}" for known in RANGES if known.overlaps))) - {"f_fair"}
BETWEEN = "\x1f"  # two values of a set
LONGEST_SET = 8_000  # characters, of the 32,766 bytes that a term may have


def as_set(name: str) -> str:
    """The field that holds all values of another one as one term."""
    return f"s_{name}"


PLAIN: Mapping[str, Any] = {
    "settings": {
        "auto_expand_replicas": "0-1",
        "refresh_interval": -1,  # what is taken in is shown by `commit`
        "gc_deletes": "1d",  # a late write of what was deleted since does not bring it back
        # Words come split, folded and cut to their stems in their language; see `search.words`.
        "analysis": {"analyzer": {"stems": {"type": "custom", "tokenizer": "whitespace"}}},
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **dict.fromkeys(("iri", "kind", "audience", "title", *TERMS, *FACET_FIELDS, *BAR_FIELDS), _TERM),
            **{name: {"type": "text", "analyzer": "stems"} for name in (*WEIGHTS, *(INSIDE[name] for name in WEIGHTS))},
            INSIDE["about"]: _TERM,
            "about": {"type": "text", "analyzer": "keyword"},  # a text, so that rare concepts count more
            **{name: {"type": "long"} for name in (*NUMBERS, "number", "mask")},
            "cohorts": {
                "type": "nested",
                "properties": {"diseases": _TERM, "low": {"type": "long"}, "high": {"type": "long"}},
            },
            **{as_set(name): {"type": "keyword", "index": False} for name in AS_SETS},
            "shown": {"type": "object", "enabled": False},
        },
    },
}
# An index that was made for other fields answers until one for these is complete.
SHAPE = hashlib.sha256(json.dumps([LAYOUT, PLAIN], sort_keys=True).encode()).hexdigest()[:8]


def fields(document: Document) -> dict[str, Any]:
    """A document as the mapping has it."""
    cohorts = [{"diseases": list(g.diseases), "low": g.low, "high": g.high} for g in document.cohorts]
    said = terms(document)
    return {
        **said,
        **dict(_sets(said)),
        **words(document),
        **document.numbers,
        "title": sorting_title(document),
        "mask": mask(document),
        "shown": document.shown,
        **({"cohorts": cohorts} if cohorts else {}),
    }


def _sets(said: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """A set that cannot be told as one term is left out: that fewer are counted than state something is noticed."""
    for name in AS_SETS & said.keys():
        whole = BETWEEN.join(sorted(said[name]))
        if whole.count(BETWEEN) == len(said[name]) - 1 and len(whole) <= LONGEST_SET:
            yield as_set(name), whole


_SORTED = {"newest": "newest", "changed": "revision", "patients": "patients_low", "fair": "fair", "title": "title"}


def order(ask: Ask) -> list[dict[str, Any]]:
    """The order that is asked for, then the newest first. An index may not have the field yet."""
    field = _SORTED.get(ask.sort, "")
    first = [{"_score": "desc"}]
    if field:
        kind = "keyword" if field == "title" else "long"
        first = [{field: {"order": "asc" if field == "title" else "desc", "unmapped_type": kind, "missing": "_last"}}]
    return [*first, *([] if field == "newest" else [{"newest": {"order": "desc", "unmapped_type": "long"}}])]


def allowed(audiences: Collection[str], kind: str = "dataset") -> Query:
    """What these audiences may see: the one place where this is said."""
    return Q("bool", filter=[Q("terms", audience=sorted(audiences)), Q("term", kind=kind)])


def within(condition: c.Condition, audiences: Collection[str], kind: str = "dataset") -> Query:
    return Q("bool", must=[say(condition)], filter=[allowed(audiences, kind)])


def say(condition: c.Condition) -> Query:
    return _SAID[type(condition)](condition)


def _has(condition: c.Has) -> Query:
    found = Q("terms", **{condition.field: list(condition.values)})
    if condition.field in INSIDE:
        found = Q("bool", should=[found, _inside(condition.field, condition.values, 0.0)], minimum_should_match=1)
    return Q("constant_score", filter=found, boost=condition.weight)


def _inside(field: str, values: Iterable[str], score: float) -> Query:
    """The same in what not everybody may see."""
    return Q("constant_score", filter=Q("terms", **{INSIDE[field]: list(values)}), boost=score)


def _about(condition: c.About) -> Query:
    each = [Q("term", about=value) for value in condition.concepts]
    each.append(_inside("about", condition.concepts, TYPICAL))
    return Q("dis_max", queries=each, tie_breaker=0.0, boost=condition.weight)


def _between(condition: c.Between) -> Query:
    ends = {"gte": condition.low} | ({"lte": condition.high} if condition.high < UNBOUNDED else {})
    return _silent(Q("range", **{condition.field: ends}))


def _cohort(condition: c.Cohort) -> Query:
    inside = [Q("terms", **{"cohorts.diseases": list(condition.diseases)})]
    inside.append(Q("range", **{"cohorts.low": {"gte": condition.low}}))
    if condition.high < UNBOUNDED:
        inside.append(Q("range", **{"cohorts.high": {"lte": condition.high}}))
    return _silent(Q("nested", path="cohorts", query=Q("bool", filter=inside), ignore_unmapped=True))


def _word(condition: c.Word) -> Query:
    forms = stems(condition.word)
    ways = [Q("term", **{name: {"value": form, "boost": weight}}) for name, weight in WEIGHTS.items() for form in forms]
    ways += [_inside(name, forms, TYPICAL * weight) for name, weight in WEIGHTS.items()]
    if condition.is_unfinished:
        ways.append(Q("constant_score", filter=Q("prefix", vocabulary=condition.word), boost=0.5))
    return Q("dis_max", queries=ways, tie_breaker=0.1, boost=condition.weight)


def _all(condition: c.All) -> Query:
    wanted = [say(part) for part in condition.parts if not isinstance(part, c.Not)]
    unwanted = [say(part.part) for part in condition.parts if isinstance(part, c.Not)]
    if not wanted:
        wanted = [Q("match_all", boost=0.0)]
    return Q("bool", must=wanted, must_not=unwanted)


def _any(condition: c.Any) -> Query:
    return Q("bool", should=[say(part) for part in condition.parts], minimum_should_match=condition.least)


def _best(condition: c.Best) -> Query:
    return Q("dis_max", queries=[say(part) for part in condition.parts], tie_breaker=0.1)


def _not(condition: c.Not) -> Query:
    return _all(c.All((condition,)))


_SAID: Mapping[type, Callable[[Any], Query]] = {
    c.Has: _has,
    c.About: _about,
    c.Between: _between,
    c.Cohort: _cohort,
    c.Word: _word,
    c.All: _all,
    c.Any: _any,
    c.Best: _best,
    c.Not: _not,
}


def _silent(query: Query) -> Query:
    """A condition that does not add to the score."""
    return Q("constant_score", filter=query, boost=0.0)
