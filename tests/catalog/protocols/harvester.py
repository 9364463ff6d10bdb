"""A harvester as others write them: it knows DCAT, Hydra, HTTP, and nothing of us."""

import warnings

from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, RDF

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
# As udata reads: a class of page, and the property that leads to the next.
NEW, OLD = (HYDRA.PartialCollectionView, HYDRA.next), (HYDRA.PagedCollection, HYDRA.nextPage)
MEDIA_TYPES = {
    "ttl": "turtle",
    "jsonld": "json-ld",
    "rdf": "xml",
    "nt": "nt",
    "nq": "nquads",
    "trig": "trig",
}


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def read(response, suffix):
    """The answer as a graph; rdflib warns of what it uses itself."""
    assert response.status_code == 200, response.content
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if suffix not in ("nq", "trig"):
            return Graph().parse(data=body(response), format=MEDIA_TYPES[suffix])
        dataset, graph = Dataset().parse(data=body(response), format=MEDIA_TYPES[suffix]), Graph()
        for s, p, o, _ in dataset.quads():
            graph.add((s, p, o))
        return graph


def pages(client, address, paging=NEW):
    """Every page as a graph, from this address on; a page that comes again ends it, as harvesters do."""
    suffix, seen = address.partition("?")[0].rpartition(".")[2], set()
    while address and address not in seen:
        seen.add(address)
        page = read(client.get(address.removeprefix("http://testserver")), suffix)
        yield page
        kind, leads = paging
        [here] = set(page.subjects(RDF.type, kind))
        following = page.value(here, leads)
        address = str(following) if following else ""


def datasets(page):
    """As ckanext-dcat reads: whatever is a dcat:Dataset."""
    return sorted(map(str, page.subjects(RDF.type, DCAT.Dataset)))


def without_the_feed(page, catalogue="http://testserver/catalog"):
    """What the descriptions say, without what the feed says of itself: its catalogue, pages, and records."""
    own = {s for s in page.subjects() if str(s) == catalogue or str(s).startswith((catalogue + "#", catalogue + "."))}
    return [triple for triple in page if triple[0] not in own or not isinstance(triple[0], URIRef)]
