"""The state of the house for those who keep it: what is configured, how far the index is, what is wrong with it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import doctor, policy
from search import follow
from search.engines import Unavailable, engine


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """For operators only; everybody else is told that it is not for them."""
    if not policy.viewer_of(request.user).is_operator:
        raise PermissionDenied(_("This page is for the operators of the catalogue."))
    try:
        health, trouble = engine().health(), ""
        behind = follow.lag()
    except Unavailable as error:
        health, trouble, behind = None, str(error), 0
    context = {"checks": list(doctor.checks()), "health": health, "trouble": trouble, "behind": behind}
    return render(request, "search/system.html", context)
