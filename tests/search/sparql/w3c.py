"""The W3C's SPARQL test suites, as rdflib's source distribution carries them: which tests there are, and their judge."""

import csv
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple

BASE = "http://suite.example.org/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
# Without update, federation, entailment, and what concerns other protocols.
FOLDERS = """aggregates bind bindings construct csv-tsv-res exists functions grouping json-res negation
project-expression property-path subquery syntax-query""".split()


def suites() -> Path | None:
    """The folder that holds `sparql11` and `dawg-data-r2`, when its place is named."""
    named = os.environ.get("TEST_W3C_SUITES", "")
    return Path(named) if named and Path(named).is_dir() else None


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None

    def __str__(self) -> str:
        return self.name


def cases():
    """Every test that concerns queries, of both suites."""
    root = suites()
    if root is None:
        return []
    manifests = [root / "sparql11" / folder / "manifest.ttl" for folder in FOLDERS]
    manifests += [p for p in sorted((root / "dawg-data-r2").glob("*/manifest.ttl")) if p.parent.name != "extended"]
    return [case for manifest in manifests if manifest.exists() for case in _read(root, manifest)]


def iri(path):
    """The address at which a file of the suites stands for a test."""
    return BASE + str(path.relative_to(suites()))


def _read(root, manifest):
    store = pyoxigraph.Store()
    text = manifest.read_text(encoding="utf-8")
    store.load(text, format=RdfFormat.TURTLE, base_iri=iri(manifest))

    def one(subject, path):
        return next((q.object for q in store.quads_for_pattern(subject, NamedNode(path), None)), None)

    def many(subject, path):
        return [q.object for q in store.quads_for_pattern(subject, NamedNode(path), None)]

    def file(node):
        return root / node.value.removeprefix(BASE)

    def graph(node):
        return file(node if isinstance(node, NamedNode) else one(node, QT + "graph") or node)

    entries, node = [], next((q.object for q in store.quads_for_pattern(None, NamedNode(MF + "entries"), None)), None)
    while node is not None and node.value != RDF + "nil":
        entries.append(one(node, RDF + "first"))
        node = one(node, RDF + "rest")
    for entry in entries:
        types = [t.value.removeprefix(MF) for t in many(entry, RDF + "type")]
        kind = next((t for t in types if t.endswith(("Test", "Test11"))), "QueryEvaluationTest")
        action, result = one(entry, MF + "action"), one(entry, MF + "result")
        if "Update" in kind or action is None:
            continue
        query = file(action if isinstance(action, NamedNode) else one(action, QT + "query"))
        yield Case(
            f"{manifest.parent.name}/{entry.value.rsplit('#', 1)[-1]}",
            kind,
            query,
            tuple(map(file, many(action, QT + "data"))),
            tuple(map(graph, many(action, QT + "graphData"))),
            file(result) if isinstance(result, NamedNode) else None,
        )


def query_of(case):
    """The query, with its own address as base."""
    return f"BASE <{iri(case.query)}>\n{case.query.read_bytes().decode()}"


def quads_of(case):
    """What the test asks: its data as default graph, its graphs by their addresses, and those that FROM names."""
    named = [
        case.query.parent / name for name in re.findall(r"(?i)FROM\s+(?:NAMED\s+)?<([^>:]+)>", case.query.read_text())
    ]
    for path in case.data:
        yield from _parsed(path, pyoxigraph.DefaultGraph())
    for path in dict.fromkeys((*case.graphs, *filter(Path.exists, named))):
        yield from _parsed(path, NamedNode(iri(path)))


def _syntax(path):
    return {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES, ".n3": RdfFormat.TURTLE}[
        path.suffix
    ]


def _parsed(path, graph):
    for quad in pyoxigraph.parse(path.read_bytes(), format=_syntax(path), base_iri=iri(path), rename_blank_nodes=True):
        yield pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph)


# Judging.


@dataclass
class Table:
    """An answer to SELECT or ASK."""

    names: set = field(default_factory=set)
    rows: list = field(default_factory=list)
    truth: bool | None = None


