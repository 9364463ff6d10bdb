"""What stands in the catalogue where something comes in: resources with their drafts, and who may write over them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalog import policy
from catalog.models import Draft, Organisation, Resource
from fair_metadata.record import Record

NOT_OURS = _("Another organisation keeps this description, or it is not for you to change.")
IN_REVIEW = _("Its draft is in review. Take it back before you change it.")


@dataclass(frozen=True, slots=True)
class Mine:
    """Who takes something in, and for which organisation."""

    viewer: policy.Viewer
    organisation: Organisation | None


@dataclass(frozen=True, slots=True)
class There:
    """A resource that is there, and the draft over it."""

    resource: Resource
    draft: Draft | None

    @property
    def record(self) -> Record:
        """What an import is compared with and written over: the draft, where somebody has begun one."""
        return self.draft.record if self.draft else self.resource.record

    @property
    def digest(self) -> str:
        return self.draft.digest if self.draft else self.resource.digest


def standing_there(iris: Iterable[str]) -> dict[str, There]:
    """IRI → what stands there; two queries."""
    rows = Resource.objects.filter(iri__in=list(iris)).select_related("revision").defer("card")
    resources = {row.iri: row for row in rows}
    found = Draft.objects.filter(resource__in=[row.pk for row in resources.values()]).select_related("resource")
    drafts = {draft.resource_id: draft for draft in found}
    return {iri: There(row, drafts.get(row.pk)) for iri, row in resources.items()}


def may_take(mine: Mine, resource: Resource) -> bool:
    """May a description be written over: by its own organisation, and by an operator for it."""
    if mine.organisation is not None and resource.organisation_id not in (None, mine.organisation.pk):
        return False
    return policy.may_edit(mine.viewer, resource)


def organisations_of(viewer: policy.Viewer) -> list[Organisation]:
    """The organisations into which somebody may take something in."""
    everything = Organisation.objects.order_by("name")
    return list(everything if viewer.is_operator else everything.filter(id__in=viewer.organisations))
