"""How long answers of search may be kept, and by whom: what a member is shown is for that member's browser alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

View = Callable[..., HttpResponseBase]


def for_its_reader(view: View) -> View:
    """A page that readers may be shown differently, and whose words follow their language."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        whose = "private" if request.user.is_authenticated else "public"
        patch_cache_control(response, no_cache=True, **{whose: True})
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return answer
