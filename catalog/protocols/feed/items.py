"""What stands on a page of the feed, and its descriptions with all that belongs to them.

Items are in the order of their ids, which never change: a harvest that goes on after the last id it saw loses nothing
and sees nothing twice, whatever changes meanwhile.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog import policy
from catalog.batching import batched
from catalog.columns import USES
from catalog.models import Kind, Link, Resource, Revision
from fair_metadata.formats import Description
from fair_metadata.namespaces import DCAT, HYDRA
from fair_metadata.record import Record
from fair_metadata.terms import iri

CHUNK = 50  # items whose descriptions are read at once
_ROWS = 500  # descriptions of files and of shared things held at once
_PARTS = iri(DCAT.distribution)
_LISTED = policy.listed(policy.ANYBODY)
# What the export holds: what is listed, and the shared descriptions that anybody may see.
_SHOWN = policy.visible(policy.ANYBODY) & policy.PUBLISHED


class Item(NamedTuple):
    """One item of a page, without its description. What is not shown is gone, and told when changes are asked for."""

    id: int
    iri: str
    kind: str
    public_at: datetime | None
    is_shown: bool


def items(since: datetime | None = None) -> QuerySet[Resource]:
    """What has a place of its own in the feed: resources, and files and shared descriptions that no resource names.

    With `since`, what everybody sees changed of from then on: in itself, in a file or in a shared description of it;
    and what is gone since then.
    """
    # Said by what is left out: alternatives of kinds would have databases collect and sort all of them for each page.
    parts, shared = Q(kind=Kind.DISTRIBUTION) & _is_named(_PARTS), policy.REFERENCES & _is_named(USES)
    shown = _SHOWN & ~parts & ~shared
    if since is None:
        return Resource.objects.filter(shown)
    return Resource.objects.filter(shown & _changed(since) | _gone(since))


def _is_named(path: str) -> Q:
    """Does something that is listed name it with this property?"""
    return Q(Exists(Resource.objects.filter(_LISTED, links__path=path, links__target=OuterRef("iri"))))


def _changed(since: datetime) -> Q:
    later = Resource.objects.filter(public_at__gte=since)
    around = Link.objects.filter(path__in=(USES, _PARTS), target__in=later.values("iri"))
    return Q(public_at__gte=since) | Q(pk__in=around.values("source"))


def _gone(since: datetime) -> Q:
    return Q(public_at__gte=since) & ~_LISTED & ~policy.REFERENCES


def place(rows: QuerySet[Resource]) -> list[Item]:
    """The items of a slice of `items`, in their order."""
    found = list(rows.values_list("pk", "iri", "kind", "public_at"))
    shown = set(Resource.objects.filter(_SHOWN, pk__in=[row[0] for row in found]).values_list("pk", flat=True))
    return [Item(*row, is_shown=row[0] in shown) for row in found]


def descriptions(ids: Sequence[int]) -> Iterator[Description]:
    """These items, their files, and the shared descriptions that any of them mentions; nothing twice."""
    written: set[int] = set()
    for chunk in batched(ids, CHUNK):
        yield from _once(Resource.objects.filter(_SHOWN, pk__in=chunk), written)
        parts = Resource.objects.filter(_LISTED, iri__in=_targets(chunk, _PARTS))
        owners = [*chunk, *parts.values_list("pk", flat=True)]
        yield from _once(parts, written)
        for some in batched(owners, _ROWS):
            named = Resource.objects.filter(_SHOWN, policy.REFERENCES, iri__in=_targets(some, USES))
            yield from _once(named, written)


def _targets(sources: Sequence[int], path: str) -> QuerySet[Link]:
    return Link.objects.filter(source__in=sources, path=path).values("target")


def _once(rows: QuerySet[Resource], written: set[int]) -> Iterator[Description]:
    found = rows.order_by("pk").values_list("pk", "iri", "revision__packed")
    for number, iri_of, packed in found.iterator(chunk_size=_ROWS):
        if number not in written:
            written.add(number)
            yield Description(_without_paging(Record.from_ntriples(iri_of, Revision.unpack(packed))))


def _without_paging(record: Record) -> Record:
    """A harvested catalogue may still say which page comes next at its source: readers of ours would go there."""
    if HYDRA.base not in record.ntriples:
        return record
    return Record(record.subject, tuple(t for t in record.triples if t[1] not in HYDRA and t[2] not in HYDRA))
