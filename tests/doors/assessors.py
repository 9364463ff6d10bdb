"""What the public assessors read of a page, in few words of our own: docs/assessors.md has each metric beside it."""

import json
import re
from urllib.parse import urlsplit

import lxml.html
from rdflib import Graph, URIRef

SDO, DCAT, DCT = "http://schema.org/", "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
PROV, ODRL, XHV = "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/odrl/2/", "http://www.w3.org/1999/xhtml/vocab#"
POLICY = "http://www.w3.org/2000/10/swap/pim/doc#persistencePolicy"
# All three read schema.org with a context that they keep: its vocabulary, and what has only addresses for values.
_ADDRESSES = ("url", "sameAs", "license", "contentUrl", "isBasedOn", "isPartOf")
KEPT_CONTEXT = {"@vocab": SDO, **{name: {"@type": "@id"} for name in _ADDRESSES}}
# What each asks for. FAIR Enough asks with the first two, and with requests' */* before them.
ACCEPTED = {
    "FAIR Enough, Turtle": "text/turtle",
    "FAIR Enough, JSON-LD": "application/ld+json",
    "FAIR Enough, RDF": "text/turtle, application/turtle, application/x-turtle;q=0.9, application/ld+json;q=0.8, application/rdf+xml, text/n3, text/rdf+n3;q=0.7",
    "F-UJI, first": "*/*",
    "F-UJI, XML": "application/xml, text/xml;q=0.5",
    "F-UJI, RDF": "text/turtle, application/turtle, application/x-turtle;q=0.8, application/rdf+xml, text/n3;q=0.9, text/rdf+n3;q=0.9,application/ld+json",
    "F-UJI, DataCite": "application/vnd.datacite.datacite+json",
    "F-UJI, link set": "application/linkset+json, application/json, application/linkset",
}  # fmt: skip


def embedded(page: bytes) -> Graph:
    """The JSON-LD in a page, as extruct finds it."""
    graph = Graph()
    for script in lxml.html.fromstring(page).xpath('//script[@type="application/ld+json"]/text()'):
        document = json.loads(script)
        if "//schema.org" in document["@context"]:
            document["@context"] = KEPT_CONTEXT
        graph.parse(data=json.dumps(document), format="json-ld")
    return graph


def objects(graph: Graph, subject: str | None, *paths: str) -> list[str]:
    """Texts and addresses, of this subject or of any."""
    of = URIRef(subject) if subject else None
    return [str(value) for path in paths for value in graph.objects(of, URIRef(path))]


def any_has(*paths: str):
    return lambda graph: bool(objects(graph, None, *paths))


def hosts(graph: Graph) -> set[str]:
    return {urlsplit(term).netloc for s, _, o in graph for term in (s, o) if isinstance(term, URIRef)}


def fuji_links(text: str) -> list[dict[str, str]]:
    """F-UJI's reading of a Link header and of a link set in text: cut at commas, then at semicolons."""
    found = []
    for one in text.split(","):
        address, *parameters = one.strip().split(";")
        said = {m[1]: m[2] for p in parameters if (m := re.match(r'\s*(anchor|rel|type)\s*=\s*"?([^,;"]+)"?', p))}
        found.append({"url": address.strip()[1:-1], **said})
    return found


def fuji_head(page: bytes) -> list[dict[str, str]]:
    """The link elements of the head, which F-UJI reads before the header."""
    elements = lxml.html.fromstring(page).xpath("/*/head/link")
    return [{"url": e.get("href"), "rel": e.get("rel"), "type": e.get("type", "")} for e in elements]


def fuji_files(graph: Graph, subject: str) -> list[tuple[str, str, str]]:
    """(address, media type, size) of each distribution in schema.org."""
    files = []
    for node in objects(graph, subject, SDO + "distribution"):
        [address], [kind], [size] = (
            objects(graph, node, SDO + name) for name in ("contentUrl", "encodingFormat", "contentSize")
        )
        files.append((address, kind, size))
    return sorted(files)


def fuji_namespaces(graph: Graph) -> set[str]:
    """Of predicates and classes."""
    terms = {*graph.predicates(), *graph.objects(None, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))}
    return {re.sub(r"[^#/]*$", "", term) for term in terms}


def enough_subject(graph: Graph, asked: str) -> str | None:
    """Whose metadata it is: the address that was asked for, or what has it for identifier or sameAs."""
    if any(graph.predicate_objects(URIRef(asked))):
        return asked
    named = (DCT + "identifier", SDO + "identifier", SDO + "sameAs")
    return next((str(s) for s, p, o in graph if str(p) in named and str(o) == asked), None)


def enough_data(graph: Graph, subject: str) -> list[str]:
    """The data: distributions, and whatever schema:about names by an address or in words."""
    return sorted(set(objects(graph, subject, SDO + "distribution", DCAT + "distribution", SDO + "about")))
