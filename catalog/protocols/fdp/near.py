"""What is beside a record that names few others and is named by few: read at once, in three short queries.

A harvest asks for each record by itself, and nearly all are like this; asking each container and each way up takes the
database little and the making of the questions four times as long.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from catalog import policy
from catalog.columns import USES
from catalog.models import Kind, Link, Resource, State
from catalog.policy import Viewer
from catalog.protocols.fdp.definitions import OF_KIND, Child
from fair_metadata.terms import iri

FEW = 200  # links each way


class Beside(NamedTuple):
    """Another resource, as far as policy and containers ask."""

    id: int
    iri: str
    kind: str
    slug: str
    state: str
    visibility: str
    organisation_id: int | None

    def is_shown_to(self, viewer: Viewer) -> bool:
        """The question of `places.shown`, for one."""
        is_own = self.kind != Kind.REFERENCE and self.state != State.WITHDRAWN
        return is_own and policy.may_see(viewer, self)


@dataclass(frozen=True, slots=True)
class Near:
    """Links of a resource both ways, and the resources at their other ends."""

    kind: str
    beside: tuple[Beside, ...]
    named: frozenset[tuple[str, str]]  # property, IRI
    naming: frozenset[tuple[int, str]]  # id, property

    @property
    def shares(self) -> bool:
        """Does it use descriptions that others use too?"""
        return any(path == USES for path, _ in self.named)

    def members(self, child: Child, viewer: Viewer) -> Iterator[Beside]:
        """What is in a container, in the order of ids, whichever of the two names the other."""
        down, up = iri(child.relation), [iri(path) for path in child.up]
        for one in self.beside:
            is_in = (down, one.iri) in self.named or any((one.id, path) in self.naming for path in up)
            if is_in and one.kind in child.kinds and one.is_shown_to(viewer):
                yield one

    def parents(self, viewer: Viewer) -> Iterator[Beside]:
        """Catalogues, series, datasets that name it as theirs, in the order of ids."""
        ways = {
            (row.kind, iri(child.relation))
            for row in OF_KIND.values()
            for child in row.children
            if self.kind in child.kinds
        }
        for one in self.beside:
            if one.is_shown_to(viewer) and any(
                (one.id, path) in self.naming for kind, path in ways if kind == one.kind
            ):
                yield one

    def hidden_or_of(self, kinds: Collection[str], viewer: Viewer) -> Iterable[str]:
        """Resources of these kinds, and those that are not for this viewer."""
        return (one.iri for one in self.beside if one.kind in kinds or not one.is_shown_to(viewer))


def near(resource: Resource) -> Near | None:
    """None for what has many links: its containers are read page by page."""
    named = list(Link.objects.filter(source_id=resource.pk).values_list("path", "target")[: FEW + 1])
    naming = list(Link.objects.filter(target=resource.iri).values_list("source_id", "path")[: FEW + 1])
    if len(named) > FEW or len(naming) > FEW:
        return None
    ends = Q(iri__in={target for _, target in named}) | Q(id__in={pk for pk, _ in naming})
    others = Resource.objects.filter(ends).order_by("id").values_list(*Beside._fields) if named or naming else ()
    beside = (Beside(*row) for row in others)
    return Near(
        resource.kind, tuple(one for one in beside if one.id != resource.pk), frozenset(named), frozenset(naming)
    )
