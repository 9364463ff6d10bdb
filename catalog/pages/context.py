"""What every page needs to know about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    return {
        "catalogue_name": settings.CATALOGUE_NAME,
        "base_url": settings.BASE_URL,
        "theme": theme if theme in THEMES else "",
    }
