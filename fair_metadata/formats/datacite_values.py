"""Values of DataCite's JSON as terms: identifiers, addresses, dates, places; whatever is odd is nothing."""

import re
from collections.abc import Mapping
from typing import Any

from fair_metadata.formats.datacite import AGENT_IDENTIFIERS
from fair_metadata.namespaces import XSD
from fair_metadata.terms import Term, literal, named

Json = Mapping[str, Any]
_FORMS = (
    (r"\d{4}-\d\d-\d\dT.*", XSD.dateTime),
    (r"\d{4}-\d\d-\d\d", XSD.date),
    (r"\d{4}-\d\d", XSD.gYearMonth),
    (r"\d{4}", XSD.gYear),
)
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def doi_in(text: str) -> str:
    """The DOI in an address or a text, in lower case since it makes no difference there; "" when there is none."""
    match = _DOI.fullmatch(text.strip())
    return match[1].lower() if match else ""


def inside(said: Json, *names: str) -> Any:
    for name in names[:-1]:
        said = mapped(said.get(name))
    return said.get(names[-1])


def mapped(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def words_in(words: str, tag: Any) -> Term:
    try:
        return literal(words, language=str(tag or ""))
    except ValueError:
        return literal(words)


def whole(digits: str) -> Term:
    return literal(digits, datatype=XSD.nonNegativeInteger[1:-1])


def address_in(value: Any) -> str:
    """An absolute address that can be written as one; "" for everything else."""
    text = str(value or "").strip()
    try:
        return named(text)[1:-1] if re.match(r"(?:https?|urn|info|mailto|ftp):", text) else ""
    except ValueError:
        return ""


def identity(name: Json) -> str:
    """ORCID, ROR or ISNI as an address, also when only its number is given."""
    value, scheme = str(name.get("nameIdentifier") or "").strip(), str(name.get("nameIdentifierScheme") or "").upper()
    base = next((base for base, known in AGENT_IDENTIFIERS.items() if known == scheme or value.startswith(base)), "")
    bare = value.removeprefix("http://orcid.org/").removeprefix(base)
    return address_in(f"{base}{bare.replace(' ', '')}") if base and bare and "://" not in bare else ""


def dated(value: str) -> Term:
    form = next((datatype for pattern, datatype in _FORMS if re.fullmatch(pattern, value.strip())), None)
    return literal(value.strip(), datatype=form[1:-1]) if form else ""


def point(point: Any) -> str:
    numbers = [str(mapped(point).get(f"point{name}", "")) for name in ("Longitude", "Latitude")]
    return f"POINT({' '.join(numbers)})" if all(numbers) else ""


def box(box: Any) -> str:
    names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    west, south, east, north = (str(mapped(box).get(name, "")) for name in names)
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({', '.join(map(' '.join, corners))}))" if all((west, south, east, north)) else ""
