"""From a question to conditions: yes, no and not stated, ranges with bounds, text with its concepts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fair_metadata.vocabularies import above, concept
from search.conditions import EVERYTHING, About, All, Any, Best, Between, Cohort, Condition, Has, Not, Word, stated
from search.fields import DISEASE, FACET, RANGE, UNBOUNDED, Facet
from search.query import CHANGED, LAST_PAGE, SIZE, Query
from search.understanding import ConceptPart, Part, Reading, WordPart, as_part
from search.words import split, stemmed

EXACT = 100.0  # an identifier that is written out comes first
OWN, BELOW, NEAR = 6.0, 3.0, 0.3  # a concept that is stated; one below it; one whose name has a word of the question
ABOVE = 1.5  # a concept that one of the filters is a kind of
MOST_LABEL = 4  # words of a label that is searched beside what was asked
_VARIABLE = re.compile(r"[^\W_]+(?:_[^\W_]+)+")
MOST_LIKED = 12  # concepts that order what the filters let through


@dataclass(frozen=True, slots=True)
class Ask:
    """What an engine is asked: `must` scores; `filters`, one a facet or range, can be left out for counts."""

    must: Condition = EVERYTHING
    filters: Mapping[str, Condition] = field(default_factory=dict)
    sort: str = "newest"
    start: int = 0
    size: int = SIZE
    likes: Condition | None = None  # adds to the score of what it holds for
    patients_by: tuple[str, ...] = ()  # filters whose values are also counted in patients, which takes longer
    kind: str = "dataset"

    @property
    def whole(self) -> Condition:
        return All((self.must, *self.filters.values()))

    def without(self, key: str) -> Condition:
        """Everything but what is asked of one facet or range: what its own counts are taken from."""
        return All((self.must, *(part for name, part in self.filters.items() if name != key)))


def matching(reading: Reading, *, size: int = SIZE) -> Ask:
    """What matches: every filter is known to hold. What is about the concepts asked for most of all comes first."""
    query = reading.query
    return Ask(text(reading), {key: _held(query, key) for key in _keys(query)}, *_place(reading, size), _liked(reading))


def maybe_matching(reading: Reading, *, size: int = SIZE) -> Ask:
    """What may match: no filter is known to fail, and at least one is not known to hold.

    What mentions in words that which it does not state comes first, or states the nearest thing that it is a kind of.
    """
    query, keys = reading.query, _keys(reading.query)
    held, possible = All(tuple(_held(query, k) for k in keys)), All(tuple(_possible(query, k) for k in keys))
    return Ask(text(reading), {"maybe": All((possible, Not(held)))}, *_place(reading, size), _nearly(reading))


def _nearly(reading: Reading) -> Condition | None:
    values = [value for values in reading.query.filters.values() for value in values]
    broader = [About((other,), ABOVE) for value in values for other in above(value)][:MOST_LIKED]
    liked = _liked(reading)
    return Any((*([liked] if liked else []), *broader)) if broader else liked


def _liked(reading: Reading) -> Condition | None:
    """The concepts of the filters, in the words of the question too; those that the address asks for, by themselves."""
    wanted = [item for item in reading.items if item.is_filter and item.values and not item.is_excluded]
    said = {value for item in wanted for value in item.values}
    chosen = [value for values in reading.asked.filters.values() for value in values if concept(value)]
    parts: list[Condition] = [_concept(as_part(item)) for item in wanted]
    parts += [About((value,), OWN) for value in chosen if value not in said]
    parts += map(_part, reading.parts if reading.is_loose else filter(_is_extra, reading.parts))
    parts += [Has("f_variable", names, EXACT)] if (names := tuple(_VARIABLE.findall(reading.asked.text))) else []
    return Any(tuple(parts[:MOST_LIKED])) if parts else None


def _is_extra(part: Part) -> bool:
    return isinstance(part, WordPart) and part.is_extra


def _place(reading: Reading, size: int) -> tuple[str, int, int]:
    query = reading.query
    ranks = reading.parts or _liked(reading)
    sort = query.sort if query.sort != "relevance" or ranks else "newest"
    return sort, (min(query.page, LAST_PAGE) - 1) * size, size


def _keys(query: Query) -> list[str]:
    """The facets and ranges of which something is asked."""
    asked = [*query.filters, *query.excluded, *query.missing, *query.ranges]
    return [*dict.fromkeys(asked), *(key for key in CHANGED if getattr(query, key))]


# Yes: it is stated so.


def _held(query: Query, key: str) -> Condition:
    parts: list[Condition] = []
    if values := query.filters.get(key):
        parts.append(_every(query, key, values, lambda value: Has(f"f_{key}", (value,))))
    parts += [_denied(FACET[key], value) for value in query.excluded.get(key, ())]
    return All((*parts, *_unstated(query, key), *_within(query, key)))


def _every(query: Query, key: str, values: tuple[str, ...], one: Callable[[str], Condition]) -> Condition:
    each = tuple(one(value) for value in values)
    return All(each) if key in query.every else each[0] if len(each) == 1 else Any(each)


def _denied(facet: Facet, value: str) -> Condition:
    """Known not to have it: said to be lacking where not all is stated, else something else is stated."""
    if facet.is_open:
        return Has("lacks", (value, *above(value)))
    if facet.is_mark:
        return Not(Has(f"f_{facet.key}", (value,)))
    parts: list[Condition] = [stated(facet.key), Not(Has(f"f_{facet.key}", (value,)))]
    return All((*parts, Not(Has("about", broader)))) if (broader := above(value)) else All(tuple(parts))


def _unstated(query: Query, key: str) -> tuple[Condition, ...]:
    return (Not(stated(key)),) if key in query.missing else ()


def _within(query: Query, key: str) -> tuple[Condition, ...]:
    if key == "changed_since" and query.changed_since:
        return (Between("changed", int(query.changed_since.replace("-", ""))),)
    if key == "changed_until" and query.changed_until:
        return (Between("changed", 0, int(query.changed_until.replace("-", ""))),)
    if key not in query.ranges:
        return ()
    low, high = query.bounds(key)
    if RANGE[key].overlaps:
        return (_overlap(key, low, high),)
    inside = All((Between(f"{key}_low", low), Between(f"{key}_high", 0, high)))
    diseases = query.filters.get(DISEASE, ()) if key == "patients" else ()
    if not diseases:
        return (inside,)
    # A count of the patients with this disease says more than a count of all.
    return (Any((Cohort(diseases, low, high), All((Not(Has("cohort_of", diseases)), inside)))),)


def _overlap(key: str, low: int, high: int) -> Condition:
    return All((Between(f"{key}_low", 0, high), Between(f"{key}_high", low)))


# Yes or not stated.


def _possible(query: Query, key: str) -> Condition:
    parts: list[Condition] = []
    if values := query.filters.get(key):
        parts.append(
            _every(query, key, values, lambda value: Any((Has(f"f_{key}", (value,)), _open(FACET[key], value))))
        )
    parts += [Not(Has(f"f_{key}", (value,))) for value in query.excluded.get(key, ())]
    return All((*parts, *_unstated(query, key), *_perhaps_within(query, key)))


def _open(facet: Facet, value: str) -> Condition:
    """It is not known whether it has the value: nothing is said, or only something broader."""
    broader = above(value)
    if facet.is_open:
        return Not(Has("lacks", (value, *broader)))
    silent = Not(stated(facet.key))
    return Any((silent, Has("about", broader))) if broader else silent


def _perhaps_within(query: Query, key: str) -> tuple[Condition, ...]:
    held = _within(query, key)
    if key not in query.ranges:
        return held
    low, high = query.bounds(key)
    diseases = query.filters.get(DISEASE, ()) if key == "patients" else ()
    by_total = Any((Not(stated(key)), _overlap(key, low, high)))
    if not diseases:
        return (Any((*held, by_total)),)
    return (Any((*held, All((Not(Has("cohort_of", diseases)), by_total)), _perhaps_cohort(diseases, low, high))),)


def _perhaps_cohort(diseases: tuple[str, ...], low: int, high: int) -> Condition:
    """There is a count of the patients with the disease, and it is neither certainly less nor certainly more."""
    parts: list[Condition] = [Has("cohort_of", diseases)]
    parts += [Not(Cohort(diseases, 0, low - 1))] if low else []
    parts += [Not(Cohort(diseases, high + 1))] if high < UNBOUNDED else []
    return All(tuple(parts))


# Text.


def text(reading: Reading) -> Condition:
    """Every part of the text but extra ones holds, or all or a word of it is an identifier, which comes first.

    Of a loose reading one part is enough; beside filters its words need not be there.
    """
    is_led = reading.is_loose and reading.query.is_filtered
    parts = tuple(
        _part(part) for part in reading.parts if not (isinstance(part, WordPart) and (is_led or part.is_extra))
    )
    if not parts:
        return EVERYTHING
    said = Any(parts) if reading.is_loose and not is_led else All(parts)
    return Any((Has("exact", reading.exact, EXACT), said)) if reading.exact else said


def _part(part: Part) -> Condition:
    return _concept(part) if isinstance(part, ConceptPart) else _word(part)


def _concept(part: ConceptPart) -> Condition:
    """A concept is stated, or one below it is, or the words are there, in English too."""
    said = [All(tuple(Word(word) for word in words)) for words in dict.fromkeys((part.words, *_in_english(part)))]
    return Any((About(part.concepts, OWN), Has("concepts", part.concepts, BELOW), *said))


def _in_english(part: ConceptPart) -> list[tuple[str, ...]]:
    """The label of a concept that was named in another language, by a code or misspelt."""
    named = concept(part.concepts[0])
    if named is None or any(
        stemmed(name) == _stems(part) for name in (named.label("en"), *named.synonyms.get("en", ()))
    ):
        return []
    label = split(named.label("en"))
    return [tuple(label)] if len(label) <= MOST_LABEL else []


def _stems(part: ConceptPart) -> list[str]:
    return stemmed(" ".join(part.words))


def _word(part: WordPart) -> Condition:
    if part.is_unwanted:
        return Not(All(tuple(map(Word, part.word.split()))))
    word = Word(part.word, part.is_unfinished)
    return Best((word, Has("concepts", part.concepts, NEAR))) if part.concepts else word
