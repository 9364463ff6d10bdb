"""Shapes that come from elsewhere, run by pySHACL and told in the same words."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from fair_metadata.namespaces import short
from fair_metadata.profile import Severity
from fair_metadata.terms import Term, Triple, iri, is_blank, is_literal, read_literal
from fair_metadata.validation.findings import Finding

_SHACL = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}


def check_shacl(triples: Iterable[Triple], shapes: str, *, title: str = "") -> list[Finding]:
    """The results of validating triples against shapes in Turtle (SHACL 1.0 Core). ValueError for broken shapes.

    Milliseconds rather than the fraction of one that `check` takes: for shapes that no profile of ours holds.
    """
    from pyshacl import validate
    from rdflib import Graph

    data, terms = Graph(), _Terms()
    for triple in triples:
        data.add(tuple(terms.node(term) for term in triple))
    _, report, _ = validate(data, shacl_graph=_shapes(shapes), inference="none")
    return [_finding(report, result, terms, title) for result in _results(report)]


class _Terms:
    """Our terms as rdflib's and back: blank nodes keep their names and literals their spelling."""

    def __init__(self) -> None:
        self._nodes: dict[Term, Any] = {}
        self._terms: dict[Any, Term] = {}

    def node(self, term: Term) -> Any:
        if term not in self._nodes:
            self._nodes[term] = node = _node(term)
            self._terms.setdefault(node, term)
        return self._nodes[term]

    def term(self, node: Any) -> Term | None:
        """The term of a node of the data; of a node that only the shapes mention, its Turtle."""
        return None if node is None else self._terms.get(node) or str(node.n3())


def _node(term: Term) -> Any:
    from rdflib import BNode, Literal, URIRef

    if is_blank(term):
        return BNode(term[2:])
    if not is_literal(term):
        return URIRef(iri(term))
    parts = read_literal(term)
    if parts.language:
        return Literal(parts.text, lang=parts.language)
    datatype = None if parts.datatype.endswith("#string") else URIRef(parts.datatype)
    return Literal(parts.text, datatype=datatype, normalize=False)


@lru_cache(maxsize=32)
def _shapes(turtle: str) -> Any:
    """The shapes, parsed once, fit for pySHACL."""
    from rdflib import Graph

    try:
        graph = Graph().parse(data=turtle, format="turtle")
    except Exception as error:
        raise ValueError(f"The shapes cannot be read as Turtle: {error}") from error
    _leave_out_programs(graph)
    _mend_pathless(graph)
    return graph


# Programs of strangers are not run: a query may ask other servers (SERVICE), and rules write triples.
_PROGRAMS = ("sparql", "js", "rule", "target", "expression")


def _leave_out_programs(graph: Any) -> None:
    from rdflib import URIRef

    for name in _PROGRAMS:
        graph.remove((None, URIRef(_SHACL + name), None))


def _mend_pathless(graph: Any) -> None:
    """A property shape needs a path (SHACL, 2.3) and pySHACL stops at one without. What it says is meant of the node:
    it becomes a node shape with the targets of the shape around it."""
    from rdflib import RDF, URIRef

    prop, path, shape_class = (URIRef(_SHACL + name) for name in ("property", "path", "NodeShape"))
    targets = [URIRef(_SHACL + name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")]
    for around, shape in list(graph.subject_objects(prop)):
        if (shape, path, None) in graph:
            continue
        graph.remove((around, prop, shape))
        graph.remove((shape, RDF.type, None))
        graph.add((shape, RDF.type, shape_class))
        for target in targets:
            for value in graph.objects(around, target):
                graph.add((shape, target, value))


def _results(report: Any) -> list[Any]:
    from rdflib import URIRef

    return list(report.objects(None, URIRef(_SHACL + "result")))


def _finding(report: Any, result: Any, terms: _Terms, title: str) -> Finding:
    from rdflib import URIRef

    def said(name: str) -> Any:
        return report.value(result, URIRef(_SHACL + name))

    path = terms.term(said("resultPath")) if isinstance(said("resultPath"), URIRef) else ""
    field = short(path) if path else ""
    return Finding(
        severity=_SEVERITIES.get(str(said("resultSeverity")).removeprefix(_SHACL), Severity.VIOLATION),
        node=terms.term(said("focusNode")) or "",
        path=path or "",
        component=str(said("sourceConstraintComponent")).removeprefix(_SHACL).removesuffix("ConstraintComponent"),
        title=title or str(said("focusNode")),
        field={"en": field, "es": field},
        value=terms.term(said("value")),
        said=str(said("resultMessage") or ""),
    )
