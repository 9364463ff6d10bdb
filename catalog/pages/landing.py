"""One resource at its address: a page for people, every format for machines, with everything that HTTP offers."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import browse, policy
from catalog.models import Resource, State
from catalog.pages import errors, signposting
from catalog.pages.presentation import page_of
from fair_metadata.formats import FORMATS, Description, Format, by_suffix, json_ld, schema_org
from fair_metadata.negotiation import Choice, choose
from fair_metadata.profiles import DEFAULT

VERSION = "1"  # of the templates and of what is joined; part of every HTML ETag
KEPT = 600  # seconds that a rendered page stays in the cache
MEMBERS = 20  # members on one page

HTML = Choice("html", ("text/html", "application/xhtml+xml"))
_FORMS = [Choice(row.name, (row.media_type, *row.also), row.profile) for row in FORMATS.values()]
_LINKSETS = [
    Choice("linkset-json", (signposting.LINKSET_JSON,)),
    Choice("linkset", (signposting.LINKSET,)),
]
_LINKSET_SUFFIXES = {"linkset.json": "linkset-json", "linkset": "linkset"}


@require_safe
def landing(request: HttpRequest, section: str, slug: str, suffix: str = "") -> HttpResponseBase:
    """The resource in the form that its suffix, `?_profile=` or the Accept headers ask for."""
    viewer = policy.viewer_of(request.user) if request.COOKIES.get("sessionid") else policy.ANYBODY
    resource = browse.standing(slug)
    if resource is None or not policy.may_see(viewer, resource):
        raise Http404
    if browse.SECTIONS[section] != resource.kind:
        return redirect(browse.address(resource) + (f".{suffix}" if suffix else ""), permanent=True)
    form = _chosen(request, suffix)
    if form is None:
        if suffix:
            raise Http404(_("There is no format with the ending “%(suffix)s”.") % {"suffix": suffix})
        return errors.not_acceptable(request, [HTML, *_FORMS, *_LINKSETS], browse.address(resource))
    return _Answer(request, resource, viewer, form).response()


def _chosen(request: HttpRequest, suffix: str) -> str | None:
    if suffix:
        row = by_suffix(suffix)
        return row.name if row else _LINKSET_SUFFIXES.get(suffix)
    wanted = request.GET.get("_mediatype") or request.headers.get("Accept", "*/*")
    profile = request.GET.get("_profile") or request.headers.get("Accept-Profile", "")
    choice = choose([HTML, *_FORMS, *_LINKSETS], accept=wanted, accept_profile=profile)
    return choice.name if choice else None


class _Answer:
    """One resource, one viewer, one form."""

    def __init__(self, request: HttpRequest, resource: Resource, viewer: policy.Viewer, form: str) -> None:
        self.request, self.resource, self.viewer, self.form = request, resource, viewer, form
        self.is_public = policy.audience(resource) == policy.PUBLIC
        self.is_page = form == "html"

    def response(self) -> HttpResponseBase:
        etag = f'"{self._key()}"'
        modified = int(self.resource.modified_at.timestamp())
        unchanged = get_conditional_response(self.request, etag=etag, last_modified=None if self.is_page else modified)
        response = unchanged or self._fresh()
        response["ETag"] = etag
        response["Vary"] = "Accept, Accept-Profile, Accept-Language, Cookie"
        response["Cache-Control"] = "public, no-cache" if self.is_public else "private, no-cache"
        if not self.is_page:
            response["Last-Modified"] = http_date(modified)
            response["Access-Control-Allow-Origin"] = "*"
        return response

    def _key(self) -> str:
        """Names the very bytes: what is stated, how it stands, and, for joined forms, the catalogue's revision."""
        parts = [self.resource.digest, self.resource.state, self.form, VERSION, str(browse.latest_revision())]
        if self.is_page:
            parts += [get_language() or "", self.request.COOKIES.get("theme", ""), self.request.GET.get("page", "")]
            parts += [str(sorted(self.viewer.audiences)), str(self.viewer.user_id)]
        return sha256(" ".join(parts).encode()).hexdigest()[:40]

    def _fresh(self) -> HttpResponse:
        body, links = self._kept(self._html if self.is_page else self._document)
        is_withdrawn = self.resource.state == State.WITHDRAWN
        response = HttpResponse(body, content_type=self._content_type(), status=410 if is_withdrawn else 200)
        response["Link"] = links
        return response

    def _kept(self, make: Callable[[], tuple[bytes, str]]) -> tuple[bytes, str]:
        """From the cache, which holds only what anybody may see."""
        if not self.is_public or self.viewer.user_id is not None:
            return make()
        key = f"landing-{self.resource.pk}-{self._key()}"
        found: tuple[bytes, str] | None = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, KEPT)
        return found

    def _content_type(self) -> str:
        if self.is_page:
            return "text/html; charset=utf-8"
        row = FORMATS.get(self.form)
        if row is None:
            return signposting.LINKSET_JSON if self.form == "linkset-json" else signposting.LINKSET
        return f"{row.media_type}; charset=utf-8" + (f'; profile="{row.profile}"' if row.name == "schema-org" else "")

    def _document(self) -> tuple[bytes, str]:
        page = signposting.absolute(browse.address(self.resource))
        if self.form in ("linkset", "linkset-json"):
            found = signposting.links(self.resource, self._all_members())
            write = signposting.linkset if self.form == "linkset" else signposting.linkset_json
            return write(page, found).encode(), f'<{page}>; rel="describes"; type="text/html"'
        row: Format = FORMATS[self.form]
        description = Description(self.resource.record, page, browse.shared(self.resource, self.viewer))
        return row.write(description), f'<{page}>; rel="describes"; type="text/html"'

    def _all_members(self) -> list[browse.Related]:
        paginator = browse.members(self.resource, self.viewer, size=10_000)
        return browse.cards(paginator.page(1)) if paginator else []

    def _html(self) -> tuple[bytes, str]:
        resource = self.resource
        related = browse.related(resource, self.viewer)
        paginator = browse.members(resource, self.viewer, size=MEMBERS)
        page = page_or_404(paginator, self.request.GET.get("page", "1")) if paginator else None
        members = browse.cards(page) if page else []
        links = signposting.links(resource, members)
        record = resource.record
        language = get_language() or "en"
        address = signposting.absolute(browse.address(resource))
        description = Description(record, address)
        context: dict[str, Any] = {
            "resource": resource,
            "card": resource.card,
            "page": page_of(record, DEFAULT, language=language[:2], related=related),
            "members": members,
            "member_page": page,
            "part_of": browse.mentioned_by(resource, self.viewer),
            "links": signposting.of_page(links),
            "formats": FORMATS.values(),
            "address": browse.address(resource),
            "absolute": address,
            "pid": signposting.pid(resource),
            "cite_as": signposting.cite_as(resource),
            "is_withdrawn": resource.state == State.WITHDRAWN,
            "schema_org": json_ld.script_json(schema_org.document(description)),
            "dcat": json_ld.script_json(json_ld.document(description)) if len(record) < 500 else "",
        }
        return render_to_string("catalog/landing.html", context, self.request).encode(), signposting.header(links)


def page_or_404(paginator: Paginator, number: str) -> Any:
    try:
        return paginator.page(number)
    except (EmptyPage, PageNotAnInteger):
        raise Http404(
            _("There is no page “%(page)s” here: the pages are 1 to %(last)s.")
            % {"page": number[:20], "last": paginator.num_pages}
        ) from None


@require_safe
def persistent(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The PID: 303 See Other to the landing page, for data and metadata alike."""
    resource = browse.standing(slug)
    if resource is None or not policy.may_see(policy.viewer_of(request.user), resource):
        raise Http404
    response = HttpResponseRedirect(browse.address(resource), status=303)
    response["Vary"] = "Accept, Accept-Profile"
    response["Access-Control-Allow-Origin"] = "*"
    return response
