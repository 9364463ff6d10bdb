"""The sets of OAI-PMH that a description alone tells: its kind, what it is about, the catalogues it says it is in.

Nothing here reads the database: `catalog.columns` works them out for every description that is registered.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from catalog.models.resource import Kind
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.record import Record
from fair_metadata.terms import iri, is_iri
from fair_metadata.vocabularies import official, vocabulary

# What harvesters take for a record of its own. A distribution goes with its dataset; catalogue records and shared
# descriptions are about others.
ITEMS = (Kind.CATALOG, Kind.SERIES, Kind.DATASET, Kind.SERVICE)
ABOUT = (DCAT.theme, DCT.subject)
KIND, DISEASE, DATA = "kind", "disease", "data"


def sets_of(record: Record, kind: str) -> tuple[str, ...]:
    """The sets to be kept for it, with all that hold these."""
    if kind not in ITEMS:
        return ()
    stated = [(p, iri(o)) for s, p, o in record.triples if s == record.subject and is_iri(o)]
    concepts = [name for path, name in stated if path in ABOUT]
    wholes = {part_of(name) for path, name in stated if path == DCT.isPartOf}
    return (f"{KIND}:{kind}", *_with_those_above(topics(concepts)), *sorted(wholes))


def part_of(name: str) -> str:
    """What is kept of those that say that they are part of this: a catalogue may come later, or go and come again."""
    return f"part:{blake2b(name.encode(), digest_size=16).hexdigest()}"


def topics(concepts: Iterable[str]) -> list[str]:
    """The narrowest sets of diseases and of kinds of data that these concepts are in."""
    return sorted({spec for concept in concepts for spec in _of_concept(concept)})


def _with_those_above(specs: Iterable[str]) -> list[str]:
    parts = (spec.split(":") for spec in specs)
    return sorted({":".join(words[:n]) for words in parts for n in range(1, len(words) + 1)})


@lru_cache(maxsize=5_000)
def _of_concept(name: str) -> tuple[str, ...]:
    concept, diseases, kinds = official(name), vocabulary("mondo"), vocabulary("data-kinds")
    if concept in kinds.concepts:
        return (f"{DATA}:{_path(concept)}",)
    if concept not in diseases.concepts:
        return ()
    wider = {concept, *diseases.ancestors(concept)}
    return tuple(f"{DISEASE}:{_tail(group)}" for group in diseases.groups if wider & {*diseases.members(group)})


def _tail(group: str) -> str:
    return group.rsplit(":", 1)[-1]


def _path(concept: str) -> str:
    """The codes from the top of the list to this one; each kind of data has one that is wider."""
    found = vocabulary("data-kinds").concepts[concept]
    return ":".join([*(_path(wider) for wider in found.broader[:1]), found.notation])


# Which there are: the rest of the spec, and the name.


def diseases() -> Iterator[tuple[str, str]]:
    known = vocabulary("mondo")
    for group in known.groups:
        names = [known.concepts[member].label("en") for member in known.members(group) if member in known.concepts]
        yield _tail(group), ", ".join(names) or _tail(group)


def kinds_of_data() -> Iterator[tuple[str, str]]:
    for concept in vocabulary("data-kinds").concepts.values():
        yield _path(concept.iri), concept.label("en")
