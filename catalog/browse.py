"""Reads: finding a resource, what hangs on it, and lists of them. Lists and cards never parse RDF."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from catalog import policy
from catalog.columns import USES
from catalog.models import Kind, Link, Organisation, Resource, Revision
from catalog.policy import Viewer
from catalog.standing import HOLDING, Standing
from catalog.statements import written_once
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, iri
from fair_metadata.vocabularies import vocabulary

SECTIONS: Mapping[str, str] = {
    "catalogs": Kind.CATALOG,
    "series": Kind.SERIES,
    "datasets": Kind.DATASET,
    "distributions": Kind.DISTRIBUTION,
    "services": Kind.SERVICE,
    "records": Kind.CATALOG_RECORD,
}
SECTION_OF: Mapping[str, str] = {kind: section for section, kind in SECTIONS.items()}
SHARED_JOINED = 200  # shared descriptions that one page or export joins
PARTS_JOINED = 50  # distributions whose descriptions are read with their dataset's
FEW = 50  # members that are read at once, without counting them before
RELATED_SHOWN = 500

# Members of a resource: property that leads down from it, property that leads up from the member.
MEMBERS: Mapping[str, tuple[tuple[Term, ...], tuple[Term, ...]]] = {
    Kind.CATALOG: ((DCAT.dataset, DCAT.service, DCAT.catalog), (DCT.isPartOf,)),
    Kind.SERIES: ((DCAT.seriesMember,), (DCAT.inSeries,)),
    Kind.DATASET: ((DCAT.distribution,), (DCT.isPartOf,)),
    Kind.SERVICE: ((DCAT.servesDataset,), ()),
}


@dataclass(frozen=True, slots=True)
class Related:
    """Another resource as a page shows it: its card and its address."""

    iri: str
    kind: str
    address: str
    card: Mapping[str, object]


def address(resource: Resource | Standing) -> str:
    return f"/{SECTION_OF[resource.kind]}/{resource.slug}"


def named(tail: str, names: Sequence[str]) -> Resource | None:
    """The resource whose PID ends in `tail`: the one with the first of these IRIs that is there, else by its slug."""
    if "\x00" in tail:  # no database keeps one, and PostgreSQL refuses to look for it
        return None
    rank = {name: place for place, name in enumerate(names)}
    return min(_named(tail, *names), key=lambda resource: rank.get(resource.iri, len(names)), default=None)


@written_once
def _named(tail: str, *names: str) -> QuerySet[Resource]:
    rows = Resource.objects.exclude(kind=Kind.REFERENCE)
    return rows.filter(Q(iri__in=names) | Q(slug=tail)).defer("card")


def shown_at(slug: str, viewer: Viewer) -> Resource | None:
    """The resource with its latest revision; None also where the viewer may not know that there is one."""
    rows = Resource.objects.exclude(kind=Kind.REFERENCE).select_related("revision", "organisation")
    resource = rows.filter(slug=slug).first()
    return resource if resource is not None and policy.may_see(viewer, resource) else None


def successor(resource: Resource | Standing, viewer: Viewer) -> Resource | None:
    """The one that it was merged into, if the viewer may see that; asked only of what was merged."""
    if resource.replaced_by_id is None:
        return None
    return Resource.objects.filter(policy.visible(viewer), pk=resource.replaced_by_id).defer("card").first()


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, what was read of a resource is not read again: for who looks at all of its forms at one moment."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


_read: ContextVar[dict[Any, Any] | None] = ContextVar("read", default=None)
P = ParamSpec("P")
T = TypeVar("T")


def once(read: Callable[P, T]) -> Callable[P, T]:
    """read(resource, *viewers) is asked once inside `remembering`, and each time outside."""

    @wraps(read)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        known = _read.get()
        if known is None:
            return read(*args, **kwargs)
        resource, *viewers = args
        key = (read.__name__, resource.pk, *((v.is_operator, v.audiences) for v in viewers))  # type: ignore[attr-defined]
        if key not in known:
            known[key] = read(*args, **kwargs)
        return known[key]  # type: ignore[no-any-return]

    return answer


@once
def whole(resource: Resource | Standing) -> Resource:
    """The resource with its card and its latest graph; one query, none where it was read with both."""
    if isinstance(resource, Resource) and "revision" in resource._state.fields_cache and "card" in resource.__dict__:
        return resource
    return Resource.objects.select_related("revision").get(pk=resource.pk)


def latest_revision() -> int:
    """The newest revision's number, 0 while there is none."""
    return Revision.objects.order_by("-number").values_list("number", flat=True).first() or 0


def related(resource: Resource, viewer: Viewer) -> dict[str, Related]:
    """IRI → what this one links to and the viewer may see; one query."""
    return {row.iri: _related(row) for row in _linked_to(resource.pk, viewer=viewer)}


@written_once
def _linked_to(source: int, *, viewer: Viewer) -> QuerySet[Resource]:
    targets = Link.objects.filter(source=source).exclude(path=USES).values("target")
    rows = Resource.objects.filter(policy.listed(viewer), iri__in=targets).only(*_CARD)
    return rows.order_by("iri")[:RELATED_SHOWN]


@once
def mentioned_by(resource: Resource, viewer: Viewer) -> list[Related]:
    """The catalogues, series and others that link to this one; one query."""
    return cards(_linking_to(resource.iri, viewer=viewer))


@written_once
def _linking_to(target: str, *, viewer: Viewer) -> QuerySet[Resource]:
    sources = Link.objects.filter(target=target).exclude(path=USES).values("source")
    rows = Resource.objects.filter(policy.listed(viewer), id__in=sources).only(*_CARD)
    return rows.order_by("kind", "slug")[:50]


_CARD = ("iri", "kind", "slug", "card")


