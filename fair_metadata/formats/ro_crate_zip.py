"""RO-Crate 1.3 as a package to keep: a zip whose root is the root of an attached crate (“Attached RO-Crate Package”).

It holds the description and no data: `ro-crate-metadata.json`, a page that people read, and the whole description in
Turtle, since schema.org has no word for much of it. Files of data stay where they are, and are told by their addresses.
"""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from fair_metadata.formats import as_json, rdf, ro_crate, ro_crate_preview
from fair_metadata.formats.description import Description
from fair_metadata.record import Record

WHOLE = "description.ttl"
PREVIEW = "ro-crate-preview.html"
_WHOLE = {"@id": WHOLE, "@type": "File", "name": "The whole description, in Turtle", "encodingFormat": "text/turtle"}


def write(description: Description) -> bytes:
    crate = ro_crate.document(description, payload=[_WHOLE])
    tongue = next(iter(description.tongues), "en")
    return _packed(
        {
            ro_crate.DESCRIPTOR: as_json.one(crate),
            PREVIEW: ro_crate_preview.page(crate, tongue),
            WHOLE: rdf.turtle(Description(_whole(description))),
        }
    )


def _whole(description: Description) -> Record:
    """With its distributions and the shared descriptions that it mentions."""
    parts = (triple for part in description.parts for triple in part.triples)
    return Record(description.record.subject, tuple(sorted({*description.joined.triples, *parts})))


def _packed(files: Mapping[str, bytes]) -> bytes:
    """As they are and without a time: one description is the same bytes wherever and whenever it is packed."""
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, body in files.items():
            entry = ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix: whoever unpacks it can read it
            package.writestr(entry, body)
    return out.getvalue()
