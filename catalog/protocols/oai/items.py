"""Items in the order in which everybody saw them change: windows of the numbers of changes; one item by its name."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Max, Min, Q, QuerySet
from django.utils import timezone

from catalog import browse, policy
from catalog.batching import batched
from catalog.models import Kind, Link, Resource, ResourceSet, Revision, State
from catalog.protocols.oai.arguments import Wanted
from catalog.protocols.oai.sets import Seen, is_counted, is_in, kept_in, narrowed, specs_of
from catalog.topics import ITEMS
from fair_metadata.formats import Description
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import iri

WIDEST = 4_000  # changes in a window
FETCHED = 500  # items that are read at once
NAMES = 10_000  # values in one condition; SQLite takes 32,766
SLOWEST_WRITE = timedelta(seconds=10)
_PART = iri(DCAT.distribution)
_PUBLIC_ONCE = Q(public_number__isnull=False)


@dataclass(frozen=True, slots=True)
class Item:
    """What everybody sees of a resource with its distributions, or last saw. `at`: when that changed last."""

    name: str
    number: int
    at: datetime
    is_deleted: bool
    specs: tuple[str, ...]
    describe: Callable[[], Description]


_Found = tuple[int, list[int]]  # the number of the last change that was read, and the items that it is about
_NOTHING: _Found = (0, [])
Window = tuple[int, Iterator[Item]]  # the last number that it holds, and the items that changed last within it


def windows(wanted: Wanted, after: int, rows: int) -> Iterator[Window]:
    """The list from a number on. Each item is in one window at any time, and a change only moves it to a later one.

    The last window ends with the last change that was there, so that what changes meanwhile comes after it. Each
    window is twice as wide as the one before: who asks for another found little in it.
    """
    kept, span = kept_in(wanted.spec), _span(wanted)
    while True:
        last, ids = _in_all(span, after, rows) if kept is None else _in_set(kept, span, after, rows)
        if not last:
            return
        yield last, _within(wanted, after, last, ids)
        after, rows = last, min(2 * rows, WIDEST)


def _in_set(kept: Sequence[Q], span: Q, after: int, rows: int) -> _Found:
    """From the rows of the set, which stand where its items changed last: what is in no set is not looked at.

    All that changed with the last one are in: a distribution that several hold is one change.
    """
    found = [_ordered(ResourceSet.objects.filter(span, each, number__gt=after)) for each in kept]
    pairs = sorted({pair for some in found for pair in some[:rows]})[:rows]
    if not pairs:
        return _NOTHING
    last = pairs[-1][0]
    tied = {pair for each in kept for pair in _ordered(ResourceSet.objects.filter(each, number=last))}
    return last, [pk for _, pk in sorted({*pairs, *tied})]


def _ordered(found: QuerySet[ResourceSet]) -> "QuerySet[ResourceSet, tuple[int, int]]":
    return found.order_by("number").values_list("number", "resource_id")


class _Change(NamedTuple):
    """The last public change of a resource."""

    number: int
    id: int
    kind: str
    iri: str


def _in_all(span: Q, after: int, rows: int) -> _Found:
    """From all changes, of whatever kind and set: read in the order of the index on their numbers, and sorted out
    later. Asked for less, databases read all there is of it and sort that, for every page.
    """
    numbered = Resource.objects.alias(number=F("public_number")).filter(span, number__gt=after)
    rows_found = numbered.order_by("public_number").values_list("public_number", "id", "kind", "iri")[:rows]
    changes = list(map(_Change._make, rows_found))
    return (changes[-1].number, _items_of(changes)) if changes else _NOTHING


def _span(wanted: Wanted) -> Q:
    """The numbers of the changes in the span of time, both ends of which belong to it (section 2.7.1): times are in
    the order of the numbers, so where they begin and end is looked up once.
    """
    seen = Resource.objects.filter(_PUBLIC_ONCE)
    found = Q()
    if wanted.since:
        first = seen.filter(public_at__gte=wanted.since).order_by("public_at", "public_number")
        found &= Q(number__gte=_number(first, otherwise=_BEYOND))
    if wanted.until:
        last = seen.filter(public_at__lte=wanted.until).order_by("-public_at", "-public_number")
        found &= Q(number__lte=_number(last, otherwise=0))
    return found


def _number(rows: QuerySet[Resource], *, otherwise: int) -> int:
    found = rows.values_list("public_number", flat=True).first()
    return otherwise if found is None else found


_BEYOND = 2**62  # no change has this number


def _items_of(changes: list[_Change]) -> list[int]:
    """The ids of the items that changed, or one of whose distributions did."""
    own = {change.id for change in changes if change.kind in ITEMS}
    parts = [change.iri for change in changes if change.kind == Kind.DISTRIBUTION]
    holding = Link.objects.filter(target__in=parts, path=_PART)
    return sorted(own.union(holding.values_list("source_id", flat=True)))


def _within(wanted: Wanted, after: int, last: int, ids: list[int]) -> Iterator[Item]:
    """Of these items, those whose last change is in the window, in the span of time and in the set."""
    inside = narrowed(wanted.spec)
    for some in batched(ids, FETCHED):
        placed = sorted(_places(Q(id__in=some) & inside), key=lambda each: _last_change(*each).public_number)
        kept = [each for each in placed if _is_between(_last_change(*each), after, last, wanted.until)]
        yield from _items(kept, wanted.spec)


def _is_between(change: "_Stand", after: int, last: int, until: datetime | None) -> bool:
    return after < change.public_number <= last and (until is None or change.public_at <= until)


def named(slug: str) -> Item | None:
    """The item of that name; None when there never was one that everybody could see."""
    return next(_items(_places(Q(slug=slug))), None)


def count(wanted: Wanted) -> int | None:
    """How many items the whole list has, about: what changes meanwhile counts as it stands. None when only reading
    them all would tell.
    """
    span = _span(wanted)
    if (kept := kept_in(wanted.spec)) is not None:
        return sum(ResourceSet.objects.filter(span, each).count() for each in kept)
    if not is_counted(wanted.spec):
        return None
    numbered = Resource.objects.alias(number=F("public_number")).filter(_PUBLIC_ONCE)
    changed = numbered.filter(span, kind=Kind.DISTRIBUTION).values("iri")
    holding = Link.objects.filter(path=_PART, target__in=changed).values("source")
    recent = span | Q(id__in=holding) if span else Q()
    return numbered.filter(recent, narrowed(wanted.spec), kind__in=ITEMS).count()


def earliest() -> datetime:
    """No datestamp is before this one."""
    found: datetime | None = Resource.objects.aggregate(at=Min("public_at"))["at"]
    return found or datetime(1970, 1, 1, tzinfo=UTC)


def complete_until() -> datetime:
    """Up to when all changes are there to be seen: harvesters ask for what came later from then on.

    A change is dated when it is written and seen when it is committed. Writers take turns, so what is being written is
    dated after the newest change that can be seen; none takes longer than SLOWEST_WRITE.
    """
    now = timezone.now()
    newest: datetime | None = Resource.objects.aggregate(at=Max("public_at"))["at"]
    return min(now, max(newest, now - SLOWEST_WRITE)) if newest else now


# Where items and their distributions stand.


class _Stand(NamedTuple):
    """A resource that everybody sees or once saw, and where it stands."""

    id: int
    iri: str
    slug: str
    kind: str
    organisation_id: int | None
    owner: str | None
    state: str
    visibility: str
    public_number: int
    public_at: datetime


_COLUMNS = [{"owner": "organisation__slug"}.get(name, name) for name in _Stand._fields]
_Placed = tuple[_Stand, list[_Stand]]  # an item and its distributions


def _stands(which: Q) -> Iterator[_Stand]:
    return map(_Stand._make, Resource.objects.filter(which, _PUBLIC_ONCE).values_list(*_COLUMNS))


def _is_listed(one: _Stand) -> bool:
    return one.state == State.PUBLISHED and policy.is_public(one)


def _places(which: Q) -> list[_Placed]:
    """Items with their distributions, of those that are listed: what is gone has none."""
    # Kinds are told apart here: asked for by kind too, SQLite would go through all of a kind for these few.
    places = [place for place in _stands(which) if place.kind in ITEMS]
    pairs = Link.objects.filter(source__in=[place.id for place in places if _is_listed(place)], path=_PART)
    held: dict[int, list[str]] = {}
    for pk, name in pairs.values_list("source_id", "target"):
        held.setdefault(pk, []).append(name)
    known = {part.iri: part for part in _parts({name for names in held.values() for name in names})}
    return [(place, [known[name] for name in sorted(held.get(place.id, ())) if name in known]) for place in places]


def _parts(names: Collection[str]) -> Iterator[_Stand]:
    for some in batched(names, NAMES):
        yield from (part for part in _stands(Q(iri__in=some)) if part.kind == Kind.DISTRIBUTION)


def _last_change(place: _Stand, parts: list[_Stand]) -> _Stand:
    """The item, or the distribution that changed, came or went after it."""
    return max((place, *parts), key=lambda one: one.public_number)


# What they say.


def _items(placed: list[_Placed], spec: str = "") -> Iterator[Item]:
    """Those in the set, with what everybody last saw of them: the revision of their last public change."""
    graphs = _graphs([place.public_number for place, _ in placed])
    seen = [Seen(p.iri, p.kind, p.owner or "", Revision.unpack(graphs[p.public_number])) for p, _ in placed]
    known = zip(placed, seen, specs_of(seen), strict=True)
    kept = [(place, parts, one.ntriples, specs) for (place, parts), one, specs in known if is_in(specs, spec)]
    graphs = _graphs([part.public_number for _, parts, _, _ in kept for part in _shown(parts)])
    for place, parts, text, specs in kept:
        packed = [(part.iri, graphs[part.public_number]) for part in _shown(parts)]
        change = _last_change(place, parts)
        yield Item(
            place.slug,
            change.public_number,
            change.public_at,
            not _is_listed(place),
            specs,
            lambda place=place, text=text, packed=packed: _described(place, text, packed),
        )


def _shown(parts: list[_Stand]) -> list[_Stand]:
    return [part for part in parts if _is_listed(part)][: browse.PARTS_JOINED]


def _graphs(numbers: Collection[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for some in batched(numbers, NAMES):
        found |= Revision.objects.filter(number__in=some).values_list("number", "packed")
    return found


def _described(place: _Stand, ntriples: str, packed: list[tuple[str, bytes]]) -> Description:
    """Shared descriptions are left out: they are large, and a change of one would be a change of all that use it."""
    parts = tuple(Record.from_ntriples(name, Revision.unpack(graph)) for name, graph in packed)
    page = settings.BASE_URL + browse.address(place)
    return Description(Record.from_ntriples(place.iri, ntriples), page, parts=parts)
