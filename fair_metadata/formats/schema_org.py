"""schema.org as JSON-LD: what Google Dataset Search asks for and recommends, as far as the record states it."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fair_metadata.formats.description import Description
from fair_metadata.formats.json_ld import graph
from fair_metadata.formats.words import in_english
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, HEALTHDCATAP, RDF, SKOS
from fair_metadata.profile import Property
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_literal, text
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


def write(description: Description) -> bytes:
    return json.dumps(document(description), ensure_ascii=False, indent=1).encode()


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return graph(CONTEXT, map(document, descriptions))


def document(description: Description) -> Json:
    """The resource as schema.org; nothing that is not stated. Distributions are those of `parts`."""
    record = description.record
    shape = DEFAULT.shape_for(record.types())
    result: Json = {
        "@context": CONTEXT,
        "@type": _TYPES.get(shape.name if shape else "", "CreativeWork"),
        "@id": record.iri,
    }
    for row in shape.properties if shape else ():
        if row.schema_org and row.path in record.nodes.get(record.subject, {}):
            value = _WRITERS.get(row.schema_org, _plain)(record, row)
            result.setdefault(row.schema_org, value)
    if licences := _addresses_of(record, DCT.license):  # datasets have one too, which no profile row asks for
        result["license"] = licences
    if description.page:
        result["url"] = description.page
    if description.parts:
        result["distribution"] = [_download(part) for part in description.parts]
    if result["@type"] == "Dataset":
        result.update(_free(record))
    return {key: value for key, value in result.items() if value not in ([], "", None)}


def _plain(record: Record, row: Property) -> Any:
    return _one_or_many([_value(record, value) for value in record.values(row.path)])


def _value(record: Record, value: Term) -> Any:
    if is_literal(value):
        return text(value)
    return label(iri(value), "en") or (_thing(record, value) if value in record.nodes else iri(value))


def _thing(record: Record, node: Term) -> Json:
    name = record.value(FOAF.name, node) or record.value(DCT.title, node) or record.value(SKOS.prefLabel, node)
    thing: Json = {"name": text(name)} if name else {}
    return thing | ({"@id": iri(node)} if node[0] == "<" else {})


def _in_english(record: Record, row: Property) -> str:
    """One text, cut where readers stop reading."""
    return in_english(record, row.path)[:LONGEST_DESCRIPTION]


def _agents(record: Record, row: Property) -> Any:
    return _one_or_many([{"@type": "Organization"} | _thing(record, value) for value in record.values(row.path)])


def _keywords(record: Record, row: Property) -> list[str]:
    return [text(value) for value in record.values(row.path)]


def _addresses(record: Record, row: Property) -> Any:
    return _addresses_of(record, row.path)


def _addresses_of(record: Record, path: Term) -> Any:
    return _one_or_many([text(value) for value in record.values(path)])


def _periods(record: Record, row: Property) -> Any:
    """Intervals as ISO 8601: 2010/2020, with .. for an open end."""
    found = []
    for node in record.values(row.path):
        start, end = record.value(DCAT.startDate, node), record.value(DCAT.endDate, node)
        if start or end:
            found.append("/".join(text(date) if date else ".." for date in (start, end)))
    return _one_or_many(found)


def _variables(record: Record, row: Property) -> list[Json]:
    return [
        {"@type": "PropertyValue", "name": text(name)}
        for node, said in record.nodes.items()
        if CSVW.Column in said.get(RDF.type, ())
        for name in record.values(CSVW["name"], node)
    ][:1000]


def _nothing(record: Record, row: Property) -> None:
    return None


_WRITERS: dict[str, Callable[[Record, Property], Any]] = {
    "name": _in_english,
    "description": _in_english,
    "publisher": _agents,
    "creator": _agents,
    "maintainer": _agents,
    "keywords": _keywords,
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


def _download(part: Record) -> Json:
    entry = document(Description(part))
    del entry["@context"]
    return entry


def _free(record: Record) -> Json:
    rights = {iri(value).rsplit("/", 1)[-1] for value in record.values(DCT.accessRights)}
    persons = record.value(HEALTHDCATAP.numberOfUniqueIndividuals)
    size = {"size": f"{text(persons)} individuals"} if persons else {}
    return size | ({"isAccessibleForFree": True} if rights == {"PUBLIC"} else {})


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
