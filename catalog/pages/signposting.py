"""FAIR Signposting, levels 1 and 2: typed links in the header, and all of them in a link set (RFC 8288, RFC 9264)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson
from django.conf import settings

from catalog import browse, pids
from catalog.models import Kind, Resource
from catalog.pages.asking import LINKSET, LINKSET_JSON, LINKSET_SUFFIXES, LINKSET_TYPES
from fair_metadata.formats import FORMATS
from fair_metadata.links import safe_link
from fair_metadata.namespaces import DCAT, DCT, DQV, SH
from fair_metadata.record import Record
from fair_metadata.terms import iri, text

REPORT = iri(SH.ValidationReport)  # an extension relation (RFC 8288, section 2.1.2)
IN_HEADER = 10  # items and authors that the header names; the link set names them all
HEADER_BYTES = 3600  # up to here the header names items and authors; many servers and clients refuse 8 KB
LONGEST = 300  # characters of an address that came with a description and goes into the header
_TYPES = {
    Kind.CATALOG: "https://schema.org/DataCatalog",
    Kind.SERVICE: "https://schema.org/WebAPI",
    Kind.DISTRIBUTION: "https://schema.org/DataDownload",
    Kind.CATALOG_RECORD: "https://schema.org/CreativeWork",
}
ABOUT_PAGE = "https://schema.org/AboutPage"
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*\Z")


class Link(NamedTuple):
    """One typed link; `anchor` is empty for the landing page itself. Addresses are escaped already."""

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
    """The address to cite, which leads to the landing page: the DOI that was registered for it, else `cited_as`."""
    return f"https://doi.org/{resource.doi}" if resource.doi else cited_as(resource.iri, resource.slug)


def cited_as(iri: str, slug: str) -> str:
    """The resource's own IRI where it leads here, else the PID that we give out.

    An IRI from elsewhere leads elsewhere, so it is not `cite-as` (FAIR Signposting, level 1); `related` names it.
    """
    return iri if pids.is_ours(iri) else settings.PID_BASE + slug


def links(
    resource: Resource,
    record: Record,
    *,
    members: Iterable[browse.Related] = (),
    parts: Sequence[Record] = (),
    above: Iterable[browse.Related] = (),
) -> list[Link]:
    """All links of a landing page, of its metadata documents and its content."""
    page = absolute(browse.address(resource))
    metadata, sets = _documents(page)
    items = _items(record, members, {part.iri: part for part in parts})
    found = [
        Link("cite-as", _escaped(cite_as(resource))),
        Link("type", _TYPES.get(Kind(resource.kind), "https://schema.org/Dataset")),
        Link("type", ABOUT_PAGE),
        *metadata,
        *sets,
        Link("version-history", f"{page}/versions", "text/html"),  # RFC 5829
        Link("timegate", f"{page}/versions/at"),  # RFC 7089
        *_licence(resource),
        *_elsewhere(resource),
        *_authors(record),
        *items,
        *_collections(resource, above),
    ]
    found += [Link("describes", page, "text/html", anchor=link.href) for link in metadata]
    found += [Link("collection", page, "text/html", anchor=item.href) for item in items]
    return found + _measured(resource, page)


def _collections(resource: Resource, above: Iterable[browse.Related]) -> list[Link]:
    """The datasets that a distribution belongs to."""
    if resource.kind != Kind.DISTRIBUTION:
        return []
    return [Link("collection", absolute(up.address), "text/html") for up in above if up.kind == Kind.DATASET]


def _measured(resource: Resource, page: str) -> list[Link]:
    """How FAIR a dataset is, as RDF of its own; the link set has it, and the header is spared."""
    if resource.kind != Kind.DATASET:
        return []
    measured = f"{page}/fair.ttl"
    there = Link("describedby", measured, FORMATS["turtle"].media_type, iri(DQV.Metric).removesuffix("Metric"), page)
    return [there, Link("describes", page, "text/html", anchor=measured)]


def _documents(page: str) -> tuple[list[Link], list[Link]]:
    """Every metadata document, and both link sets.

    The set in text is the first: F-UJI takes the first, and fails at the lists that attributes like `profile` are by
    the rules of JSON sets (RFC 9264, section 4.2.4.3).
    """
    metadata = [Link("describedby", f"{page}.{row.suffix}", row.media_type, row.profile) for row in FORMATS.values()]
    sets = [
        Link("linkset", f"{page}.{LINKSET_SUFFIXES[form]}", LINKSET_TYPES[form]) for form in (LINKSET, LINKSET_JSON)
    ]
    return metadata, sets


def _licence(resource: Resource) -> list[Link]:
    address = _followed(str(resource.card.get("licence", "")))
    return [Link("license", address)] if address else []


def _elsewhere(resource: Resource) -> list[Link]:
    """The IRI that a description from elsewhere came with."""
    address = "" if pids.is_ours(resource.iri) else _followed(resource.iri)
    return [Link("related", address)] if address else []


def _authors(record: Record) -> list[Link]:
    """Who made it, else who publishes it, as far as they have an address that can be followed."""
    named = record.values(DCT.creator) or record.values(DCT.publisher)
    return [Link("author", address) for address in map(_followed, map(iri, named)) if address]


def _items(record: Record, members: Iterable[browse.Related], parts: Mapping[str, Record]) -> list[Link]:
    """The content: what can be downloaded where a description says so, else the member's own page."""
    found = _downloads(record)
    for member in members:
        downloads = _downloads(parts[member.iri]) if member.iri in parts else []
        found += downloads or [Link("item", absolute(member.address), "text/html")]
    return list(dict.fromkeys(found))


