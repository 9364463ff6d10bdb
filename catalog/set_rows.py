"""Which sets a resource is in, kept in the order of changes: written with every revision, rebuilt from the graphs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog import policy, rows
from catalog.models import Kind, Link, Resource, ResourceSet, Revision
from catalog.topics import ITEMS, sets_of
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import iri

_PART, _FILE = iri(DCAT.distribution), Kind.DISTRIBUTION
_COLUMNS = ("resource_id", "spec", "number")


class Shown(NamedTuple):
    """What everybody sees of a resource from this change on, or saw last: whose it is, and the sets of what it says."""

    resource_id: int
    iri: str
    kind: str
    number: int
    owner: int | None
    specs: Sequence[str]


def of_organisation(pk: int) -> str:
    """By its number: an organisation may be called otherwise one day."""
    return f"organisation:{pk}"


def write(changed: Sequence[Shown]) -> None:
    """These changed for everybody, and with each distribution what is listed and holds it. Links are written before."""
    newer = _held({one.iri: one.number for one in changed if one.kind == Kind.DISTRIBUTION})
    own = [one for one in changed if one.kind in ITEMS]
    ResourceSet.objects.filter(resource__in=[one.resource_id for one in changed]).delete()
    _store(own, newer)
    _move({pk: number for pk, number in newer.items() if pk not in {one.resource_id for one in own}})


def _held(parts: Mapping[str, int]) -> dict[int, int]:
    """Item → the newest number of these distributions that it holds. What is gone has no distributions."""
    found: dict[int, int] = {}
    held = Link.objects.filter(path=_PART, target__in=parts).values_list("source_id", "target") if parts else ()
    listed = _listed({pk for pk, _ in held})
    for pk, name in held:
        if pk in listed:
            found[pk] = max(parts[name], found.get(pk, 0))
    return found


def _listed(ids: Collection[int]) -> set[int]:
    """Kinds are told apart here: asked for by kind too, SQLite would go through all of a kind for these few."""
    rows = Resource.objects.filter(policy.listed(policy.ANYBODY), id__in=ids).values_list("id", "kind") if ids else ()
    return {pk for pk, kind in rows if kind in ITEMS}


def _store(own: Collection[Shown], newer: Mapping[int, int]) -> None:
    rows.insert(ResourceSet, _COLUMNS, [row for one in own for row in _rows(one, newer.get(one.resource_id, 0))])


def _rows(one: Shown, newer: int) -> Iterable[rows.Row]:
    specs = [*one.specs, *([of_organisation(one.owner)] if one.owner else [])]
    return ((one.resource_id, spec, max(one.number, newer)) for spec in specs)


def _move(numbers: Mapping[int, int]) -> None:
    if numbers:
        there = ResourceSet.objects.filter(resource__in=numbers).values_list("id", "resource_id", "spec")
        moved = [(*row, numbers[row[1]]) for row in there]
        rows.insert(ResourceSet, ("id", *_COLUMNS), moved, update=("number",))


def rebuild(batch: Iterable[Resource]) -> None:
    """All rows of these resources anew, from the revision that everybody saw last."""
    places = [one for one in batch if one.kind in ITEMS]
    graphs = dict(_graphs([one.public_number for one in places if one.public_number is not None]))
    parts = _parts(places)
    ResourceSet.objects.filter(resource__in=places).delete()
    _store([_shown(one, graphs[one.public_number]) for one in places if one.public_number], _held(parts))


def _graphs(numbers: Collection[int]) -> Iterable[tuple[int, bytes]]:
    return Revision.objects.filter(number__in=numbers).values_list("number", "packed")


def _parts(places: Collection[Resource]) -> dict[str, int]:
    targets = Link.objects.filter(source__in=places, path=_PART).values("target")
    held = Resource.objects.filter(public_number__isnull=False, iri__in=targets)
    return {name: number for name, number, kind in held.values_list("iri", "public_number", "kind") if kind == _FILE}


def _shown(one: Resource, packed: bytes) -> Shown:
    assert one.public_number is not None
    record = Record.from_ntriples(one.iri, Revision.unpack(packed))
    return Shown(one.pk, one.iri, one.kind, one.public_number, one.organisation_id, sets_of(record, one.kind))
