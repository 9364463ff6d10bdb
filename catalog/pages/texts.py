"""Pages that say how the site behaves, the language switch, and the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catalog.pages.asking import read_only
from catalog.protocols.doors import open_doors

PAGES = ("accessibility", "persistence", "privacy", "help", "machines")
YEAR = 31_536_000  # seconds


@read_only
def page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in PAGES:
        raise Http404
    doors = {door.name: door for door in open_doors()} if name == "machines" else {}
    return render(request, f"pages/{name}.html", {"doors": doors})


@read_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the look, on one page."""
    return render(request, "styleguide.html", {"title": "Style guide"})


# Pages are kept for everybody, so their forms hold no token of one visitor; a language is no secret.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the interface's language and go back to where one was; only to a path of ours."""
    back = request.POST.get("next", "/")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else "/", status=303)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR, samesite="Lax", httponly=True)
    return response
