"""Keeping the index in step: it reads the catalogue's revisions from where it stands, in order."""

from collections.abc import Callable, Iterator

from catalog.models import Kind, Position, Revision, State
from search.documents import document
from search.engines import Engine, engine

BATCH = 1_000  # revisions taken in at once

Progress = Callable[[str, int], None]


def catch_up(target: Engine | None = None, *, progress: Progress | None = None) -> int:
    """Take in every revision after the index's position; how many there were. May be called at any time, and twice.

    OSError when another process writes to this index: that process catches up instead.
    """
    target = target or engine()
    start = target.position()
    done, last = 0, start
    for batch in _batches(start):
        _take_in(batch, target)
        done, last = done + len(batch), batch[-1].number
        if progress:
            progress("index", done)
    if done:
        target.commit(last)
    return done


def rebuild(target: Engine | None = None, *, progress: Progress | None = None) -> int:
    """Throw the index away and take in every revision again."""
    target = target or engine()
    target.clear()
    return catch_up(target, progress=progress)


def lag(target: Engine | None = None) -> int:
    """How many revisions the index is behind."""
    newest = Position.objects.filter(name="revisions").values_list("number", flat=True).first() or 0
    return max(0, newest - (target or engine()).position())


def _batches(start: int) -> Iterator[list[Revision]]:
    while True:
        rows = Revision.objects.filter(number__gt=start).select_related("resource").order_by("number")
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield batch
        start = batch[-1].number


def _take_in(batch: list[Revision], target: Engine) -> None:
    """Each resource once, at its latest; an older revision of a resource that has moved on is left out."""
    current = [revision for revision in batch if revision.resource.revision_id == revision.number]
    target.remove(r.resource.iri for r in current if not _is_shown(r))
    target.add(document(r.resource, r.record) for r in current if _is_shown(r))


def _is_shown(revision: Revision) -> bool:
    return revision.resource.state != State.WITHDRAWN and revision.resource.kind != Kind.REFERENCE
