"""What the endpoint says of itself: SPARQL 1.1 Service Description, with the figures of VoID."""

from collections.abc import Iterator

import pyoxigraph
from django.conf import settings
from django.core.cache import cache
from pyoxigraph import BlankNode, NamedNode, QueryResultsFormat, RdfFormat, Triple

from catalog.policy import ANYBODY
from catalog.turns import Busy
from fair_metadata.namespaces import DCT, FOAF, RDF, VOID, XSD, Namespace
from fair_metadata.terms import Term, iri
from search.sparql import answering
from search.sparql.formats import TABLES, TRIPLES, Form
from search.sparql.protocol import Asked, endpoint
from search.sparql.reading import read
from search.triples.protocol import Failed, Unavailable

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_PREFIXES = {"sd": SD, "void": VOID, "dct": DCT, "foaf": FOAF, "formats": FORMATS, "rdf": RDF, "xsd": XSD}
_SYNTAXES = {row.media_type: row for row in (RdfFormat.TURTLE, RdfFormat.JSON_LD, RdfFormat.RDF_XML)}
_SYNTAXES |= {row.media_type: row for row in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG)}

_BY_PROPERTY = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term"
_BY_CLASS = "SELECT ?term (COUNT(*) AS ?n) { ?s a ?term } GROUP BY ?term"
Figures = dict[str, int]


def described(form: Form) -> bytes:
    """For everybody alike: what members may see besides is not counted."""
    prefixes = {name: space.base for name, space in _PREFIXES.items()}
    written = pyoxigraph.serialize(_triples(), format=_SYNTAXES[form.media_type], prefixes=prefixes)
    return written or b""


def _triples() -> Iterator[Triple]:
    service, dataset, graph = (NamedNode(endpoint() + place) for place in ("", "#dataset", "#default"))
    yield _said(service, RDF.type, NamedNode(iri(SD.Service)))
    yield _said(service, SD.endpoint, service)
    yield _said(service, DCT.title, pyoxigraph.Literal(settings.CATALOGUE_NAME, language="en"))
    yield _said(service, SD.supportedLanguage, NamedNode(iri(SD.SPARQL11Query)))
    for form in (*TABLES, *TRIPLES):
        yield _said(service, SD.resultFormat, NamedNode(iri(FORMATS[form.iri])))
    yield _said(service, SD.defaultDataset, dataset)
    for kind in (SD.Dataset, VOID.Dataset):
        yield _said(dataset, RDF.type, NamedNode(iri(kind)))
    yield _said(dataset, VOID.sparqlEndpoint, service)
    yield _said(dataset, FOAF.homepage, NamedNode(f"{settings.BASE_URL}/"))
    yield _said(dataset, SD.defaultGraph, graph)
    for kind in (SD.Graph, VOID.Dataset):
        yield _said(graph, RDF.type, NamedNode(iri(kind)))
    yield from _counted(graph)


def _counted(graph: NamedNode) -> Iterator[Triple]:
    figures = _figures()
    if figures is None:
        return
    properties, classes = figures
    yield _said(graph, VOID.triples, pyoxigraph.Literal(sum(properties.values())))
    yield _said(graph, VOID.properties, pyoxigraph.Literal(len(properties)))
    yield _said(graph, VOID.classes, pyoxigraph.Literal(len(classes)))
    for number, (name, count) in enumerate(sorted(properties.items())):
        part = BlankNode(f"property{number}")  # the same in each answer, so that equal answers are equal
        yield from _part(graph, part, VOID.propertyPartition, VOID.property, name, VOID.triples, count)
    for number, (name, count) in enumerate(sorted(classes.items())):
        part = BlankNode(f"class{number}")
        yield from _part(graph, part, VOID.classPartition, VOID["class"], name, VOID.entities, count)


def _part(
    graph: NamedNode, part: BlankNode, of: Term, which: Term, name: str, counted: Term, count: int
) -> Iterator[Triple]:
    yield _said(graph, of, part)
    yield _said(part, which, NamedNode(name))
    yield _said(part, counted, pyoxigraph.Literal(count))


def _said(subject: NamedNode | BlankNode, path: Term, value: NamedNode | BlankNode | pyoxigraph.Literal) -> Triple:
    return Triple(subject, NamedNode(iri(path)), value)


def _figures() -> tuple[Figures, Figures] | None:
    """Counted once for each state of the store; None while it cannot be counted, which keeps nobody from asking."""
    try:
        key = f"sparql-figures-{answering.stamp(ANYBODY)}"
        found: tuple[Figures, Figures] | None = cache.get(key)
        if found is None:
            found = _count(_BY_PROPERTY), _count(_BY_CLASS)
            cache.set(key, found, None)
    except (Failed, Busy, Unavailable):
        return None
    return found


def _count(query: str) -> Figures:
    answered = answering.answer(Asked(read(query), None, None), TABLES[0].media_type, ANYBODY, "the description")
    with answered.file as file:
        rows = pyoxigraph.parse_query_results(file.read(), format=QueryResultsFormat.JSON)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    pairs = ((row["term"], row["n"]) for row in rows)
    return {term.value: int(n.value) for term, n in pairs if isinstance(term, NamedNode) and n is not None}
