"""The menu of one's own account, and who is meant by a row."""

from typing import NamedTuple

from django import template
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.people import names

register = template.Library()

_OWN = {
    "people-organisations": _("My organisations"),
    "people-me": _("Name and language"),
    "account_email": _("E-mail addresses"),
    "account_change_password": _("Password"),
    "mfa_index": _("Second factor and passkeys"),
    "usersessions_list": _("Where I am signed in"),
    "socialaccount_connections": _("Sign-in providers"),
    "people-tokens": _("Tokens for programs"),
    "people-close": _("Close my account"),
}


class Place(NamedTuple):
    """An entry of the menu."""

    address: str
    label: str
    is_here: bool


@register.simple_tag
def own_places(request: HttpRequest) -> list[Place]:
    """The pages of one's own account; the one that is open, or the one it hangs from, is marked."""
    addresses = {name: reverse(name) for name in _OWN}
    return [Place(address, str(_OWN[name]), request.path.startswith(address)) for name, address in addresses.items()]


@register.filter
def called(person: AbstractBaseUser | None) -> str:
    return names.of(person)
