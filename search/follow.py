"""Keeping the index in step: it reads the catalogue's revisions from where it stands, in order."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from catalog import policy
from catalog.browse import latest_revision
from catalog.collecting import few_collections
from catalog.models import Kind, Link, Resource, Revision, State
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import iri
from search.documents import document
from search.engines import Engine, Rebuilding, Taking, engine
from search.fields import KINDS

BATCH = 1_000  # revisions taken in at once
ALLOCATED = 100_000  # values made between two walks of the collector; more would hold very much for it
KEPT = 20  # batches after which a rebuild can be gone on with
JOINED = 50  # distributions whose words and formats make their dataset found
PATIENCE = 120.0  # seconds that a finished index waits for others to end their writing
_DISTRIBUTION = iri(DCAT.distribution)

Progress = Callable[[str, int], None]


def catch_up(target: Engine | None = None, *, show: bool = True, progress: Progress | None = None) -> int:
    """Take in every revision after the index's position; how many there were. May be called at any time, and twice.

    With `show` false what is taken in is found only after a later call: one commit for many batches is several
    times faster. OSError when another process writes to this index: that process catches up instead.
    """
    target = target or engine()
    done = _take_in_all(target, progress)
    if show:
        target.commit()
    return done


def rebuild(target: Engine | None = None, *, progress: Progress | None = None, afresh: bool = False) -> int:
    """Take in every revision again, into a new index that answers when it is complete; how many were taken in.

    One that was stopped goes on from where it last kept what it had, unless `afresh`. Progress is told by revision.
    OSError when another process is at it, or writes to the index that answers and does not stop.
    """
    new = _begun(target or engine(), afresh=afresh)
    try:
        done = _take_in_all(new, progress)
        until = time.monotonic() + PATIENCE
        while not new.finish(latest_revision):
            if time.monotonic() > until:
                raise OSError("Another process writes to the index and does not stop. Run this again when it has.")
            time.sleep(0.02)
            done += _take_in_all(new, progress)
    finally:
        new.release()
    return done


def _begun(target: Engine, *, afresh: bool) -> Rebuilding:
    """One that was left from before a backup of the database was restored knows what never was."""
    new = target.begin(afresh=afresh)
    if new.position() <= latest_revision():
        return new
    new.release()
    return target.begin(afresh=True)


def lag(target: Engine | None = None) -> int:
    """How many revisions the index is behind; less than none where it knows some that the database does not have."""
    return latest_revision() - (target or engine()).position()


def _take_in_all(target: Taking, progress: Progress | None) -> int:
    """Everything after the position of the index; it is kept from time to time, to be gone on with."""
    done = 0
    with few_collections(ALLOCATED):
        for number, batch in enumerate(_batches(target.position()), start=1):
            _take_in(batch, target)
            done += len(batch)
            if number % KEPT == 0:
                target.keep()
            if progress:
                progress("index", batch[-1].number)
    return done


class Row(NamedTuple):
    """One revision with the standing of its resource, read without making instances of models."""

    number: int
    revision_id: int
    packed: bytes
    id: int
    iri: str
    kind: str
    slug: str
    organisation_id: int | None
    state: str
    visibility: str
    modified_at: datetime
    card: dict[str, Any]

    @property
    def is_shown(self) -> bool:
        return self.state != State.WITHDRAWN and self.kind in KINDS

    @property
    def record(self) -> Record:
        return Record.from_ntriples(self.iri, Revision.unpack(self.packed))


_RESOURCE = tuple(name for name in Row._fields if name not in ("number", "packed"))
_COLUMNS = ("number", "resource__revision_id", "packed", *(f"resource__{name}" for name in _RESOURCE[1:]))


def _batches(start: int) -> Iterator[list[Row]]:
    while True:
        rows = Revision.objects.filter(number__gt=start).order_by("number").values_list(*_COLUMNS)
        batch = [Row(*row) for row in rows[:BATCH]]
        if not batch:
            return
        yield batch
        start = batch[-1].number


def _take_in(batch: list[Row], target: Taking) -> None:
    """Each resource once, at its latest; an older revision of a resource that has moved on is left out.

    A distribution that changed changes the document of its dataset.
    """
    current = {row.iri: row for row in batch if row.revision_id == row.number}
    files = [row for row in current.values() if row.kind == Kind.DISTRIBUTION]
    shown = [row for row in current.values() if row.is_shown] + _datasets_of(files, current)
    parts = _Parts(shown, current)
    documents = (document(row, row.record, parts.of(row), version=parts.version(row)) for row in shown)
    gone = [(row.iri, row.number) for row in current.values() if not row.is_shown]
    target.take_in(documents, gone, batch[-1].number)


def _datasets_of(files: list[Row], current: Mapping[str, Row]) -> list[Row]:
    """The datasets of these distributions that are not taken in anyhow."""
    links = (
        Link.objects.filter(target__in=[row.iri for row in files], path=_DISTRIBUTION) if files else Link.objects.none()
    )
    sources = set(links.values_list("source_id", flat=True)) - {row.id for row in current.values()}
    return [row for row in _rows(Resource.objects.filter(id__in=sources)) if row.is_shown] if sources else []


def _rows(found: Any) -> list[Row]:
    rows = found.filter(revision__isnull=False).values_list("revision_id", "revision__packed", *_RESOURCE[1:])
    return [Row(number, number, packed, *rest) for number, packed, *rest in rows]


class _Parts:
    """The distributions of a batch of datasets, read in two queries."""

    def __init__(self, rows: Iterable[Row], current: Mapping[str, Row]) -> None:
        ids = [row.id for row in rows if row.kind == Kind.DATASET]
        self._targets: dict[int, list[str]] = defaultdict(list)
        for source, name in Link.objects.filter(source__in=ids, path=_DISTRIBUTION).values_list("source_id", "target"):
            self._targets[source].append(name)
        wanted = {name for names in self._targets.values() for name in names}
        absent = wanted - current.keys()
        self._found = {name: current[name] for name in wanted & current.keys()}
        if absent:
            self._found |= {row.iri: row for row in _rows(Resource.objects.filter(iri__in=absent))}

    def _all(self, row: Row) -> list[Row]:
        return [self._found[name] for name in self._targets.get(row.id, ()) if name in self._found]

    def of(self, row: Row) -> list[Record]:
        """Those that everybody may see who may see the dataset."""
        seen = {policy.PUBLIC, policy.audience(row)}
        shown = [part for part in self._all(row) if part.state != State.WITHDRAWN and policy.audience(part) in seen]
        return [part.record for part in sorted(shown, key=lambda part: part.iri)[:JOINED]]

    def version(self, row: Row) -> int:
        """The newest revision of the dataset and its distributions, of those that are gone too."""
        return max([row.revision_id, *(part.revision_id for part in self._all(row))])
