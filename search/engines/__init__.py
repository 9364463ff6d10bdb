"""Engines that answer questions: one Protocol, one suite of tests, whichever is configured."""

from functools import cache

from django.conf import settings

from search.engines.protocol import Counts, Engine, Health, Hit, Rebuilding, Results, Taking, Unavailable


@cache
def engine() -> Engine:
    """The engine of this process: the cluster at ELASTICSEARCH_URL, else an index under DATA_DIR."""
    if settings.ELASTICSEARCH_URL:
        from search.engines.elastic import Elastic

        return Elastic(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_ALIAS)
    from search.engines.embedded import Embedded

    return Embedded(settings.SEARCH_INDEX_DIR)


__all__ = ["Counts", "Engine", "Health", "Hit", "Rebuilding", "Results", "Taking", "Unavailable", "engine"]
