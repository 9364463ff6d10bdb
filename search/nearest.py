"""Questions that ask for a little less than one that nothing answers: what is dropped is told, diseases come last."""

from collections.abc import Iterator
from dataclasses import replace

from search.fields import DISEASE
from search.understanding import Part, Reading, WordPart, as_filters, as_part, understand

_TELLING = frozenset({DISEASE, "outcome", "data_kind"})  # a word of the others may be part of a title (trial, network)


def nearest(reading: Reading, did_you_mean: str) -> Iterator[Reading]:
    """The nearest first: with words that may be meant, as a title, with words that need not be there, by some of it."""
    if did_you_mean:
        yield understand(replace(reading.asked, text=did_you_mean))
    if phrases := {item.phrase for item in reading.items}:
        yield _literal(understand(replace(reading.asked, off=tuple(sorted({*reading.asked.off, *phrases})))))
    if reading.asked.is_filtered:  # filters that were chosen are for the reader to take away
        return
    yield from aside(reading)
    if reading.query.is_filtered:
        return
    yield from _diseases_alone(reading)
    if reading.items:
        yield as_filters(words_only_ranking(reading))
    yield from _half(reading)


def aside(reading: Reading) -> Iterator[Reading]:
    """With the kinds of sources and the like only ordering what is found, then with the words doing so."""
    lesser = {as_part(item) for item in reading.items if item.key not in _TELLING}
    kept = tuple(part for part in reading.parts if part not in lesser)
    if 0 < len(kept) < len(reading.parts):
        yield replace(reading, parts=kept, ranking=tuple(part for part in reading.parts if part in lesser))
    other = words_only_ranking(reading)
    if other.ranking and (other.query.is_filtered or any(not _is_unwanted(part) for part in other.parts)):
        yield other


def words_only_ranking(reading: Reading) -> Reading:
    """Every concept is meant, of the words only what is not wanted."""
    kept = tuple(part for part in reading.parts if not isinstance(part, WordPart) or part.is_unwanted)
    words = tuple(part for part in reading.parts if part not in kept)
    return replace(reading, parts=kept, ranking=(*reading.ranking, *words))


def _diseases_alone(reading: Reading) -> Iterator[Reading]:
    """Who looks for samples of a rare disease is not helped by samples of another one."""
    diseases = {as_part(item) for item in reading.items if item.key == DISEASE and not item.is_filter}
    kept = tuple(part for part in reading.parts if part in diseases or _is_unwanted(part))
    if diseases and len(kept) < len(reading.parts):
        yield replace(reading, parts=kept, ranking=tuple(part for part in reading.parts if part not in kept))


def _half(reading: Reading) -> Iterator[Reading]:
    """Half of what says something, the words as they are written."""
    parts = tuple(part for part in _literal(reading).parts if _says_something(part))
    if len(reading.parts) > 1 and parts:
        yield replace(reading, parts=parts, least=(len(parts) + 1) // 2)


def _literal(reading: Reading) -> Reading:
    """Words stand for themselves: not for the concepts in whose names they stand."""
    words = (replace(part, concepts=()) if isinstance(part, WordPart) else part for part in reading.parts)
    return replace(reading, parts=tuple(words))


def _is_unwanted(part: Part) -> bool:
    return isinstance(part, WordPart) and part.is_unwanted


def _says_something(part: Part) -> bool:
    """A letter or a small number alone is found everywhere."""
    is_small = isinstance(part, WordPart) and (len(part.word) == 1 or (part.word.isdigit() and len(part.word) < 4))
    return not is_small and not _is_unwanted(part)
