"""Going back to an earlier version, and keeping one inside. Both leave the log as it is: it is only added to."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalog import audit, policy
from catalog.api.writing import columns
from catalog.editing import drafts
from catalog.history import log
from catalog.models import Draft, Resource, Revision, Verb
from catalog.policy import Viewer
from catalog.register import Outcome, Terms, alone, register_many
from catalog.workflow import NotPossible, needs_four_eyes


def goes_through_review(resource: Resource, viewer: Viewer) -> bool:
    """Does what this person changes need another one's approval before it is shown?"""
    return not policy.may_change_directly(viewer, resource, four_eyes=needs_four_eyes(resource))


def restore(resource: Resource, revision: Revision, viewer: Viewer, terms: Terms) -> Draft | Outcome:
    """What it said then, said again: as a new revision, or as a draft where others approve first.

    NotPossible where somebody is writing over it already, or where it was merged into another; then nothing changes.
    """
    if resource.replaced_by_id:
        raise NotPossible(f"{resource.slug} was merged into another description. Undo that first.")
    record = log.record_of(resource, revision)
    if goes_through_review(resource, viewer):
        try:
            return drafts.propose(resource, record, terms.author)
        except drafts.NotOpen as refusal:
            raise NotPossible(str(refusal)) from refusal
    with alone():
        outcome = register_many([columns(record, resource.kind)], terms)[0]
        if outcome is not Outcome.UNCHANGED:
            audit.note(Verb.RESTORED, by=terms.author, resource=resource, version=revision.pk)
    return outcome


def keep_inside(resource: Resource, revision: Revision, by: AbstractBaseUser | None) -> None:
    """Show an earlier version to nobody but those who may edit: it said what never was for everybody.

    NotPossible for the version that stands: change the description first.
    """
    if revision.pk == resource.revision_id:
        raise NotPossible("This is what the description says now. Change it first, then keep this version inside.")
    same = Revision.objects.filter(resource=resource, digest=revision.digest)
    if same.filter(pk=resource.revision_id).exists():
        raise NotPossible("The description says the same now. Change it first, then keep this version inside.")
    with transaction.atomic():
        same.update(audience=policy.INSIDE)
        audit.note(Verb.KEPT_INSIDE, by=by, resource=resource, version=revision.pk)
