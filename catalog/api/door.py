"""What every address of the API does the same way: who asks, how often, in which form, and how errors are told."""

from functools import partial
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import policy
from catalog.api import limits, problems
from catalog.api.problems import Problem, who_are_you
from catalog.pages import asking
from catalog.tokens import Bearer

SEEN = "Location, ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy"
SENT = "Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, Idempotency-Key"


class Bearers(BaseAuthentication):
    """By a token, which the middleware has looked up."""

    def authenticate(self, request: Request) -> tuple[Any, Bearer] | None:
        bearer: Bearer | None = getattr(request._request, "bearer", None)
        return (bearer.user, bearer) if bearer else None

    def authenticate_header(self, request: Request) -> str:
        return problems.BEARER["WWW-Authenticate"]


class Json(JSONRenderer):
    """JSON in UTF-8, for whoever takes JSON at all."""

    charset = "utf-8"


class Door(APIView):
    """One address of the API. Its methods answer with a `Response`, or raise a `Problem`."""

    authentication_classes = [Bearers, SessionAuthentication]
    permission_classes: list[type] = []
    throttle_classes: list[type] = []
    renderer_classes: list[type] = [Json]
    share: limits.Share | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.share = limits.taken(request._request)
        if self.share.is_over:
            raise Problem(429, f"{self.share.limit} requests a minute is the limit. Wait {self.share.resets_in} s.")
        super().initial(request, *args, **kwargs)

    def handle_exception(self, error: Exception) -> HttpResponseBase:
        answer = problems.answered(error, self.request.path)
        if answer is None:
            raise error
        if answer.status_code == 405:
            answer["Allow"] = ", ".join(self.allowed_methods)
        answer.exception = True  # type: ignore[attr-defined]
        return answer

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = SEEN
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        patch_vary_headers(answer, ("Accept", "Accept-Language", "Authorization", "Cookie"))
        if isinstance(answer, Response) and request.method in ("GET", "HEAD") and not answer.has_header("ETag"):
            answer.add_post_render_callback(partial(_tagged, request))
        for name, value in (self.share.headers if self.share else {}).items():
            answer[name] = value
        return answer

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What may be done here, also from other sites' scripts (CORS preflight)."""
        methods = ", ".join(self.allowed_methods)
        headers = {"Allow": methods, "Access-Control-Allow-Methods": methods, "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=204, headers=headers | {"Access-Control-Allow-Headers": SENT})


def _tagged(request: Any, answer: Response) -> HttpResponseBase:
    """The answer with a tag of its bytes, or 304 for who has them (RFC 9110, section 13.1.2)."""
    tag = f'"{blake2b(answer.content, digest_size=16).hexdigest()}"'
    found: HttpResponseBase = get_conditional_response(request, etag=tag, response=answer)
    found["ETag"] = tag
    return found


def viewer_of(request: Request) -> policy.Viewer:
    """Who asks, by token or by session."""
    return asking.viewer(request._request)


def writer_of(request: Request) -> policy.Viewer:
    """Who writes. 401 for nobody in particular, 403 for a token that may only read (RFC 6750, section 3.1)."""
    bearer: Bearer | None = getattr(request._request, "bearer", None)
    if bearer is not None and not bearer.may_write:
        challenge = {"WWW-Authenticate": 'Bearer realm="Marrow", error="insufficient_scope", scope="write"'}
        raise Problem(403, "This token may only read. Make one with the scope “write”.", headers=challenge)
    if not request.user.is_authenticated:
        raise who_are_you()
    return viewer_of(request)


def flag(request: Request, name: str) -> bool:
    """A yes or no in the address. 400 for what is neither."""
    value = request.query_params.get(name, "false")
    if value not in ("true", "false"):
        raise Problem(400, f"“{name}” is “true” or “false”, not “{value}”.")
    return bool(value == "true")


def word(request: Request, name: str, *, most: int = 500) -> str:
    """A text in the address; "" without one. 400 for what no database keeps."""
    value = str(request.query_params.get(name, ""))
    if len(value) > most or "\0" in value:
        raise Problem(400, f"“{name}” is a text of at most {most} characters.")
    return value.strip()


def number(request: Request, name: str, usual: int, *, most: int) -> int:
    """A whole number in the address, at most `most`. 400 for what is none."""
    value = request.query_params.get(name, "")
    if not value:
        return usual
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise Problem(400, f"“{name}” is a whole number, not “{value[:40]}”.")
    return min(most, int(value))
