"""Persistent identifiers that lead here: below PID_BASE, and below further bases whose addresses are led to us."""

from urllib.parse import quote, urlsplit

from django.conf import settings

_SAFE = "/:@!$&'()*+,;=~%"


def bases() -> tuple[str, ...]:
    """What identifiers that lead to this catalogue begin with (PID_BASE, PID_BASES)."""
    return (settings.PID_BASE, *settings.PID_BASES)


def is_ours(iri: str) -> bool:
    """Does it lead here? What is below a base that somebody else serves is not pretended to."""
    return iri.startswith(bases())


def named_by(tail: str, host: str) -> list[str]:
    """The identifiers that an address `/id/<tail>` may stand for, those of the host that was asked first.

    A tail is also known as it was typed: without the escapes that its identifier has.
    """
    ranked = sorted(bases(), key=lambda base: urlsplit(base).netloc != host)
    return [base + form for base in ranked for form in dict.fromkeys((tail, quote(tail, safe=_SAFE)))]
