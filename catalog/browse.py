"""Reads: finding a resource, what hangs on it, and lists of them. None of these parses RDF."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from catalog import policy
from catalog.columns import USES
from catalog.models import Kind, Link, Position, Resource
from catalog.policy import Viewer
from fair_metadata.namespaces import DCAT
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
RELATED_SHOWN = 500

# Members of a resource: property that leads down from it, property that leads up from the member.
_MEMBERS: Mapping[str, tuple[tuple[Term, ...], tuple[Term, ...]]] = {
    Kind.CATALOG: ((DCAT.dataset, DCAT.service, DCAT.catalog), ()),
    Kind.SERIES: ((DCAT.seriesMember,), (DCAT.inSeries,)),
    Kind.DATASET: ((DCAT.distribution,), ()),
    Kind.SERVICE: ((DCAT.servesDataset,), ()),
}


@dataclass(frozen=True, slots=True)
class Related:
    """Another resource as a page shows it: its card and its address."""

    iri: str
    kind: str
    address: str
    card: Mapping[str, object]


def address(resource: Resource) -> str:
    return f"/{SECTION_OF[resource.kind]}/{resource.slug}"


def standing(slug: str) -> Resource | None:
    """Where the resource with this slug stands, in one query, without its card and its graph."""
    return Resource.objects.exclude(kind=Kind.REFERENCE).defer("card").filter(slug=slug).first()


def latest_revision() -> int:
    """The newest revision's number, at most a second old: what joined pages are cached under."""
    number = cache.get("latest-revision")
    if number is None:
        number = Position.objects.filter(name="revisions").values_list("number", flat=True).first() or 0
        cache.set("latest-revision", number, 1)
    return int(number)


def related(resource: Resource, viewer: Viewer) -> dict[str, Related]:
    """IRI → what this one links to and the viewer may see; one query."""
    targets = Link.objects.filter(source=resource).exclude(path=USES).values("target")
    rows = Resource.objects.filter(policy.listed(viewer), iri__in=targets).only("iri", "kind", "slug", "card")
    return {row.iri: _related(row) for row in rows[:RELATED_SHOWN]}


def mentioned_by(resource: Resource, viewer: Viewer) -> list[Related]:
    """The catalogues, series and others that link to this one; one query."""
    sources = Link.objects.filter(target=resource.iri).exclude(path=USES).values("source")
    rows = Resource.objects.filter(policy.listed(viewer), id__in=sources).only("iri", "kind", "slug", "card")
    return [_related(row) for row in rows.order_by("kind", "slug")[:50]]


def _related(row: Resource) -> Related:
    return Related(row.iri, row.kind, address(row), row.card)


def members(resource: Resource, viewer: Viewer, *, size: int) -> Paginator | None:
    """The members of a catalogue or series, the distributions of a dataset, in pages; None for kinds without."""
    if resource.kind not in _MEMBERS:
        return None
    down, up = _MEMBERS[resource.kind]
    below = Link.objects.filter(source=resource, path__in=[iri(path) for path in down]).values("target")
    above = Link.objects.filter(target=resource.iri, path__in=[iri(path) for path in up]).values("source")
    condition = Q(iri__in=below) | Q(id__in=above) if up else Q(iri__in=below)
    rows = Resource.objects.filter(policy.listed(viewer)).filter(condition).order_by("slug")
    return Paginator(rows.only("iri", "kind", "slug", "card"), size)


def shared(resource: Resource, viewer: Viewer) -> tuple[Triple, ...]:
    """The triples of shared descriptions that the resource mentions, of those that the viewer may see."""
    used = Link.objects.filter(source=resource, path=USES).values("target")
    rows = Resource.objects.filter(policy.visible(viewer), kind=Kind.REFERENCE, iri__in=used)
    return tuple(t for row in rows.select_related("revision")[:SHARED_JOINED] for t in row.record.triples)


def listing(kind: str, viewer: Viewer, *, size: int) -> Paginator:
    """All of a kind that the viewer may see listed, newest first."""
    rows = Resource.objects.filter(policy.listed(viewer), kind=kind).order_by("-modified_at", "slug")
    return Paginator(rows.only("iri", "kind", "slug", "card", "modified_at"), size)


def counts(viewer: Viewer) -> dict[str, int]:
    """Kind → how many are listed."""
    rows = Resource.objects.filter(policy.listed(viewer)).values_list("kind").annotate(n=Count("id")).order_by()
    return dict(rows)


def newest(viewer: Viewer, count: int) -> QuerySet[Resource]:
    return Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET).order_by("-created_at", "-id")[:count]


def cards(page: Iterable[Resource] | Page) -> list[Related]:
    return [_related(row) for row in page]


def diseases(viewer: Viewer) -> list[tuple[str, str, int]]:
    """The groups of diseases with datasets: name, IRI of its broadest concept, how many. For tiles on the home page."""
    known = vocabulary("mondo")
    themes = Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET).values_list("card__themes", flat=True)
    counted: Counter[str] = Counter()
    for stated in themes:
        found = {theme for theme in stated or () if known.get(theme)}
        counted.update(found | {above for theme in found for above in known.ancestors(theme)})
    groups = {member for group in known.groups for member in known.members(group)}
    named = [(known.concepts[theme].label, theme, n) for theme, n in counted.items() if theme in groups]
    return [(label(get_language() or "en"), theme, n) for label, theme, n in sorted(named, key=lambda x: -x[2])[:12]]
