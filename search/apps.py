"""The search application: follows the catalogue's revisions."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from catalog.doctor import Check


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from catalog.doctor import CHECKS
        from catalog.rebuild import PROJECTIONS
        from catalog.signals import changed

        changed.connect(_follow, dispatch_uid="search.follow")
        PROJECTIONS["index"] = partial(_rebuild, "index")
        PROJECTIONS["triples"] = partial(_rebuild, "triples")
        CHECKS.append(_checked)
        CHECKS.append(_checked_triples)


def _follow(*, more: bool, **_: Any) -> None:
    from search.keeping_up import nudged

    nudged(more=more)


def _rebuild(name: str, progress: Callable[[str, int], None], *, afresh: bool) -> int:
    from search.follow import rebuild
    from search.projections import PROJECTIONS

    return rebuild(of=PROJECTIONS[name], progress=progress, afresh=afresh)


def _checked() -> Iterator["Check"]:
    """The engine, what is wrong with it, and how far it is: read from what it says of itself, whatever it lacks."""
    from catalog.doctor import Check
    from search.engines import Unavailable, engine

    try:
        health = engine().health()
    except Unavailable as error:
        yield Check("search", False, str(error), "Start the cluster, or mend ELASTICSEARCH_URL.")
        return
    yield Check("search", True, f"{health.name}: {health.documents} documents, {health.bytes // 1024} KiB")
    yield from _standing("index", "search", health)


def _checked_triples() -> Iterator["Check"]:
    """The same for the triple store, where there is to be one."""
    from django.conf import settings

    from catalog.doctor import Check
    from search.triples import Unavailable, store

    if not settings.TRIPLES_FOLLOW:
        yield Check("triple store", True, "TRIPLES_FOLLOW is false: nothing is taken into it here")
        return
    try:
        health = store().health()
    except Unavailable as error:
        yield Check("triple store", False, str(error), "Start the server, or mend SPARQL_STORE_URL.")
        return
    size = "" if health.bytes is None else f", {health.bytes // 1024} KiB"
    yield Check("triple store", True, f"{health.name}: {health.triples} triples{size}")
    yield from _standing("triples", "triple store", health)


def _standing(name: str, place: str, health: Any) -> Iterator["Check"]:
    """What is wrong with a projection, how far it is, and how far the one is that will take its place."""
    from catalog.browse import latest_revision
    from catalog.doctor import Check

    latest = latest_revision()
    for trouble in health.troubles:
        yield Check(place, False, trouble, "See above.")
    yield Check(name, *_position(name, health.position, latest))
    if health.building is not None:
        yield Check(
            "rebuild",
            True,
            f"a new {place if name == 'triples' else name} is at revision {health.building} of {latest}",
        )


def _position(name: str, position: int, latest: int) -> tuple[bool, str, str]:
    """Is it where the database is, what was found, and what to do."""
    if position > latest:
        found = f"it knows {position} revisions and the database {latest}: was a backup restored?"
        return False, found, f"Run “manage.py rebuild {name}”."
    if latest and not position:
        return False, f"it is empty or was lost, {latest} revisions behind", "Start the server: it fills it again."
    return (
        position == latest,
        f"{latest - position} revisions behind",
        f"Start the server, or run “manage.py rebuild {name}”.",
    )
