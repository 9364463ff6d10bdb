"""Frictionless Data Package 2.0 (`datapackage.json`): files and data dictionaries as table schemas.

A table whose rows may not be had has its schema and no rows: `data` is empty, and its description says why. Where a
dataset has neither tables nor files, the one resource is its own description, since a package has at least one.
"""

import re
from collections.abc import Mapping
from typing import Any

from fair_metadata.formats import as_json
from fair_metadata.formats.citation import Author, Citation, citation
from fair_metadata.formats.description import Description
from fair_metadata.formats.dictionary import Column, Table, tables
from fair_metadata.formats.files import File, files

Json = dict[str, Any]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NO_ROWS = "The columns only: the rows have to be asked for."
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# CSVW's datatypes → Table Schema's.
_TYPES: Mapping[str, str] = (
    dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"), "integer")
    | dict.fromkeys(("decimal", "double", "float", "number"), "number")
    | {"boolean": "boolean", "date": "date", "dateTime": "datetime", "datetime": "datetime", "time": "time"}
    | {"gYear": "year", "gYearMonth": "yearmonth", "duration": "duration", "json": "object"}
    | {"string": "string", "text": "string", "anyURI": "string"}
)


def write(description: Description) -> bytes:
    return as_json.one(document(description))


def document(description: Description) -> Json:
    cited = citation(description)
    said = {
        "$schema": PROFILE,
        "name": cited.key or "dataset",
        "id": description.record.iri,
        "title": cited.title,
        "description": cited.abstract,
        "homepage": description.page,
        "version": cited.version,
        "created": f"{cited.date}T00:00:00Z" if _DAY.fullmatch(cited.date) else "",
        "keywords": list(dict.fromkeys(filter(None, cited.keywords))),
        "contributors": _contributors(cited),
        "licenses": [{"path": address} for address in cited.licences if _is_address(address)],
        "resources": _resources(description),
    }
    return _stated(said)


def _contributors(cited: Citation) -> list[Json]:
    found = [(author, "publisher" if author.name == cited.publisher else "creator") for author in cited.made_by]
    if cited.publisher and cited.publisher not in cited.authors:
        found.append((Author(name=cited.publisher), "publisher"))
    return [
        _stated({"title": author.name, "path": author.iri if _is_address(author.iri) else "", "roles": [role]})
        for author, role in found
    ]


def _resources(description: Description) -> list[Json]:
    """Files with the schema of the table that they hold, then tables without a file."""
    found, known = files(description), tables(description.joined, description.tongues)
    by_address = {table.url: table for table in known if table.url}
    held = {file.address for file in found}
    resources = [_of_file(n, file, by_address.get(file.address)) for n, file in enumerate(found, 1)]
    resources += [_of_table(table) for table in known if table.url not in held]
    return resources or [_of_description(description)]


def _of_file(number: int, file: File, table: Table | None) -> Json:
    algorithm = next((name for name in ("sha256", "sha512", "sha1", "md5") if name in file.checksums), "")
    said = {
        "name": f"file-{number}",
        "type": "table" if table else "",
        "title": file.title,
        "description": file.description,
        "path": file.address,
        "mediatype": file.media_type,
        "bytes": int(file.size) if file.size else None,
        "hash": f"{algorithm}:{file.checksums[algorithm]}" if algorithm else "",
    }
    return _stated(said) | ({"schema": _schema(table)} if table else {})


def _of_table(table: Table) -> Json:
    about = " ".join(filter(None, (table.description, NO_ROWS)))
    said = {"name": table.key, "type": "table", "title": table.title, "description": about}
    return _stated(said) | {"data": [], "schema": _schema(table)}


def _of_description(description: Description) -> Json:
    inside = {"name": "description", "title": "Description", "format": "jsonld", "mediatype": "application/ld+json"}
    if description.page:
        return inside | {"path": f"{description.page}.jsonld"}
    return inside | {"data": {"@id": description.record.iri}}


def _schema(table: Table) -> Json:
    return {"fields": [_field(column) for column in table.columns]}


def _field(column: Column) -> Json:
    said = {
        "name": column.name,
        "type": _TYPES.get(column.datatype, "any"),
        "title": column.title,
        "description": column.description,
        "rdfType": column.about,
    }
    return _stated(said)


def _stated(said: Json) -> Json:
    return {name: value for name, value in said.items() if value not in ("", None, [])}


def _is_address(address: str) -> bool:
    return address.startswith(("http://", "https://"))
