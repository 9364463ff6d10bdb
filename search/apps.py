"""The search application: follows the catalogue's revisions."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

_one_at_a_time = threading.Lock()


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from catalog.rebuild import PROJECTIONS
        from catalog.signals import changed

        changed.connect(_follow, dispatch_uid="search.follow")
        PROJECTIONS["index"] = _rebuild


def _follow(*, more: bool, **_: Any) -> None:
    """Catch up after a change. When another process writes the index, that one will (`search.keeping_up`)."""
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
