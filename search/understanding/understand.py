"""From the words of a question to its filters, concepts and words: rules first, then names, then likeness."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from fair_metadata.vocabularies import folded
from search.fields import FACET
from search.query import Query
from search.understanding import rules
from search.understanding.lexicon import Meaning, by_code, lexicon
from search.understanding.reading import ConceptPart, Item, Part, Reading, WordPart
from search.understanding.tokens import Token, identifiers, tokens
from search.words import words_of

# Words that ask, join or stand for what everything here is: they say nothing about a dataset.
_SILENT = words_of("""
 a an the of for and or to in on at by with from as that which what who whose where how many much is
are was were be been do does did has have having had can could i we you me my our us please find
show list give get need want looking look search any some all there about into than their its it
this these those also both each other per via using used contain contains containing include
includes including hold holds holding cover covers covering collect collects collected provide
provides provided offer offers available mapped map standardised standardized converted measured
measuring stated recorded reported data dataset datasets set sets source sources resource resources
database databases patient patients people person persons participants individuals cases study
studies answer question questions el la los las un una unos unas de del y o u e en con por para que
cual cuales quien quienes cuantos cuantas donde como es son hay tiene tienen tengan datos conjunto
conjuntos fuente fuentes paciente pacientes personas estudio estudios al se su sus lo le mas busco
buscar quiero necesito mostrar
""")
_ASKING = words_of(
    "which what who where how find show list do does is are can any que cual cuales quien donde hay busco"
)
_LEADING = words_of("with in from having including measuring mapped con en de desde incluyendo")
_NOT = words_of("without no not excluding except lacking sin excepto salvo non")
_OR = frozenset(("or", "o", "u"))


@dataclass(slots=True)
class _Words:
    """The words of the question on the way: which are used up, and what was made of them."""

    tokens: Sequence[Token]
    off: frozenset[str]
    used: list[bool]
    is_question: bool = False
    items: list[tuple[int, Item]] = field(default_factory=list)

    def free(self, start: int) -> Sequence[Token]:
        """The words from here that nothing has used."""
        end = next((place for place in range(start, len(self.tokens)) if self.used[place]), len(self.tokens))
        return self.tokens[start:end]

    def take(self, start: int, length: int, item: Item) -> None:
        self.used[start : start + length] = [True] * length
        self.items.append((start, item))

    def phrase(self, start: int, length: int) -> str:
        return " ".join(token.folded for token in self.tokens[start : start + length])


def understand(query: Query, *, today: date | None = None) -> Reading:
    """What the text of a question means: rules, so that the same words always mean the same.

    A text that asks (a number, a year, “with”, “in”, “?”) fills filters; bare names are a text in which concepts are
    known. Phrases in `query.off` are left as words.
    """
    if not query.text:
        return Reading(query, query)
    found = tokens(query.text)
    words = _Words(found, frozenset(folded(phrase) for phrase in query.off), [False] * len(found))
    words.is_question = query.text.rstrip().endswith("?") or (bool(found) and found[0].folded in _ASKING)
    _by_rules(words, today or date.today())
    _by_code(words, query.text)
    _by_name(words)
    _by_likeness(words)
    items = tuple(item for _, item in sorted(words.items, key=lambda placed: placed[0]))
    filters = [
        item for item in items if words.is_question or item.span != ("", "") or item.is_missing or item.is_excluded
    ]
    items = tuple(replace(item, is_filter=item in filters) for item in items)
    return Reading(query, _filled(query, filters), _parts(words, filters), identifiers(query.text), items)


def _by_rules(words: _Words, today: date) -> None:
    """Numbers, years, and what is missing."""
    line = " ".join(token.folded for token in words.tokens)
    lengths = accumulate((len(token.folded) + 1 for token in words.tokens), initial=0)
    starts = {start: place for place, start in enumerate(lengths)}
    for hit in rules.hits(line, today):
        if hit.item.phrase in words.off:
            continue
        words.is_question = True
        for start, end in hit.taken:
            first, length = starts[start], len(line[start:end].split())
            words.used[first : first + length] = [True] * length
        words.items.append((starts[hit.taken[0][0]], hit.item))


def _by_code(words: _Words, text: str) -> None:
    """The whole text as a code, or single words and pairs of it (`C92.0`, `ICD-O 9861/3`, `ORPHA:519`)."""
    written = text.split()
    for length in (2, 1):
        for place in range(len(written) - length + 1):
            phrase = " ".join(written[place : place + length]).strip(".,;()?")
            if not any(c.isdigit() for c in phrase) or folded(phrase) in words.off:
                continue
            if meaning := by_code(phrase):
                _take_code(words, phrase, meaning)


def _take_code(words: _Words, phrase: str, meaning: Meaning) -> None:
    wanted = [token.folded for token in tokens(phrase)]
    for start in range(len(words.tokens) - len(wanted) + 1):
        here = slice(start, start + len(wanted))
        if [token.folded for token in words.tokens[here]] == wanted and not any(words.used[here]):
            words.take(start, len(wanted), Item(" ".join(wanted), meaning.key, meaning.concepts))
            return


def _by_name(words: _Words) -> None:
    """The longest names of concepts, from left to right."""
    place = 0
    while place < len(words.tokens):
        free = words.free(place)
        found = lexicon().longest(free) if free else None
        if found is None or words.phrase(place, found[0]) in words.off:
            place += 1
            continue
        length, meaning = found
        _take_name(words, place, length, meaning)
        place += length


def _take_name(words: _Words, place: int, length: int, meaning: Meaning, *, is_corrected: bool = False) -> None:
    before = [token.folded for token in words.tokens[:place]]
    last = before[-1] if before else ""
    is_excluded = last in _NOT
    is_choice = last in _OR and len(before) > 1 and words.used[place - 2]
    words.is_question |= is_excluded or is_choice or last in _LEADING
    phrase = words.phrase(place, length)
    item = Item(phrase, meaning.key, meaning.concepts, is_excluded=is_excluded, is_corrected=is_corrected)
    words.take(place, length, replace(item, needs_all=last not in _OR and not _or_follows(words, place + length)))
    if is_excluded:
        words.used[place - 1] = True


def _or_follows(words: _Words, place: int) -> bool:
    return place < len(words.tokens) and words.tokens[place].folded in _OR


def _by_likeness(words: _Words) -> None:
    """Names that are misspelt: only where a word stands in no name at all."""
    for place, token in enumerate(words.tokens):
        if words.used[place] or len(token.folded) < 5 or token.folded in _SILENT or lexicon().knows(token.folded):
            continue
        for start in range(max(0, place - 2), place + 1):
            free = words.free(start)
            found = lexicon().alike(free) if not words.used[start] and len(free) > place - start else None
            if found and start + found[0] > place and words.phrase(start, found[0]) not in words.off:
                _take_name(words, start, *found, is_corrected=True)
                break


def _filled(query: Query, items: Iterable[Item]) -> Query:
    """The question with the filters of its words; what its address says of the same facet or range goes first."""
    filters: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    ranges, every, missing, changed = dict(query.ranges), set(query.every), set(query.missing), query.changed_since
    for item in items:
        if item.is_missing:
            missing.add(item.key)
        elif item.key == "changed_since":
            changed = changed or item.span[0]
        elif item.span != ("", ""):
            ranges.setdefault(item.key, item.span)
        elif item.is_excluded:
            excluded[item.key] = (*excluded.get(item.key, ()), *item.values)
        else:
            every |= {item.key} if item.needs_all and FACET[item.key].needs_all and item.key in filters else set()
            filters[item.key] = (*filters.get(item.key, ()), item.values[0])
    return replace(
        query,
        filters=_merged(filters, query.filters),
        excluded=_merged(excluded, query.excluded),
        ranges=ranges,
        missing=tuple(sorted(missing)),
        changed_since=changed,
        every=tuple(sorted(key for key in every if key not in query.filters or key in query.every)),
    )


def _merged(read: Mapping[str, tuple[str, ...]], said: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(dict.fromkeys(values))) for key, values in read.items()} | dict(said)


def _parts(words: _Words, filters: Sequence[Item]) -> tuple[Part, ...]:
    """What is left to be looked for as text: concepts that did not become filters, and words that say something."""
    parts: list[tuple[int, Part]] = []
    for place, item in words.items:
        if item not in filters:
            parts.append((place, ConceptPart(tuple(item.phrase.split()), item.values)))
    free = [place for place in range(len(words.tokens)) if not words.used[place]]
    loud = [place for place in free if words.tokens[place].folded not in _SILENT]
    last = len(words.tokens) - 1
    for place in loud:
        word = words.tokens[place].folded
        is_unfinished = place == last and len(word) > 2
        near = lexicon().near(word, is_unfinished=is_unfinished)
        parts.append((place, WordPart(word, is_unfinished, near)))
    return tuple(part for _, part in sorted(parts, key=lambda placed: placed[0]))