def expected(case):
    """A `Table`, or the triples of a graph."""
    path = case.result
    if path.suffix in (".srx", ".srj", ".tsv"):
        syntax = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
        return table(pyoxigraph.parse_query_results(path.read_bytes(), format=syntax[path.suffix]))
    triples = [quad.triple for quad in pyoxigraph.parse(path.read_bytes(), format=_syntax(path), base_iri=iri(path))]
    return _result_set(triples) or triples


def cells(text):
    """CSV as rows of what they say, whatever the order of columns and rows, and however a number is written."""
    names, *rows = csv.reader(StringIO(text))
    return Counter(frozenset((name, _cell(cell)) for name, cell in zip(names, row, strict=True)) for row in rows)


def _cell(text):
    try:
        return float(text)
    except ValueError:
        return "_:" if text.startswith("_:") else text


def table(found):
    if isinstance(found, pyoxigraph.QueryBoolean):
        return Table(truth=bool(found))
    names = [variable.value for variable in found.variables]
    return Table(set(names), [{n: row[n] for n in names if row[n] is not None} for row in found])


def _result_set(triples):
    """The table that is described as RDF (DAWG result sets); None for a graph that is the result itself."""
    said = {}
    for t in triples:
        said.setdefault((t.subject, t.predicate.value.removeprefix(RS)), []).append(t.object)
    root = next((t.subject for t in triples if t.object == NamedNode(RS + "ResultSet")), None)
    if root is None:
        return None
    if (root, "boolean") in said:
        return Table(truth=said[root, "boolean"][0].value == "true")
    rows = []
    for solution in said.get((root, "solution"), []):
        bindings = said.get((solution, "binding"), [])
        rows.append({said[b, "variable"][0].value: said[b, "value"][0] for b in bindings})
    return Table({v.value for v in said.get((root, "resultVariable"), [])}, rows)


def got(response, case):
    """What our endpoint answered, read without the library that wrote it where that is a table."""
    if "sparql-results+json" not in response.headers["content-type"]:
        return [quad.triple for quad in pyoxigraph.parse(response.content, format=RdfFormat.N_TRIPLES)]
    document = json.loads(response.content)
    if "boolean" in document:
        return Table(truth=document["boolean"])
    rows = [{name: _term(value) for name, value in row.items()} for row in document["results"]["bindings"]]
    return Table(set(document["head"]["vars"]), rows)


def _term(value):
    match value["type"]:
        case "uri":
            return NamedNode(value["value"])
        case "bnode":
            return BlankNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], language=value["xml:lang"])
    return Literal(value["value"], datatype=NamedNode(value.get("datatype", XSD + "string")))


def same(one, other, *, is_set=False):
    """The same answer: rows in any order, blank nodes by any name, numbers by their value."""
    if isinstance(one, Table) != isinstance(other, Table):
        return False
    if not isinstance(one, Table):
        return _canonical(map(_valued, one)) == _canonical(map(_valued, other))
    if one.truth is not None or other.truth is not None:
        return one.truth == other.truth
    return one.names == other.names and _rows(one, is_set) == _rows(other, is_set)


def _rows(table, is_set):
    triples, counted = [], Counter()
    for number, row in enumerate(table.rows):
        node = BlankNode(f"row{number}")
        plain = {name: _value(term) for name, term in row.items()}
        if any(isinstance(term, BlankNode) for term in plain.values()):
            triples += [Triple(node, NamedNode(f"urn:var:{name}"), term) for name, term in plain.items()]
        else:
            counted[frozenset((name, str(term)) for name, term in plain.items())] += 1
    return (set(counted) if is_set else counted), _canonical(triples)


def _canonical(triples):
    dataset = pyoxigraph.Dataset(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}


def _valued(triple):
    return Triple(triple.subject, triple.predicate, _value(triple.object))


def _value(term):
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        try:
            return Literal(repr(round(float(term.value), 9)), datatype=term.datatype)
        except ValueError:
            return term
    if isinstance(term, Literal) and term.language:
        return Literal(term.value, language=term.language.lower())
    return term
