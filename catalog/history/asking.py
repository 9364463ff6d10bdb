"""Which resource, which version: what the addresses of history ask for, and who may have it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from catalog import browse
from catalog.history import log
from catalog.models import Resource, Revision
from catalog.pages import asking
from catalog.policy import Viewer

View = Callable[..., HttpResponseBase]


def of_resource(view: View) -> View:
    """A page about one resource: view(request, resource, viewer, …). What may not be seen is not there."""

    @wraps(view)
    def answer(request: HttpRequest, section: str, slug: str, **rest: Any) -> HttpResponseBase:
        viewer = asking.viewer(request)
        resource = asking.shown(slug, viewer)
        if browse.SECTIONS[section] != resource.kind:
            return HttpResponsePermanentRedirect(browse.address(resource) + _tail(request, section, slug))
        response = view(request, resource, viewer, **rest)
        whose = {"private": True} if viewer.user_id else {"public": True}
        patch_cache_control(response, no_cache=True, **whose)
        patch_vary_headers(response, ("Accept", "Accept-Language", "Authorization", "Cookie"))
        return response

    return answer


def _tail(request: HttpRequest, section: str, slug: str) -> str:
    return request.get_full_path().removeprefix(f"/{section}/{slug}")


def version(resource: Resource, viewer: Viewer, number: int) -> Revision:
    """That version. Http404 when there is none that the viewer may see."""
    revision = log.version(resource, viewer, number)
    if revision is None:
        raise Http404(_("There is no version %(number)s of this description.") % {"number": number})
    return revision


def number(request: HttpRequest, name: str) -> int | None:
    """A version's number in the query; None without one. Http404 for what is none."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404(_("“%(asked)s” is not the number of a version.") % {"asked": asked[:40]})
    return int(asked)
