"""schema.org as JSON-LD: what Google Dataset Search asks for and recommends, as far as the record states it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fair_metadata.formats import as_json
from fair_metadata.formats.citation import ORCID, licences
from fair_metadata.formats.description import Description
from fair_metadata.formats.files import media_type
from fair_metadata.formats.json_ld import graph
from fair_metadata.formats.words import Tongues, in_words, words
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, HEALTHDCATAP, RDF, VCARD
from fair_metadata.profile import Property
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_blank, is_iri, is_literal, text
from fair_metadata.vocabularies import label

CONTEXT = "https://schema.org/"
LONGEST_DESCRIPTION = 5000  # characters that Google Dataset Search reads
_TYPES = {
    "catalog": "DataCatalog",
    "series": "Dataset",
    "dataset": "Dataset",
    "distribution": "DataDownload",
    "service": "WebAPI",
}

Json = dict[str, Any]
MOST_VARIABLES = 1000


def write(description: Description) -> bytes:
    return as_json.one(document(description))


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return graph(CONTEXT, map(document, descriptions))


def document(description: Description) -> Json:
    """The resource as schema.org; nothing that is not stated. Distributions are told with it."""
    record, joined, tongues = description.record, description.joined, description.tongues
    shape = DEFAULT.shape_for(record.types())
    result: Json = {
        "@context": CONTEXT,
        "@type": _TYPES.get(shape.name if shape else "", "CreativeWork"),
        "@id": record.iri,
    }
    for row in shape.properties if shape else ():
        if row.schema_org and row.path in record.nodes.get(record.subject, {}):
            value = _WRITERS.get(row.schema_org, _plain)(joined, row, tongues)
            result.setdefault(row.schema_org, value)
    # Datasets have a licence too, which no profile row asks for; of several addresses of pages ours is the page.
    result["license"] = _one_or_many(list(licences(description)))
    if description.page:
        result |= {"sameAs": result["url"]} if result.get("url") and result["@type"] == "Dataset" else {}
        result["url"] = description.page
    if description.distributions:
        result["distribution"] = [_download(part, tongues) for part in description.distributions]
    if result["@type"] == "Dataset":
        result.update(_free(record))
    return {key: value for key, value in result.items() if value not in ([], "", None)}


def _plain(record: Record, row: Property, tongues: Tongues) -> Any:
    found = (_value(record, value, tongues) for value in record.values(row.path))
    return _one_or_many([value for value in found if value])


def _value(record: Record, value: Term, tongues: Tongues) -> Any:
    if is_literal(value):
        return text(value)
    listed = label(iri(value), tongues[0] if tongues else "en")
    return listed or (_thing(record, value, tongues) if value in record.nodes else iri(value))


def _thing(record: Record, node: Term, tongues: Tongues) -> Json:
    name = words(record, node, tongues) if node in record.nodes else ""
    thing: Json = {"name": name} if name and name != iri(node) else {}
    return thing | ({"@id": iri(node)} if is_iri(node) else {})


def _text(record: Record, row: Property, tongues: Tongues) -> str:
    """One text, cut where readers stop reading."""
    return in_words(record, row.path, None, tongues)[:LONGEST_DESCRIPTION]


def _agents(record: Record, row: Property, tongues: Tongues) -> Any:
    return _one_or_many([_agent(record, value, tongues) for value in record.values(row.path)])


def _agent(record: Record, node: Term, tongues: Tongues) -> Json:
    is_person = iri(node).startswith(ORCID) or bool({FOAF.Person, VCARD.Individual} & {*record.types(node)})
    named = {"name": text(node)} if is_literal(node) else _thing(record, node, tongues)
    return {"@type": "Person" if is_person else "Organization"} | named


def _topics(record: Record, row: Property, tongues: Tongues) -> Any:
    """Things, and no texts: which concept is meant is said by its identifier."""
    return _one_or_many([_topic(record, value, tongues) for value in record.values(row.path)])


def _topic(record: Record, value: Term, tongues: Tongues) -> Json:
    found = _value(record, value, tongues)
    name = found.get("name", "") if isinstance(found, dict) else found
    said = {"name": "" if name == iri(value) else name, "identifier": iri(value) if is_iri(value) else ""}
    return {"@type": "Thing"} | {key: each for key, each in said.items() if each}


def _media_types(record: Record, row: Property, tongues: Tongues) -> Any:
    """`text/csv`, as schema.org writes them, where DCAT has an address and a list has a label."""
    return _one_or_many([media_type(value) or _value(record, value, tongues) for value in record.values(row.path)])


def _keywords(record: Record, row: Property, tongues: Tongues) -> list[str]:
    return [text(value) for value in record.values(row.path)]


def _addresses(record: Record, row: Property, tongues: Tongues) -> Any:
    return _one_or_many([text(value) for value in record.values(row.path)])


def _periods(record: Record, row: Property, tongues: Tongues) -> Any:
    """Intervals as ISO 8601: 2010/2020, with .. for an open end."""
    found = []
    for node in record.values(row.path):
        start, end = record.value(DCAT.startDate, node), record.value(DCAT.endDate, node)
        if start or end:
            found.append("/".join(text(date) if date else ".." for date in (start, end)))
    return _one_or_many(found)


def _variables(record: Record, row: Property, tongues: Tongues) -> list[Json]:
    """The columns of the data dictionary, with what they are and the concept that they measure."""
    columns = [node for node, said in record.nodes.items() if CSVW.Column in said.get(RDF.type, ())]
    return [_variable(record, node, tongues) for node in columns if record.value(CSVW["name"], node)][:MOST_VARIABLES]


def _variable(record: Record, node: Term, tongues: Tongues) -> Json:
    about = record.value(CSVW.propertyUrl, node)
    said = {
        "name": in_words(record, CSVW["name"], node, tongues),
        "alternateName": in_words(record, CSVW.title, node, tongues),
        "description": in_words(record, DCT.description, node, tongues),
        "propertyID": iri(about) if about and is_iri(about) else "",
    }
    return {"@type": "PropertyValue"} | {name: value for name, value in said.items() if value}


def _nothing(record: Record, row: Property, tongues: Tongues) -> None:
    return None


_WRITERS: dict[str, Callable[[Record, Property, Tongues], Any]] = {
    "name": _text,
    "description": _text,
    "publisher": _agents,
    "creator": _agents,
    "maintainer": _agents,
    "about": _topics,
    "encodingFormat": _media_types,
    "keywords": _keywords,
    "identifier": _addresses,
    "license": _addresses,
    "url": _addresses,
    "contentUrl": _addresses,
    "citation": _addresses,
    "isBasedOn": _addresses,
    "isPartOf": _addresses,
    "temporalCoverage": _periods,
    "variableMeasured": _variables,
    "distribution": _nothing,
}


def _download(part: Record, tongues: Tongues) -> Json:
    entry = document(Description(part, tongues=tuple(tongues)))
    hidden = ("@context", *(["@id"] if is_blank(part.subject) else []))
    return {name: value for name, value in entry.items() if name not in hidden} | {"@type": "DataDownload"}


def _free(record: Record) -> Json:
    rights = {iri(value).rsplit("/", 1)[-1] for value in record.values(DCT.accessRights)}
    persons = record.value(HEALTHDCATAP.numberOfUniqueIndividuals)
    size = {"size": f"{text(persons)} individuals"} if persons else {}
    return size | ({"isAccessibleForFree": True} if rights == {"PUBLIC"} else {})


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
