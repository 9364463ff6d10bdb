"""What the whole catalogue consists of, counted while it is written (VoID, section 4.6)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fair_metadata.formats import Description
from fair_metadata.namespaces import DPV_PD, DUO, MONDO, PREFIXES, RDF
from fair_metadata.terms import Term, Triple, is_iri

# Where the links of descriptions lead: data sets of others, by what their IRIs begin with.
TARGETS: Mapping[str, str] = {
    "mondo": MONDO.base,
    "duo": DUO.base,
    "eu-authority": "http://publications.europa.eu/resource/authority/",
    "health-authority": "https://hdeu-dcat.data.health.europa.eu/resource/authority/",
    "personal-data": DPV_PD.base,
}
_COUNTERS = ("classes", "properties", "links")
_BEGINNINGS = tuple((name, "<" + base) for name, base in TARGETS.items())


@dataclass(slots=True)
class Statistics:
    """Counts of distinct statements and of the things described by them; classes and properties by their IRIs."""

    entities: int = 0
    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        counters = {name: dict(getattr(self, name)) for name in _COUNTERS}
        return {"entities": self.entities, "triples": self.triples, **counters}

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> "Statistics":
        counters = {name: Counter(said[name]) for name in _COUNTERS}
        return cls(said["entities"], said["triples"], **counters)

    @property
    def vocabularies(self) -> list[str]:
        """The namespaces of the properties that are used, of those that we know."""
        used = [f"<{path}>" for path in self.properties]
        return sorted(ns.base for ns in PREFIXES.values() if any(path in ns for path in used))


def counted(descriptions: Iterable[Description], into: Statistics) -> Iterator[Description]:
    """The descriptions, unchanged, while they are counted.

    Described agents and licences travel with every record that names them. A hash of what was said of such nodes is
    kept, 8 bytes each, so that it counts once; what a record says of itself and of its blank nodes it says alone.
    """
    seen: set[int] = set()
    for description in descriptions:
        record = description.record
        into.entities += 1
        for triple in _new(record.triples, record.subject, seen):
            _count(triple, into)
        yield description


def _new(triples: Iterable[Triple], own: Term, seen: set[int]) -> Iterator[Triple]:
    for triple in triples:
        if triple[0] != own and is_iri(triple[0]):
            key = hash(triple)
            if key in seen:
                continue
            seen.add(key)
        yield triple


def _count(triple: Triple, into: Statistics) -> None:
    _, path, value = triple
    into.triples += 1
    into.properties[path[1:-1]] += 1
    if path == RDF.type:
        into.classes[value[1:-1]] += 1
    elif value[0] == "<":
        for name, beginning in _BEGINNINGS:
            if value.startswith(beginning):
                into.links[name] += 1
