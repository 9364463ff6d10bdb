"""`/sparql`: SPARQL 1.1 Protocol for programs, a form for people, a description of itself for both."""

import zlib
from collections.abc import Iterator
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt

from catalog.clients import client_of
from catalog.pages import asking
from catalog.policy import Viewer
from search import keeping_up
from search.sparql import answering, describing, page, protocol
from search.sparql.formats import HTML, TRIPLES, Form, chosen, forms_of
from search.sparql.protocol import Asked
from search.sparql.troubles import TROUBLES, Trouble, not_acceptable, told
from search.sparql.workers import Answered

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_CHUNK = 64 * 1024
_WORTH_PACKING = 1000  # bytes


@csrf_exempt  # it reads only, and other sites' pages may ask too
def sparql(request: HttpRequest) -> HttpResponseBase:
    """Every answer, errors too, may be read by scripts of other sites."""
    response = _by_method(request)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response


def _by_method(request: HttpRequest) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _options()
    if request.method not in METHODS:
        sentence = "Queries come by GET or POST (SPARQL 1.1 Protocol, 2.1)."
        response = _say(request, Trouble(405, "Not by this method", sentence))
        response["Allow"] = ", ".join(METHODS)
        return response
    keeping_up.start()
    text = ""
    try:
        asked = protocol.asked(request)
        text = asked.query.text if asked else ""
        return _answer(request, asked) if asked else _describe(request)
    except tuple(TROUBLES) as trouble:
        return _say(request, told(trouble), text or getattr(trouble, "text", ""))


def _options() -> HttpResponse:
    allowed = {
        "Allow": ", ".join(METHODS),
        "Access-Control-Allow-Methods": ", ".join(METHODS),
        "Access-Control-Allow-Headers": "Authorization, Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=allowed)


def _say(request: HttpRequest, trouble: Trouble, text: str = "") -> HttpResponse:
    """To people on the page where they asked, to programs as problem details (RFC 9457)."""
    if page.is_liked_best(request):
        response = page.form(request, text, trouble=trouble)
    else:
        details = {"type": "about:blank", "instance": request.path, **trouble.details}
        response = JsonResponse(details, content_type="application/problem+json")
    response.status_code = trouble.status
    if trouble.status == 503:
        response["Retry-After"] = str(trouble.retry_after)
        response._has_been_logged = True  # type: ignore[attr-defined]  # a busy moment is no fault, and may be long
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
    return response


def _describe(request: HttpRequest) -> HttpResponse:
    """Without a query: a form for browsers, a description for programs (SPARQL 1.1 Service Description, 2)."""
    form = chosen(TRIPLES, accept=request.headers.get("Accept", ""), named=request.GET.get("format", ""))
    if form is HTML:
        return page.form(request, "")
    if not isinstance(form, Form):
        raise not_acceptable(TRIPLES)
    response = HttpResponse(describing.described(form), content_type=form.content_type)
    patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, ("Accept",))
    return response


def _answer(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    viewer = asking.viewer(request)
    forms = forms_of(asked.query.form)
    form = chosen(forms, accept=request.headers.get("Accept", ""), named=asked.format)
    if form is HTML:
        return page.results(request, asked, viewer)
    if not isinstance(form, Form):
        raise not_acceptable(forms)
    is_packed = viewer.user_id is None and "gzip" in request.headers.get("Accept-Encoding", "").lower()
    etag = _etag(request, asked, form, viewer, is_packed=is_packed)
    if etag and etag in _known_to(request):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        answered = answering.answer(asked, form.media_type, viewer, client_of(request, viewer))
        response = _sent(request, answered, is_packed=is_packed and answered.size >= _WORTH_PACKING)
        response["Content-Type"] = form.content_type
        if asked.format:
            response["Content-Disposition"] = f'inline; filename="answer.{form.name}"'
    return _kept(response, etag, viewer)


def _etag(request: HttpRequest, asked: Asked, form: Form, viewer: Viewer, *, is_packed: bool) -> str:
    """Of the store as this viewer sees it, the question, and the form; none for what chance or time decides."""
    if request.method == "POST" or asked.query.by_chance:
        return ""
    parts = (answering.stamp(viewer), asked.query.text, asked.default_graphs, asked.named_graphs, form.name, is_packed)
    return f'"{sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def _known_to(request: HttpRequest) -> list[str]:
    return [etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))]


def _kept(response: HttpResponseBase, etag: str, viewer: Viewer) -> HttpResponseBase:
    """May be kept by whoever may see it, and is asked for again each time: that is cheap, with the ETag."""
    if etag:
        response["ETag"] = etag
        whose = "public" if viewer.user_id is None else "private"
        patch_cache_control(response, no_cache=True, **{whose: True})
    else:
        response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Accept", "Accept-Encoding", "Authorization", "Cookie"))
    return response


def _sent(request: HttpRequest, answered: Answered, *, is_packed: bool) -> HttpResponseBase:
    """In chunks: a client that reads slowly holds a file and no worker."""
    chunks = _chunks(answered)
    if request.method == "HEAD":
        answered.file.close()
        chunks = iter(())
    response = StreamingHttpResponse(_packed(chunks) if is_packed else chunks)
    if is_packed:
        response["Content-Encoding"] = "gzip"
    else:
        response["Content-Length"] = str(answered.size)
    return response


def _chunks(answered: Answered) -> Iterator[bytes]:
    with answered.file as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _packed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(level=4, wbits=31)  # RFC 1952
    for chunk in chunks:
        if packed := packing.compress(chunk):
            yield packed
    yield packing.flush()
