"""What a saved search or what one follows is called, and where it leads: no more than its person may see now."""

from django.utils.translation import gettext as _

from catalog import browse, policy
from catalog.language import current_language
from catalog.models import Resource, Saved
from fair_metadata.vocabularies import label


def called(saved: Saved, viewer: policy.Viewer) -> str:
    """As its person calls it, else as it is called."""
    if saved.name:
        return saved.name
    if saved.resource is not None:
        return _title(saved.resource) if policy.may_see(viewer, saved.resource) else _("A description")
    if saved.organisation is not None:
        return saved.organisation.name
    return label(saved.concept, current_language()) or saved.concept or _("All datasets")


def address(saved: Saved, viewer: policy.Viewer) -> str:
    """The page of what it is of; the list for what may not be seen any more, as an address may tell a title."""
    if saved.resource is not None:
        return browse.address(saved.resource) if policy.may_see(viewer, saved.resource) else "/saved"
    if saved.organisation is not None:
        return f"/organisations/{saved.organisation.slug}"
    return f"/datasets?{saved.query}" if saved.query else "/datasets"


def line(saved: Saved, viewer: policy.Viewer) -> tuple[Saved, str, str]:
    """It, what it is called, and where it leads."""
    return saved, called(saved, viewer), address(saved, viewer)


def _title(resource: Resource) -> str:
    return resource.words("title", current_language()) or resource.slug
