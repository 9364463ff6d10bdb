"""Lists in pages: `?page=N`, and a kind word when there is no such page."""

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_number(request: HttpRequest) -> int:
    """The page that the address asks for, from 1. Http404 for what is no number of a page."""
    asked = request.GET.get("page", "1") if request.META.get("QUERY_STRING") else "1"
    if not re.fullmatch(r"[1-9][0-9]{0,6}", asked):
        raise Http404(_("“%(page)s” is not the number of a page: write 1, 2, 3 …") % {"page": asked[:20]})
    return int(asked)


def page_of_list(paginator: Paginator, number: int) -> Page[Any]:
    """That page of the list. Http404 that says which pages there are when the list ends before it."""
    if number > paginator.num_pages:
        words = _("There is no page %(page)s here: the pages are 1 to %(last)s.")
        raise Http404(words % {"page": number, "last": paginator.num_pages})
    return paginator.page(number)