def _downloads(record: Record) -> list[Link]:
    addresses = filter(None, (_followed(iri(value)) for value in record.values(DCAT.downloadURL)))
    return [Link("item", address, _media_type(record)) for address in addresses]


def _media_type(record: Record) -> str:
    """`text/csv`, from the IANA address that DCAT asks for or from a text; "" when none is stated."""
    stated = [text(value).lower() for value in record.values(DCAT.mediaType)]
    types = ["/".join(value.rsplit("/", 2)[-2:]) for value in stated]
    return next((found for found in types if _MEDIA_TYPE.match(found)), "")


def _followed(address: str) -> str:
    """The escaped address when it is one that can be followed, else ""."""
    safe = safe_link(address) or ""
    return _escaped(safe) if safe.lower().startswith(("http://", "https://")) else ""


def _escaped(address: str) -> str:
    """With commas, semicolons and all but ASCII percent-encoded: simple parsers split Link headers at them."""
    return quote(address, safe=":/?#[]@!$&'()*+=%~")


def of_page(found: Iterable[Link]) -> list[Link]:
    """The links that the page itself carries: few items and authors, no long addresses; the link set has them all."""
    kept: list[Link] = []
    named: Counter[str] = Counter()
    size = 0
    for link in found:
        if link.anchor or (link.rel == "describedby" and link.href.endswith(_IN_SET)):
            continue
        larger = size + len(_member(link)) + 2
        fits = named[link.rel] < IN_HEADER and len(link.href) <= LONGEST and larger <= HEADER_BYTES
        if fits or link.rel in _ALWAYS:
            kept.append(link)
            named[link.rel] += 1
            size = larger
    return kept


_ALWAYS = {"cite-as", "type", "describedby", "linkset"}
_IN_SET = tuple(f".{row.suffix}" for row in FORMATS.values() if not row.in_header)


def header(found: Iterable[Link]) -> str:
    """The Link header with these links (RFC 8288, section 3)."""
    return ", ".join(map(_member, found))


def header_of_pid(page: str) -> str:
    """The Link header of a persistent identifier: RDF that describes it, and the link sets, which have the rest."""
    metadata, sets = _documents(page)
    rdf = {f"{page}.{row.suffix}" for row in FORMATS.values() if row.is_rdf}
    return header(link for link in [*metadata, *sets] if link.rel == "linkset" or link.href in rdf)


def header_of_document(page: str, profile: str = "", report: str = "") -> str:
    """The Link header of a metadata document: what it describes, the profile that it follows, and where it is told what
    that profile asks for and the document does not say."""
    found = [Link("describes", page, "text/html"), Link("linkset", f"{page}.linkset.json", "application/linkset+json")]
    found += [Link("profile", profile)] if profile else []
    found += [Link(REPORT, f"{page}.{FORMATS[report].suffix}", FORMATS[report].media_type)] if report else []
    return header(found)


def _member(link: Link, *, with_anchor: bool = False) -> str:
    parameters = {"rel": link.rel, "type": link.type, "profile": link.profile}
    parameters["anchor"] = link.anchor if with_anchor else ""
    return "; ".join([f"<{link.href}>", *(f'{name}="{value}"' for name, value in parameters.items() if value)])


def linkset(page: str, found: Iterable[Link]) -> str:
    """The link set as text (RFC 9264, section 4.1); every link has an anchor."""
    anchored = [Link(link.rel, link.href, link.type, link.profile, link.anchor or page) for link in found]
    return ",\n".join(_member(link, with_anchor=True) for link in anchored) + "\n"


def linkset_json(page: str, found: Iterable[Link]) -> str:
    """The link set as JSON (RFC 9264, section 4.2); attributes that RFC 8288 does not name are lists there."""
    contexts: dict[str, dict[str, Any]] = {}
    for link in found:
        anchor = link.anchor or page
        target: dict[str, Any] = {"href": link.href}
        target |= {"type": link.type} if link.type else {}
        target |= {"profile": [link.profile]} if link.profile else {}
        contexts.setdefault(anchor, {"anchor": anchor}).setdefault(link.rel, []).append(target)
    return orjson.dumps({"linkset": list(contexts.values())}, option=orjson.OPT_INDENT_2).decode()
