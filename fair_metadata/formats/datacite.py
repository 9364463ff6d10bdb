"""DataCite 4.7 as XML: what a data centre tells of a resource that it gives a DOI, and what OpenAIRE harvests.

Nothing is invented: a mandatory text that is not stated is `:unav` (DataCite Metadata Schema, appendix 3: “value
unavailable, possibly unknown”). A year must have four digits, so that it cannot be a code; one that is not stated is
0000, as EZID registers it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from fair_metadata.formats import xml
from fair_metadata.formats.citation import Citation, citation
from fair_metadata.formats.description import Description
from fair_metadata.formats.files import media_type
from fair_metadata.formats.words import words
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, ORG, PROV, SKOS, VCARD
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_blank, is_iri, is_literal, language, text
from fair_metadata.vocabularies import concept, label

Parts = tuple[Record, ...]  # the descriptions of the distributions
NAMESPACE = "http://datacite.org/schema/kernel-4"
SCHEMA = "http://schema.datacite.org/meta/kernel-4.7/metadata.xsd"
UNKNOWN, UNKNOWN_YEAR = ":unav", "0000"
_HEAD = (
    f'<resource xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{NAMESPACE} {SCHEMA}">'
)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?![0-9])")
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
# Kind of resource → resourceTypeGeneral.
_TYPES: Mapping[str, str] = {
    "dataset": "Dataset",
    "catalog": "Collection",
    "series": "Collection",
    "service": "Service",
}
# Class of an agent → nameType.
_AGENTS: Mapping[Term, str] = {FOAF.Person: "Personal", VCARD.Individual: "Personal"} | dict.fromkeys(
    (FOAF.Organization, ORG.Organization, ORG.FormalOrganization, VCARD.Organization), "Organizational"
)
_PARTS_OF_NAMES = ((FOAF.givenName, "givenName"), (FOAF.familyName, "familyName"))
# Where the IRIs of agents begin → the scheme of their identifiers.
AGENT_IDENTIFIERS: Mapping[str, str] = {
    "https://orcid.org/": "ORCID",
    "https://ror.org/": "ROR",
    "https://isni.org/isni/": "ISNI",
}
_CONTRIBUTORS: tuple[tuple[Term, str], ...] = (
    (DCT.contributor, "Other"),
    (DCT.rightsHolder, "RightsHolder"),
    (DCAT.contactPoint, "ContactPerson"),
)
_DATES: tuple[tuple[Term, str], ...] = (
    (DCT.issued, "Issued"),
    (DCT.created, "Created"),
    (DCT.modified, "Updated"),
    (PROV.invalidatedAtTime, "Withdrawn"),
)
RELATIONS: tuple[tuple[Term, str], ...] = (
    (DCT.isReferencedBy, "IsReferencedBy"),
    (DCT.references, "References"),
    (DCT.source, "IsDerivedFrom"),
    (PROV.wasDerivedFrom, "IsDerivedFrom"),
    (DCAT.inSeries, "IsPartOf"),
    (DCT.isPartOf, "IsPartOf"),
    (DCT.hasPart, "HasPart"),
    (DCAT.hasVersion, "HasVersion"),
    (DCT.hasVersion, "HasVersion"),
    (DCAT.isVersionOf, "IsVersionOf"),
    (DCT.isVersionOf, "IsVersionOf"),
    (DCAT.previousVersion, "IsNewVersionOf"),
    (DCT.replaces, "Obsoletes"),
    (DCT.isReplacedBy, "IsObsoletedBy"),
    (FOAF.page, "IsDocumentedBy"),
    (DCAT.landingPage, "IsDescribedBy"),
)
# Access rights in the words that OpenAIRE reads (its guidelines for data archives, “Rights”).
_ACCESS: Mapping[str, str] = {
    "PUBLIC": "info:eu-repo/semantics/openAccess",
    "RESTRICTED": "info:eu-repo/semantics/restrictedAccess",
    "NON_PUBLIC": "info:eu-repo/semantics/closedAccess",
}


def write(description: Description) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element(description)}'.encode()


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<resources>\n'
    for description in descriptions:
        yield element(description).encode()
    yield b"</resources>\n"


def element(description: Description) -> str:
    """One `resource` element, without an XML declaration."""
    record, cited = description.joined, citation(description)
    lines = [_HEAD]
    for block in _BLOCKS:
        lines += block(record, cited)
    for wrapper, inside in _LISTS.items():
        found = list(dict.fromkeys(inside(record, description.distributions)))
        lines += [f"<{wrapper}>", *found, f"</{wrapper}>"] if found else []
    return "\n".join([*lines, "</resource>\n"])


# What is mandatory, and what stands by itself.


def _identifier(record: Record, cited: Citation) -> list[str]:
    """A DOI where there is one. DataCite has no other; OpenAIRE also takes addresses and names."""
    kind = "DOI" if cited.doi else "URL" if record.iri.startswith("http") else "URN"
    return [xml.element("identifier", cited.doi or record.iri, {"identifierType": kind})]


def _creators(record: Record, cited: Citation) -> list[str]:
    found = [_agent(record, node, "creator") for node in record.values(DCT.creator)]
    unknown = f"<creator><creatorName>{UNKNOWN}</creatorName></creator>"
    return ["<creators>", *(list(filter(None, found)) or [unknown]), "</creators>"]


def _titles(record: Record, cited: Citation) -> list[str]:
    own = [xml.element("title", text(t), xml.lang(language(t))) for t in _texts(record, DCT.title)]
    if not own:
        own = [xml.element("title", cited.title or UNKNOWN)]
    others = [
        xml.element("title", text(t), {"titleType": "AlternativeTitle"} | xml.lang(language(t)))
        for t in _texts(record, DCT.alternative)
    ]
    return ["<titles>", *own, *others, "</titles>"]


def _publisher(record: Record, cited: Citation) -> list[str]:
    node = record.value(DCT.publisher)
    return [xml.element("publisher", _usable(cited.publisher) or UNKNOWN, _identified(node, "publisherIdentifier"))]


def _year(record: Record, cited: Citation) -> list[str]:
    return [xml.element("publicationYear", cited.year or UNKNOWN_YEAR)]


def _type(record: Record, cited: Citation) -> list[str]:
    shape = DEFAULT.shape_for(record.types())
    general = _TYPES.get(shape.name if shape else "", "Dataset")
    return [xml.element("resourceType", cited.kind, {"resourceTypeGeneral": general})]


def _language(record: Record, cited: Citation) -> list[str]:
    """The first, as ISO 639-1; DataCite has room for one."""
    known = (concept(iri(value)) for value in record.values(DCT.language) if is_iri(value))
    codes = [code for found in known if found for code in found.codes if re.fullmatch("[a-z]{2}", code)]
    return [xml.element("language", codes[0])] if codes else []


def _version(record: Record, cited: Citation) -> list[str]:
    return [xml.element("version", cited.version)] if cited.version else []


def _alternates(record: Record, cited: Citation) -> list[str]:
    others = [("URL", record.iri)] if cited.doi else []
    others += [("Local", text(value)) for value in _texts(record, DCT.identifier)]
    others += [
        (next(map(text, _texts(record, ADMS.schemaAgency, node)), "Local"), text(value))
        for node in record.values(ADMS.identifier)
        for value in _texts(record, SKOS.notation, node)
    ]
    known = {cited.doi, *(() if cited.doi else (record.iri,))}
    found = [
        xml.element("alternateIdentifier", name, {"alternateIdentifierType": kind})
        for kind, name in dict.fromkeys(others)
        if name not in known
    ]
    return ["<alternateIdentifiers>", *found, "</alternateIdentifiers>"] if found else []


_Block = Callable[[Record, Citation], list[str]]
_BLOCKS: tuple[_Block, ...] = (
    _identifier,
    _creators,
    _titles,
    _publisher,
    _year,
    _type,
    _language,
    _version,
    _alternates,
)

# Property → the block that says what is mandatory, and how that looks when it is not stated.
_MANDATORY: Mapping[Term, tuple[_Block, str]] = {
    DCT.title: (_titles, UNKNOWN),
    DCT.creator: (_creators, UNKNOWN),
    DCT.publisher: (_publisher, UNKNOWN),
    DCT.issued: (_year, UNKNOWN_YEAR),
}


def missing(description: Description) -> list[Term]:
    """The properties without which DataCite has a mandatory value unstated (DataCite 4.7, section 2.1).

    The kind of resource always has one. A DOI should not be given to what has a gap there.
    """
    record, cited = description.joined, citation(description)
    return [
        path
        for path, (block, unstated) in _MANDATORY.items()
        if any(f">{unstated}<" in line for line in block(record, cited))
    ]


# Lists, left out while they are empty.


def _subjects(record: Record, parts: Parts) -> Iterator[str]:
    for value in _texts(record, DCAT.keyword):
        yield xml.element("subject", text(value), xml.lang(language(value)))
    for value in (*record.values(DCAT.theme), *record.values(DCT.subject)):
        if not is_blank(value):
            yield xml.element("subject", words(record, value), {"valueURI": iri(value)} if is_iri(value) else {})


def _contributors(record: Record, parts: Parts) -> Iterator[str]:
    for path, kind in _CONTRIBUTORS:
        for node in record.values(path):
            yield _agent(record, node, "contributor", {"contributorType": kind})


def _dates(record: Record, parts: Parts) -> Iterator[str]:
    """Days as W3CDTF, periods as RKMS-ISO8601: 2010/2020, an end that is open left out."""
    for path, kind in _DATES:
        for value in record.values(path):
            if date := _date(value):
                yield xml.element("date", date, {"dateType": kind})
    for node in record.values(DCT.temporal):
        ends = [_date(record.value(path, node)) for path in (DCAT.startDate, DCAT.endDate)]
        if any(ends):
            yield xml.element("date", "/".join(ends), {"dateType": "Coverage"})


def _related(record: Record, parts: Parts) -> Iterator[str]:
    for path, relation in RELATIONS:
        for value in record.values(path):
            if found := _reference(value):
                kind, name = found
                yield xml.element("relatedIdentifier", name, {"relatedIdentifierType": kind, "relationType": relation})


def _sizes(record: Record, parts: Parts) -> Iterator[str]:
    for value in _texts(record, HEALTHDCATAP.numberOfUniqueIndividuals):
        yield xml.element("size", f"{text(value)} individuals")
    for part in parts:
        for value in _texts(part, DCAT.byteSize):
            yield xml.element("size", f"{text(value)} bytes")


def _formats(record: Record, parts: Parts) -> Iterator[str]:
    for part in (record, *parts):
        for value in part.values(DCT["format"]):
            if name := words(part, value):
                yield xml.element("format", name)
        for value in part.values(DCAT.mediaType):
            if name := media_type(value) or words(part, value):
                yield xml.element("format", name)


def _rights(record: Record, parts: Parts) -> Iterator[str]:
    for value in record.values(DCT.accessRights):
        address = _ACCESS.get(iri(value).rsplit("/", 1)[-1], iri(value) if is_iri(value) else None)
        yield xml.element("rights", words(record, value), {"rightsURI": address})
    for part in (record, *parts):
        for value in part.values(DCT.license):
            yield xml.element("rights", words(part, value), {"rightsURI": iri(value) if is_iri(value) else None})
        for value in part.values(DCT.rights):
            if name := _usable(words(part, value)):
                yield xml.element("rights", name, {"rightsURI": iri(value) if is_iri(value) else None})


def _descriptions(record: Record, parts: Parts) -> Iterator[str]:
    for value in _texts(record, DCT.description):
        yield xml.element("description", text(value), {"descriptionType": "Abstract"} | xml.lang(language(value)))


def _places(record: Record, parts: Parts) -> Iterator[str]:
    for value in record.values(DCT.spatial):
        name = words(record, value) if is_literal(value) or value in record.nodes else label(iri(value), "en")
        if name:
            yield f"<geoLocation>{xml.element('geoLocationPlace', name)}</geoLocation>"


_LISTS: Mapping[str, Callable[[Record, Parts], Iterable[str]]] = {
    "subjects": _subjects,
    "contributors": lambda record, parts: filter(None, _contributors(record, parts)),
    "dates": _dates,
    "relatedIdentifiers": _related,
    "sizes": _sizes,
    "formats": _formats,
    "rightsList": _rights,
    "descriptions": _descriptions,
    "geoLocations": _places,
}

# Values.


def _texts(record: Record, path: Term, node: Term | None = None) -> list[Term]:
    """The literals that say something."""
    return [value for value in record.values(path, node) if is_literal(value) and _usable(text(value))]


def _usable(name: str) -> str:
    """The name when anything of it is left for XML, else nothing."""
    return name if xml.legal(name).strip() else ""


def _agent(record: Record, node: Term, role: str, attributes: dict[str, str] | None = None) -> str:
    """A creator or contributor with its name and its ORCID, ROR or ISNI; "" without a name."""
    name = _usable(next(map(text, record.values(VCARD.fn, node)), "") or words(record, node))
    if not name:
        return ""
    kind = next((_AGENTS[c] for c in record.types(node) if c in _AGENTS), None)
    scheme = _identified(node, "nameIdentifier")
    lines = [xml.element(f"{role}Name", name, {"nameType": kind})]
    for path, part in _PARTS_OF_NAMES:
        lines += [xml.element(part, text(value)) for value in _texts(record, path, node)[:1]]
    if scheme:
        value = scheme.pop("nameIdentifier")
        lines.append(xml.element("nameIdentifier", value, scheme))
    return f"<{role}{xml.attributes_of(attributes or {})}>{''.join(lines)}</{role}>"


def _identified(node: Term | None, name: str) -> dict[str, str]:
    """The attributes that say by which scheme an agent is identified."""
    address = iri(node) if node and is_iri(node) else ""
    base = next((base for base in AGENT_IDENTIFIERS if address.startswith(base)), "")
    return {name: address, f"{name}Scheme": AGENT_IDENTIFIERS[base], "schemeURI": base} if base else {}


def _date(value: Term | None) -> str:
    found = _DATE.match(text(value).strip()) if value and is_literal(value) else None
    return found[0] if found else ""


def _reference(value: Term) -> tuple[str, str] | None:
    """The kind and the name of what is referred to; None for what has no name of its own."""
    name = text(value).strip()
    if doi := _DOI.fullmatch(name):
        return "DOI", doi[1]
    if not is_iri(value):
        return None
    return ("URN", name) if name.startswith("urn:") else ("URL", name) if name.startswith("http") else None
