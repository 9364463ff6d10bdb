"""What a client asks for: who it is, by which method, and which form of a resource it likes best."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from catalog import browse, policy
from catalog.models import Resource
from catalog.tokens import Bearer
from fair_metadata.formats import FORMATS, TOKENS, by_suffix
from fair_metadata.negotiation import Choice, choose, wishes

HTML = "html"
LINKSET_JSON, LINKSET = "linkset-json", "linkset"
LINKSET_TYPES = {LINKSET_JSON: "application/linkset+json", LINKSET: "application/linkset"}
LINKSET_SUFFIXES = {LINKSET_JSON: "linkset.json", LINKSET: "linkset"}

CHOICES = (
    Choice(HTML, ("text/html", "application/xhtml+xml")),
    *(Choice(row.name, row.media_types, row.profile, row.style) for row in FORMATS.values()),
    *(Choice(name, (media_type,)) for name, media_type in LINKSET_TYPES.items()),
)
METHODS = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponseBase]


def viewer(request: HttpRequest) -> policy.Viewer:
    """Who asks, by token or by session. Without either nobody in particular, and then nothing is looked up."""
    bearer: Bearer | None = getattr(request, "bearer", None)
    if bearer is not None:
        return bearer.viewer
    return policy.viewer_of(request.user) if settings.SESSION_COOKIE_NAME in request.COOKIES else policy.ANYBODY


def shown(slug: str, viewer: policy.Viewer) -> Resource:
    """The resource with its latest revision. Http404 also where the viewer may not know that there is one."""
    resource = browse.shown_at(slug, viewer)
    if resource is None:
        raise Http404
    return resource


def read_only(view: View) -> View:
    """A page to be read: GET and HEAD go to the view, OPTIONS says what may be done, also from other sites' scripts.

    Everything else is answered 405; it changes nothing, so no token is asked for first.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        return _options() if request.method == "OPTIONS" else HttpResponseNotAllowed(METHODS)

    return answer


def _options() -> HttpResponse:
    asked_with = "Authorization, Accept, Accept-Language, Accept-Profile, If-None-Match, If-Modified-Since"
    headers = {
        "Allow": ", ".join(METHODS),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": ", ".join(METHODS),
        "Access-Control-Allow-Headers": asked_with,
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def whole_number(written: str) -> int:
    """A number as a form of ours sends it; 0 for what is none, or larger than any."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0


def refuse_unkeepable(request: HttpRequest) -> None:
    """BadRequest for a form with the one character that PostgreSQL keeps in no text: where it is left out, what is left
    may mean another thing, as an empty time means now.
    """
    if any("\0" in text for name, values in request.POST.lists() for text in (name, *values)):
        raise BadRequest(_("What was sent holds a character that no text may have (NUL). Write it anew."))


def suffix_of(form: str) -> str:
    """The ending of a form's own address, with its dot; the page has none."""
    if form == HTML:
        return ""
    return "." + (FORMATS[form].suffix if form in FORMATS else LINKSET_SUFFIXES[form])


def form_of_suffix(suffix: str) -> str | None:
    row = by_suffix(suffix)
    return row.name if row else next((form for form, known in LINKSET_SUFFIXES.items() if known == suffix), None)


def form_asked_for(request: HttpRequest) -> str | None:
    """By `?_mediatype=` and `?_profile=`, else by the Accept headers; None when nothing there is would be accepted.

    A profile is asked for by its IRI or by its name here (`dcat`, `schema-org` …). W3C Content Negotiation by Profile.
    """
    accept, profile = request.META.get("HTTP_ACCEPT", ""), request.META.get("HTTP_ACCEPT_PROFILE", "")
    if request.META.get("QUERY_STRING"):
        # A plus in a query is a space: `?_mediatype=application/ld+json` means what it says.
        accept = request.GET.get("_mediatype", "").replace(" ", "+") or accept
        profile = _profile(request.GET.get("_profile", "")) or profile
    return _liked_best(accept.strip() or "*/*", profile)


@lru_cache(maxsize=500)
def _liked_best(accept: str, profile: str) -> str | None:
    choice = choose(CHOICES, accept=accept, accept_profile=profile)
    return choice.name if choice else None


def _profile(asked: str) -> str:
    return TOKENS.get(asked, asked)


def tongues(request: HttpRequest) -> tuple[str, ...]:
    """The language that a document is wanted in, by `?lang=`, else by Accept-Language; English where none is said.

    One is enough: what is not written in it is given in English. Anything that is no language of two or three letters
    is none, so that what is kept by language stays small.
    """
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    liked = sorted(wishes(header), key=lambda wish: -wish.quality)
    said = [request.GET.get("lang", "") if request.META.get("QUERY_STRING") else "", *(wish.value for wish in liked)]
    found = (tag.lower().split("-")[0] for tag in said)
    return (next((tag for tag in found if re.fullmatch(r"[a-z]{2,3}", tag)), "en"),)
