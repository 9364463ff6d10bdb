"""What `doctor` says of people: can they come in, and are they told?"""

from collections.abc import Iterator

from django.conf import settings

from catalog.doctor import Check
from catalog.people import accounts, claims, mails


def look() -> Iterator[Check]:
    """Each with what to do when it is not well."""
    yield Check(
        "mail",
        mails.are_delivered() or _is_at_home(),
        "goes to a server" if mails.are_delivered() else "is written to standard output",
        "Set EMAIL_URL, like smtp+tls://user:password@host:587: invitations and new passwords go by mail.",
    )
    there = accounts.are_operators()
    yield Check(
        "operator",
        there or _is_at_home(),
        "there is one" if there else "nobody yet",
        "Run “manage.py invite EMAIL --operator” and open the link that it prints.",
    )
    yield Check(
        "cache",
        _is_shared() or not settings.CELERY_BROKER_URL,
        "shared" if _is_shared() else "of each process",
        "Set CACHE_URL, like redis://host:6379/1: limits on codes and requests are counted by each process alone.",
    )
    if settings.OIDC_ISSUER:
        yield Check("sign-in provider", True, settings.OIDC_ISSUER)
    if wrong := claims.wrong():
        yield Check("OIDC_ROLES", False, ", ".join(wrong), "Write ORGANISATION:ROLE, with what there is.")


def _is_at_home() -> bool:
    """A catalogue that only this machine reaches needs no mail and may begin without an operator."""
    return not settings.BASE_URL.startswith("https://")


def _is_shared() -> bool:
    return "locmem" not in settings.CACHES["default"]["BACKEND"]
