"""What a description is about: the concepts that it states in any way, the values of its filters, what it lacks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from fair_metadata.namespaces import DCAT, DCT, FOAF, HEALTHDCATAP, MARROW
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_blank, is_literal, read_literal, text
from fair_metadata.vocabularies import above, concept, names, official, vocabulary
from search.facts import ages
from search.fields import BY_VOCABULARY, FACETS, Facet
from search.telling import cut
from search.understanding.lexicon import of_age
from search.words import stemmed

MOST_VALUES = 100  # of one filter, in one document
FEW = 3  # concepts of a list beside each other that still say what a dataset is about
LONGEST_ABBREVIATION = 6
LONGEST_NAME, LONGEST_TITLE = 4, 16  # words that are compared
LONGEST_VALUE = 200  # characters of a text that is filtered by
# Lists whose concepts people also write as keywords.
_AS_WORDS = ("outcomes", "source-types", "data-kinds", "mondo")
# What names a disease, an outcome … of something else than of the dataset.
_ELSEWHERE = frozenset({MARROW.lacks, DCT.relation, DCT.isReferencedBy, DCT.source, HEALTHDCATAP.hasVariables})
_WRITTEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_KEYWORDS = frozenset({DCAT.keyword, DCT.subject})
_BY_PATH = tuple(facet for facet in FACETS if facet.path)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`own`: the values as they are stated; `facets`: with all that is above them; both by filter.

    `about` are the concepts that are stated, as often as they matter: those of the title, and single ones, more often.
    """

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def meaning(record: Record, parts: Sequence[Record]) -> Meaning:
    """The meaning of a dataset with that of its distributions."""
    found: dict[str, dict[str, None]] = {}
    for key, value in (*_mentioned(record), *_stated(record), *_made(record, parts)):
        found.setdefault(key, {})[value] = None
    for disease in found.get("disease", ()):
        if group := of_age().get(disease):
            found.setdefault("age_group", {})[group] = None
    own = {key: tuple(values)[:MOST_VALUES] for key, values in found.items()}
    # A concept of any list may be asked for by name; only the values of filters are filtered by.
    broader = {key: _with_broader(values) for key, values in own.items()}
    concepts = tuple(dict.fromkeys(chain.from_iterable(map(_concepts_in, broader.values()))))
    lacks = tuple(official(iri(value)) for value in record.values(MARROW.lacks) if value[0] == "<")
    stressed = _stressed(record, own)
    own.pop("", None), broader.pop("", None)
    return Meaning(own, broader, stressed, concepts, lacks)


def _stressed(record: Record, own: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A dataset on one disease is more about it than one on nine, and one that is called after it most of all."""
    titled = {name for value in record.values(DCT.title) for name in _named_in(value)}
    found: list[str] = []
    for concepts in map(_concepts_in, own.values()):
        times = 3 if len(concepts) == 1 else 2 if len(concepts) <= FEW else 1
        for value in concepts:
            found += [value] * (times + 2 if value in titled else times)
    return tuple(found)


def _named_in(title: Term) -> Iterator[str]:
    """The concepts whose name stands in a title: an abbreviation as it is written, other names by their stems."""
    called, beginnings = _names()
    for word in _WRITTEN.findall(text(title)):
        yield from called.get(word, ())
    stems = cut(title).split()[:LONGEST_TITLE]
    for start, stem in enumerate(stems):
        if stem in beginnings:
            for end in range(start + 1, min(start + LONGEST_NAME, len(stems)) + 1):
                yield from called.get(" ".join(stems[start:end]), ())


@cache
def _names() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Name → the concepts of that name, abbreviations as they are written (ALL is not all); and how names begin."""
    found: dict[str, dict[str, None]] = {}
    for known in (known for name in names() for known in vocabulary(name).concepts.values()):
        called = [*known.labels.values(), *(n for many in known.synonyms.values() for n in many)]
        for name in called:
            is_short = name[1:].isupper() and len(name) <= LONGEST_ABBREVIATION
            found.setdefault(name if is_short else " ".join(stemmed(name)), {})[known.iri] = None
    return {name: tuple(iris) for name, iris in found.items()}, frozenset(name.split()[0] for name in found if name)


@lru_cache(maxsize=50_000)
def _concepts_in(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(_is_concept, values))


@lru_cache(maxsize=50_000)
def _with_broader(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(_line, values))))


@lru_cache(maxsize=50_000)
def _line(value: str) -> tuple[str, ...]:
    """A value with all that is above it."""
    return (value, *above(value)) if _is_concept(value) else (value,)


