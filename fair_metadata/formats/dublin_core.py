"""Simple Dublin Core in the oai_dc envelope: the fifteen elements, in every language that is stated."""

from collections.abc import Iterable, Iterator

from fair_metadata.formats import xml
from fair_metadata.formats.description import Description
from fair_metadata.formats.words import words
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.record import Record
from fair_metadata.terms import Term, language, text

# Element → properties whose values it holds.
ELEMENTS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    ("title", (DCT.title, DCT.alternative)),
    ("creator", (DCT.creator,)),
    ("subject", (DCAT.keyword, DCAT.theme)),
    ("description", (DCT.description,)),
    ("publisher", (DCT.publisher,)),
    ("contributor", (DCT.contributor,)),
    ("date", (DCT.issued, DCT.modified)),
    ("type", (DCT.type,)),
    ("format", (DCT["format"], DCAT.mediaType)),
    ("identifier", (DCT.identifier,)),
    ("source", (DCT.source,)),
    ("language", (DCT.language,)),
    ("relation", (DCT.relation, DCT.isReferencedBy, DCAT.inSeries)),
    ("coverage", (DCT.spatial,)),
    ("rights", (DCT.rights, DCT.license, DCT.accessRights)),
)
_HEAD = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">'
)


def write(description: Description) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element(description)}'.encode()


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<records>\n'
    for description in descriptions:
        yield element(description).encode()
    yield b"</records>\n"


def element(description: Description) -> str:
    """One oai_dc:dc element, without an XML declaration."""
    record = description.record
    lines = [xml.element("dc:identifier", record.iri)]
    for name, paths in ELEMENTS:
        lines += [_line(name, value, record) for path in paths for value in record.values(path)]
    return "\n".join([_HEAD, *lines, "</oai_dc:dc>\n"])


def _line(name: str, value: Term, record: Record) -> str:
    return xml.element(f"dc:{name}", words(record, value) or text(value), xml.lang(language(value)))
