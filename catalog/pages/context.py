"""What every page needs to know about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "catalogue_name": settings.CATALOGUE_NAME,
        "base_url": settings.BASE_URL,
        "theme": theme(request),
        "sign_up_open": settings.SIGN_UP_OPEN,
    }


def theme(request: HttpRequest) -> str:
    """The look that the reader chose; "" leaves it to the system."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def person(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, for the menu on top; for who has no session nothing is looked up."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user")
    return {"person": request.user if has_session and request.user.is_authenticated else None}
