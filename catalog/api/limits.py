"""How many requests a client may make in a minute, told in headers (RateLimit header fields for HTTP, IETF draft).

The count is kept in Django's cache: where several processes share none, each of them counts by itself.
"""

import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

from catalog.clients import address, counted

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Share:
    """What is left to a client in this minute."""

    limit: int
    used: int
    resets_in: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.resets_in),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }
        return told | ({"Retry-After": str(self.resets_in)} if self.is_over else {})


def taken(request: HttpRequest) -> Share:
    """One more request of this client. Its share is larger when a token or a session says who it is."""
    user = getattr(request, "user", None)
    bearer = getattr(request, "bearer", None)
    is_known = bearer is not None or (settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated)
    name = f"user {(bearer.user if bearer else user).pk}" if is_known else f"from {address(request)}"
    now = time.time()
    window = int(now // WINDOW)
    return Share(
        limit=settings.API_RATE_KNOWN if is_known else settings.API_RATE,
        used=counted(f"api-rate:{window}:{sha256(name.encode()).hexdigest()}", WINDOW * 2),
        resets_in=max(1, int((window + 1) * WINDOW - now)),
    )
