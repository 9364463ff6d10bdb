"""CSL-JSON, which reference managers and citation processors share (Citation Style Language 1.0.2, JSON schema)."""

from collections.abc import Iterable, Iterator
from typing import Any

from fair_metadata.formats import as_json
from fair_metadata.formats.citation import Author, Citation, citation
from fair_metadata.formats.description import Description
from fair_metadata.formats.words import one_line

Json = dict[str, Any]


def write(description: Description) -> bytes:
    return as_json.one([item(description)])


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return as_json.many(map(item, descriptions))


def item(description: Description) -> Json:
    """One item; texts are on one line, and what is not stated is not there."""
    cited = citation(description)
    texts = {
        "title": cited.title,
        "publisher": cited.publisher,
        "version": cited.version,
        "DOI": cited.doi,
        "URL": cited.url,
        "keyword": ", ".join(cited.keywords),
        "abstract": cited.abstract,
        "note": f"Access rights: {cited.rights}" if cited.rights else "",
    }
    result: Json = {"id": cited.key, "type": "dataset"}
    result |= {name: line for name, text in texts.items() if (line := one_line(text))}
    return result | _issued(cited) | _authors(cited)


def _authors(cited: Citation) -> Json:
    names = [name for author in cited.made_by if any((name := _name(author)).values())]
    return {"author": names} if names else {}


def _name(author: Author) -> Json:
    """Hospitals, and people of whom only the whole name is known, are taken literally."""
    if author.family.strip():
        given = one_line(author.given)
        return {"family": one_line(author.family)} | ({"given": given} if given else {})
    return {"literal": one_line(author.name)}


def _issued(cited: Citation) -> Json:
    """Year, month and day as numbers, as far as they are stated."""
    parts = [int(part) for part in cited.date.split("-") if part]
    return {"issued": {"date-parts": [parts]}} if parts else {}
