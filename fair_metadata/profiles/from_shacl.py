"""Profiles read from SHACL at run time, as FAIR Data Points publish them: shapes with names, order and editors."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph

from fair_metadata.namespaces import DASH, RDF, RDFS, SH, XSD, short
from fair_metadata.profile import Form, Level, OneOf, Profile, Property, Severity, Shape, Words
from fair_metadata.profiles.words import WORDS
from fair_metadata.record import Nodes, Record
from fair_metadata.terms import Term, Triple, is_iri, language, text

_FORMS: Mapping[Term, Form] = {
    SH.Literal: Form.LITERAL,
    SH.IRI: Form.IRI,
    SH.BlankNodeOrIRI: Form.NODE,
    SH.BlankNode: Form.NODE,
}
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_LAST = 1e9  # the order of what states none


def profile_from_shacl(turtle: str, *, name: str, title: str = "", iri: str = "") -> Profile:
    """The profile of some shapes. ValueError when they are not Turtle or describe no class.

    Properties on paths of several steps, and constraints between shapes (sh:xone, sh:sparql …), have no row: run
    `validation.check_shacl` over the same text for those.
    """
    shapes = shapes_from_shacl(turtle)
    if not any(shape.target for shape in shapes):
        raise ValueError("The shapes name no class (sh:targetClass). Give each of them one.")
    return Profile(name, title or name, "", iri, {shape.name: shape for shape in shapes})


def shapes_from_shacl(turtle: str) -> tuple[Shape, ...]:
    """Every node shape, in the order of the classes that they are for. ValueError when the text is not Turtle."""
    graph = _Graph(_read(turtle))
    shapes = [_shape(graph, node) for node in sorted(graph.nodes) if graph.is_node_shape(node)]
    return tuple(_merged(shapes))


def _read(turtle: str) -> Iterable[Triple]:
    try:
        quads = list(pyoxigraph.parse(turtle.encode(), pyoxigraph.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise ValueError(f"The shapes cannot be read as Turtle: {error}") from error
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


@dataclass(frozen=True)
class _Graph:
    triples: Iterable[Triple]

    @property
    def nodes(self) -> Nodes:
        return self._record.nodes

    @property
    def _record(self) -> Record:
        return Record("", tuple(self.triples))
