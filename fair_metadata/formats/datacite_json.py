"""DataCite's JSON of a DOI → DCAT: the way in beside the way out (`datacite`), and a note of what has no place.

Names of members as in DataCite Metadata Schema 4.7 and the REST API's `attributes`.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fair_metadata.formats.datacite import RELATIONS
from fair_metadata.formats.datacite_saying import Saying
from fair_metadata.formats.datacite_values import (
    Json,
    address_in,
    box,
    dated,
    doi_in,
    inside,
    listed,
    mapped,
    point,
    whole,
)
from fair_metadata.namespaces import (
    DCAT,
    DCT,
    HEALTHDCATAP,
    MONDO,
    PROV,
    RDF,
    RDFS,
    SKOS,
    VCARD,
    XSD,
)
from fair_metadata.terms import Term, Triple, literal, named
from fair_metadata.vocabularies import concept, vocabulary

MEDIA_TYPE = "application/vnd.datacite.datacite+json"
HERE = "https://doi.org/"
IN_ADDRESSES = "/:;,()@!$&'*+=~"  # characters of a DOI that an address may have as they are

# Members of the API's answer that tell of the DOI and not of what it names.
_NOISE = frozenset(
    re.findall(
        r"\w+",
        """id doi prefix suffix identifiers state isActive created registered updated published xml source contentUrl
        schemaVersion metadataVersion reason providerId clientId agency viewCount viewsOverTime downloadCount
        downloadsOverTime referenceCount citationCount citationsOverTime partCount partOfCount versionCount
        versionOfCount""",
    )
)
_CLASSES: Mapping[str, Term] = {"Collection": DCAT.DatasetSeries, "Service": DCAT.DataService}
_DATES: Mapping[str, Term] = {
    "Issued": DCT.issued,
    "Created": DCT.created,
    "Updated": DCT.modified,
    "Available": DCT.available,
    "Accepted": DCT.dateAccepted,
    "Submitted": DCT.dateSubmitted,
    "Copyrighted": DCT.dateCopyrighted,
    "Withdrawn": PROV.invalidatedAtTime,
}
_PERIODS = ("Coverage", "Collected", "Valid")
_CONTRIBUTORS: Mapping[str, Term] = {"RightsHolder": DCT.rightsHolder, "ContactPerson": DCAT.contactPoint}
_ACCESS: Mapping[str, str] = {
    "openaccess": "PUBLIC",
    "restrictedaccess": "RESTRICTED",
    "closedaccess": "NON_PUBLIC",
    "embargoedaccess": "NON_PUBLIC",
}
_BYTES = re.compile(r"(\d+) bytes?", re.IGNORECASE)
_PERSONS = re.compile(r"(\d+) (?:individuals?|patients?|persons?)", re.IGNORECASE)


class NotDataCite(ValueError):
    """An answer that is no description of a DOI, in plain words."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a DOI's description says: its IRI, its triples, and a sentence for each thing that was left out."""

    iri: str
    triples: list[Triple]
    left_out: list[str]


