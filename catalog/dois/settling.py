"""Once DataCite says that a DOI leads to the page, we say so too: in the links of the page and in the description.

Both may fail or have to wait without harm to what DataCite knows: it is done again until it holds.
"""

from django.contrib.auth.models import AbstractBaseUser

from catalog import policy, workflow
from catalog.editing import drafts
from catalog.models import Change, Doi, DoiCall, DoiState, Resource
from catalog.register import Terms, alone, register_many, stand
from catalog.shared import columns
from fair_metadata import dois


def settle(number: int) -> bool:
    """Say what DataCite says of this DOI; False when its description is in review and cannot be written to now."""
    with alone():
        doi = Doi.objects.select_for_update().get(pk=number)
        if doi.is_settled:
            return True
        resource = Resource.objects.select_related("revision", "organisation").get(pk=doi.resource_id)
        leads = doi.state in (DoiState.REGISTERED, DoiState.FINDABLE) and not doi.is_test
        is_settled = not leads or _said(resource, doi, _asker(doi))
        if is_settled:
            Doi.objects.filter(pk=number).update(is_settled=True)
    return is_settled


def settle_all() -> int:
    """All that is not said yet; how many are now."""
    return sum(settle(number) for number in list(Doi.objects.filter(is_settled=False).values_list("pk", flat=True)))


def _asker(doi: Doi) -> AbstractBaseUser | None:
    last = DoiCall.objects.select_related("by").filter(doi=doi, state="done").first()
    return last.by if last else None


def _said(resource: Resource, doi: Doi, by: AbstractBaseUser | None) -> bool:
    terms = Terms(author=by, reason=f"DOI {doi.name}")
    if resource.doi != doi.name:
        stand(resource, terms, Change.STANDING, doi=doi.name)
    if doi.name in dois.stated(resource.record):
        return True
    if by is not None and _directly(resource, by):
        register_many([columns(dois.with_doi(resource.record, doi.name), resource.kind)], terms)
        return True
    return _in_draft(resource, doi, by)


def _directly(resource: Resource, by: AbstractBaseUser) -> bool:
    viewer, four_eyes = policy.viewer_of(by), workflow.needs_four_eyes(resource)
    return policy.may_change_directly(viewer, resource, four_eyes=four_eyes)


def _in_draft(resource: Resource, doi: Doi, by: AbstractBaseUser | None) -> bool:
    """Beside what is published, to be reviewed, with what else is being written."""
    draft = drafts.begin(resource, by)
    if doi.name in dois.stated(draft.record):
        return True
    if draft.stage not in drafts.OPEN:
        return False
    drafts.save(draft, dois.with_doi(draft.record, doi.name), by, version=draft.version)
    return True
