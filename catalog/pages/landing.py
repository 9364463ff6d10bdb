"""One resource at its address: a page for people, every format for machines, with everything that HTTP offers."""

from functools import cached_property, lru_cache
from hashlib import blake2b

from django.core.cache import cache
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import browse, pids, policy, standing
from catalog.links import health
from catalog.models import State
from catalog.notices import telling
from catalog.pages import errors, signposting
from catalog.pages.asking import (
    CHOICES,
    HTML,
    LINKSET_TYPES,
    form_asked_for,
    form_of_suffix,
    read_only,
    suffix_of,
    tongues,
)
from catalog.pages.asking import viewer as viewer_of
from catalog.pages.bodies import Asked, Body, body_of
from catalog.pages.context import theme
from catalog.pages.paging import page_number
from catalog.pages.version import newest_file, version
from catalog.standing import Standing
from fair_metadata.formats import FORMATS, CannotWrite

KEPT = 600  # seconds that a body stays in the cache
LARGEST_KEPT = 1_000_000  # bytes of a body that is kept
CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
NEGOTIATED = ("Accept", "Accept-Profile")


@read_only
def landing(request: HttpRequest, section: str, slug: str, suffix: str = "") -> HttpResponseBase:
    """The resource in the form that its suffix, `?_mediatype=`, `?_profile=` or the Accept headers ask for.

    What the viewer may not see is answered as what is not there.
    """
    form = form_of_suffix(suffix) if suffix else form_asked_for(request)
    viewer = viewer_of(request)
    of_page = standing.of_page if viewer.user_id is None else standing.of_own_page
    resource = (standing.of_document if form in FORMATS else of_page)(slug)
    if resource is None or not policy.may_see(viewer, resource):
        raise Http404
    if browse.SECTIONS[section] != resource.kind:
        return _moved(request, resource, suffix)
    if not suffix and (kept := browse.successor(resource, viewer)):
        return _replaced(browse.address(kept) + _query(request))
    if form is None:
        if suffix:
            raise Http404(_("There is no format with the ending “%(suffix)s”.") % {"suffix": suffix})
        return errors.not_acceptable(request, CHOICES, browse.address(resource))
    return _Answer(request, resource, viewer, form, is_negotiated=not suffix).response()


def _moved(request: HttpRequest, resource: Standing, suffix: str) -> HttpResponse:
    """The address has another kind of resource in it than this one is."""
    there = browse.address(resource) + (f".{suffix}" if suffix else "")
    return HttpResponsePermanentRedirect(there + _query(request))


def _replaced(there: str) -> HttpResponse:
    """It was merged into another one; who may see that is led there. Its documents stay, and say so."""
    response = HttpResponsePermanentRedirect(there)
    response["Cache-Control"] = "no-cache"  # a merge may be undone
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ("Cookie", "Authorization"))
    return response


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""


@lru_cache(maxsize=1000)
def _http_date(moment: int) -> str:
    return http_date(moment)