def read(body: bytes) -> Found:
    """The description in a JSON document, from the REST API or from content negotiation."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise NotDataCite("This is not JSON.") from None
    data = document.get("data", document) if isinstance(document, dict) else None
    said = data.get("attributes", data) if isinstance(data, dict) else None
    doi = doi_in(str(mapped(said).get("doi") or mapped(said).get("id") or ""))
    if not isinstance(said, dict) or not doi:
        raise NotDataCite("This is no description of a DOI: it has no “doi”.")
    address = HERE + quote(doi, safe=IN_ADDRESSES)
    reading = _Reading(named(address))
    reading.read(said)
    return Found(address, list(dict.fromkeys(reading.triples)), reading.left_out)


@dataclass
class _Reading(Saying):
    """One description on its way to triples; `files` is its one distribution, once something is said of it."""

    files: Term = ""

    def read(self, said: Json) -> None:
        kind = str(inside(said, "types", "resourceTypeGeneral") or "Dataset")
        self.say(RDF.type, _CLASSES.get(kind, DCAT.Dataset))
        if kind not in ("Dataset", *_CLASSES):
            self.leave("resourceTypeGeneral", kind)
        if (own := inside(said, "types", "resourceType")) and str(own) not in ("Dataset", kind):
            self.leave("resourceType", own)
        self.say(DCT.identifier, literal(self.me[1:-1]))
        for name, value in said.items():
            if name in _READERS:
                for item in filter(None, listed(value)):
                    if isinstance(item, Mapping) or name in _PLAIN:
                        _READERS[name](self, item)
                    else:
                        self.leave(name, item)
            elif name not in _NOISE and name != "types" and value not in (None, "", [], {}):
                self.leave(name, value)
        self._year(said)
        self._content(said)

    # One method for each member.

    def title(self, item: Json) -> None:
        kind = item.get("titleType")
        own = kind in (None, "", "TranslatedTitle")
        self.text(DCT.title if own else DCT.alternative, item.get("title"), item.get("lang"))

    def description(self, item: Json) -> None:
        kind = str(item.get("descriptionType") or "Abstract")
        if kind == "Methods":
            node = self.blank()
            self.say(DCT.provenance, node)
            self.say(RDF.type, DCT.ProvenanceStatement, node)
            self.text(RDFS.label, item.get("description"), item.get("lang"), node)
            return
        self.text(DCT.description, item.get("description"), item.get("lang"))

    def creator(self, item: Json) -> None:
        self.agent(DCT.creator, item)

    def contributor(self, item: Json) -> None:
        kind = str(item.get("contributorType") or "Other")
        path = _CONTRIBUTORS.get(kind, DCT.contributor)
        if path == DCT.contributor and kind != "Other":
            self.leave("contributorType", f"{item.get('name')} is {kind}")
        if path != DCAT.contactPoint:
            return self.agent(path, item)
        node = self.blank()
        self.say(path, node)
        self.say(RDF.type, VCARD.Kind, node)
        self.text(VCARD.fn, item.get("name"), node=node)
        return self.left_of_agent(item, ("name", "nameType", "contributorType", "givenName", "familyName"))

    def publisher(self, item: Any) -> None:
        said = item if isinstance(item, Mapping) else {"name": item}
        identifier = {"nameIdentifier": said.get("publisherIdentifier")}
        agent = {"name": said.get("name"), "nameType": "Organizational", "nameIdentifiers": [identifier]}
        self.agent(DCT.publisher, agent, said.get("lang"))

    def left_of_agent(self, item: Json, told: Iterable[str]) -> None:
        for name, value in item.items():
            if name not in told and value:
                self.leave(f"contributors.{name}", value)

    def alternate(self, item: Json) -> None:
        value = item.get("alternateIdentifier") or item.get("identifier")
        if value and doi_in(str(value)) != doi_in(self.me[1:-1]):
            self.identifier(str(value), str(item.get("alternateIdentifierType") or item.get("identifierType") or ""))

    def subject(self, item: Json) -> None:
        address = address_in(item.get("valueUri") or item.get("valueURI"))
        if address:
            found = [name for name in ("data-theme", "health-theme", "mondo") if vocabulary(name).get(address)]
            path = {"data-theme": DCAT.theme, "health-theme": HEALTHDCATAP.healthTheme}.get("".join(found[:1]))
            self.say(path or (DCAT.theme if named(address) in MONDO else DCT.subject), named(address))
        if not address or (concept(address) is None and item.get("subject") != address):
            self.text(DCAT.keyword, item.get("subject"), item.get("lang"))

    def date(self, item: Json) -> None:
        kind, value = str(item.get("dateType") or ""), str(item.get("date") or "")
        if kind in _PERIODS:
            ends = [dated(end) for end in (value.split("/") if "/" in value else [value, value])]
            if any(ends):
                node = self.blank()
                self.say(DCT.temporal, node)
                self.say(RDF.type, DCT.PeriodOfTime, node)
                for path, end in zip((DCAT.startDate, DCAT.endDate), ends, strict=False):
                    if end:
                        self.say(path, end, node)
                if kind != "Coverage":
                    self.leave("dateType", f"{value} is {kind}")
                return
        term = dated(value)
        if term and kind in _DATES:
            self.say(_DATES[kind], term)
        else:
            self.leave("dates", item)

    def _year(self, said: Json) -> None:
        year = str(said.get("publicationYear") or "")
        if re.fullmatch(r"[1-9]\d{3}", year) and not any(p == DCT.issued for _, p, _ in self.triples):
            self.say(DCT.issued, literal(year, datatype=XSD.gYear[1:-1]))

    def language(self, item: Any) -> None:
        code = str(item).split("-")[0]
        found = vocabulary("language").find(code) or vocabulary("language").by_code(code)
        if found:
            self.say(DCT.language, named(found[0].iri))
        else:
            self.leave("language", item)

    def version(self, item: Any) -> None:
        self.text(DCAT.version, item)

    def place(self, item: Json) -> None:
        name = item.get("geoLocationPlace")
        known = vocabulary("country").find(str(name)) if name else ()
        shapes = {DCAT.centroid: point(item.get("geoLocationPoint")), DCAT.bbox: box(item.get("geoLocationBox"))}
        shapes = {path: shape for path, shape in shapes.items() if shape}
        if known and not shapes:
            self.say(DCT.spatial, named(known[0].iri))
        elif name or shapes:
            node = self.blank()
            self.say(DCT.spatial, node)
            self.say(RDF.type, DCT.Location, node)
            self.text(SKOS.prefLabel, name, node=node)
            for path, shape in shapes.items():
                self.say(path, literal(shape, datatype="http://www.opengis.net/ont/geosparql#wktLiteral"), node)
        if polygon := item.get("geoLocationPolygon"):
            self.leave("geoLocationPolygon", polygon)

    def related(self, item: Json) -> None:
        kind, name = str(item.get("relationType") or ""), str(item.get("relatedIdentifier") or "")
        doi = doi_in(name) if item.get("relatedIdentifierType") == "DOI" else ""
        address = f"{HERE}{doi}" if doi else address_in(name)
        if not address:
            return self.leave("relatedIdentifiers", item)
        if kind not in _RELATIONS:
            self.leave("relationType", f"{name}: {kind}")
        return self.say(_RELATIONS.get(kind, DCT.relation), named(address))

    # What belongs to the files, not to the description of the whole.

    def file(self) -> Term:
        """The one distribution that formats, sizes and licences are said of."""
        if not self.files:
            self.files = "_:files"
            self.say(DCAT.distribution, self.files)
            self.say(RDF.type, DCAT.Distribution, self.files)
        return self.files

    def form(self, item: Any) -> None:
        name = str(item).strip()
        if re.fullmatch(r"[\w.+-]+/[\w.+-]+", name):
            self.say(DCAT.mediaType, named(f"https://www.iana.org/assignments/media-types/{name}"), self.file())
            return
        found = vocabulary("file-type").find(name.lstrip("."))
        self.say(DCT["format"], named(found[0].iri) if len(found) == 1 else literal(name), self.file())

    def size(self, item: Any) -> None:
        said = str(item).strip()
        if match := _PERSONS.fullmatch(said):
            self.say(HEALTHDCATAP.numberOfUniqueIndividuals, whole(match[1]))
        elif match := _BYTES.fullmatch(said):
            self.say(DCAT.byteSize, whole(match[1]), self.file())
        else:
            self.text(DCT.extent, said)

    def rights(self, item: Json) -> None:
        address, words = address_in(item.get("rightsUri") or item.get("rightsURI")), str(item.get("rights") or "")
        access = _ACCESS.get((address or words).rsplit("/", 1)[-1].lower().replace(" ", ""))
        if access:
            scheme = vocabulary("access-right").scheme
            self.say(DCT.accessRights, named(f"{scheme}/{access}"))
        elif address:
            self.say(DCT.license, named(address), self.file())
        elif words:
            node = self.blank()
            self.say(DCT.rights, node, self.file())
            self.say(RDF.type, DCT.RightsStatement, node)
            self.text(RDFS.label, words, item.get("lang"), node)

    def page(self, item: Any) -> None:
        if address := address_in(item):
            self.say(DCAT.landingPage, named(address))

    def _content(self, said: Json) -> None:
        """Where the files are: a distribution has an address, if only the page on which they are asked for."""
        addresses = [a for item in listed(said.get("contentUrl")) if (a := address_in(item))]
        for address in addresses:
            self.say(DCAT.downloadURL, named(address), self.file())
        if self.files and (address := next(iter(addresses), "") or address_in(said.get("url"))):
            self.say(DCAT.accessURL, named(address), self.files)


_READERS: Mapping[str, Callable[[_Reading, Any], None]] = {
    "titles": _Reading.title,
    "descriptions": _Reading.description,
    "creators": _Reading.creator,
    "contributors": _Reading.contributor,
    "publisher": _Reading.publisher,
    "subjects": _Reading.subject,
    "dates": _Reading.date,
    "language": _Reading.language,
    "version": _Reading.version,
    "alternateIdentifiers": _Reading.alternate,
    "geoLocations": _Reading.place,
    "relatedIdentifiers": _Reading.related,
    "formats": _Reading.form,
    "sizes": _Reading.size,
    "rightsList": _Reading.rights,
    "url": _Reading.page,
    "publicationYear": lambda reading, item: None,  # said when no date is more exact
}
# Members whose values are texts, or may be.
_PLAIN = frozenset(("publisher", "language", "version", "formats", "sizes", "url", "publicationYear"))
_RELATIONS: Mapping[str, Term] = {relation: path for path, relation in reversed(RELATIONS)}
