"""Looking at a page as machines see it: in this process, or over HTTP as anybody would. Nothing is asked elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

from catalog import browse, policy
from catalog.models import AddressUse, Resource
from catalog.pages import signposting
from catalog.policy import Viewer
from catalog.standing import Standing
from catalog.statements import written_once
from fair_metadata.assessment import Answer, Observation, TypedLink

Ask = Callable[[str, str], Answer]  # address and Accept → answer

POLICY = "/about/persistence"
NEGOTIATED = ("text/turtle", "application/ld+json")
PATIENCE = 20.0  # seconds that an answer over HTTP may take


def look(resource: Resource, ask: Ask | None = None) -> Observation:
    """All that indicators are judged by: the page, its PID, what its links lead to, and what was negotiated."""
    is_inside, ask = ask is None, ask or inside(policy.reader_of(resource))
    page = signposting.absolute(browse.address(resource))
    seen = Observation(ask(page, "text/html"), ask(signposting.cite_as(resource), "text/html"))
    documents = [link for link in seen.of("describedby") if _is_ours(link.href)]
    documents = _in_turn(documents, resource.revision_id or 0) if is_inside else documents
    sets = [link for link in seen.of("linkset") if _is_ours(link.href)]
    return Observation(
        seen.page,
        seen.pid,
        sets={link.type: ask(link.href, "*/*") for link in sets},
        documents={link.href: ask(link.href, "*/*") for link in documents},
        negotiated={kind: ask(page, kind) for kind in NEGOTIATED},
        policy=_policy() if is_inside else ask(signposting.absolute(POLICY), "text/html"),
        broken=broken(resource),
    )


def _policy() -> Answer:
    """The same for every page: looked at once a minute."""
    address = signposting.absolute(POLICY)
    found: Answer = cache.get_or_set("fair-policy", lambda: inside(policy.ANYBODY)(address, "text/html"), 60)
    return found


def _in_turn(links: list[TypedLink], place: int) -> list[TypedLink]:
    """Those that everything depends on, and one of the others: which one changes with the revision.

    None where the page has no links: it may have been hidden since the dataset was read.
    """
    first = [next((link for link in links if link.type == kind), None) for kind in NEGOTIATED]
    always = [link for link in first if link is not None]
    others = [link for link in links if link not in always]
    return always + others[place % len(others) :][:1] if others else always


def broken(resource: Resource | Standing) -> frozenset[str]:
    """Addresses of the dataset and its distributions that are known not to answer; asked in the background."""
    return frozenset(use.url for use in _broken(resource.pk))


@written_once
def _broken(resource: int) -> QuerySet[AddressUse]:
    theirs = Q(resource=resource) | Q(resource__in=browse.below(resource))
    return AddressUse.objects.filter(theirs, address__is_broken=True).annotate(url=F("address__url")).only("pk")


def _is_ours(address: str) -> bool:
    return address.startswith(f"{settings.BASE_URL}/")


def inside(viewer: Viewer) -> Ask:
    """By the views themselves, as somebody who may see what this viewer may. Middleware adds nothing that is judged."""
    requests = RequestFactory()

    def ask(address: str, accept: str) -> Answer:
        request = requests.get(_path(address), HTTP_ACCEPT=accept)
        if viewer is not policy.ANYBODY:
            request.bearer = _Bearer(viewer)  # type: ignore[attr-defined]
        with override("en"):
            return _told(address, _answer(request))

    return ask


def _path(address: str) -> str:
    """Where the address is answered here: PIDs may be on another host, whose resolver leads to `/id/…`."""
    if not _is_ours(address) and address.startswith(settings.PID_BASE):
        return f"/id/{address.removeprefix(settings.PID_BASE)}"
    return urlsplit(address).path


class _Bearer:
    """What `asking.viewer` looks for: on whose behalf it is asked, and that nothing may be written."""

    user, may_write = None, False

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer


def _answer(request: HttpRequest) -> HttpResponseBase | None:
    try:
        found = resolve(request.path_info)
        return found.func(request, *found.args, **found.kwargs)  # type: ignore[no-any-return]
    except Http404:
        return None


def _told(address: str, response: Any) -> Answer:
    if response is None:
        return Answer(address, 404)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(address, response.status_code, _lower(response.headers), body)


def over_http(client: httpx.Client) -> Ask:
    """By a server, as anybody; redirects are not followed, they are looked at."""

    def ask(address: str, accept: str) -> Answer:
        try:
            response = client.get(address, headers={"Accept": accept}, timeout=PATIENCE, follow_redirects=False)
        except httpx.HTTPError as trouble:
            return Answer(address, 0, {"x-trouble": str(trouble)})
        return Answer(address, response.status_code, _lower(response.headers), response.content)

    return ask


def _lower(headers: Any) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}
