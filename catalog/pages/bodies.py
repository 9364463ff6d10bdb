"""The body of each form of a resource, with the links that go into its header."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string

from catalog import browse, policy
from catalog.language import current_language
from catalog.links.health import Standing as AddressStanding
from catalog.links.health import health
from catalog.models import Kind, Resource, State
from catalog.pages import embedded, signposting
from catalog.pages.asking import HTML, LINKSET, LINKSET_TYPES
from catalog.pages.paging import page_of_list
from catalog.pages.presentation import Page, page_of
from catalog.policy import Viewer
from catalog.standing import Standing
from fair_metadata.formats import FORMATS, Description, cited, report
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record

MEMBERS = 20  # members on one page
CITED_AS = "vancouver"  # the style that medicine uses; the page offers the others
# Documents of application profiles, and what they lack.
PROFILED = [row for row in FORMATS.values() if row.report or row.profile == report.PROFILE]
ALL_MEMBERS = 10_000  # members that a link set names


@dataclass(frozen=True, slots=True)
class Asked:
    """One form of one resource for one viewer; `number` is the page of its members, `tongues` the languages liked."""

    resource: Standing
    viewer: Viewer
    form: str
    number: int = 1
    tongues: tuple[str, ...] = ("en",)

    @property
    def page(self) -> str:
        """The landing page's whole address."""
        return signposting.absolute(browse.address(self.resource))


Body = tuple[bytes, str]  # the body and its Link header


def document(asked: Asked) -> Body:
    """The description in one of the formats, with the shared descriptions that it mentions. CannotWrite as its row."""
    row = FORMATS[asked.form]
    found = browse.whole(asked.resource)
    description = Description(
        found.record,
        asked.page,
        shared=browse.shared(found, asked.viewer),
        parts=browse.parts(found, asked.viewer),
        tongues=asked.tongues,
        cite_as=signposting.cite_as(found),
    )
    return row.write(description), signposting.header_of_document(asked.page, row.profile, row.report)


def linkset(asked: Asked) -> Body:
    """All typed links of the landing page, its documents and its content."""
    found = browse.whole(asked.resource)
    links = _all_links(found, asked.viewer)
    write = signposting.linkset if asked.form == LINKSET else signposting.linkset_json
    return write(asked.page, links).encode(), signposting.header_of_document(asked.page)


@browse.once
def _all_links(found: Resource, viewer: Viewer) -> list[signposting.Link]:
    members = browse.cards(browse.members(found, viewer, size=ALL_MEMBERS).page(1))
    parts = browse.parts(found, viewer)
    above = browse.mentioned_by(found, viewer) if found.kind == Kind.DISTRIBUTION else ()
    return signposting.links(found, found.record, members=members, parts=parts, above=above)


def html(asked: Asked, request: HttpRequest) -> Body:
    """The page for people. Http404 when there is no such page of members."""
    found, viewer = browse.whole(asked.resource), asked.viewer
    record = found.record
    member_page = page_of_list(browse.members(found, viewer, size=MEMBERS), asked.number)
    members, parts = browse.cards(member_page), browse.parts(found, viewer)
    above = browse.mentioned_by(found, viewer)
    links = signposting.of_page(signposting.links(found, record, members=members, parts=parts, above=above))
    cite_as, shared = signposting.cite_as(found), browse.shared(found, viewer)
    description = Description(record, asked.page, shared, parts, tongues=(current_language(),), cite_as=cite_as)
    context = _of_standing(found, asked) | {
        "page": _presented(found, description.joined, viewer),
        "members": members,
        "member_page": member_page,
        "reference": cited.reference(description, CITED_AS),
        "styles": [(FORMATS[f"citation-{style}"], style == CITED_AS) for style in cited.STYLES],
        "part_of": above,
        "links": links,
        "schema_org": embedded.for_search_engines(description, cite_as),
        "dcat": embedded.for_harvesters(record),
    }
    rendered = render_to_string("catalog/landing.html", context, _plain(request, asked.number))
    return rendered.encode(), signposting.header(links)


def _of_standing(found: Resource, asked: Asked) -> dict[str, Any]:
    return {
        "resource": found,
        "card": found.card,
        "formats": [row for row in FORMATS.values() if not row.style and row not in PROFILED],
        "profiled": PROFILED,
        "address": browse.address(found),
        "absolute": asked.page,
        "pid": signposting.pid(found),
        "is_public": policy.is_public(found),
        "is_withdrawn": found.state == State.WITHDRAWN,
        "may_edit": (may_edit := policy.may_edit(asked.viewer, found)),
        "addresses": _addresses(found) if may_edit else None,
    }


def _addresses(found: Resource) -> dict[str, Any]:
    """How the web addresses that it names answer, for who may mend them."""
    rows = health(found)
    broken = [row for row in rows if row.standing == AddressStanding.BROKEN]
    moved = sum(row.standing == AddressStanding.MOVED for row in rows)
    return {"broken": len(broken), "moved": moved, "worst": broken[:3], "any": bool(rows)}


def _presented(found: Resource, joined: Record, viewer: Viewer) -> Page:
    """The record as a page shows it; shared descriptions give names to what it mentions."""
    return page_of(joined, DEFAULT, language=current_language(), related=browse.related(found, viewer))


def _plain(request: HttpRequest, number: int) -> HttpRequest:
    """The request without what other visitors' pages must not show: nothing of its query but the page."""
    plain = copy(request)
    query = f"page={number}" if number > 1 else ""
    plain.META = {**request.META, "QUERY_STRING": query}
    plain.GET = QueryDict(query)  # type: ignore[assignment]
    return plain


def body_of(asked: Asked, request: HttpRequest) -> Body:
    if asked.form == HTML:
        return html(asked, request)
    return linkset(asked) if asked.form in LINKSET_TYPES else document(asked)
