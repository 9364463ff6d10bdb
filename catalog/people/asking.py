"""Who asks for a page of people: somebody who is signed in, with what they may do. Tokens open none of these."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from catalog import policy
from catalog.models import Organisation, Resource
from catalog.pages import asking, errors

View = Callable[..., HttpResponseBase]
Question = Callable[[policy.Viewer, int], bool]
May = Callable[[policy.Viewer, Resource], bool]


def signed_in(view: View) -> View:
    """A page for who is signed in; others sign in first, whatever is there. No browser or proxy keeps it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """The way in, and back from there. A script, whose page stays, is told in place of being shown a form in its midst
    (`Sec-Fetch-Dest: empty`, W3C Fetch Metadata; where a browser sends none, htmx says so itself).
    """
    if request.headers.get("Sec-Fetch-Dest") == "empty" or "HX-Request" in request.headers:
        return errors.forbidden(request)
    return redirect_to_login(request.get_full_path())


def of_operators(view: View) -> View:
    """A page that only operators know of."""

    @signed_in
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy.may_operate(policy.viewer_of(request.user)):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def of_organisation(question: Question) -> Callable[[View], View]:
    """A page about an organisation's people: 404 for strangers, 403 for its people whom `question` says no to.

    The view gets the organisation in place of its slug.
    """

    def decorated(view: View) -> View:
        @signed_in
        @wraps(view)
        def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = policy.viewer_of(request.user)
            organisation = Organisation.objects.filter(slug=slug).first()
            if organisation is None or not policy.may_see_people(viewer, organisation.pk):
                raise Http404
            if not question(viewer, organisation.pk):
                raise PermissionDenied
            return view(request, organisation, *args, **kwargs)

        return answer

    return decorated


def found(request: HttpRequest, slug: str, may: May) -> tuple[Resource, policy.Viewer]:
    """The resource, for who may. Http404 for who may not know of it, PermissionDenied for who may not do this."""
    viewer = asking.viewer(request)
    resource = asking.shown(slug, viewer)
    if not may(viewer, resource):
        raise PermissionDenied
    return resource, viewer


def user_of(request: HttpRequest) -> AbstractUser:
    """The person, of whom the page knows that they are signed in."""
    assert isinstance(request.user, AbstractUser)
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form sent, were it nothing at all; None where none was sent."""
    return request.POST if request.method == "POST" else None
