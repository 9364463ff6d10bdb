"""Pages for what went wrong: what happened, and where to go from here."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from catalog.pages.asking import suffix_of
from catalog.pages.context import site
from fair_metadata.negotiation import Choice, choose

# Clients that accept none of these (a harvester that wants Turtle) get problem details.
_FORMS = (
    Choice("html", ("text/html", "application/xhtml+xml")),
    Choice("json", ("application/problem+json", "application/json", "application/ld+json")),
    Choice("text", ("text/plain",)),
)


def problem(request: HttpRequest, status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """An error as a page, as problem details (RFC 9457), or as plain text, whichever the client likes best."""
    wanted = choose(_FORMS, accept=request.headers.get("Accept", ""))
    write = {"html": _page, "text": _text}.get(wanted.name if wanted else "", _details)
    response = write(request, {"status": status, "title": title, "detail": detail, **more})
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept", "Accept-Language", "Cookie"))
    return response


def details(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """Problem details whatever the client likes best: for who shows a token, which is a program."""
    return _details(request, {"status": status, "title": title, "detail": detail})


def _page(request: HttpRequest, about: dict[str, Any]) -> HttpResponse:
    return HttpResponse(render_to_string("errors/error.html", about, request), status=about["status"])


def _details(request: HttpRequest, about: dict[str, Any]) -> HttpResponse:
    document = {"type": "about:blank", "instance": request.path, **about}
    return JsonResponse(document, status=about["status"], content_type="application/problem+json")


def _text(request: HttpRequest, about: dict[str, Any]) -> HttpResponse:
    lines = [f"{about['status']} {about['title']}", about["detail"]]
    lines += [f"- {form['media_type']} {form['address']}" for form in about.get("available", ())]
    return HttpResponse("\n".join(lines) + "\n", status=about["status"], content_type="text/plain; charset=utf-8")


def not_acceptable(request: HttpRequest, choices: Sequence[Choice], address: str) -> HttpResponse:
    """406 with the list of what there is and where (RFC 9110, section 15.5.7)."""
    available = [
        {"media_type": c.media_types[0], "profile": c.profile, "address": address + suffix_of(c.name)} for c in choices
    ]
    detail = _("None of the formats that you accept can be had here. These can:")
    response = problem(request, 406, _("Not in that format"), detail, available=available, address=address)
    patch_vary_headers(response, ("Accept-Profile",))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 with our own sentence where a view gave one."""
    said = exception.args[0] if isinstance(exception, BadRequest) and exception.args else ""
    detail = str(said) or _("Check the address and try again.")
    return problem(request, 400, _("This request cannot be understood"), detail)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also the answer to a form without its token (CSRF_FAILURE_VIEW)."""
    return problem(request, 403, _("This is not for you to do"), _("Sign in with an account that may."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with our own sentence where a view gave one; the resolver's, which lists all patterns, is not for readers."""
    said = exception.args[0] if exception and exception.args else ""
    detail = said if said and isinstance(said, str) else _("The address may be wrong, or it has moved.")
    return problem(request, 404, _("There is no such page"), detail)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429, as allauth answers who sends too much."""
    return problem(request, 429, _("That was too often"), _("Wait a few minutes, then try again."))


def failed(request: HttpRequest) -> HttpResponse:
    """500. The page asks neither the session nor the database, which may be what failed."""
    title, detail = _("Something went wrong here"), _("It has been noted. Try again in a moment.")
    words = {"status": 500, "title": title, "detail": detail}
    if choose(_FORMS[:1], accept=request.headers.get("Accept", "")) is None:
        return _details(request, words)
    return HttpResponse(render_to_string("errors/error.html", site(request) | words), status=500)
