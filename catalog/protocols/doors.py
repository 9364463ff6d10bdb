"""DOORS: one row for each way in for machines. The API catalogue, VoID, llms.txt and the page read the table.

A row is shown when its address is answered, so what they say is true whatever is installed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import Resolver404, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One row. `name` is its place on the page “For machines”; `standard` is the IRI of what it follows."""

    name: str
    title: str
    path: str
    says: str
    standard: str
    media_type: str
    description: str = ""  # where machines read how it is used: OpenAPI, a service description, Identify
    description_type: str = ""

    @property
    def address(self) -> str:
        return settings.BASE_URL + self.path

    @property
    def is_open(self) -> bool:
        try:
            resolve(self.path.partition("?")[0])
        except Resolver404:
            return False
        return True


_ROWS = (
    Door(name="feed", title="DCAT-AP feed", path="/catalog.ttl", says="every description with its files, page by page; modified_since gives what changed and what is gone", standard="https://semiceu.github.io/DCAT-AP/releases/3.0.1/", media_type="text/turtle", description="/void.ttl", description_type="text/turtle"),
    Door(name="dumps", title="Dumps", path="/dump.nq.gz", says="the whole catalogue as one file (also /dump.ttl.gz, /dump.jsonld.gz), with checksums in /void.ttl", standard="https://www.w3.org/TR/n-quads/", media_type="application/gzip", description="/void.ttl", description_type="text/turtle"),
    Door(name="changes", title="Changes as an event stream", path="/changes.ttl", says="the last public change of each description, and what is gone, as a Linked Data Event Stream", standard="https://w3id.org/ldes/specification", media_type="text/turtle"),
    Door(name="atom", title="Changes as Atom", path="/changes.atom", says="the same for feed readers, with archives", standard="https://www.rfc-editor.org/info/rfc4287", media_type="application/atom+xml"),
    Door(name="sparql", title="SPARQL", path="/sparql", says="SPARQL 1.1 queries over all descriptions", standard="https://www.w3.org/TR/sparql11-protocol/", media_type="application/sparql-results+json", description="/sparql", description_type="text/turtle"),
    Door(name="oai", title="OAI-PMH", path="/oai", says="OAI-PMH 2.0 with oai_dc, oai_datacite and dcat_ap, sets, and deleted records", standard="http://www.openarchives.org/OAI/2.0/", media_type="text/xml", description="/oai?verb=Identify", description_type="text/xml"),
    Door(name="fdp", title="FAIR Data Point", path="/fdp", says="a FAIR Data Point: LDP containers, shapes, and writing with a token", standard="https://specs.fairdatapoint.org/", media_type="text/turtle", description="/fdp", description_type="text/turtle"),
    Door(name="api", title="REST", path="/api/", says="reading and writing as JSON and JSON-LD, described in OpenAPI", standard="https://spec.openapis.org/oas/v3.1.0", media_type="application/json", description="/api/schema", description_type="application/vnd.oai.openapi+json"),
    Door(name="search", title="Search", path="/datasets.json", says="search with filters, as JSON, CSV, Atom and every format of a description", standard="https://www.rfc-editor.org/info/rfc8259", media_type="application/json"),
    Door(name="mcp", title="Model Context Protocol", path="/mcp", says="tools for programs of language models: search, get, compare, facets, variables, FAIR report, cite", standard="https://modelcontextprotocol.io/specification/", media_type="application/json"),
)  # fmt: skip


def open_doors() -> list[Door]:
    return [door for door in _ROWS if door.is_open]
