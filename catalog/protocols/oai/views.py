"""The one address of OAI-PMH: arguments in, XML out, 200 whatever was asked (OAI-PMH 2.0, section 3.6)."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from catalog.protocols.oai import items
from catalog.protocols.oai.answers import address, answer, moment
from catalog.protocols.oai.arguments import Asked, Problem, Refused, asked
from fair_metadata.formats.xml import element

PIECE = 65_536  # characters that are sent at once
MOST_ARGUMENTS = 100  # of which each wrong one is told
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="{static("oai.css")}"?>\n'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)
_FOOT = "</OAI-PMH>\n"


@csrf_exempt  # reads only
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponseBase:
    """What everybody may see, whoever asks: a harvest is passed on to others."""
    if request.method == "HEAD":
        return HttpResponse(content_type=_TYPE, headers=_OPEN)
    return StreamingHttpResponse(_pieces(_document(request)), content_type=_TYPE, headers=_OPEN)


_TYPE = "text/xml; charset=utf-8"  # section 3.1.2.1
_OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}


def _document(request: HttpRequest) -> Iterator[str]:
    """The whole answer; what is wrong with the request is known before it begins."""
    head = _HEAD + element("responseDate", moment(items.complete_until())) + "\n"
    legal: Asked | None = None
    try:
        legal = asked(_arguments(request))
        body: Iterable[str] = answer(legal)
    except Refused as refusal:
        legal = legal if refusal.is_echoed else None
        body = [element("error", problem.words, {"code": problem.code}) + "\n" for problem in refusal.problems]
    said: dict[str, Any] = {"verb": legal.verb, **legal.arguments} if legal else {}
    return chain([head, element("request", address(), said), "\n"], body, [_FOOT])


def _arguments(request: HttpRequest) -> dict[str, list[str]]:
    """From the address, or from the form of a POST (section 3.1.1)."""
    try:
        given = request.POST if request.method == "POST" else request.GET
    except SuspiciousOperation:
        raise _too_much() from None
    if len(given) > MOST_ARGUMENTS:
        raise _too_much()
    return {name: given.getlist(name) for name in given}


def _too_much() -> Refused:
    return Refused(Problem("badArgument", "There are too many arguments, or they are too long."), is_echoed=False)


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    """Few large pieces for many small ones: each costs a write."""
    held, size = [], 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > PIECE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)
