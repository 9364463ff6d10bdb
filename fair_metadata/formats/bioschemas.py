"""Bioschemas Dataset 1.0: schema.org that names this profile, where it states what the profile insists on."""

from collections.abc import Iterable, Iterator
from typing import Any

from fair_metadata.formats import as_json, schema_org
from fair_metadata.formats.description import Description
from fair_metadata.formats.json_ld import graph

PROFILE = "https://bioschemas.org/profiles/Dataset/1.0-RELEASE"
CONTEXT = [schema_org.CONTEXT, {"dct": "http://purl.org/dc/terms/"}]
ONE = ("license", "sameAs", "isPartOf", "publisher")  # of which it takes one; the others are in schema.org
MINIMUM = ("description", "identifier", "keywords", "license", "name", "url")  # its marginality “Minimum”


def write(description: Description) -> bytes:
    return as_json.one(document(description))


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return graph(CONTEXT, map(document, descriptions))


def document(description: Description) -> dict[str, Any]:
    said = schema_org.document(description) | {"@context": CONTEXT}
    said.setdefault("identifier", description.record.iri)
    said |= {name: said[name][0] for name in ONE if isinstance(said.get(name), list)}
    if "variableMeasured" in said:
        said["variableMeasured"] = [variable["name"] for variable in said["variableMeasured"]]
    is_whole = said["@type"] == "Dataset" and all(name in said for name in MINIMUM)
    return said | ({"dct:conformsTo": {"@id": PROFILE, "@type": "CreativeWork"}} if is_whole else {})
