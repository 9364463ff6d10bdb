"""Words that no slug is: where they stand in an address, it leads to something else."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

SLUG = "<slug:slug>"


@cache
def reserved() -> frozenset[str]:
    """`new` of `edit/new`, since there is `edit/<slug:slug>`: read off the addresses themselves."""
    routes = list(_routes(get_resolver().url_patterns))
    stems = {route.partition(SLUG)[0] for route in routes if SLUG in route}
    beside = (route.removeprefix(stem).split("/")[0] for stem in stems for route in routes if route.startswith(stem))
    return frozenset(word for word in beside if re.fullmatch("[a-z0-9-]+", word))


def _routes(patterns: Iterable[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    for each in patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, here)
        else:
            yield here
