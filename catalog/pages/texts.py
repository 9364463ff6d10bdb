"""Pages that say how the site behaves, the language switch, and the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

PAGES = ("accessibility", "persistence", "privacy", "help", "machines")


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in PAGES:
        raise Http404
    return render(request, f"pages/{name}.html")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the look, on one page."""
    return render(request, "styleguide.html", {"title": "Style guide"})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the interface's language and go back to where one was; only to a path of ours."""
    back = request.POST.get("next", "/")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else "/")
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=31_536_000, samesite="Lax", httponly=True)
    return response
