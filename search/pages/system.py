"""The state of the house for those who keep it: what is configured, how far the index is, what is wrong with it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import doctor
from catalog.browse import latest_revision
from catalog.pages import asking
from search import keeping_up
from search.engines import Unavailable, engine


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """For operators only; everybody else is told that it is not for them."""
    if not asking.viewer(request).is_operator:
        raise PermissionDenied(_("This page is for the operators of the catalogue."))
    latest, trouble = latest_revision(), keeping_up.trouble()
    try:
        health = engine().health()
    except Unavailable as error:
        health, trouble = None, str(error)
    behind = max(0, latest - health.position) if health else 0
    context = {"health": health, "trouble": trouble, "behind": behind, "latest": latest}
    context["checks"] = list(doctor.checks())
    return render(request, "search/system.html", context)
