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


def _follow(**_: Any) -> None:
    """Catch up after a change; when another process writes the index, or a thread of ours does, that one will."""
    from search.follow import catch_up

    if _one_at_a_time.acquire(blocking=False):
        try:
            with contextlib.suppress(OSError):
                catch_up()
        finally:
            _one_at_a_time.release()


def _rebuild(progress: Callable[[str, int], None]) -> int:
    from search.follow import rebuild

    return rebuild(progress=progress)
