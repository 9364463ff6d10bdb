"""Record → flat JSON: names of the rows, languages as maps, nested nodes as maps by their names."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fair_metadata.flat.values import ALSO, INCLUDED, NONE, OTHER, Json, explicit, named_shortly, scalar_of, shape_of
from fair_metadata.namespaces import RDF, XSD
from fair_metadata.profile import Form, Profile, Property, Shape
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, is_literal, read_literal

DEEP = 50  # levels that are nested; what is deeper stands beside
_TEXTS = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", XSD.string[1:-1])


def flat(record: Record, profile: Profile = DEFAULT) -> Json:
    """The description as one JSON object; what the profile does not know stands under `also`, by its IRI."""
    return _Writing(record, profile).document()


class _Writing:
    """One description on its way to JSON, and which of its nodes are written already."""

    def __init__(self, record: Record, profile: Profile) -> None:
        self.record, self.profile, self.nodes = record, profile, record.nodes
        self.written: set[Term] = set()

    def document(self) -> Json:
        top = {"@id": self.record.iri} | self.node(self.record.subject, None, 0)
        # What one of these writes inside itself is written when its turn comes.
        beside = [{"@id": iri(node)} | self.node(node, None, 0) for node in self.nodes if node not in self.written]
        return top | ({INCLUDED: beside} if beside else {})

    def node(self, subject: Term, row: Property | None, depth: int) -> Json:
        self.written.add(subject)
        said = dict(self.nodes.get(subject, {}))
        types = [value for value in said.get(RDF.type, ()) if is_iri(value)]
        shape = shape_of(self.profile, types, row)
        if odd := tuple(value for value in said.pop(RDF.type, ()) if not is_iri(value)):
            said[RDF.type] = odd
        known: Json = {"@type": [named_shortly(value) for value in types]} if types else {}
        also: Json = {}
        places = _places(shape)
        for path in sorted(
            said, key=lambda path: (places.get(path, len(places)), path)
        ):  # what it does not know is last
            inner = shape.by_path.get(path) if shape else None
            name = inner.name if inner else named_shortly(path)
            (known if inner else also)[name] = self.values(said[path], inner, depth)
        return known | ({ALSO: also} if also else {})

    def values(self, values: tuple[Term, ...], row: Property | None, depth: int) -> Any:
        """A map of languages for texts, a map of names for nested nodes, else the value or a list of them."""
        if (row and row.form is Form.TEXT) or any(_is_in_a_language(value) for value in values):
            return self._by_language(values, row, depth)
        if any(self._is_inside(value, depth) for value in values):
            return self._by_name(values, row, depth)
        items = [self._item(value, row, depth) for value in values]
        return items[0] if row and not row.many and len(items) == 1 else items

    def _by_language(self, values: tuple[Term, ...], row: Property | None, depth: int) -> Json:
        texts: dict[str, list[str]] = {}
        others = [value for value in values if not _is_text(value)]
        for said in (read_literal(value) for value in values if _is_text(value)):
            texts.setdefault(said.language or NONE, []).append(said.text)
        return {tag: found[0] if len(found) == 1 else found for tag, found in texts.items()} | self._others(
            others, row, depth
        )

    def _by_name(self, values: tuple[Term, ...], row: Property | None, depth: int) -> Json:
        nodes = [value for value in values if not is_literal(value)]
        found = {iri(n): self.node(n, row, depth + 1) if self._is_inside(n, depth) else {} for n in nodes}
        return found | self._others([value for value in values if is_literal(value)], row, depth)

    def _others(self, values: list[Term], row: Property | None, depth: int) -> Json:
        return {OTHER: [self._item(value, row, depth) for value in values]} if values else {}

    def _item(self, value: Term, row: Property | None, depth: int) -> Any:
        if self._is_inside(value, depth):
            return {"@id": iri(value)} | self.node(value, row, depth + 1)
        scalar = scalar_of(value, row)
        return explicit(value) if scalar is None else scalar

    def _is_inside(self, value: Term, depth: int) -> bool:
        """A node that is described here and nowhere yet."""
        return value in self.nodes and value not in self.written and depth < DEEP


@lru_cache(maxsize=256)
def _places(shape: Shape | None) -> Mapping[Term, int]:
    """Where the table has each property."""
    return {path: place for place, path in enumerate(shape.by_path)} if shape else {}


def _is_text(value: Term) -> bool:
    return is_literal(value) and read_literal(value).datatype in _TEXTS


def _is_in_a_language(value: Term) -> bool:
    return is_literal(value) and bool(read_literal(value).language)
