"""What doctor says of search: the engine and the triple store, what is wrong with each, and how far it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from catalog.browse import latest_revision
from catalog.doctor import Check
from search import engines, triples


@dataclass(frozen=True, slots=True)
class _Projection:
    """What `manage.py rebuild` calls it, and what people do."""

    name: str
    called: str


INDEX, TRIPLES = _Projection("index", "search"), _Projection("triples", "triple store")


def looked() -> Iterator[Check]:
    """Both, read from what they say of themselves, whatever they lack."""
    yield from _engine()
    yield from _store()


def _engine() -> Iterator[Check]:
    try:
        health = engines.engine().health()
    except engines.Unavailable as error:
        yield Check(INDEX.called, False, str(error), "Start the cluster, or mend ELASTICSEARCH_URL.")
        return
    yield Check(INDEX.called, True, f"{health.name}: {health.documents} documents, {health.bytes // 1024} KiB")
    yield from _standing(INDEX, health)


def _store() -> Iterator[Check]:
    if not settings.TRIPLES_FOLLOW:
        yield Check(TRIPLES.called, True, "TRIPLES_FOLLOW is false: nothing is taken into it here")
        return
    try:
        health = triples.store().health()
    except triples.Unavailable as error:
        yield Check(TRIPLES.called, False, str(error), "Start the server, or mend SPARQL_STORE_URL.")
        return
    size = "" if health.bytes is None else f", {health.bytes // 1024} KiB"
    yield Check(TRIPLES.called, True, f"{health.name}: {health.triples} triples{size}")
    yield from _standing(TRIPLES, health)


def _standing(of: _Projection, health: engines.Health | triples.Health) -> Iterator[Check]:
    """What is wrong with a projection, how far it is, and how far the one is that will take its place."""
    latest = latest_revision()
    for trouble in health.troubles:
        yield Check(of.called, False, trouble, "See above.")
    yield Check(of.name, *_position(of.name, health.position, latest))
    if health.building is not None:
        new = of.called if of is TRIPLES else of.name
        yield Check("rebuild", True, f"a new {new} is at revision {health.building} of {latest}")


def _position(name: str, position: int, latest: int) -> tuple[bool, str, str]:
    """Is it where the database is, what was found, and what to do."""
    mend = f"“manage.py rebuild {name}”."
    if position > latest:
        return False, f"it knows {position} revisions and the database {latest}: was a backup restored?", f"Run {mend}"
    if latest and not position:
        return False, f"it is empty or was lost, {latest} revisions behind", "Start the server: it fills it again."
    return position == latest, f"{latest - position} revisions behind", f"Start the server, or run {mend}"
