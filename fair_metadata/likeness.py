"""Which descriptions look like descriptions of the same thing, why, and how much.

What they have in common is looked up, never every pair compared: the cost grows with the number of descriptions.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.fuzz import ratio

from fair_metadata.namespaces import ADMS, DCAT, DCT, HEALTHDCATAP, OWL, PROV, SKOS
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text

COMMON = 10  # descriptions; what more of them share identifies none
BLOCK = 50  # titles; a word that more of them have brings none together
RARE = 4  # of a title's words, the rarest so many bring it together with others
ALIKE = 90  # of 100: how alike two titles are to be told

DOI, IDENTIFIER, LANDING, DERIVED = "doi", "identifier", "landing page", "same source and counts"
TITLE, COUNTS = "title", "same counts"
# How likely two are the same when they share this, of 100.
WEIGHTS: Mapping[str, int] = {DOI: 95, IDENTIFIER: 90, DERIVED: 70, LANDING: 60, COUNTS: 50}

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>?#]+", re.IGNORECASE)
_COUNTS = (HEALTHDCATAP.numberOfUniqueIndividuals, HEALTHDCATAP.numberOfRecords)
_SOURCES = (DCT.source, PROV.wasDerivedFrom)
# Those that say how they are related are no duplicates that nobody knows of.
_RELATIONS = (
    *(DCAT[name] for name in ("hasVersion", "isVersionOf", "previousVersion", "hasCurrentVersion", "prev", "next")),
    *(DCT[name] for name in ("hasVersion", "isVersionOf", "replaces", "isReplacedBy", "hasPart", "isPartOf", "source")),
    PROV.wasDerivedFrom,
)

Reason = tuple[str, str]  # why, and what both have


@dataclass(frozen=True, slots=True)
class Traits:
    """What one description is known by. `key` is whatever the caller calls it."""

    key: int
    iri: str
    reasons: frozenset[Reason]
    titles: tuple[str, ...]
    counts: str  # of persons and records; only adds to another reason
    related: frozenset[str]
    series: frozenset[str]  # its releases are no duplicates of each other


@dataclass(frozen=True, slots=True)
class Alike:
    """Two that look like one, the lower key first, with a score of 100 and what they have in common."""

    one: int
    other: int
    score: int
    reasons: tuple[Reason, ...]


def traits(key: int, record: Record) -> Traits:
    titles = {_plain(text(value)) for value in record.values(DCT.title)} - {""}
    return Traits(
        key=key,
        iri=record.iri,
        reasons=frozenset(_reasons(record)),
        titles=tuple(sorted(titles)),
        counts=_counts(record),
        related=_named(record, _RELATIONS),
        series=_named(record, (DCAT.inSeries,)),
    )


def _named(record: Record, paths: Iterable[Term]) -> frozenset[str]:
    return frozenset(iri(value) for path in paths for value in record.values(path) if is_iri(value))


def alike(known: Sequence[Traits]) -> list[Alike]:
    """Those that look alike, the most likely first; each pair once."""
    by_key = {each.key: each for each in known}
    found: dict[tuple[int, int], dict[str, tuple[int, str]]] = defaultdict(dict)
    for one, other, (why, value) in _sharing(known):
        found[one, other].setdefault(why, (WEIGHTS[why], value))
    for one, other, likeness, title in _titled(known):
        found[one, other][TITLE] = max(found[one, other].get(TITLE, (0, "")), (likeness - 30, title))
    for (one, other), reasons in found.items():
        if (counts := by_key[one].counts) and counts == by_key[other].counts:
            reasons[COUNTS] = (WEIGHTS[COUNTS], counts)
    pairs = (_scored(*pair, reasons) for pair, reasons in found.items() if not _are_related(*map(by_key.get, pair)))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def _scored(one: int, other: int, reasons: Mapping[str, tuple[int, str]]) -> Alike:
    """Each reason takes its part of the doubt away."""
    doubt = 1.0
    for weight, _ in reasons.values():
        doubt *= 1 - weight / 100
    told = sorted(reasons.items(), key=lambda item: -item[1][0])
    return Alike(one, other, min(99, round(100 * (1 - doubt))), tuple((why, value) for why, (_, value) in told))


def _are_related(one: Traits | None, other: Traits | None) -> bool:
    assert one is not None
    assert other is not None
    return one.iri in other.related or other.iri in one.related or bool(one.series & other.series)


def _reasons(record: Record) -> Iterator[Reason]:
    for said in (*_identifiers(record), record.iri, *(text(v) for v in record.values(DCAT.landingPage))):
        for doi in _DOI.findall(said):
            yield DOI, doi.lower().rstrip(".,;)")
    for said in (*_identifiers(record), *(iri(v) for v in record.values(OWL.sameAs)), record.iri):
        if not _DOI.search(said) and _is_telling(said):
            yield IDENTIFIER, _address(said)
    for page in record.values(DCAT.landingPage):
        yield LANDING, _address(text(page))
    counts = _counts(record)
    for path in _SOURCES if counts else ():
        yield from ((DERIVED, f"{_address(text(source))} ({counts})") for source in record.values(path))


def _counts(record: Record) -> str:
    return ", ".join(text(value) for path in _COUNTS for value in record.values(path))


def _identifiers(record: Record) -> list[str]:
    others = record.values(ADMS.identifier)
    notations = [text(value) for node in others for value in record.values(SKOS.notation, node)]
    return [text(v) for v in record.values(DCT.identifier)] + notations + [iri(v) for v in others if is_iri(v)]


def _is_telling(said: str) -> bool:
    """“1” and “main” are identifiers in many places."""
    return (len(said) >= 6 and any(c.isdigit() for c in said) and not said.isdigit()) or "://" in said


def _address(said: str) -> str:
    """Without what differs between two ways to write one address."""
    return re.sub(r"^(https?://)?(www\.)?", "", said.strip().casefold()).rstrip("/#")


def _sharing(known: Iterable[Traits]) -> Iterator[tuple[int, int, Reason]]:
    having: dict[Reason, list[int]] = defaultdict(list)
    for each in known:
        for reason in each.reasons:
            having[reason].append(each.key)
    for reason, keys in having.items():
        if len(keys) <= COMMON:
            yield from ((one, other, reason) for one, other in combinations(sorted(keys), 2))


@dataclass(frozen=True, slots=True)
class _Title:
    key: int
    words: str
    numbers: tuple[str, ...]  # of one year or of another: two releases are no duplicates


def _titled(known: Iterable[Traits]) -> Iterator[tuple[int, int, int, str]]:
    """Titles that are nearly equal, numbers apart; only those are compared that share a rare word, or all words."""
    titles = [_Title(each.key, title, tuple(re.findall(r"\d+", title))) for each in known for title in each.titles]
    seen: set[tuple[int, int]] = set()
    for block in _blocks(titles):
        for a, b in combinations(block, 2):
            one, other = (a, b) if a.key < b.key else (b, a)
            if one.key == other.key or one.numbers != other.numbers or (one.key, other.key) in seen:
                continue
            if (likeness := ratio(one.words, other.words, score_cutoff=ALIKE)) >= ALIKE:
                seen.add((one.key, other.key))
                yield one.key, other.key, round(likeness), other.words


def _blocks(titles: Sequence[_Title]) -> Iterator[list[_Title]]:
    same: dict[str, list[_Title]] = defaultdict(list)
    for title in titles:
        same[title.words].append(title)
    yield from (block for block in same.values() if 1 < len(block) <= COMMON)
    spread = Counter(word for words in same for word in set(words.split()))
    by_word: dict[str, list[_Title]] = defaultdict(list)
    for words, block in same.items():
        if len(block) <= COMMON:
            useful = sorted({w for w in words.split() if 1 < spread[w] <= BLOCK}, key=lambda w: (spread[w], w))
            for word in useful[:RARE]:
                by_word[word] += block
    yield from by_word.values()


def _plain(title: str) -> str:
    """The words in alphabetical order, without accents and case."""
    ascii_only = unicodedata.normalize("NFKD", title.casefold())
    bare = "".join(c for c in ascii_only if not unicodedata.combining(c))
    return " ".join(sorted(re.findall(r"\w+", bare)))
