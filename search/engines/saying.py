"""What both engines say of a document in the same way: its fields of terms, and counts compared as terms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.policy import PUBLIC
from search.documents import Document
from search.fields import FACETS, RANGES, WEIGHTS

LAYOUT = 2  # one more when documents say something else in the same fields, so that indexes are built again
TERMS = ("concepts", "lacks", "exact", "stated", "names", "vocabulary", "cohort_of")
NUMBERS = (
    *(f"{known.key}_{end}" for known in RANGES for end in ("low", "high")),
    *("newest", "revision", "changed", "fair"),
)
FACET_FIELDS = tuple(f"f_{facet.key}" for facet in FACETS)
BAR_FIELDS = tuple(f"h_{known.key}" for known in RANGES)
# How rare a word is decides the order of hits, so what not everybody may see has fields of its own: else the order of
# public datasets would tell which words stand elsewhere. There every word counts the same, whoever else has it.
INSIDE = {name: f"inside_{name}" for name in (*WEIGHTS, "about")}
# What is stated, as bits of one number: counting a few hundred of them is cheaper than counting a dozen terms each.
_BITS: Mapping[str, int] = {known.key: 1 << place for place, known in enumerate((*FACETS, *RANGES))}
MOST_MASKS = 20_000  # sets of stated properties that are told apart
TYPICAL = 1.5  # the score of a word that is neither rare nor common


@dataclass(frozen=True, slots=True)
class Said:
    """A document as one engine takes it, in JSON: small to send between processes, and quick to take in."""

    iri: str
    version: int
    body: str


def written(document: Document, fields: Callable[[Document], Mapping[str, Any]]) -> Said:
    return Said(document.iri, document.version, in_json(fields(document)))


def in_json(said: Any) -> str:
    """The standard library's way of writing was a fifth of what a document costs; this is a few times as quick."""
    return orjson.dumps(said, default=list).decode()


def terms(document: Document) -> dict[str, list[str]]:
    """Field → terms, for all fields that are not numbers or words; empty ones are left out."""
    found = {
        "iri": [document.iri],
        "kind": [document.kind],
        "audience": [document.audience],
        _kept("about", document): list(document.about),
        "concepts": list(document.concepts),
        "lacks": list(document.lacks),
        "exact": list(document.exact),
        "stated": list(document.stated),
        "names": list(document.names),
        "vocabulary": list(document.vocabulary),
        "cohort_of": [disease for group in document.cohorts for disease in group.diseases],
        **{f"f_{key}": list(values) for key, values in document.facets.items()},
        **{f"h_{key}": list(values) for key, values in document.bars.items()},
    }
    return {name: values for name, values in found.items() if values}


def mask(document: Document) -> int:
    """What a document states."""
    return sum(_BITS.get(key, 0) for key in document.stated)


def stated_in(masks: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Facet or range → how many state it, from masks and how many have each."""
    found = dict.fromkeys(_BITS, 0)
    for mask, count in masks:
        for key, bit in _BITS.items():
            if mask & bit:
                found[key] += count
    return found


def words(document: Document) -> dict[str, str]:
    """Field → the stems that stand there."""
    return {_kept(name, document): said for name, said in document.words.items()}


def _kept(name: str, document: Document) -> str:
    return name if document.audience == PUBLIC else INSIDE[name]


def sorting_title(document: Document) -> str:
    return document.title.casefold()[:200]


# A count as terms: a number is written in base 16 with fewer and fewer digits, so that "at least 100" is a few terms
# (100 to 10F, 11 to 1F, 2 to F …) whatever the numbers. The idea is that of Lucene's first numeric fields.
_DIGITS = 8  # of a number in base 16: half as many people as live; what is more is not told apart
LARGEST = 16**_DIGITS - 1


def as_terms(name: str, number: int) -> Iterator[str]:
    """The terms of one number, the most exact first."""
    written = _written(number)
    yield from (f"{name}|{written[:length]}" for length in range(_DIGITS, 0, -1))


def terms_from(name: str, least: int) -> Iterator[str]:
    """The terms of which a number has one if it is `least` or more."""
    written = _written(least)
    yield f"{name}|{written}"
    for length in range(_DIGITS - 1, -1, -1):
        above = range(int(written[length], 16) + 1, 16)
        yield from (f"{name}|{written[:length]}{digit:x}" for digit in above)


def terms_up_to(name: str, most: int) -> Iterator[str]:
    """The terms of which a number has one if it is `most` or less."""
    written = _written(most)
    yield f"{name}|{written}"
    for length in range(_DIGITS - 1, -1, -1):
        yield from (f"{name}|{written[:length]}{digit:x}" for digit in range(int(written[length], 16)))


def _written(number: int) -> str:
    return f"{min(number, LARGEST):0{_DIGITS}x}"
