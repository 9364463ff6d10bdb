"""How this door is asked and how it answers: methods, formats, conditions, who may write."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from catalog.pages import asking, errors
from catalog.pages.asking import View
from catalog.tokens import Bearer
from fair_metadata.formats import FORMATS, CannotWrite, Description
from fair_metadata.negotiation import Choice, choose
from fair_metadata.projecting import FAIR_DATA_POINT, projected
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple

HTML = "html"
_RDF = tuple(Choice(row.name, (row.media_type, *row.also)) for row in FORMATS.values() if row.is_rdf)
_PAGE = Choice(HTML, ("text/html", "application/xhtml+xml"))
_JSON = Choice("json", ("application/json", "application/problem+json"))
_PRIVATE = ("Accept", "Authorization", "Cookie")


class Refused(Exception):
    """A request that is not granted: the status and, in plain words, why. `report` says which rules are broken."""

    def __init__(self, status: int, why: str, report: Iterable[Triple] = (), **more: Any) -> None:
        super().__init__(why)
        self.status, self.why, self.report, self.more = status, why, tuple(report), more


_TITLES = {
    400: "This cannot be kept",
    401: "Who you are is not known",
    403: "This is not for you to do",
    404: "There is no such page",
    409: "This cannot be done now",
    412: "Somebody else changed it",
    413: "This is too large",
    415: "This is not in a format that is read here",
    429: "Too many requests",
}


def door(views: Mapping[str, View]) -> View:
    """One address: a view for each method. No cookie opens it for writing, so there is no form's token to check."""
    allowed = sorted({*views, "OPTIONS", *(["HEAD"] if "GET" in views else [])})

    @csrf_exempt
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _options(allowed)
        view = views.get("GET" if request.method == "HEAD" else str(request.method))
        if view is None:
            return HttpResponseNotAllowed(allowed)
        try:
            response = view(request, *args, **kwargs)
        except Refused as refusal:
            response = _refused(request, refusal)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Link, Location, ETag"
        return response

    return answer


def _options(allowed: list[str]) -> HttpResponse:
    headers = {
        "Allow": ", ".join(allowed),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": ", ".join(allowed),
        "Access-Control-Allow-Headers": "Authorization, Accept, Content-Type, If-Match, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A validation report as RDF for who asks for RDF, problem details for the others."""
    rdf_is_liked = _best(request, (_JSON, _PAGE, *_RDF)) not in ("json", HTML, None)
    if refusal.report and rdf_is_liked:
        return rdf(request, "", refusal.report, status=refusal.status)
    return errors.problem(request, refusal.status, _TITLES[refusal.status], refusal.why, **refusal.more)


def wants_page(request: HttpRequest) -> bool:
    """A person's browser: it is sent to the page that says the same."""
    return _best(request, (*_RDF, _PAGE)) == HTML


def wants_json(request: HttpRequest) -> bool:
    """JSON that is no RDF: where the reference has both."""
    return _best(request, (*_RDF[:1], Choice("json", ("application/json",)))) == "json"


def _best(request: HttpRequest, choices: Iterable[Choice]) -> str | None:
    choice = choose(tuple(choices), accept=request.META.get("HTTP_ACCEPT", "").strip() or "*/*")
    return choice.name if choice else None


def page(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address, status=303)
    patch_vary_headers(response, _PRIVATE)
    return response


def rdf(
    request: HttpRequest, subject: Term, triples: Iterable[Triple], *, status: int = 200, mark: str = "", link: str = ""
) -> HttpResponse:
    """Triples in the syntax that the client likes best; Turtle for who likes none that there is.

    They are said as the shapes of FAIR Data Points have them (`projecting`). `mark` begins the ETag: what a client
    may name in If-Match.
    """
    row = FORMATS[_best(request, _RDF) or "turtle"]
    found = projected(triples, FAIR_DATA_POINT).triples
    try:
        whole = [Description(Record(subject or found[0][0], found))] if found else []
        body = row.write(whole[0]) if whole else b"".join(row.stream(whole))  # a page may be empty
    except CannotWrite as refusal:
        return errors.problem(request, 406, "Not in that format", str(refusal))
    response = HttpResponse(body, content_type=row.content_type, status=status)
    return _kept_by_none(request, response, f'"{mark}{blake2b(body, digest_size=12).hexdigest()}"', link)


def _kept_by_none(request: HttpRequest, response: HttpResponse, etag: str, link: str) -> HttpResponse:
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES or getattr(request, "bearer", None) is not None
    response["Cache-Control"] = f"{'private' if is_known else 'public'}, no-cache"
    patch_vary_headers(response, _PRIVATE)
    if link:
        response["Link"] = link
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        return response
    response["ETag"] = etag
    unchanged: HttpResponse = get_conditional_response(request, etag=etag, response=response)
    return unchanged


def writer(request: HttpRequest) -> Bearer:
    """Who writes. The reference answers 403 to everybody else, whoever they are."""
    bearer: Bearer | None = getattr(request, "bearer", None)
    if bearer is None:
        raise Refused(403, "To write, send a token: “Authorization: Bearer …”. POST /fdp/tokens makes one.")
    if not bearer.may_write:
        raise Refused(403, "This token may only read. Make one that may write.")
    return bearer


viewer = asking.viewer