def _related(row: Resource) -> Related:
    return Related(row.iri, row.kind, address(row), row.card)


def has_members(resource: Resource | Standing) -> bool:
    return resource.kind in MEMBERS


def members(resource: Resource, viewer: Viewer, *, size: int) -> Paginator:
    """The members of a catalogue or series, the distributions of a dataset, in pages; nothing for kinds without.

    One query where they are few, as those of a dataset are; else one to count them and one for each page.
    """
    if not has_members(resource):
        return Paginator([], size)
    if resource.kind not in HOLDING and len(few := _few_members(resource, viewer)) <= FEW:
        return Paginator(few, size)
    return Paginator(_members(resource.pk, resource.iri, kind=resource.kind, viewer=viewer), size)


@once
def _few_members(resource: Resource, viewer: Viewer) -> list[Resource]:
    """One more than FEW where there are more."""
    return _first_members(resource.pk, resource.iri, kind=resource.kind, viewer=viewer)


@written_once
def _first_members(pk: int, name: str, *, kind: str, viewer: Viewer) -> QuerySet[Resource]:
    return _members(pk, name, kind=kind, viewer=viewer)[: FEW + 1]


def _members(pk: int, name: str, *, kind: str, viewer: Viewer) -> QuerySet[Resource]:
    down, up = MEMBERS[kind]
    below = Link.objects.filter(source=pk, path__in=[iri(path) for path in down]).values("target")
    above = Link.objects.filter(target=name, path__in=[iri(path) for path in up]).values("source")
    rows = Resource.objects.filter(policy.listed(viewer)).filter(Q(iri__in=below) | Q(id__in=above))
    return rows.order_by("slug").only(*_CARD)


@once
def shared(resource: Resource, viewer: Viewer) -> tuple[Triple, ...]:
    """The triples of shared descriptions that the resource mentions, of those that the viewer may see; one query."""
    return tuple(t for record in _records(_used(resource.pk, viewer=viewer)) for t in record.triples)


@written_once
def _used(source: int, *, viewer: Viewer) -> QuerySet[Resource]:
    used = Link.objects.filter(source=source, path=USES).values("target")
    return _packed(Resource.objects.filter(policy.visible(viewer), kind=Kind.REFERENCE, iri__in=used), SHARED_JOINED)


@once
def parts(resource: Resource, viewer: Viewer) -> tuple[Record, ...]:
    """The descriptions of a dataset's distributions, the first of them when they are many; one query."""
    return _records(_parts_of(resource.pk, viewer=viewer))


@written_once
def _parts_of(source: int, *, viewer: Viewer) -> QuerySet[Resource]:
    below = Link.objects.filter(source=source, path=iri(DCAT.distribution)).values("target")
    return _packed(Resource.objects.filter(policy.listed(viewer), iri__in=below), PARTS_JOINED)


def parts_named(names: Collection[str], viewer: Viewer) -> tuple[Record, ...]:
    return _records(_packed(Resource.objects.filter(policy.listed(viewer), iri__in=names), PARTS_JOINED))


def _packed(rows: QuerySet[Resource], most: int) -> QuerySet[Resource]:
    """With their graphs, in the order of their IRIs, so that what is made of them is the same each time."""
    return rows.annotate(packed=F("revision__packed")).only("iri").order_by("iri")[:most]


def _records(rows: Iterable[Any]) -> tuple[Record, ...]:
    return tuple(Record.from_ntriples(row.iri, Revision.unpack(row.packed)) for row in rows)


def below(pk: int) -> QuerySet[Resource]:
    """The distributions that a dataset names, whoever may see them."""
    named = Link.objects.filter(source=pk, path=iri(DCAT.distribution)).values("target")
    return Resource.objects.filter(iri__in=named)


def listing(kind: str, viewer: Viewer, *, size: int) -> Paginator:
    """All of a kind that the viewer may see listed, newest first."""
    rows = Resource.objects.filter(policy.listed(viewer), kind=kind).order_by("-id")
    return Paginator(rows.only("iri", "kind", "slug", "card"), size)


def contributions(organisation: Organisation, viewer: Viewer, *, size: int) -> Paginator:
    """The datasets of one organisation that the viewer may see listed."""
    rows = Resource.objects.filter(policy.listed(viewer), organisation=organisation, kind=Kind.DATASET)
    return Paginator(rows.order_by("slug").only("iri", "kind", "slug", "card"), size)


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """Who contributes: organisations with something that the viewer may see listed, by name."""
    theirs = Resource.objects.filter(policy.listed(viewer), organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(theirs))


def counts(viewer: Viewer) -> dict[str, int]:
    """Kind → how many are listed."""
    rows = Resource.objects.filter(policy.listed(viewer)).values_list("kind").annotate(n=Count("id")).order_by()
    return dict(rows)


def newest(viewer: Viewer, count: int) -> QuerySet[Resource]:
    return Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET).order_by("-id")[:count]


def cards(page: Iterable[Resource] | Page[Resource]) -> list[Related]:
    return [_related(row) for row in page]


def diseases(viewer: Viewer, count: int) -> list[tuple[str, int]]:
    """The groups of diseases with most datasets: IRI of the group's broadest concept, how many datasets."""
    known = vocabulary("mondo")
    stated = Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET).values_list("card__themes", flat=True)
    counted: Counter[str] = Counter()
    for themes, datasets in Counter(tuple(themes or ()) for themes in stated.iterator()).items():
        found = {theme for theme in themes if known.get(theme)}
        for group in found | {above for theme in found for above in known.ancestors(theme)}:
            counted[group] += datasets
    groups = {member for group in known.groups for member in known.members(group)}
    return [(group, n) for group, n in counted.most_common() if group in groups][:count]
