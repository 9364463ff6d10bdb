"""The official shapes as plain facts, so that they can be compared with shapes made from the profile table.

A fact is (class, path, what, value, severity): dcat:Dataset, dct:title, min, 1, Violation.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS
from rdflib.term import Node

from fair_metadata.namespaces import short

SH = Namespace("http://www.w3.org/ns/shacl#")
STANDARDS = Path(__file__).resolve().parents[2].parent / "shared" / "standards"
DCAT_AP_CORE = [f"dcat-ap-3.0.1/html/shacl/{name}.ttl" for name in ("shapes", "range")]
DCAT_AP = [
    *DCAT_AP_CORE,
    *(
        f"dcat-ap-3.0.1/html/shacl/{name}.ttl"
        for name in ("mdr-vocabularies.shape", "shapes_recommended", "deprecateduris")
    ),
]
HEALTH_R8 = {
    level: [
        *DCAT_AP_CORE,
        f"healthdcat-ap-r8/shapes/{level.lower().replace('_', '-')}-shapes.ttl",
        "healthdcat-ap-r8/range.ttl",
        "healthdcat-ap-r8/controlled-vocabularies/mdr-vocabularies.shape.ttl",
    ]
    for level in ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
}
HEALTH_R8["NON_PUBLIC"].append("healthdcat-ap-r8/recommended/non-public-shapes_recommended.ttl")
DCAT_AP_300 = [name.replace("3.0.1", "3.0.0") for name in DCAT_AP]
DCAT_AP_211 = [
    f"dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_{name}.ttl"
    for name in ("shapes", "range", "mdr-vocabularies.shape", "shapes_recommended", "deprecateduris")
]
HVD = [*DCAT_AP_300, *(f"dcat-ap-hvd/3.0.0-hvd/html/hvd-SHACL-{name}.ttl" for name in ("base", "ranges", "usagenotes"))]
HEALTH_RI = ["health-ri/ValidationShape/HRI-Datamodel-shapes.ttl"]
FAIR_DATA_POINT = [
    f"fdp/shapes-reset/shape-{name}.ttl"
    for name in ("resource", "catalog", "dataset", "distribution", "data-service", "fdp", "metadata-service")
]
HEALTH_R5 = [*DCAT_AP_CORE, "healthdcat-ap-r5/healthdcatap-shacl.ttl"]

Fact = tuple[str, str, str, str, str]


def turtle(files: Iterable[str]) -> str:
    """Several files as one Turtle document: each begins with its own prefixes, which Turtle allows."""
    return "\n".join((STANDARDS / name).read_text(encoding="utf-8") for name in files)


def facts(document: str) -> set[Fact]:
    """What the shapes with a target class say of single paths; sh:node is looked into."""
    graph = Graph().parse(data=document, format="turtle")
    return {
        (_short(target), path, what, value, severity)
        for shape, target in graph.subject_objects(SH.targetClass)
        for path, what, value, severity in _of_shape(graph, shape)
    }


def _of_shape(graph: Graph, shape: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[str, str, str, str]]:
    for prop in graph.objects(shape, SH.property):
        path = graph.value(prop, SH.path)
        if path is None:
            continue
        steps = (*above, _path(graph, path))
        severity = _local(graph.value(prop, SH.severity) or SH.Violation)
        yield "/".join(steps), "path", "", "Violation"
        for what, value in _of_property(graph, prop):
            yield "/".join(steps), what, value, severity
        if len(above) < 1:
            for node in [*graph.objects(prop, SH.node), *graph.objects(prop, SH.shape)]:
                if (node, SH.targetClass, None) not in graph and not any(_lists(graph, node)):
                    yield from _of_shape(graph, node, steps)


_PLAIN = {
    "minCount": "min",
    "maxCount": "max",
    "nodeKind": "kind",
    "datatype": "datatype",
    "class": "class",
    "hasValue": "has",
}


def _of_property(graph: Graph, prop: Node) -> Iterator[tuple[str, str]]:
    for name, what in _PLAIN.items():
        for value in graph.objects(prop, SH[name]):
            yield what, _short(value)
    for node in [*graph.objects(prop, SH.node), *graph.objects(prop, SH.shape)]:
        datatypes = sorted(_datatypes(graph, node))
        entries = sorted(_lists(graph, node))
        if datatypes:
            yield "datatype", " ".join(datatypes)
        elif entries:
            yield "list", " ".join(entries)
        elif (node, SH.targetClass, None) in graph:
            yield "node", _short(graph.value(node, SH.targetClass))


def _alternatives(graph: Graph, node: Node) -> list[Node]:
    listed = graph.value(node, SH["or"])
    return list(Collection(graph, listed)) if listed is not None else [node]


def _datatypes(graph: Graph, node: Node) -> Iterator[str]:
    for choice in _alternatives(graph, node):
        for datatype in graph.objects(choice, SH.datatype):
            yield _short(datatype)


def _lists(graph: Graph, node: Node) -> Iterator[str]:
    """The schemes or patterns by which entries of code lists are told."""
    for choice in _alternatives(graph, node):
        for pattern in graph.objects(choice, SH.pattern):
            yield re.sub(r"https\??|http\.\*|\\|\^|:|/$|\.\+$", "", str(pattern)).strip("/")
        for prop in graph.objects(choice, SH.property):
            if graph.value(prop, SH.path) == SKOS.inScheme:
                yield from (re.sub(r"https?://", "", str(v)) for v in graph.objects(prop, SH.hasValue))


def _path(graph: Graph, path: Node) -> str:
    inverse, either = graph.value(path, SH.inversePath), graph.value(path, SH.alternativePath)
    if inverse is not None:
        return f"^{_short(inverse)}"
    if either is not None:
        return "|".join(sorted(_short(step) for step in Collection(graph, either)))
    return _short(path)


def _short(term: Node) -> str:
    return short(f"<{term}>") if isinstance(term, URIRef) else str(term)


def _local(term: Node) -> str:
    return str(term).rpartition("#")[2]
