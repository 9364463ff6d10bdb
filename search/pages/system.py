"""The state of the house for those who keep it: how far index and triple store are, what is wrong with what."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import doctor
from catalog.browse import latest_revision
from catalog.pages import asking
from search import keeping_up
from search.engines import Unavailable
from search.projections import INDEX, TRIPLES, Projection


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """For operators only; everybody else is told that it is not for them."""
    if not asking.viewer(request).is_operator:
        raise PermissionDenied(_("This page is for the operators of the catalogue."))
    latest = latest_revision()
    context = {"latest": latest, "checks": list(doctor.checks())} | _standing(INDEX, latest)
    if settings.TRIPLES_FOLLOW:
        context["triples"] = _standing(TRIPLES, latest)
    return render(request, "search/system.html", context)


def _standing(of: Projection, latest: int) -> dict[str, Any]:
    """What a projection says of itself, why it cannot follow, how far it is behind."""
    try:
        health, trouble = of.target().health(), keeping_up.trouble(of)
    except Unavailable as error:
        health, trouble = None, str(error)
    behind = max(0, latest - health.position) if health else 0
    return {"health": health, "trouble": trouble, "behind": behind}
