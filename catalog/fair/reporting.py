"""The report of one dataset: description and page, judged as somebody sees them who sees least of those who may."""

from dataclasses import dataclass

from catalog import browse, policy
from catalog.fair import seeing
from catalog.fair.seeing import Ask
from catalog.models import Resource, Revision
from catalog.pages import signposting
from fair_metadata.assessment import RULES, Assessment, Case, assess


@dataclass(frozen=True, slots=True)
class Report:
    """An assessment of one revision of a resource."""

    resource: Resource
    revision: Revision
    assessment: Assessment
    rules: int = RULES


def report(resource: Resource, *, ask: Ask | None = None) -> Report:
    """Judged on the record and on the page as it is served now, in this process unless `ask` asks elsewhere."""
    with browse.remembering():
        found = browse.whole(resource)
        assert found.revision is not None
        return Report(found, found.revision, assess(_case(found, ask)))


def _case(found: Resource, ask: Ask | None) -> Case:
    return Case(
        found.record,
        browse.parts(found, policy.reader_of(found)),
        cite_as=signposting.cite_as(found),
        page=signposting.absolute(browse.address(found)),
        seen=seeing.look(found, ask),
    )
