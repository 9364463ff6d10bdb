"""CITATION.cff: the Citation File Format 1.2.0, which code hosts and reference managers read.

It insists on a title and an author. Where none is stated the value is `:unav`, as for DataCite: nothing is invented.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from fair_metadata.formats.citation import ORCID, Author, Citation, citation
from fair_metadata.formats.datacite import UNKNOWN
from fair_metadata.formats.description import Description
from fair_metadata.formats.words import one_line

Json = dict[str, Any]
MESSAGE = "If you use this dataset, please cite it as below."
# Patterns of the schema; what does not match has no place in the file.
_ADDRESS = re.compile(r"(?:https?|s?ftp)://[^\s<>\"{}|\\^`]+", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+", re.ASCII)
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_ORCID = re.compile(re.escape(ORCID) + r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)


def write(description: Description) -> bytes:
    cited = citation(description)
    said = {name: value for name, read in _FIELDS.items() if (value := read(cited))}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120).encode()


def _authors(cited: Citation) -> list[Json]:
    # Two agents of one name are one author: the schema wants each once.
    found = [author for each in cited.made_by if (author := _author(each))]
    return [author for n, author in enumerate(found) if author not in found[:n]] or [{"name": UNKNOWN}]


def _author(author: Author) -> Json:
    name, orcid = one_line(author.name), _ORCID.fullmatch(author.iri)
    known = {"orcid": author.iri} if orcid else {}
    if not author.is_person:
        website = {"website": author.iri} if _ADDRESS.fullmatch(author.iri) and not orcid else {}
        return {"name": name} | known | website if name else {}
    family, given = one_line(author.family), one_line(author.given)
    parts = {"family-names": family, "given-names": given} if family else {"name": name}
    return {key: value for key, value in parts.items() if value} | known if family or name else {}


def _identifiers(cited: Citation) -> list[Json]:
    name = one_line(cited.identifier)
    kind = "url" if _ADDRESS.fullmatch(name) else "other"
    return [{"type": kind, "value": name}] if name else []


def _keywords(cited: Citation) -> list[str]:
    return list(dict.fromkeys(filter(None, map(one_line, cited.keywords))))


def _matching(pattern: re.Pattern[str], value: str) -> str:
    return value if pattern.fullmatch(value) else ""


_FIELDS: Mapping[str, Callable[[Citation], Any]] = {
    "cff-version": lambda cited: "1.2.0",
    "message": lambda cited: MESSAGE,
    "type": lambda cited: "dataset",
    "title": lambda cited: one_line(cited.title) or UNKNOWN,
    "authors": _authors,
    "version": lambda cited: one_line(cited.version),
    "date-released": lambda cited: _matching(_DAY, cited.date),
    "doi": lambda cited: _matching(_DOI, cited.doi),
    "url": lambda cited: _matching(_ADDRESS, cited.url),
    "identifiers": _identifiers,
    "license-url": lambda cited: _matching(_ADDRESS, next(iter(cited.licences), "")),
    "keywords": _keywords,
    "abstract": lambda cited: cited.abstract.strip(),
}
