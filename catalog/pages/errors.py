"""Pages for what went wrong: what happened, and where to go from here."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fair_metadata.negotiation import Choice, choose

_FOR_PEOPLE = (Choice("html", ("text/html",)), Choice("json", ("application/problem+json", "application/json")))


def problem(request: HttpRequest, status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """An error as a page, or as problem details (RFC 9457) for clients that ask for JSON rather than HTML."""
    wanted = choose(_FOR_PEOPLE, accept=request.headers.get("Accept", ""))
    if wanted is not None and wanted.name == "json":
        document = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
        return JsonResponse(document, status=status, content_type="application/problem+json")
    context = {"status": status, "title": title, "detail": detail, **more}
    return render(request, "errors/error.html", context, status=status)


def not_acceptable(request: HttpRequest, choices: Sequence[Choice], address: str) -> HttpResponse:
    """406 with the list of what there is."""
    available = [{"media_type": choice.media_types[0], "profile": choice.profile} for choice in choices]
    detail = _("None of the formats that you accept can be had here. These can:")
    response = problem(request, 406, _("Not in that format"), detail, available=available, address=address)
    response["Vary"] = "Accept, Accept-Profile, Accept-Language"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 400, _("This request cannot be understood"), _("Check the address and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403, _("This is not for you to do"), _("Sign in with an account that may."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    detail = str(exception.args[0]) if exception and exception.args and isinstance(exception.args[0], str) else ""
    is_ours = detail and not detail.startswith("{")
    return problem(
        request, 404, _("There is no such page"), detail if is_ours else _("The address may be wrong, or it has moved.")
    )


def failed(request: HttpRequest) -> HttpResponse:
    return problem(request, 500, _("Something went wrong here"), _("It has been noted. Try again in a moment."))
