"""Keeping the index in step: it reads the catalogue's revisions from where it stands, in order."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from catalog.models import Position, Revision, State
from fair_metadata.record import Record
from search.documents import document
from search.engines import Engine, engine
from search.fields import KINDS

BATCH = 1_000  # revisions taken in at once

Progress = Callable[[str, int], None]


def catch_up(target: Engine | None = None, *, show: bool = True, progress: Progress | None = None) -> int:
    """Take in every revision after the index's position; how many there were. May be called at any time, and twice.

    With `show` false what is taken in is found only after a later call: one commit for many batches is several
    times faster. OSError when another process writes to this index: that process catches up instead.
    """
    target = target or engine()
    done = 0
    for batch in _batches(target.position()):
        _take_in(batch, target)
        done += len(batch)
        if progress:
            progress("index", done)
    if show:
        target.commit()
        target.release()
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


class Row(NamedTuple):
    """One revision with the standing of its resource, read without making instances of models."""

    number: int
    revision_id: int
    packed: bytes
    iri: str
    kind: str
    slug: str
    organisation_id: int | None
    state: str
    visibility: str
    card: dict[str, Any]

    @property
    def is_shown(self) -> bool:
        return self.state != State.WITHDRAWN and self.kind in KINDS


_COLUMNS = tuple(name if name in ("number", "packed") else f"resource__{name}" for name in Row._fields)


def _batches(start: int) -> Iterator[list[Row]]:
    while True:
        rows = Revision.objects.filter(number__gt=start).order_by("number").values_list(*_COLUMNS)
        batch = [Row(*row) for row in rows[:BATCH]]
        if not batch:
            return
        yield batch
        start = batch[-1].number


def _take_in(batch: list[Row], target: Engine) -> None:
    """Each resource once, at its latest; an older revision of a resource that has moved on is left out."""
    current = [row for row in batch if row.revision_id == row.number]
    documents = (document(row, _record(row)) for row in current if row.is_shown)
    target.take_in(documents, (row.iri for row in current if not row.is_shown), batch[-1].number)


def _record(row: Row) -> Record:
    return Record.from_ntriples(row.iri, Revision.unpack(row.packed))
