"""What a sign-in provider says of a person's groups, and the roles that an operator made of them (OIDC_ROLES)."""

from collections.abc import Iterator
from typing import Any

from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from catalog.models import Membership, Organisation, Role
from catalog.people import roles


def of(login: SocialLogin) -> dict[str, Any]:
    """The claims of the userinfo endpoint, or of the ID token (OpenID Connect Core 1.0, 5.3)."""
    data = login.account.extra_data
    found = data.get("userinfo") or data.get("id_token") or data
    return found if isinstance(found, dict) else {}


def apply(person: AbstractBaseUser, said: dict[str, Any]) -> None:
    """Give the roles that the claims are mapped to, and take those that came so before and are said no more."""
    given: dict[str, set[str]] = {}
    for slug, role in _mapped(said):
        given.setdefault(slug, set()).add(role)
    had = Membership.objects.filter(user_id=person.pk, by_provider=True).values_list("organisation__slug", flat=True)
    for organisation in Organisation.objects.filter(slug__in={*given, *had}):
        try:
            roles.replace(person, organisation, given.get(organisation.slug, ()), by=None, by_provider=True)
        except roles.LastAdministrator:  # somebody has to let people in: an operator decides what happens now
            continue


def _mapped(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    values = said.get(settings.OIDC_ROLES_CLAIM) or []
    for value in values if isinstance(values, list) else [values]:
        slug, _, role = settings.OIDC_ROLES.get(value, "").partition(":") if isinstance(value, str) else ("", "", "")
        if role in Role.values:
            yield slug, role


def wrong() -> list[str]:
    """What OIDC_ROLES maps to that is not there: each as it is written."""
    slugs = set(Organisation.objects.values_list("slug", flat=True))
    written = [str(target) for target in settings.OIDC_ROLES.values()]
    return [to for to in written if to.partition(":")[0] not in slugs or to.partition(":")[2] not in Role.values]
