"""The metadata formats, one row each: prefix, schema, namespace, and how a description is written in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from fair_metadata.formats import CannotWrite, Description, datacite, dublin_core, rdf
from fair_metadata.namespaces import RDF

DUBLIN_CORE = "oai_dc"


@dataclass(frozen=True, slots=True)
class Prefix:
    """`write` gives one element; it raises `CannotWrite` for an item that has no such format."""

    name: str
    schema: str
    namespace: str
    write: Callable[[Description], str]


def _rdf_xml(description: Description) -> str:
    """The description with those of its distributions, without an XML declaration."""
    whole = replace(description, shared=tuple(t for part in description.parts for t in part.triples), parts=())
    written = rdf.rdf_xml(Description(whole.joined)).decode()
    return written[written.index("<rdf:RDF") :]


_OAI = "http://www.openarchives.org/OAI/2.0"
_ROWS = (
    Prefix(DUBLIN_CORE, f"{_OAI}/oai_dc.xsd", f"{_OAI}/oai_dc/", dublin_core.element),
    Prefix("oai_datacite", datacite.SCHEMA, datacite.NAMESPACE, datacite.element),
    Prefix("dcat_ap", f"{_OAI}/rdf.xsd", RDF.base, _rdf_xml),
)
PREFIXES: Mapping[str, Prefix] = {row.name: row for row in _ROWS}


def written(description: Description, prefix: str) -> str | None:
    """The description in this format; None when it cannot be said in it."""
    try:
        return PREFIXES[prefix].write(description)
    except CannotWrite:
        return None
