"""Descriptions as triples that can be asked with SPARQL: a projection, like the index."""

from functools import cache

from django.conf import settings

from search.triples.protocol import Answer, Failed, Graph, Health, Question, Store, Unavailable


@cache
def store() -> Store:
    """The store of this process: the server at SPARQL_STORE_URL, else pyoxigraph under DATA_DIR."""
    if settings.SPARQL_STORE_URL:
        from search.triples.remote import Remote

        return Remote(settings.SPARQL_STORE_URL, settings.SPARQL_INSIDE_STORE_URL, settings.BASE_URL)
    from search.triples.embedded import Embedded

    return Embedded(settings.TRIPLES_DIR, settings.BASE_URL)


__all__ = ["Answer", "Failed", "Graph", "Health", "Question", "Store", "Unavailable", "store"]
