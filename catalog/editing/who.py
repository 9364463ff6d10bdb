"""Who may come in: 404 for who may not know of a description, 403 in plain words for who may only read it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog import policy
from catalog.pages import asking, errors
from catalog.people.asking import View, signed_in

Page = Callable[..., HttpResponse]


def for_editors(page: Page) -> View:
    """The page gets the resource; nothing of it is kept by browsers or by caches on the way. Others sign in first."""

    @signed_in
    @wraps(page)
    def answer(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        viewer = policy.viewer_of(request.user)  # by session: programs write through the API
        resource = asking.shown(slug, viewer)
        if not policy.may_edit(viewer, resource):
            return refused(request)
        return page(request, resource, **rest)

    return answer


def refused(request: HttpRequest) -> HttpResponse:
    detail = _("Sign in as a member of the organisation that describes it, or ask its curators.")
    return errors.problem(request, 403, _("This is not for you to edit"), detail)


def person(request: HttpRequest) -> AbstractBaseUser | None:
    """Who is writing."""
    return request.user if isinstance(request.user, AbstractBaseUser) else None
