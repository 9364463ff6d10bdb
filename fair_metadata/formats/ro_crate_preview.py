"""The page of an RO-Crate (RO-Crate 1.3, “RO-Crate Website”): all that its metadata say, to be read without a network.

What has a name is a section that others link to, what has none is shown where it is mentioned, and each property leads
to its definition.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fair_metadata.formats.ro_crate import DESCRIPTOR
from fair_metadata.formats.xml import legal

Json = dict[str, Any]
_DEFINED = {"conformsTo": "http://purl.org/dc/terms/conformsTo"}  # every other property of ours is schema.org's
_DEPTH = 3  # of what has no name, inside each other


def page(crate: Json, tongue: str) -> bytes:
    """HTML 5; the root comes first."""
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    root = entities[entities[DESCRIPTOR]["about"]["@id"]]
    shown = [root, *(entity for entity in entities.values() if entity is not root and "name" in entity)]
    places = {entity["@id"]: f"e{number}" for number, entity in enumerate(shown)}
    writing = _Writing(entities, places)
    title = _text(root.get("name") or root["@id"])
    sections = "".join(map(writing.section, shown))
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(tongue)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{sections}</main>\n</body>\n</html>\n"
    ).encode()


class _Writing:
    def __init__(self, entities: Mapping[str, Json], places: Mapping[str, str]) -> None:
        self.entities, self.places = entities, places

    def section(self, entity: Json) -> str:
        name, place = _text(entity.get("name") or entity["@id"]), self.places[entity["@id"]]
        return f'<section id="{place}">\n<h2>{name}</h2>\n{self.properties(entity, _DEPTH)}</section>\n'

    def properties(self, entity: Json, depth: int) -> str:
        return f"<dl>\n{''.join(self._rows(entity, depth))}</dl>\n"

    def _rows(self, entity: Json, depth: int) -> Iterator[str]:
        name = entity["@id"]
        if name[0] != "#":
            is_file = "File" in _many(entity["@type"])  # it lies beside this page, or on the web
            yield f"<dt>@id</dt><dd>{_linked(name, name) if is_file else _address(name)}</dd>\n"
        yield f"<dt>@type</dt><dd>{', '.join(map(_text, _many(entity['@type'])))}</dd>\n"
        for key, value in entity.items():
            if key[0] != "@":
                said = "".join(f"<dd>{self._value(one, depth)}</dd>" for one in _many(value))
                yield f"<dt>{_linked(_DEFINED.get(key, f'https://schema.org/{key}'), key)}</dt>{said}\n"

    def _value(self, value: Any, depth: int) -> str:
        if not isinstance(value, dict):
            return _address(str(value)) if isinstance(value, str) else _text(str(value).lower())
        name = value["@id"]
        if name in self.places:
            return _linked(f"#{self.places[name]}", str(self.entities[name].get("name") or name))
        if name in self.entities and depth:
            return self.properties(self.entities[name], depth - 1)
        return _address(name)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _address(text: str) -> str:
    """A link where it is an address on the web, else a text: nothing else is followed."""
    is_on_the_web = text.startswith(("http://", "https://")) and not set(text) & set(" \n<>")
    return _linked(text, text) if is_on_the_web else _text(text)


def _linked(address: str, text: str) -> str:
    return f'<a href="{_text(address)}">{_text(text)}</a>'


def _text(text: str) -> str:
    return escape(legal(text))
