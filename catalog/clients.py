"""Who asks, where nobody says so: an address, and how often it came. Counted in Django's cache, which several processes
have to share to count as one."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from catalog.policy import Viewer


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, what that proxy says (the last one it names)."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))


def counted(key: str, seconds: int) -> int:
    """How often this was counted within the seconds since the first time, this time included."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it went between the two, to make room for others
        cache.set(key, 1, seconds)
        return 1


def client_of(request: HttpRequest, viewer: Viewer) -> str:
    """Who shares a turn: a person, by whatever way they come, else an address (of IPv6 its network)."""
    if viewer.user_id is not None:
        return f"user {viewer.user_id}"
    return ":".join(address(request).split(":")[:4])
