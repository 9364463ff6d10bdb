"""RO-Crate 1.3 (`ro-crate-metadata.json`): schema.org laid flat, each thing an entity that the others point at.

The crate is detached (RO-Crate 1.3, “Types of RO-Crate”): it describes what stays where it is, so the root is named by
the dataset's own IRI and files by their addresses on the web. In a package the root may have that name too, and files
of its payload are named by their paths.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from fair_metadata.formats import as_json, schema_org
from fair_metadata.formats.description import Description
from fair_metadata.formats.dictionary import Column, Table, tables
from fair_metadata.formats.files import File, files

Json = dict[str, Any]
PROFILE = "https://w3id.org/ro/crate/1.3"
CONTEXT = f"{PROFILE}/context"
DESCRIPTOR = "ro-crate-metadata.json"
_NOT_FLAT = ("@context", "@type", "distribution", "variableMeasured")


def write(description: Description) -> bytes:
    return as_json.one(document(description))


def document(description: Description, *, payload: Iterable[Json] = ()) -> Json:
    """The descriptor, the root, and everything that they mention, once each; `payload` lies beside the document."""
    flat = _Flat()
    said = schema_org.document(description)
    root: Json = {"@id": description.record.iri, "@type": _types(said)}
    flat.entities[root["@id"]] = root
    root |= {name: flat.value(name, value) for name, value in said.items() if name not in _NOT_FLAT and name != "@id"}
    parts = [flat.reference(file) for file in (*map(_file, files(description)), *payload)]
    variables = [
        flat.reference(_variable(table, column))
        for table in tables(description.joined, description.tongues)
        for column in table.columns
    ]
    root |= {"hasPart": parts, "variableMeasured": variables}
    flat.entities[root["@id"]] = {name: value for name, value in root.items() if value not in ([], None)}
    return {"@context": CONTEXT, "@graph": [_descriptor(root["@id"]), *flat.entities.values()]}


def _descriptor(root: str) -> Json:
    conforms = {"@id": PROFILE}
    return {"@id": DESCRIPTOR, "@type": "CreativeWork", "conformsTo": conforms, "about": {"@id": root}}


def _types(said: Json) -> Any:
    """A root is a Dataset, whatever else it is (RO-Crate 1.3, “Root Data Entity”)."""
    return "Dataset" if said["@type"] == "Dataset" else ["Dataset", said["@type"]]


class _Flat:
    """Entities by `@id`; what has none is named after its place."""

    def __init__(self) -> None:
        self.entities: dict[str, Json] = {}

    def value(self, name: str, value: Any) -> Any:
        """Texts as they are, things as references; a licence is a thing of its own."""
        if isinstance(value, list):
            return [self.value(name, each) for each in value]
        if isinstance(value, dict):
            return self.reference(dict(value), name)
        if name == "license":
            return self.reference({"@id": value, "@type": "CreativeWork", "name": value})
        return value

    def reference(self, thing: Json, name: str = "entity") -> Json:
        key = thing.get("@id") or f"#{name}-{len(self.entities)}"
        if key.startswith("_:"):
            key = f"#{key[2:]}"
        known = self.entities.setdefault(key, {"@id": key, "@type": thing.get("@type", "Thing")})
        for inner, value in thing.items():
            if inner not in ("@id", "@type"):
                known.setdefault(inner, self.value(inner, value))
        return {"@id": key}


def _file(file: File) -> Json:
    said = {
        "@id": file.address,
        "@type": "File",
        "name": file.title or file.address.rsplit("/", 1)[-1],
        "description": file.description,
        "encodingFormat": file.media_type,
        "contentSize": file.size,
        "contentUrl": file.address,
        "sha256": file.checksums.get("sha256", ""),
    }
    return {name: value for name, value in said.items() if value}


def _variable(table: Table, column: Column) -> Json:
    said = {
        "@id": f"#{table.key}-{quote(column.name, safe='')}",
        "@type": "PropertyValue",
        "name": column.name,
        "alternateName": column.title,
        "description": column.description,
        "propertyID": column.about,
    }
    return {name: value for name, value in said.items() if value}
