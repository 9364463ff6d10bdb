"""FAIR Signposting, levels 1 and 2: typed links in the header, and all of them in a link set (RFC 8288, RFC 9264)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings

from catalog import browse
from catalog.models import Kind, Resource
from fair_metadata.formats import FORMATS
from fair_metadata.links import safe_link

IN_HEADER = 10  # items and authors that the header names; the link set names them all
_TYPES = {
    Kind.CATALOG: "https://schema.org/DataCatalog",
    Kind.SERVICE: "https://schema.org/WebAPI",
    Kind.DISTRIBUTION: "https://schema.org/DataDownload",
}
ABOUT_PAGE = "https://schema.org/AboutPage"
LINKSET_JSON, LINKSET = "application/linkset+json", "application/linkset"


@dataclass(frozen=True, slots=True)
class Link:
    """One typed link; `anchor` is empty for the landing page itself."""

    rel: str
    href: str
    type: str = ""
    profile: str = ""
    anchor: str = ""


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def pid(resource: Resource) -> str:
    """The identifier that we give out: it answers 303 to the landing page."""
    return settings.PID_BASE + resource.slug


def cite_as(resource: Resource) -> str:
    """The address to cite: the resource's own IRI where it can be followed and is ours, else the PID."""
    return resource.iri if resource.iri.startswith(settings.PID_BASE) else pid(resource)


def links(resource: Resource, items: Iterable[browse.Related] = ()) -> list[Link]:
    """All links of a landing page, of its metadata documents and its content."""
    page = absolute(browse.address(resource))
    metadata = [Link("describedby", f"{page}.{row.suffix}", row.media_type, row.profile) for row in FORMATS.values()]
    licence = safe_link(str(resource.card.get("licence", "")))
    found = [
        Link("cite-as", cite_as(resource)),
        Link("type", _TYPES.get(Kind(resource.kind), "https://schema.org/Dataset")),
        Link("type", ABOUT_PAGE),
        *metadata,
        Link("linkset", f"{page}.linkset.json", LINKSET_JSON),
        Link("linkset", f"{page}.linkset", LINKSET),
    ]
    if licence:
        found.append(Link("license", licence))
    found += [Link("item", absolute(item.address), "text/html") for item in items]
    found += [Link("describes", page, "text/html", anchor=link.href) for link in metadata]
    return found + [Link("collection", page, "text/html", anchor=link.href) for link in found if link.rel == "item"]


def of_page(found: Sequence[Link]) -> list[Link]:
    """The links that the page itself carries: few items, the rest is in the link set."""
    items = [link for link in found if link.rel == "item"][:IN_HEADER]
    return [link for link in found if not link.anchor and link.rel != "item"] + items


def header(found: Sequence[Link]) -> str:
    """The Link header of a page (RFC 8288, section 3); commas and semicolons in addresses are escaped."""
    return ", ".join(_member(link) for link in of_page(found))


def _member(link: Link, *, with_anchor: bool = False) -> str:
    parameters = [f'rel="{link.rel}"']
    parameters += [f'type="{link.type}"'] if link.type else []
    parameters += [f'profile="{link.profile}"'] if link.profile else []
    parameters += [f'anchor="{_escaped(link.anchor)}"'] if with_anchor else []
    return "; ".join([f"<{_escaped(link.href)}>", *parameters])


def _escaped(address: str) -> str:
    return quote(address, safe=":/?#[]@!$&'()*+=%~")


def linkset(page: str, found: Sequence[Link]) -> str:
    """The link set as text (RFC 9264, section 4.1)."""
    anchored = [Link(link.rel, link.href, link.type, link.profile, link.anchor or page) for link in found]
    return ",\n".join(_member(link, with_anchor=True) for link in anchored) + "\n"


def linkset_json(page: str, found: Sequence[Link]) -> str:
    """The link set as JSON (RFC 9264, section 4.2)."""
    contexts: dict[str, dict[str, Any]] = {}
    for link in found:
        anchor = link.anchor or page
        target = {"href": link.href} | ({"type": link.type} if link.type else {})
        target |= {"profile": [link.profile]} if link.profile else {}  # type: ignore[dict-item]
        contexts.setdefault(anchor, {"anchor": anchor}).setdefault(link.rel, []).append(target)
    return json.dumps({"linkset": list(contexts.values())}, indent=1)
