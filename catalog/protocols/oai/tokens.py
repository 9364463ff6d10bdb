"""Resumption tokens: they hold all that a list needs to go on, so that nothing is kept here and none expires.

Signed with the catalogue's key: what comes back was given out, whole. The same state is the same token.
"""

from typing import Any

from django.core.signing import BadSignature, Signer

_SIGNER = "oai-pmh token, first form"


def write(state: list[Any]) -> str:
    return Signer(salt=_SIGNER).sign_object(state)


def read(token: str) -> list[Any] | None:
    """None for what was not given out here."""
    try:
        found: list[Any] = Signer(salt=_SIGNER).unsign_object(token)
    except BadSignature:
        return None
    return found
