"""Writing the public catalogue as one document, record after record, in memory that does not grow."""

from collections.abc import Iterator

from django.conf import settings

from catalog import browse, policy
from catalog.models import Resource
from catalog.pages import signposting
from fair_metadata.formats import LISTED, Description, Format

CHUNK = 500  # rows fetched at once


def exported(row: Format, viewer: policy.Viewer = policy.ANYBODY) -> Iterator[bytes]:
    """The whole catalogue as this viewer may see it, in one format; shared descriptions are written once."""
    return LISTED[row.name](descriptions(row, viewer))


def descriptions(row: Format, viewer: policy.Viewer = policy.ANYBODY) -> Iterator[Description]:
    """Everything that this viewer may see, one at a time, in the order in which it came."""
    # Shared descriptions are no resources of their own, so formats that are not RDF leave them out.
    shown = policy.listed(viewer)
    if row.is_rdf:
        shown |= policy.visible(viewer) & policy.PUBLISHED & policy.REFERENCES
    rows = Resource.objects.filter(shown).order_by("id").select_related("revision").defer("card")
    for resource in rows.iterator(chunk_size=CHUNK):
        page = _page(resource)
        yield Description(resource.record, page, cite_as=signposting.cite_as(resource) if page else "")


def _page(resource: Resource) -> str:
    """The landing page's whole address; shared descriptions have none."""
    return settings.BASE_URL + browse.address(resource) if resource.kind in browse.SECTION_OF else ""
