"""What has an address in the FAIR Data Point, and what is in its containers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from catalog import policy
from catalog.models import Link, Resource, State
from catalog.policy import Viewer
from catalog.protocols.fdp.definitions import DEFINITIONS, OF_KIND, ROOT, SITE, Child, Definition
from catalog.protocols.fdp.near import Beside, Near, near
from fair_metadata.terms import Term, iri, named

PATH = "/fdp"
SITE_TAIL = "_all"  # no slug is like this
CONTAINED = 500  # members that one page of a container names


@dataclass(frozen=True)
class Place:
    """The FAIR Data Point itself, the site's own catalogue, or a resource: its own IRI, and where it is described."""

    definition: Definition
    iri: str
    address: str
    resource: Resource | None = None

    @cached_property
    def subject(self) -> Term:
        return named(self.iri)

    @cached_property
    def near(self) -> Near | None:
        """What is beside it, read once; None where that is much, or everything."""
        return near(self.resource) if self.resource is not None else None

    def container(self, child: Child) -> str:
        return f"{self.address}/{child.prefix}/"

    def child(self, prefix: str) -> Child | None:
        return next((child for child in self.definition.children if child.prefix == prefix), None)


class Member(NamedTuple):
    """What a container says of a member; its columns in the database."""

    id: int
    iri: str
    kind: str
    slug: str

    @property
    def address(self) -> str:
        return address_of(self.kind, self.slug)


@dataclass(frozen=True, slots=True)
class Part:
    """Some members in the order of their ids, which changes elsewhere cannot shift; `next` is the rest's address."""

    members: Sequence[Member]
    next: str = ""


def root() -> Place:
    return Place(ROOT, settings.BASE_URL + PATH, settings.BASE_URL + PATH)


def site() -> Place:
    """The catalogue of all that there is: the one whose IRI answers with the DCAT feed."""
    return Place(SITE, f"{settings.BASE_URL}/catalog", f"{root().address}/catalog/{SITE_TAIL}")


def address_of(kind: str, slug: str) -> str:
    return f"{settings.BASE_URL}{PATH}/{OF_KIND[kind].prefix}/{slug}"


def of(resource: Resource) -> Place:
    return Place(OF_KIND[resource.kind], resource.iri, address_of(resource.kind, resource.slug), resource)


def found(prefix: str, tail: str, viewer: Viewer) -> Place | None:
    """What this viewer may see there, with its description; None for the rest, there or not. One query."""
    if (prefix, tail) == ("", ""):
        return root()
    if (prefix, tail) == ("catalog", SITE_TAIL):
        return site()
    rows = Resource.objects.select_related("revision").defer("card").filter(kind=DEFINITIONS[prefix].kind, slug=tail)
    resource = rows.first()
    return of(resource) if resource is not None and policy.may_see(viewer, resource) else None


def shown(viewer: Viewer) -> Q:
    """What containers name: all that the viewer may see, a member's drafts among it, but what is withdrawn."""
    if not viewer.organisations and not viewer.is_operator:
        return policy.listed(viewer)  # the same, in words that an index answers in the order of ids
    return policy.visible(viewer) & ~Q(state=State.WITHDRAWN) & ~policy.REFERENCES


def members(place: Place, child: Child, viewer: Viewer) -> QuerySet[Resource]:
    """What is in a container, whichever of the two names the other."""
    rows = Resource.objects.filter(shown(viewer))
    if place.resource is None:
        return rows.filter(kind=DEFINITIONS[child.prefix].kind)
    # Said so that SQLite finds the few by their names; by the index of kinds it would look at all that there are.
    rows = rows.alias(kind_as_text=Concat("kind", Value(""))).filter(kind_as_text__in=child.kinds)
    below = Link.objects.filter(source=place.resource, path=iri(child.relation)).values("target")
    above = Link.objects.filter(target=place.iri, path__in=[iri(path) for path in child.up]).values("source")
    return rows.filter(Q(iri__in=below) | Q(id__in=above)).exclude(pk=place.resource.pk)


def part(place: Place, child: Child, viewer: Viewer, *, after: int = 0, size: int = 0) -> Part:
    """A page of a container. Followed to its end it names each member once, whatever changes meanwhile."""
    size = size or CONTAINED
    if place.near is not None:
        found = [_member(one) for one in place.near.members(child, viewer) if one.id > after][: size + 1]
    else:
        rows = members(place, child, viewer).filter(id__gt=after).order_by("id")
        found = [Member(*row) for row in rows.values_list(*Member._fields)[: size + 1]]
    rest = f"{place.address}/page/{child.prefix}?after={found[size - 1].id}&size={size}" if len(found) > size else ""
    return Part(found[:size], rest)


def _member(one: Beside) -> Member:
    return Member(one.id, one.iri, one.kind, one.slug)


def parents(place: Place, viewer: Viewer) -> list[Member]:
    """The catalogues, series, datasets that name this resource as theirs and that the viewer may see."""
    if place.near is not None:
        return [_member(one) for one in islice(place.near.parents(viewer), PARENTS)]
    ways = [
        Q(path=iri(child.relation), source__kind=row.kind)
        for row in OF_KIND.values()
        for child in row.children
        if place.definition.kind in child.kinds
    ]
    if not ways:
        return []
    leading = ways[0]
    for way in ways[1:]:
        leading |= way
    sources = Link.objects.filter(leading, target=place.iri).values("source")
    rows = Resource.objects.filter(shown(viewer), id__in=sources).order_by("id")
    return [Member(*row) for row in rows.values_list(*Member._fields)[:PARENTS]]


PARENTS = 50  # parents that a page names


def referred(term: Term, viewer: Viewer) -> Resource | None:
    """The resource that somebody means by its own IRI or by its address here, if they may see it."""
    name, here = iri(term), f"{root().address}/"
    where = Q(iri=name)
    if name.startswith(here) and name.count("/") == here.count("/") + 1:
        where |= Q(slug=name.rsplit("/", 1)[1])
    resource = Resource.objects.filter(where).exclude(policy.REFERENCES).first()
    return resource if resource is not None and policy.may_see(viewer, resource) else None
