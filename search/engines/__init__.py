"""Engines that answer questions: one Protocol, one suite of tests, whichever is configured."""

from functools import cache

from django.conf import settings

from search.engines.protocol import Engine, Hit, Results


@cache
def engine() -> Engine:
    """The engine of this process; the embedded one keeps its index under DATA_DIR."""
    from search.engines.embedded import Embedded

    return Embedded(settings.SEARCH_INDEX_DIR)


__all__ = ["Engine", "Hit", "Results", "engine"]
