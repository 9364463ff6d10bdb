"""The search application: follows the catalogue's revisions."""

from collections.abc import Callable, Iterator
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
        PROJECTIONS["index"] = _rebuild
        CHECKS.append(_checked)


def _follow(*, more: bool, **_: Any) -> None:
    from search.keeping_up import nudged

    nudged(more=more)


def _rebuild(progress: Callable[[str, int], None], *, afresh: bool) -> int:
    from search.follow import rebuild

    return rebuild(progress=progress, afresh=afresh)


def _checked() -> Iterator["Check"]:
    """The engine, what is wrong with it, and how far it is: read from what it says of itself, whatever it lacks."""
    from catalog.browse import latest_revision
    from catalog.doctor import Check
    from search.engines import Unavailable, engine

    try:
        health = engine().health()
    except Unavailable as error:
        yield Check("search", False, str(error), "Start the cluster, or mend ELASTICSEARCH_URL.")
        return
    yield Check("search", True, f"{health.name}: {health.documents} documents, {health.bytes // 1024} KiB")
    for trouble in health.troubles:
        yield Check("search", False, trouble, "See above.")
    yield Check("index", *_position(health.position, latest_revision()))
    if health.building is not None:
        yield Check("rebuild", True, f"a new index is at revision {health.building} of {latest_revision()}")


def _position(position: int, latest: int) -> tuple[bool, str, str]:
    """Is it where the database is, what was found, and what to do."""
    if position > latest:
        found = f"it knows {position} revisions and the database {latest}: was a backup restored?"
        return False, found, "Run “manage.py rebuild index”."
    if latest and not position:
        return False, f"it is empty or was lost, {latest} revisions behind", "Start the server: it fills it again."
    return (
        position == latest,
        f"{latest - position} revisions behind",
        "Start the server, or run “manage.py rebuild index”.",
    )