@lru_cache(maxsize=50_000)
def _is_concept(value: str) -> bool:
    return ":" in value and concept(value) is not None


Pairs = list[tuple[str, str]]  # filter and value; the filter is "" where a concept belongs to none


def _mentioned(record: Record) -> Pairs:
    """The concepts that stand anywhere in the description, but for its data dictionary and what names other things."""
    columns = frozenset(record.values(HEALTHDCATAP.hasVariables))
    found: Pairs = []
    for s, p, o in record.triples:
        if o[0] == "<":
            if (pairs := _of_iri(o)) and p not in _ELSEWHERE and s not in columns:
                found += pairs
        elif p in _KEYWORDS and o[0] == '"':
            found += _of_keyword(text(o))
    return found


def _stated(record: Record) -> Pairs:
    """The values of the filters that are one property each."""
    said = record.nodes.get(record.subject, {})
    return [
        (facet.key, name)
        for facet in _BY_PATH
        if facet.path in said
        for value in said[facet.path]
        for name in _of_value(record, value, facet)
    ]


def _made(record: Record, parts: Sequence[Record]) -> Pairs:
    found = [("age_group", group) for group in ages(record)]
    found += _of_networks(record)
    for part in (record, *parts):
        found += _of_distribution(part)
    return found


@lru_cache(maxsize=20_000)
def _of_iri(node: Term) -> tuple[tuple[str, str], ...]:
    """The filter of a concept's list and the concept."""
    plain = official(iri(node))
    if concept(plain) is None:
        return ()
    lists = (facet.key for name, facet in BY_VOCABULARY.items() if vocabulary(name).get(plain))
    return ((next(lists, ""), plain),)


@lru_cache(maxsize=20_000)
def _of_keyword(words: str) -> tuple[tuple[str, str], ...]:
    """The concepts that a keyword is the name of, in each list."""
    found = ((name, vocabulary(name).find(words)) for name in _AS_WORDS)
    return tuple((BY_VOCABULARY[name].key, concepts[0].iri) for name, concepts in found if concepts)


def _of_value(record: Record, value: Term, facet: Facet) -> Sequence[str]:
    """A text, the name of an organisation, an official IRI; concepts of filters of their own are not repeated."""
    if value in record.nodes:
        names = record.values(FOAF.name, value) or record.values(DCT.title, value)
        if names:
            return (text(names[0])[:LONGEST_VALUE],)
    return _plain_value(value, facet.key)


@lru_cache(maxsize=20_000)
def _plain_value(value: Term, key: str) -> tuple[str, ...]:
    if is_literal(value):
        return (text(value)[:LONGEST_VALUE],)
    if is_blank(value) or any(other and other != key for other, _ in _of_iri(value)):
        return ()
    return (official(iri(value)),)


def _of_networks(record: Record) -> Pairs:
    """The networks that a dataset is part of, by name."""
    found: Pairs = []
    for value in record.values(DCT.isPartOf):
        names = [value] if is_literal(value) else [*record.values(FOAF.name, value), *record.values(DCT.title, value)]
        found += [("network", text(name)[:LONGEST_VALUE]) for name in names[:1]]
    return found


def _of_distribution(part: Record) -> Pairs:
    """Formats and licences, of the dataset itself or of a distribution, whether nested or with an IRI of its own.

    A licence that has no address, only a title, is stated all the same.
    """
    stated = [(p, o) for _, p, o in part.triples if p in _OF_FILES]
    titled = ((p, part.value(DCT.title, o) if is_blank(o) else o) for p, o in stated)
    return [(_OF_FILES[p], value) for p, o in titled if o and (value := _file_value(o))]


_OF_FILES: Mapping[Term, str] = {DCT["format"]: "format", DCAT.mediaType: "format", DCT.license: "licence"}


@lru_cache(maxsize=5_000)
def _file_value(value: Term) -> str:
    """An IRI in its official form; a text in one spelling (`CSV`); a media type as the file type that it is.

    A licence that is stated by its own address is the one of the list.
    """
    if is_blank(value):
        return ""
    if is_literal(value):
        words = read_literal(value).text.strip()
        known = vocabulary("file-type").find(words)
        return known[0].iri if known else words[:LONGEST_VALUE]
    plain = official(iri(value))
    known = vocabulary("media-type").get(plain)
    same = vocabulary("file-type").find(known.label("en")) if known else ()
    licence = vocabulary("licence").get(stated.iri) if (stated := concept(plain)) else None
    return same[0].iri if same else licence.iri if licence else plain
