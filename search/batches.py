"""Revisions in batches, each with all that its documents need: read here, made into documents in any process."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from catalog import policy
from catalog.batching import batched
from catalog.models import Kind, Link, Resource, Revision, State
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import iri
from search.documents import Document, Source, documents
from search.engines.saying import Said
from search.fields import KINDS

BATCH = 1_000  # revisions taken in at once
TOGETHER = 32  # documents that are thought out side by side
JOINED = 50  # distributions whose words and formats make their dataset found
_DISTRIBUTION = iri(DCAT.distribution)


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
    violations: int

    @property
    def is_shown(self) -> bool:
        return self.state != State.WITHDRAWN and self.kind in KINDS

    @property
    def record(self) -> Record:
        return Record.from_ntriples(self.iri, Revision.unpack(self.packed))


class Shown(NamedTuple):
    """A resource to be shown, the distributions that make it found, and the version of its document."""

    row: Row
    parts: list[Row]
    version: int

    def source(self) -> Source:
        return Source(self.row, self.row.record, [part.record for part in self.parts], self.version)


class Batch(NamedTuple):
    """Revisions up to a position: how many, what is to be shown, and what is not any more (with its version)."""

    size: int
    position: int
    shown: list[Shown]
    gone: list[tuple[str, int]]


class Ready(NamedTuple):
    """A batch as a projection takes it in, in the words of its target."""

    size: int
    position: int
    said: list[Any]
    gone: list[Any]


def ready(batch: Batch, say: Callable[[Document], Said]) -> Ready:
    said: list[Said] = []
    for some in batched(batch.shown, TOGETHER):
        said += map(say, documents([shown.source() for shown in some]))
    return Ready(batch.size, batch.position, said, batch.gone)


def after(start: int) -> Iterator[Batch]:
    """Every batch of revisions after this one."""
    return map(_batch, revisions(start))


def revisions(start: int) -> Iterator[list[Row]]:
    """Every revision after this one, some at a time."""
    while rows := _revisions(start):
        yield rows
        start = rows[-1].number


def current(rows: Iterable[Row]) -> dict[str, Row]:
    """Each resource once, at its latest; an older revision of a resource that has moved on is left out."""
    return {row.iri: row for row in rows if row.revision_id == row.number}


_RESOURCE = tuple(name for name in Row._fields if name not in ("number", "packed"))
_COLUMNS = ("number", "resource__revision_id", "packed", *(f"resource__{name}" for name in _RESOURCE[1:]))


def _revisions(start: int) -> list[Row]:
    rows = Revision.objects.filter(number__gt=start).order_by("number").values_list(*_COLUMNS)
    return [Row(*row) for row in rows[:BATCH]]


def _batch(rows: list[Row]) -> Batch:
    """A distribution that changed changes the document of its dataset."""
    latest = current(rows)
    files = [row for row in latest.values() if row.kind == Kind.DISTRIBUTION]
    shown = [row for row in latest.values() if row.is_shown] + _datasets_of(files, latest)
    parts = _Parts(shown, latest)
    gone = [(row.iri, row.number) for row in latest.values() if not row.is_shown]
    shown_with = [Shown(row, parts.of(row), parts.version(row)) for row in shown]
    return Batch(len(rows), rows[-1].number, shown_with, gone)


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

    def of(self, row: Row) -> list[Row]:
        """Those that everybody may see who may see the dataset."""
        seen = {policy.PUBLIC, policy.audience(row)}
        shown = [part for part in self._all(row) if part.state != State.WITHDRAWN and policy.audience(part) in seen]
        return sorted(shown, key=lambda part: part.iri)[:JOINED]

    def version(self, row: Row) -> int:
        """The newest revision of the dataset and its distributions, of those that are gone too."""
        return max([row.revision_id, *(part.revision_id for part in self._all(row))])
