"""RIS, which EndNote, Zotero, Mendeley and RefWorks read: a tag and a text a line, an empty line between entries."""

from collections.abc import Callable, Iterable, Iterator

from fair_metadata.formats.citation import Citation, citation
from fair_metadata.formats.description import Description
from fair_metadata.formats.words import one_line

# Tag → its values, each on a line of its own. DATA is the type of datasets (RIS Format Specifications, 2011).
_TAGS: tuple[tuple[str, Callable[[Citation], Iterable[str]]], ...] = (
    ("TY", lambda cited: ["DATA"]),
    ("TI", lambda cited: [cited.title]),
    ("AU", lambda cited: cited.authors),
    ("PB", lambda cited: [cited.publisher]),
    ("PY", lambda cited: [cited.year]),
    ("DA", lambda cited: [_date(cited.date)]),
    ("ET", lambda cited: [cited.version]),
    ("DO", lambda cited: [cited.doi]),
    ("UR", lambda cited: [cited.url]),
    ("AN", lambda cited: [cited.identifier]),
    ("LA", lambda cited: [", ".join(cited.languages)]),
    ("KW", lambda cited: cited.keywords),
    ("AB", lambda cited: [cited.abstract]),
)


def write(description: Description) -> bytes:
    cited = citation(description)
    lines = [f"{tag}  - {line}" for tag, values in _TAGS for value in values(cited) if (line := one_line(value))]
    return "\r\n".join([*lines, "ER  - ", "", ""]).encode()


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return map(write, descriptions)


def _date(date: str) -> str:
    """All three slashes stay where the day is not known; a year alone is in PY."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/" if month else ""
