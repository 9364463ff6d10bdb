"""An independent reader: it walks a FAIR Data Point as the harvester of the reference implementation does.

Whatever page it is on, it follows `ldp:contains` of all `ldp:DirectContainer`s; on a page without any, the properties of
the navigation shapes. It knows nothing of our code.
"""

from rdflib import RDF, Graph, Namespace, URIRef

LDP = Namespace("http://www.w3.org/ns/ldp#")
FDP = Namespace("https://w3id.org/fdp/fdp-o#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
R3D = Namespace("http://www.re3data.org/schema/3-0#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
NAVIGATION = (R3D.dataCatalog, FDP.metadataCatalog, DCAT.dataset, DCT.isPartOf, DCAT.distribution)


def walk(get, start, *, by_containers=True):
    """Address → graph of every page that can be reached; `get(address)` gives Turtle, or None for what is refused."""
    pages, todo = {}, [start]
    while todo:
        address = todo.pop()
        if address in pages or (turtle := get(address)) is None:
            continue
        pages[address] = graph = Graph().parse(data=turtle, format="turtle", publicID=address)
        containers = set(graph.subjects(RDF.type, LDP.DirectContainer)) if by_containers else set()
        if containers:
            todo += [str(child) for container in containers for child in graph.objects(container, LDP.contains)]
        else:
            todo += [
                str(child) for path in NAVIGATION for child in graph.objects(None, path) if isinstance(child, URIRef)
            ]
    return pages


def described(pages):
    """The IRIs whose metadata some page is."""
    return {str(topic) for graph in pages.values() for topic in graph.objects(None, FDP.isMetadataOf)}


def asking(client, **headers):
    """A `get` over the test client: as the harvester asks, for Turtle; other hosts are not there."""

    def get(address):
        if not address.startswith("http://testserver/"):
            return None
        answer = client.get(address.removeprefix("http://testserver"), headers={"accept": "text/turtle"} | headers)
        if answer.status_code == 303:
            return get("http://testserver" + answer["Location"])
        return answer.getvalue() if answer.status_code == 200 else None

    return get


def graph_of(client, path, **headers):
    answer = client.get(path, headers={"accept": "text/turtle"} | headers)
    assert answer.status_code == 200, answer.content
    return Graph().parse(data=answer.content, format="turtle", publicID="http://testserver" + path)
