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


def _follow(*, more: bool, **_: Any) -> None:
    from search.keeping_up import nudged

    nudged(more=more)


def _rebuild(name: str, progress: Callable[[str, int], None], *, afresh: bool) -> int:
    from search.follow import rebuild
    from search.projections import PROJECTIONS

    return rebuild(of=PROJECTIONS[name], progress=progress, afresh=afresh)


def _checked() -> Iterator["Check"]:
    from search.doctor import looked

    return looked()
