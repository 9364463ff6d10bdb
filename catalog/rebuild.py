"""Throwing projections away and building them again. Search registers its own; the catalogue knows its columns."""

import json
from collections.abc import Callable
from typing import Protocol

from catalog import set_rows
from catalog.columns import columns_of
from catalog.models import Link, Resource
from catalog.register import alone

Progress = Callable[[str, int], None]
CHUNK = 500


class Rebuild(Protocol):
    def __call__(self, progress: Progress, *, afresh: bool) -> int: ...


# Projection → how to build it again; other rooms add theirs when they start.
PROJECTIONS: dict[str, Rebuild] = {}


def rebuild(names: list[str], progress: Progress, *, afresh: bool = False) -> dict[str, int]:
    """Build the named projections again (all when none is named); how many entries each has.

    What was stopped half-way is gone on with where a projection can, unless `afresh`.
    """
    wanted = names or list(PROJECTIONS)
    return {name: PROJECTIONS[name](progress, afresh=afresh) for name in wanted}


def _columns(progress: Progress, *, afresh: bool) -> int:
    """All of `catalog.columns`, from the graphs of each resource; in steps, while it serves."""
    done, last = 0, 0
    while batch := _projected(last):
        done, last = done + len(batch), batch[-1].pk
        progress("columns", done)
    return done


def _projected(last: int) -> list[Resource]:
    """The next step. Nothing is registered while it goes on, for what is read would not be the latest any more."""
    with alone():
        batch = list(Resource.objects.filter(id__gt=last).select_related("revision").order_by("id")[:CHUNK])
        _project(batch)
    return batch


def _project(batch: list[Resource]) -> None:
    links = []
    for resource in batch:
        uses = Link.objects.filter(source=resource, path="").values_list("target", flat=True)
        fresh = columns_of(resource.record, resource.kind, uses=[f"<{target}>" for target in uses])
        resource.card = json.loads(fresh.card)
        resource.violations, resource.warnings = fresh.violations, fresh.warnings
        resource.fair = fresh.fair
        links += [Link(source=resource, path=path, target=target) for path, target in fresh.links]
    Link.objects.filter(source__in=batch).delete()
    Link.objects.bulk_create(links)
    Resource.objects.bulk_update(batch, ["card", "violations", "warnings", "fair"])
    set_rows.rebuild(batch)


PROJECTIONS["columns"] = _columns
