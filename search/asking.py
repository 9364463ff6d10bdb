"""From a question to conditions: yes, no and not stated, ranges with bounds, text with its concepts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fair_metadata.vocabularies import above, concept, vocabulary
from search.conditions import EVERYTHING, About, All, Any, Best, Between, Cohort, Condition, Has, Not, Word, stated
from search.fields import DISEASE, FACET, RANGE, UNBOUNDED, Facet
from search.nearest import words_only_ranking
from search.query import CHANGED, LAST_PAGE, SIZE, Query
from search.understanding import ConceptPart, NamePart, Part, Reading, WordPart, as_filters, as_part
from search.understanding.everyday import SAME, SILENT
from search.words import split, stemmed

EXACT = 100.0  # an identifier that is written out comes first
OWN, NEXT, BELOW, NEAR = 6.0, 2.0, 3.0, 0.3  # a concept that is stated; one next below; one below; one with such a word
ABOVE = 3.0  # the nearest concept that one of the filters is a kind of
SAID = 0.4  # a word of a concept's name, beside the concept itself: a text may use all of them of another one
HOLDS = 4.0  # each filter that is known to hold, of what may match
BOTH = 10.0  # each of several diseases, in what has all of them
LEAST_SHORT = 3  # letters of an abbreviation that is searched beside what was asked
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

    What mentions in words that which it does not state comes first, or states the nearest thing that it is a kind of,
    and that for which most of the filters are known to hold. A word that a description does not mention is not stated
    either.
    """
    wide = widened(reading)
    keys = _keys(wide.query)
    possible = All(tuple(_possible(wide.query, key) for key in keys)) if keys else Has("iri", ())
    held = All((text(reading), *(_held(reading.query, key) for key in _keys(reading.query))))
    return Ask(text(wide), {"maybe": All((possible, Not(held)))}, *_place(wide, size), _nearly(wide))


def widened(reading: Reading) -> Reading:
    """The same with words that only order, and with its concepts as filters where it has no filters.

    Where nothing was understood the words are all that is asked.
    """
    wide = words_only_ranking(reading) if reading.items else reading
    return wide if wide.query.is_filtered else as_filters(wide)


def _nearly(reading: Reading) -> Condition | None:
    query = reading.query
    held = [All((_held(query, key), Has("stated", (key,), HOLDS))) for key in _keys(query) if key not in query.missing]
    values = [value for values in query.filters.values() for value in values]
    broader = [Best(parts) for value in values if (parts := tuple(_broader(value)))][:MOST_LIKED]
    liked = _liked(reading)
    parts: list[Condition] = [*([liked] if liked else []), *held, *broader]
    return Any(tuple(parts)) if parts else None


def _broader(value: str) -> Iterator[About]:
    """What the value is a kind of, the nearest first: what says more has more above itself."""
    nearest = sorted(above(value), key=lambda other: -len(above(other)))
    return (About((other,), ABOVE / place) for place, other in enumerate(nearest[:MOST_LIKED], 1))


def _liked(reading: Reading) -> Condition | None:
    """The concepts of the filters, in the words of the question too; those that the address asks for, by themselves."""
    wanted = [item for item in reading.items if item.is_filter and item.values and not item.is_excluded]
    said = {value for item in wanted for value in item.values}
    chosen = [value for values in reading.asked.filters.values() for value in values if concept(value)]
    parts: list[Condition] = [_concept(as_part(item)) for item in wanted]
    parts += [About((value,), OWN) for value in chosen if value not in said]
    parts += map(_part, reading.ranking)
    parts += [Has("f_variable", names, EXACT)] if (names := tuple(_VARIABLE.findall(reading.asked.text))) else []
    return Any(tuple(parts[:MOST_LIKED])) if parts else None


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
    """Every part of the text holds, or as many as are enough, or all or a word of it is an identifier, which leads."""
    either = () if reading.least else _one_of(reading.parts)
    parts = [_part(part) for part in reading.parts if part not in either]
    parts += [Any((*map(_part, either), _both(either)))] if either else []
    parts += [Any(tuple(map(_part, reading.ranking)), reading.least_ranking)] if reading.least_ranking else []
    if not parts:
        return EVERYTHING
    said = Any(tuple(parts), reading.least) if reading.least else All(tuple(parts))
    return Any((Has("exact", reading.exact, EXACT), said)) if reading.exact else said


def is_disease(part: Part) -> bool:
    return isinstance(part, ConceptPart) and vocabulary("mondo").get(part.concepts[0]) is not None


def _one_of(parts: Sequence[Part]) -> tuple[ConceptPart, ...]:
    """Diseases beside each other of which none is a kind of another: few datasets have both, and those come first."""
    named = [part for part in parts if isinstance(part, ConceptPart) and is_disease(part)]
    iris = {part.concepts[0] for part in named}
    are_apart = len(iris) == len(named) > 1 and not any(iris.intersection(above(iri)) for iri in iris)
    return tuple(named) if are_apart else ()


def _both(parts: Sequence[ConceptPart]) -> Condition:
    return All(tuple(Has("concepts", part.concepts, BOTH) for part in parts))


def _part(part: Part) -> Condition:
    if isinstance(part, NamePart):
        return Has("exact", part.names, EXACT)
    return _concept(part) if isinstance(part, ConceptPart) else _word(part)


def _concept(part: ConceptPart) -> Condition:
    """A concept is stated, or one below it is, or the words are there, in English too."""
    ways = dict.fromkeys((part.words, *_in_english(part)))
    said = [All(tuple(Word(word, weight=SAID) for word in words)) for words in ways]
    # Who asks for blood cancers means those of all kinds more than the rarest.
    narrower = vocabulary("mondo").narrower
    next_below = tuple(child for value in part.concepts for child in narrower(value))[:MOST_LIKED]
    stated = (About(part.concepts, OWN), *([About(next_below, NEXT)] if next_below else []))
    return Any((*stated, Has("concepts", part.concepts, BELOW), *said))


def _in_english(part: ConceptPart) -> list[tuple[str, ...]]:
    """The label and abbreviation of a concept that was named in another language, by a code or misspelt."""
    named = concept(part.concepts[0])
    if named is None or any(
        stemmed(name) == _stems(part) for name in (named.label("en"), *named.synonyms.get("en", ()))
    ):
        return []
    said = [split(named.label("en")), *([name.lower()] for name in named.synonyms.get("en", ()) if _is_short(name))]
    return [tuple(words) for words in said if len(words) <= MOST_LABEL]


def _is_short(name: str) -> bool:
    """An abbreviation that is no word of every day: AML, PFS, MRI, not ALL."""
    return name.isalpha() and name.isupper() and len(name) >= LEAST_SHORT and name.lower() not in SILENT


def _stems(part: ConceptPart) -> list[str]:
    return stemmed(" ".join(part.words))


def _word(part: WordPart) -> Condition:
    if part.is_unwanted:
        return Not(All(tuple(map(Word, part.words))))
    word = Word(part.word, part.is_unfinished)
    others = tuple(Word(other) for other in SAME.get(part.word, ()))
    near = (Has("concepts", part.concepts, NEAR),) if part.concepts else ()
    return Best((word, *others, *near)) if others or near else word
