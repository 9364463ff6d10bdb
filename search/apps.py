"""The search application: follows the catalogue's revisions."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from catalog.doctor import Check

_one_at_a_time = threading.Lock()


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
    """Catch up after a change. When another process is writing the index, that one will, or `keeping_up` here."""
    from search.follow import catch_up

    # While more is to come, another thread that is catching up already takes this in as well.
    if _one_at_a_time.acquire(blocking=not more):
        try:
            with contextlib.suppress(OSError):
                catch_up(show=not more)
        finally:
            _one_at_a_time.release()


def _rebuild(progress: Callable[[str, int], None]) -> int:
    from search.follow import rebuild

    return rebuild(progress=progress)


def _checked() -> Iterator["Check"]:
    from catalog.doctor import Check
    from search.engines import Unavailable, engine
    from search.follow import lag

    try:
        health, behind = engine().health(), lag()
    except Unavailable as error:
        yield Check("search", False, str(error), "Start the cluster, or mend ELASTICSEARCH_URL.")
        return
    yield Check("search", True, f"{health.name}: {health.documents} documents, {health.bytes // 1024} KiB")
    for trouble in health.troubles:
        yield Check("search", False, trouble, "See above.")
    yield Check(
        "index", not behind, f"{behind} revisions behind", "Start the server, or run “manage.py rebuild index”."
    )
