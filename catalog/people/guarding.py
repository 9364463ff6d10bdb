"""Against who guesses passwords: what django-axes counts by, and what is said to who is locked out."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog import audit, clients
from catalog.models import Verb
from catalog.pages.errors import problem
from catalog.people import accounts


def account(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account that is being tried, by its address for mail however it is written and at whatever door."""
    tried = credentials or {}
    name = str(tried.get("email") or tried.get("username") or "").strip()[:250]
    if name and "@" not in name:
        found = get_user_model().objects.filter(username=name).values_list("email", flat=True).first()
        name = found or name
    return name.casefold()


def locked(request: HttpRequest, _response: HttpResponse | None = None, *_more: Any, **_named: Any) -> HttpResponse:
    """429 in plain words, the same for an account that there is and for one that there is not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    said = _("After so many wrong passwords nobody can sign in with this address from where you are for %(n)s minutes.")
    response = problem(request, 429, _("Too many wrong passwords"), said % {"n": minutes})
    response["Retry-After"] = str(60 * minutes)
    return response


def note(sender: object, *, request: HttpRequest, username: str = "", **_more: Any) -> None:
    """A lock is noted once, not each try against it; of the account that there is, not of what was typed."""
    if getattr(request, "axes_failures_since_start", None) == settings.AXES_FAILURE_LIMIT:
        person = accounts.of_email(username) if username else None
        audit.note(Verb.LOCKED_OUT, by=None, person=person)


def forget(request: HttpRequest, person: AbstractBaseUser) -> None:
    """The right password was given at a door that opens no session: the wrong ones before it do not count."""
    tried = account(request, {"username": person.get_username()})
    AxesProxyHandler.reset_attempts(ip_address=clients.address(request), username=tried)


def stand_guard() -> None:
    """Called once, when the application starts."""
    user_locked_out.connect(note, dispatch_uid="catalog.people.guarding")
