"""A query on its way to the store and back: with its base and its limits, in its client's turn."""

import re
from functools import cache

from django.conf import settings

from catalog.policy import Viewer
from catalog.turns import Turns
from search import triples
from search.sparql import place
from search.sparql.protocol import Asked, endpoint
from search.sparql.workers import Answered, Workers, directly
from search.triples.protocol import Failed, Question

# How the parser says where it stopped: `error at 1:45: expected one of FILTER, OPTIONAL, [_]`.
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_PLAIN = {
    "Prefix not found": "a prefix is used here that is not declared; begin the query with PREFIX name: <…>",
    "IRI parsing failed": "this is no IRI",
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is not bound or grouped by",
}
PATIENCE = 30.0  # seconds that a question waits for its turn
_NOT_HERE = ("SERVICE", "LATERAL")  # could stand there for the parser
_NAMED_MOST = 8  # words that could stand there


@cache
def turns() -> Turns:
    """Of this process, as its workers are."""
    return Turns(
        settings.SPARQL_WORKERS,
        beside=settings.SPARQL_LONG_WORKERS,
        waiting=settings.SPARQL_WAITING,
        patience=PATIENCE,
    )


@cache
def workers() -> Workers:
    """Made with the first query."""
    return Workers(place.evaluate, turns(), memory_mb=settings.SPARQL_MEMORY_MB)


def answer(asked: Asked, media_type: str, viewer: Viewer, client: str) -> Answered:
    """`Failed` with a sentence and the limit; `Busy`, `Unavailable`."""
    question = _question(asked, media_type, viewer)
    try:
        if place.is_remote():
            return directly(triples.store(), turns(), question, client)
        return workers().answer(place.folder(), question, client)
    except Failed as failure:
        limit = _SETTING.get(failure.limit, failure.limit)
        raise Failed(_in_plain_words(str(failure)), limit) from None


# What stores call their limits, and how they are set.
_SETTING = {"rows": "SPARQL_ROWS", "bytes": "SPARQL_ANSWER_MB", "deadline": "SPARQL_DEADLINE"}


def stamp(viewer: Viewer) -> str:
    """Another one whenever this viewer may be answered otherwise."""
    return place.stamp(viewer.audiences)


def _question(asked: Asked, media_type: str, viewer: Viewer) -> Question:
    return Question(
        text=asked.query.text,
        media_type=media_type,
        audiences=viewer.audiences,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        uses_graphs=asked.query.uses_graphs,
        deadline=settings.SPARQL_DEADLINE,
        most_rows=settings.SPARQL_ROWS,
        most_bytes=settings.SPARQL_ANSWER_MB * 1024**2,
        base=endpoint(),
    )


def _in_plain_words(said: str) -> str:
    """What the parser says, without the inside of its grammar."""
    found = _PLACE.search(said)
    if found is None:
        return said
    line, column, expected = found.groups()
    known = next((plain for known, plain in _PLAIN.items() if known in expected), "")
    words = [word for word in re.findall(r"(?:\A|, )(\w+|\"[^\"]{1,3}\")(?=,|\Z)", expected) if word not in _NOT_HERE]
    listed = ", ".join(words[:_NAMED_MOST]) + (" …" if len(words) > _NAMED_MOST else "")
    what = known or (f"here could stand {listed}" if words else "this cannot stand here")
    return f"Line {line}, column {column}: {what}."
