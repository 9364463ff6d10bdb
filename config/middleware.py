"""Small rules that hold for every answer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers

from catalog import tokens
from catalog.pages.asking import refuse_unkeepable
from catalog.pages.errors import details

Answer = Callable[[HttpRequest], HttpResponseBase]


def bodiless_head(get_response: Answer) -> Answer:
    """HEAD gets the headers that GET would get, its Content-Length among them, and no body (RFC 9110, 9.3.2)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = str(len(response.content))
            response.content = b""
            response["Content-Length"] = length
        return response

    return answer


def bearer_tokens(get_response: Answer) -> Answer:
    """`request.bearer`: who acts through a token, None without one. A bad token is answered 401, whatever is asked
    for: a client that believes it is known must not take what everybody sees for what it may see (RFC 6750, 3.1).
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            request.bearer = tokens.bearer(request)  # type: ignore[attr-defined]
        except tokens.Refused as refusal:
            response = details(request, 401, "This token opens nothing", str(refusal))
            response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return response
        return get_response(request)

    return answer


class KeepableForms:
    """Every form that a page of ours sends can be kept, or is answered 400 before its view sees it; doors for programs,
    which take no token of a form, say so in their own words.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            refuse_unkeepable(request)


class Locale(LocaleMiddleware):
    """Django's, for what people read: documents for machines are the same whatever language is asked for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class Compressed(GZipMiddleware):
    """Django's, for pages and what they load, where nothing can be learned from the length of an answer (BREACH).

    A page for somebody who is signed in may hold what others must not guess beside what an address made it say; such
    pages go as they are. Descriptions for machines keep the strong ETags that editors write against.
    """

    TYPES = ("text/html", "text/css", "text/javascript", "image/svg+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_public = settings.SESSION_COOKIE_NAME not in request.COOKIES and not response.cookies
        if response.status_code in (200, 304):
            patch_vary_headers(response, ("Accept-Encoding",))  # a 304 says what the 200 would (RFC 9110, 15.4.5)
        if response.status_code == 200 and is_public and response.get("Content-Type", "").startswith(self.TYPES):
            return super().process_response(request, response)
        return response
