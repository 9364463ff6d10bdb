"""Croissant 1.1, which tools of machine learning read: schema.org with the files and the columns of a dataset.

A file is described when its description says what Croissant insists on: an address, a media type and a checksum. Data
that may not be downloaded have no files here; their data dictionary is a record set of its own, with its rows inside.
"""

import re
from collections.abc import Mapping
from typing import Any

from fair_metadata.formats import as_json, schema_org
from fair_metadata.formats.bibtex import write as bibtex
from fair_metadata.formats.description import Description
from fair_metadata.formats.dictionary import Column, Table, tables
from fair_metadata.formats.files import File, files

Json = dict[str, Any]
PROFILE = "http://mlcommons.org/croissant/1.1"
_OWN = re.findall(
    r"\w+",
    """arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format
    includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace
    samplingRate separator source subField transform""",
)
# The context that the format's readers expect, word for word (Croissant 1.1, “JSON-LD context”), sorted by name.
CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "sc": "https://schema.org/",
    **{name: f"cr:{name}" for name in _OWN},
}
# What Croissant takes from schema.org for the whole; the rest of ours is said in its own way below.
_TAKEN = re.findall(
    r"\w+",
    """name description license creator publisher datePublished dateModified keywords version url sameAs identifier
    inLanguage temporalCoverage spatialCoverage conditionsOfAccess isAccessibleForFree alternateName""",
)
# CSVW's datatypes → Croissant's.
_TYPES: Mapping[str, str] = (
    dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"), "sc:Integer")
    | dict.fromkeys(("decimal", "double", "float", "number"), "sc:Float")
    | {"boolean": "sc:Boolean", "date": "sc:Date", "dateTime": "sc:DateTime", "datetime": "sc:DateTime"}
    | {"time": "sc:Time", "anyURI": "sc:URL"}
)
_ABOUT_COLUMNS = ("name", "title", "description", "datatype", "about")


def write(description: Description) -> bytes:
    return as_json.one(document(description))


def document(description: Description) -> Json:
    """The dataset; what Croissant asks for and the record does not state (a licence, a creator) is not there."""
    said = schema_org.document(description)
    known = {name: said[name] for name in _TAKEN if name in said}
    known.setdefault("creator", said.get("publisher"))
    fetched = [file for file in files(description) if _is_whole(file)]
    entries = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": description.record.iri,
        "conformsTo": PROFILE,
        "citeAs": bibtex(description).decode().strip(),
        **known,
        "distribution": [_file_object(file) for file in fetched],
        "recordSet": [_record_set(table, fetched) for table in tables(description.joined, description.tongues)],
    }
    return {name: value for name, value in entries.items() if value not in ([], "", None)}


def _is_whole(file: File) -> bool:
    return bool(file.media_type and {"sha256", "md5"} & {*file.checksums})


def _file_object(file: File) -> Json:
    said = {
        "@type": "cr:FileObject",
        "@id": file.address,
        "name": file.title or file.address.rsplit("/", 1)[-1] or file.address,
        "description": file.description,
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B" if file.size else "",
        **{name: file.checksums[name] for name in ("sha256", "md5") if name in file.checksums},
    }
    return {name: value for name, value in said.items() if value}


def _record_set(table: Table, fetched: list[File]) -> Json:
    """The table's columns in its file, where it can be fetched; else what its dictionary says of them, as data."""
    file = next((file for file in fetched if file.address == table.url), None)
    said = {
        "@type": "cr:RecordSet",
        "@id": table.key,
        "name": table.title or table.key,
        "description": table.description,
    }
    head = {name: value for name, value in said.items() if value}
    if file:
        return head | {"field": [_field(table, column, file) for column in table.columns]}
    names = [f"{table.key}/{name}" for name in _ABOUT_COLUMNS]
    fields = [{"@type": "cr:Field", "@id": name, "name": name, "dataType": "sc:Text"} for name in names]
    return head | {"field": fields, "data": [_row(names, column) for column in table.columns]}


def _field(table: Table, column: Column, file: File) -> Json:
    said = {
        "@type": "cr:Field",
        "@id": f"{table.key}/{column.name}",
        "name": column.name,
        "description": column.description or column.title,
        "dataType": _TYPES.get(column.datatype, "sc:Text"),
        "equivalentProperty": column.about,
        "source": {"fileObject": {"@id": file.address}, "extract": {"column": column.name}},
    }
    return {name: value for name, value in said.items() if value}


def _row(names: list[str], column: Column) -> Json:
    said = (column.name, column.title, column.description, column.datatype, column.about)
    return dict(zip(names, said, strict=True))
