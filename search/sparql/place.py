"""What the endpoint asks: the catalogue's triple store, embedded or on a server."""

from pathlib import Path

from django.conf import settings

from search import triples
from search.triples.evaluating import evaluate

__all__ = ["evaluate", "folder", "is_remote", "stamp"]


def folder() -> Path:
    """Of the embedded store, whose copies any process may read."""
    return Path(settings.TRIPLES_DIR)


def is_remote() -> bool:
    return bool(settings.SPARQL_STORE_URL)


def stamp(audiences: frozenset[str]) -> str:
    """Another one whenever what these audiences would be answered may have changed."""
    return triples.store().stamp(audiences)
