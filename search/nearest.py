"""Questions that ask for a little less than one that nothing answers: what is dropped is told, diseases come last."""

from collections.abc import Container, Iterator
from dataclasses import replace

from search.fields import DISEASE
from search.understanding import Part, Reading, WordPart, as_filters, as_part, understand

_TELLING = frozenset({DISEASE, "outcome", "data_kind"})  # a word of the others may be part of a title (trial, network)


def nearest(reading: Reading, did_you_mean: str) -> Iterator[Reading]:
    """The nearest first: with words that may be meant, as a title, with words that need not be there, by some of it."""
    if did_you_mean:
        yield understand(replace(reading.asked, text=did_you_mean))
    title = _as_title(reading)
    yield from (_literal(one) for one in title)
    if reading.asked.is_filtered:  # filters that were chosen are for the reader to take away
        return
    named = {as_part(item) for item in reading.items if item.key == DISEASE}
    if reading.query.is_filtered:
        yield from aside(reading)
        return
    yield from _lesser_aside(reading)
    if named:
        yield from _with_the_rest_aside(reading, {*named, *_words(reading)})  # a word of no list says most
        yield from map(_with_half_of_it, _with_the_rest_aside(reading, named))
        yield from _with_the_rest_aside(reading, named)
    yield from title if named.issuperset(reading.parts) else ()
    yield from () if named else (*_words_aside(reading), *_half(reading))
    yield from [as_filters(words_only_ranking(reading))] if reading.items else ()


def _as_title(reading: Reading) -> list[Reading]:
    """With nothing understood; of words that say nothing everything would be found."""
    off = {*reading.asked.off, *(item.phrase for item in reading.items)}
    plain = understand(replace(reading.asked, off=tuple(sorted(off))))
    return [plain] if reading.items and plain.parts else []


def aside(reading: Reading) -> Iterator[Reading]:
    """Beside filters what else was said only orders: first the kinds of sources and the like, then the words too."""
    yield from _lesser_aside(reading)
    yield from _words_aside(reading)


def _lesser_aside(reading: Reading) -> Iterator[Reading]:
    lesser = {as_part(item) for item in reading.items if item.key not in _TELLING}
    yield from _with_the_rest_aside(reading, {part for part in reading.parts if part not in lesser})


def _words_aside(reading: Reading) -> Iterator[Reading]:
    other = words_only_ranking(reading)
    if other.ranking and (other.query.is_filtered or any(not _is_unwanted(part) for part in other.parts)):
        yield other


def _with_the_rest_aside(reading: Reading, wanted: Container[Part]) -> Iterator[Reading]:
    """Some parts have to be there, the others order what is found: samples of another disease help nobody."""
    kept = tuple(part for part in reading.parts if part in wanted or _is_unwanted(part))
    rest = tuple(part for part in reading.parts if part not in kept)
    if rest and any(part in wanted for part in kept):
        yield replace(reading, parts=kept, ranking=rest)


def _with_half_of_it(reading: Reading) -> Reading:
    return replace(reading, least_ranking=(len(reading.ranking) + 1) // 2)


def words_only_ranking(reading: Reading) -> Reading:
    """Every concept is meant, of the words only what is not wanted."""
    kept = tuple(part for part in reading.parts if not isinstance(part, WordPart) or part.is_unwanted)
    words = tuple(part for part in reading.parts if part not in kept)
    return replace(reading, parts=kept, ranking=(*reading.ranking, *words), least_ranking=0)


def _words(reading: Reading) -> Iterator[Part]:
    return (part for part in reading.parts if isinstance(part, WordPart))


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
