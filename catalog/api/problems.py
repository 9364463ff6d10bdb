"""Every error as problem details (RFC 9457), with what is wrong in each field under `errors`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions

from fair_metadata.flat import NotFlat, Wrong
from fair_metadata.reading import Unreadable

MEDIA_TYPE = "application/problem+json"
BEARER = {"WWW-Authenticate": 'Bearer realm="Marrow"'}

TITLES: Mapping[int, str] = {
    400: "This request cannot be understood",
    401: "Say who you are",
    403: "This is not for you to do",
    404: "There is nothing here",
    405: "That cannot be done here",
    406: "Not in that format",
    409: "This stands in the way",
    410: "This was withdrawn",
    412: "It changed in the meantime",
    413: "That is too large",
    415: "That format is not read here",
    422: "This cannot be kept",
    428: "Say which version you change",
    429: "Too many requests",
    503: "Search does not answer",
}


class Problem(Exception):
    """An answer that says no: its status, why in plain words, and what is wrong where."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[Wrong] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more
        self.errors = [{"pointer": wrong.pointer, "detail": wrong.detail} for wrong in errors]


def who_are_you(detail: str = "Send a token: “Authorization: Bearer …”, or sign in.") -> Problem:
    """401 with its challenge (RFC 9110, section 15.5.2)."""
    return Problem(401, detail, headers=BEARER)


def answered(error: Exception, instance: str) -> HttpResponse | None:
    """The answer to an error that a client can mend; None for a surprise."""
    problem = _problem(error)
    if problem is None:
        return None
    about: dict[str, Any] = {"type": "about:blank", "title": TITLES[problem.status], "status": problem.status}
    about |= {"detail": problem.detail, "instance": instance, **problem.more}
    about |= {"errors": problem.errors} if problem.errors else {}
    headers = {"Cache-Control": "no-store"} | problem.headers
    return JsonResponse(
        about,
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def _problem(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case NotFlat():
            return Problem(422, "The description cannot be read; “errors” says where.", errors=error.wrong)
        case Unreadable():
            return Problem(422, f"The description cannot be read: {error}")
        case Http404():
            return Problem(404, _said(error) or "The address may be wrong, or this is not for you to see.")
        case PermissionDenied() | exceptions.PermissionDenied():
            return Problem(403, str(getattr(error, "detail", "")) or "Ask somebody who may.")
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return who_are_you()
        case RequestDataTooBig():
            return Problem(413, "Send less at once, or use /api/bulk.")
        case BadRequest() | SuspiciousOperation():
            return Problem(400, _said(error) or "Check the address and try again.")
        case exceptions.APIException():
            return _of_framework(error)
    return None


def _of_framework(error: exceptions.APIException) -> Problem:
    status = error.status_code if error.status_code in TITLES else 400
    return Problem(status, str(error.detail))


def _said(error: Exception) -> str:
    return str(error.args[0]) if error.args and isinstance(error.args[0], str) else ""
