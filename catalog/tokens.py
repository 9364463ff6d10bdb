"""Tokens that programs show instead of a session: issued once, recognised by their hash, over after a while."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from catalog import audit, policy
from catalog.models import Scope, Token, Verb

PREFIX = "marrow_"  # so that scanners for secrets recognise one that went astray
SHOWN = len(PREFIX) + 6  # characters that are kept in clear
LONGEST = timedelta(days=366)
USED_EVERY = timedelta(hours=1)  # how exact it is when a token was used last: each use is not a write


class Refused(PermissionError):
    """A token that opens nothing, and why, in plain words; answered with 401."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who acts through a token, and whether they may write through it."""

    user: AbstractBaseUser
    viewer: policy.Viewer
    may_write: bool


def issue(user: AbstractBaseUser, *, name: str, scope: str = Scope.READ, lifetime: timedelta) -> str:
    """A new token: the only time that it is known. ValueError for a lifetime that is none, or over a year."""
    if not timedelta() < lifetime <= LONGEST:
        raise ValueError(f"A token lasts from a moment to {LONGEST.days} days, not {lifetime}.")
    secret, now = PREFIX + secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        token = Token.objects.create(
            user=user,
            name=name,
            beginning=secret[:SHOWN],
            sha256=hashed(secret),
            scope=scope,
            made_at=now,
            expires_at=now + lifetime,
        )
        audit.note(Verb.TOKEN_MADE, by=user, token=token.beginning, scope=scope)
    return secret


def revoke(token: Token) -> None:
    """From now on it opens nothing. Twice is once."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            audit.note(Verb.TOKEN_REVOKED, by=token.user, token=token.beginning)


def bearer(request: HttpRequest) -> Bearer | None:
    """Who acts through the token in `Authorization: Bearer …` (RFC 6750); None without one. `Refused` for a bad one."""
    kind, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return of_secret(secret.strip()) if kind.lower() == "bearer" else None


def of_secret(secret: str) -> Bearer:
    """Who acts through this token. `Refused` says why it opens nothing."""
    token = Token.objects.select_related("user").filter(sha256=hashed(secret)).first()
    now = timezone.now()
    if token is None or not token.user.is_active:
        raise Refused("This token is not known. Make a new one.")
    if token.revoked_at is not None:
        raise Refused(f"The token “{token.name}” was revoked. Make a new one.")
    if token.expires_at <= now:
        raise Refused(f"The token “{token.name}” expired on {token.expires_at:%Y-%m-%d}. Make a new one.")
    used_long_ago = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
    Token.objects.filter(used_long_ago, pk=token.pk).update(used_at=now)
    return Bearer(token.user, policy.viewer_of(token.user), token.scope == Scope.WRITE)


def hashed(secret: str) -> str:
    """Of 256 random bits, so one round is as good as many (unlike for a password)."""
    return sha256(secret.encode()).hexdigest()