class _Answer:
    """One form of one resource for one viewer: its headers, and its body from the cache or made anew."""

    def __init__(
        self, request: HttpRequest, resource: Standing, viewer: policy.Viewer, form: str, *, is_negotiated: bool
    ) -> None:
        self.request, self.form, self.is_negotiated = request, form, is_negotiated
        self.is_page = form == HTML
        self.is_public = policy.audience(resource) == policy.PUBLIC
        self.is_withdrawn = resource.state == State.WITHDRAWN
        # A public document is the same for everybody, signed in or not.
        reader = policy.ANYBODY if self.is_public and not self.is_page else viewer
        has_pages = self.is_page and browse.has_members(resource)
        self.speaks = form in FORMATS and FORMATS[form].speaks
        liked = tongues(request) if self.speaks else ("en",)
        self.asked = Asked(resource, reader, form, page_number(request) if has_pages else 1, liked)

    def response(self) -> HttpResponseBase:
        # What is gone stays 410: conditions are for answers that would be 200 (RFC 9110, section 13.2.1).
        unchanged = None if self.is_withdrawn else self._unchanged()
        try:
            response = unchanged or self._fresh()
        except CannotWrite as refusal:
            return errors.problem(self.request, 406, _("Not in that format"), str(refusal))
        response["ETag"] = f'"{self.key}"'
        response["Last-Modified"] = _http_date(self.modified)
        response["Cache-Control"] = f"{'public' if self.is_public else 'private'}, no-cache"
        if varies_with := self._varies_with():
            response["Vary"] = ", ".join(varies_with)
        if not self.is_page:
            response["Content-Location"] = browse.address(self.asked.resource) + suffix_of(self.form)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Link, ETag, Content-Location"
        return response

    def _unchanged(self) -> HttpResponseBase | None:
        if not CONDITIONS & self.request.META.keys():
            return None
        found: HttpResponseBase | None = get_conditional_response(
            self.request, etag=f'"{self.key}"', last_modified=self.modified
        )
        return found

    def _varies_with(self) -> tuple[str, ...]:
        negotiated = NEGOTIATED if self.is_negotiated else ()
        spoken = ("Accept-Language",) if self.is_page or self.speaks else ()
        return (*negotiated, *spoken, *(("Cookie",) if self.is_page or not self.is_public else ()))

    @cached_property
    def modified(self) -> int:
        """When something that the body is made of changed last, in seconds since 1970."""
        resource = self.asked.resource
        moments = (resource.changed_at, resource.checked_at if self.is_page else None)
        return max(newest_file(), *(int(moment.timestamp()) for moment in moments if moment))

    @cached_property
    def key(self) -> str:
        """Names the very bytes: what is stated, how it stands, what is joined to it, and by what and for whom."""
        resource, viewer = self.asked.resource, self.asked.viewer
        whom = [] if viewer is policy.ANYBODY else [viewer.user_id, viewer.is_operator, sorted(viewer.audiences)]
        parts = [resource.pk, resource.digest, resource.state, self.form, resource.around, *whom, version()]
        parts += self.asked.tongues if self.speaks else ()
        if self.is_page:
            # The menu on top says how many notices wait.
            unread = telling.unread(viewer) if viewer.user_id is not None else 0
            parts += [resource.revision_id, get_language(), theme(self.request), self.asked.number, unread]
            parts.append(resource.checked_at)
            if viewer.user_id is not None and policy.may_edit(viewer, resource):
                parts.append(health.stamp(resource))
        return blake2b(repr(parts).encode(), digest_size=20).hexdigest()

    def _fresh(self) -> HttpResponse:
        body, links = self._kept()
        response = HttpResponse(body, content_type=self._content_type(), status=410 if self.is_withdrawn else 200)
        response["Link"] = links
        return response

    def _kept(self) -> Body:
        """From the cache, which holds only what anybody may see."""
        if not self.is_public or self.asked.viewer.user_id is not None:
            return body_of(self.asked, self.request)
        found: Body | None = cache.get(self.key)
        if found is None:
            found = body_of(self.asked, self.request)
            if len(found[0]) <= LARGEST_KEPT:
                cache.set(self.key, found, KEPT)
        return found

    def _content_type(self) -> str:
        if self.is_page:
            return "text/html; charset=utf-8"
        if self.form in LINKSET_TYPES:
            return LINKSET_TYPES[self.form]
        row = FORMATS[self.form]
        says_profile = "json" in row.media_type and row.profile and not row.is_rdf
        return row.content_type + (f'; profile="{row.profile}"' if says_profile else "")


@read_only
def persistent(request: HttpRequest, tail: str) -> HttpResponseBase:
    """The PID: 303 See Other to the landing page, for data and metadata alike; what was asked for goes along."""
    resource = browse.named(tail, pids.named_by(tail, request.META.get("HTTP_HOST", "")))
    viewer = viewer_of(request)
    if resource is None or not policy.may_see(viewer, resource):
        raise Http404
    if kept := browse.successor(resource, viewer):
        return _replaced(signposting.pid(kept) + _query(request))
    response = HttpResponseRedirect(browse.address(resource) + _query(request), status=303)
    response["Link"] = signposting.header_of_pid(signposting.absolute(browse.address(resource)))
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Link"
    patch_vary_headers(response, NEGOTIATED)
    return response
