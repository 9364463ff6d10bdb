"""The catalogue as others meet it: each door over HTTP, without a session, and what it says of one description."""

import httpx
import sickle
from lxml import etree
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF
from sickle.oaiexceptions import IdDoesNotExist, NoRecordsMatch

_HEALTH = "http://healthdataportal.eu/ns/health#"
PATHS = {
    "title": DCTERMS.title,
    "description": DCTERMS.description,
    "keyword": DCAT.keyword,
    "access": DCTERMS.accessRights,
    "patients": URIRef(f"{_HEALTH}numberOfUniqueIndividuals"),
    "begin": DCTERMS.temporal / DCAT.startDate,
    "end": DCTERMS.temporal / DCAT.endDate,
    "contact": DCAT.contactPoint / URIRef("http://www.w3.org/2006/vcard/ns#hasEmail"),
}
_TURTLE = {"accept": "text/turtle"}


def said(graph, name):
    """What a graph says of a resource, in the words of PATHS; None for nothing at all."""
    subject = URIRef(name)
    found = {word: {str(value) for value in graph.objects(subject, path)} for word, path in PATHS.items()}
    return {word: values for word, values in found.items() if values} or None


class Outside:
    """Doors of one catalogue. `everywhere` asks each for one description by its name, slug and a word of its title."""

    def __init__(self, url):
        self.url, self.http = url, httpx.Client(base_url=url, timeout=60)
        self.harvester = sickle.Sickle(f"{url}/oai")

    def close(self):
        self.http.close()

    def everywhere(self, name, word):
        """Door → what it says; None where it does not have it."""
        slug = name.rsplit("/", 1)[1]
        return {
            "Turtle": self._read(f"/datasets/{slug}", name),
            "FAIR Data Point": self._read(f"/fdp/dataset/{slug}", name),
            "SPARQL": self._asked(name),
            "OAI-PMH, the record": self._record(name, slug),
            "OAI-PMH, the list": self._listed(name, slug),
            "page": self._status(f"/datasets/{slug}"),
            "PID": self._status(f"/id/{slug}"),
            "search": self._found(slug, word),
            "FAIR Data Point, its index": self._contained(name),
        }

    def _read(self, path, name):
        answer = self.http.get(path, headers=_TURTLE)
        return said(Graph().parse(data=answer.text, format="turtle"), name) if answer.status_code == 200 else None

    def _asked(self, name):
        """All that the default graph says of it, two steps deep."""
        step = f"<{RDF.type}>|!<{RDF.type}>"
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ <{name}> ({step})? ?s . ?s ?p ?o }}"
        answer = self.http.post("/sparql", data={"query": query}, headers=_TURTLE)
        answer.raise_for_status()
        return said(Graph().parse(data=answer.text, format="turtle"), name)

    def _record(self, name, slug):
        try:
            found = self.harvester.GetRecord(metadataPrefix="dcat_ap", identifier=self._item(slug))
        except IdDoesNotExist:
            return None
        return None if found.header.deleted else _rdf(found, name)

    def _listed(self, name, slug):
        try:
            records = self.harvester.ListRecords(metadataPrefix="dcat_ap", ignore_deleted=True)
        except NoRecordsMatch:
            return None
        return next((_rdf(each, name) for each in records if each.header.identifier == self._item(slug)), None)

    def _item(self, slug):
        return f"oai:{httpx.URL(self.url).host}:{slug}"

    def _status(self, path):
        status = self.http.get(path, headers={"accept": "text/html"}, follow_redirects=True).status_code
        return None if status == 404 else status

    def _found(self, slug, word):
        hits = self.http.get("/datasets.json", params={"q": word}).raise_for_status().json()
        return slug if slug in str(hits) else None

    def _contained(self, name):
        page = self.http.get("/fdp/catalog/_all/page/dataset", headers=_TURTLE).raise_for_status()
        return name if URIRef(name) in set(Graph().parse(data=page.text, format="turtle").subjects()) else None


def _rdf(record, name):
    """The RDF/XML inside a record of OAI-PMH."""
    [inside] = record.xml.find("{*}metadata")
    return said(Graph().parse(data=etree.tostring(inside), format="xml"), name)
