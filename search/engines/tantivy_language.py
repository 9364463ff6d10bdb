"""How conditions and documents are said to Tantivy."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import tantivy
from tantivy import FieldType, Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from catalog.policy import PUBLIC
from search import conditions as c
from search.asking import Ask
from search.documents import Document
from search.engines.saying import (
    BAR_FIELDS,
    FACET_FIELDS,
    INSIDE,
    LARGEST,
    LAYOUT,
    NUMBERS,
    TYPICAL,
    as_terms,
    in_json,
    mask,
    sorting_title,
    terms,
    terms_from,
    terms_up_to,
    words,
)
from search.fields import UNBOUNDED, WEIGHTS
from search.words import stems

# Field → how it is kept. `raw` terms are compared whole; `stems` were split and cut before they came here; `nothing`
# makes no terms: what is only shown, indexed whole, was three quarters of the cost of an index.
_TEXT: Mapping[str, Mapping[str, Any]] = {
    "iri": {"tokenizer_name": "raw", "index_option": "basic"},
    "shown": {"tokenizer_name": "nothing", "index_option": "basic", "stored": True},
    "kind": {"tokenizer_name": "raw", "index_option": "basic"},
    "audience": {"tokenizer_name": "raw", "index_option": "basic"},
    "about": {"tokenizer_name": "raw", "index_option": "freq"},
    **{
        name: {"tokenizer_name": "raw", "index_option": "basic"}
        for name in ("concepts", "lacks", "exact", "stated", "cohort_of", "cohort")
    },
    **{name: {"tokenizer_name": "raw", "index_option": "basic", "fast": True} for name in ("names", "vocabulary")},
    **{
        name: {"tokenizer_name": "raw", "index_option": "basic", "fast": True}
        for name in (*FACET_FIELDS, *BAR_FIELDS, "title")
    },
    **{name: {"tokenizer_name": "stems", "index_option": "freq"} for name in WEIGHTS},
    **{INSIDE[name]: {"tokenizer_name": "stems", "index_option": "basic"} for name in WEIGHTS},
    INSIDE["about"]: {"tokenizer_name": "raw", "index_option": "basic"},
}
_NUMBERS: Mapping[str, Mapping[str, bool]] = {
    **{name: {"indexed": True, "fast": True} for name in NUMBERS},
    "number": {"stored": True},
    "mask": {"fast": True},
}  # fmt: skip


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, options in _TEXT.items():
        builder.add_text_field(name, **options)
    for name, flags in _NUMBERS.items():
        builder.add_unsigned_field(name, **flags)
    return builder.build()


def shape() -> str:
    """Names the fields: an index of another shape answers only until one of this shape is complete."""
    return hashlib.sha256(json.dumps([LAYOUT, _TEXT, _NUMBERS], sort_keys=True).encode()).hexdigest()[:8]


def analyzers() -> dict[str, TextAnalyzer]:
    """How the text of fields is cut, by name."""
    return {
        "stems": TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(100)).build(),
        "nothing": TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.remove_long(1)).build(),
    }


def fields(document: Document) -> dict[str, list[Any]]:
    """A document as Tantivy takes it."""
    cohorts = [
        term
        for group in document.cohorts
        for disease in group.diseases
        for end, number in (("low", group.low), ("high", group.high))
        if end == "low" or number < LARGEST  # an open end lies within no bound
        for term in as_terms(f"{end}|{disease}", number)
    ]
    return {
        **terms(document),
        **{name: [said] for name, said in words(document).items()},
        **{name: [number] for name, number in document.numbers.items()},
        "shown": [in_json(document.shown)],
        "title": [sorting_title(document)],
        "mask": [mask(document)],
        **({"cohort": cohorts} if cohorts else {}),
    }


_SORTED = {"newest": "newest", "changed": "revision", "patients": "patients_low", "fair": "fair", "title": "title"}


def order(ask: Ask, known: Collection[str]) -> dict[str, Any]:
    field = _SORTED.get(ask.sort, "")
    if field not in known:
        return {}
    return {"order_by_field": field, "order": tantivy.Order.Asc if field == "title" else tantivy.Order.Desc}


class Language:
    """Conditions as Tantivy's queries, for what some audiences may see. A field that is not there yet holds nothing."""

    def __init__(self, of: tantivy.Schema, known: Collection[str], audiences: frozenset[str]) -> None:
        self._schema, self._fields, self.audiences = of, known, audiences

    def ask(self, ask: Ask) -> Query:
        """Everything that is asked, with what only adds to the score."""
        whole = self.within(ask.whole, ask.kind)
        return whole if ask.likes is None else _bool((Occur.Must, whole), (Occur.Should, self.say(ask.likes)))

    def within(self, condition: c.Condition, kind: str = "dataset") -> Query:
        """The condition among what the audiences may see: the one place where this is added."""
        allowed = (self._terms("audience", tuple(self.audiences)), self._terms("kind", (kind,)))
        return _bool(*((Occur.Must, _silent(part)) for part in allowed), (Occur.Must, self.say(condition)))

    def of(self, iris: Sequence[str]) -> Query:
        allowed = (self._terms("audience", tuple(self.audiences)), self._terms("iri", tuple(iris)))
        return _bool(*((Occur.Must, _silent(part)) for part in allowed))

    def say(self, condition: c.Condition) -> Query:
        return _SAID[type(condition)](self, condition)

    def _terms(self, field: str, values: Iterable[str]) -> Query:
        values = list(values)
        if field not in self._fields or not values:
            return Query.empty_query()
        return Query.term_set_query(self._schema, field, values)

    def _has(self, condition: c.Has) -> Query:
        found = self._terms(condition.field, condition.values)
        if condition.field in INSIDE:
            found = _bool((Occur.Should, found), (Occur.Should, self._inside(condition.field, condition.values, 0.0)))
        return Query.const_score_query(found, condition.weight)

    def _about(self, condition: c.About) -> Query:
        each = [Query.term_query(self._schema, "about", value, "freq") for value in condition.concepts]
        each.append(self._inside("about", condition.concepts, TYPICAL))
        return Query.boost_query(Query.disjunction_max_query(each, 0.0), condition.weight)

    def _inside(self, field: str, values: Iterable[str], score: float) -> Query:
        """The same in what not everybody may see, for those who may see some of it."""
        values = values if self.audiences - {PUBLIC} else ()
        return Query.const_score_query(self._terms(INSIDE[field], values), score)

    def _between(self, condition: c.Between) -> Query:
        if condition.field not in self._fields:
            return Query.empty_query()
        ends = (condition.low or None, condition.high if condition.high < UNBOUNDED else None)
        if ends == (None, None):  # whatever the number, but one there has to be
            ends = (0, None)
        return _silent(Query.range_query(self._schema, condition.field, FieldType.Unsigned, *ends))

    def _cohort(self, condition: c.Cohort) -> Query:
        ways = []
        for disease in condition.diseases:
            low = self._terms("cohort", terms_from(f"low|{disease}", condition.low))
            high = self._terms("cohort", terms_up_to(f"high|{disease}", condition.high))
            ways.append(_bool((Occur.Must, low), *([(Occur.Must, high)] if condition.high < UNBOUNDED else [])))
        return _silent(_bool(*((Occur.Should, way) for way in ways)))

    def _word(self, condition: c.Word) -> Query:
        forms = stems(condition.word)
        ways = [
            Query.boost_query(Query.term_query(self._schema, name, form, "freq"), weight)
            for name, weight in WEIGHTS.items()
            if name in self._fields
            for form in forms
        ]
        ways += [self._inside(name, forms, TYPICAL * weight) for name, weight in WEIGHTS.items()]
        if condition.is_unfinished and "vocabulary" in self._fields:
            begun = Query.fuzzy_term_query(self._schema, "vocabulary", condition.word, 0, prefix=True)
            ways.append(Query.const_score_query(begun, 0.5))
        return Query.boost_query(Query.disjunction_max_query(ways, 0.1), condition.weight)

    def _all(self, condition: c.All) -> Query:
        """What is not wanted stands beside what is: alone it would hold for nothing."""
        if not condition.parts:
            return Query.const_score_query(Query.all_query(), 0.0)
        parts = [self._occurring(part) for part in condition.parts]
        if all(occur == Occur.MustNot for occur, _ in parts):
            parts.append((Occur.Must, Query.const_score_query(Query.all_query(), 0.0)))
        return _bool(*parts)

    def _occurring(self, part: c.Condition) -> tuple[Occur, Query]:
        return (Occur.MustNot, self.say(part.part)) if isinstance(part, c.Not) else (Occur.Must, self.say(part))

    def _any(self, condition: c.Any) -> Query:
        parts = [(Occur.Should, self.say(part)) for part in condition.parts]
        return Query.boolean_query(parts, condition.least) if condition.least > 1 else _bool(*parts)

    def _best(self, condition: c.Best) -> Query:
        return Query.disjunction_max_query([self.say(part) for part in condition.parts], 0.1)

    def _not(self, condition: c.Not) -> Query:
        return self._all(c.All((condition,)))


_SAID: Mapping[type, Callable[[Language, Any], Query]] = {
    c.Has: Language._has,
    c.About: Language._about,
    c.Between: Language._between,
    c.Cohort: Language._cohort,
    c.Word: Language._word,
    c.All: Language._all,
    c.Any: Language._any,
    c.Best: Language._best,
    c.Not: Language._not,
}


def _bool(*parts: tuple[Occur, Query]) -> Query:
    return Query.boolean_query(list(parts))


def _silent(query: Query) -> Query:
    """A condition that does not add to the score."""
    return Query.const_score_query(query, 0.0)
