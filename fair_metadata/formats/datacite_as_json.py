"""DataCite 4.7 as JSON: what `datacite` says in XML, under the names that DataCite's own services use.

One table says which element is which member, so that the two cannot tell different things. `datacite_json` reads it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from lxml import etree

from fair_metadata.formats import as_json, datacite
from fair_metadata.formats.datacite_json import HERE, IN_ADDRESSES
from fair_metadata.formats.description import Description

Json = dict[str, Any]
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RENAMED = {"schemeURI": "schemeUri", "valueURI": "valueUri", "rightsURI": "rightsUri", _LANG: "lang"}
# Wrapper → its member, and the name of the text of each thing in it; "" where the text alone is the thing.
_LISTS: Mapping[str, tuple[str, str]] = {
    "titles": ("titles", "title"),
    "subjects": ("subjects", "subject"),
    "dates": ("dates", "date"),
    "alternateIdentifiers": ("alternateIdentifiers", "alternateIdentifier"),
    "relatedIdentifiers": ("relatedIdentifiers", "relatedIdentifier"),
    "sizes": ("sizes", ""),
    "formats": ("formats", ""),
    "rightsList": ("rightsList", "rights"),
    "descriptions": ("descriptions", "description"),
}
_AGENTS = ("creators", "contributors")
_TEXTS = ("publicationYear", "language", "version")


def write(description: Description) -> bytes:
    return as_json.one(document(description))


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return as_json.many(map(document, descriptions))


def document(description: Description) -> Json:
    """The members of DataCite's JSON; `doi` and `id` where there is a DOI, `url` is the page."""
    result: Json = {}
    for element in etree.fromstring(datacite.element(description), _PARSER):
        for name, value in _member(etree.QName(element).localname, element).items():
            result[name] = [*result[name], *value] if name in result else value
    page = {"url": description.page} if description.page else {}
    return result | page | {"schemaVersion": datacite.NAMESPACE}


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _member(name: str, element: Any) -> Json:
    if name == "identifier":
        return _identified(element)
    if name in _LISTS:
        member, text = _LISTS[name]
        return {member: [_named(child, text) if text else child.text for child in element]}
    if name in _AGENTS:
        return {name: [_agent(child) for child in element]}
    if name == "geoLocations":
        return {name: [{etree.QName(place[0]).localname: place[0].text} for place in element]}
    if name == "resourceType":
        return {"types": _named(element, "resourceType")}
    return {name: element.text if name in _TEXTS else _named(element, "name")}


def _identified(element: Any) -> Json:
    """A DOI under its names; JSON has no other place for anything else than among the alternate identifiers."""
    kind, name = element.get("identifierType"), element.text
    if kind != "DOI":
        return {"alternateIdentifiers": [{"alternateIdentifier": name, "alternateIdentifierType": kind}]}
    return {"id": HERE + quote(name.lower(), safe=IN_ADDRESSES), "doi": name.lower()}


def _named(element: Any, text: str) -> Json:
    return {text: element.text} | {_RENAMED.get(key, key): value for key, value in element.attrib.items()}


def _agent(element: Any) -> Json:
    """The name, its parts, and its identifiers, whose attributes stand beside them."""
    name, *rest = element
    parts = {etree.QName(e).localname: e.text for e in rest if not e.attrib}
    identifiers = [_named(e, "nameIdentifier") for e in rest if e.attrib]
    found = {"nameIdentifiers": identifiers} if identifiers else {}
    return _named(name, "name") | dict(element.attrib) | parts | found
