"""The states of a resource: draft → in review → published → withdrawn. Each step is a revision of its own.

What is shown already changes by a draft over it; only the draft is in review, and what is shown stays until a reviewer
approves. Steps of a draft are in `catalog.editing.review`.
"""

from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from catalog import audit
from catalog.editing import aiming, drafts, together
from catalog.models import Change, Draft, Resource, Stage, State, Visibility
from catalog.register import Terms, alone, stand


class NotPossible(ValueError):
    """A step that this state does not allow, in plain words."""


class FourEyes(NotPossible):
    """A step that needs somebody else, because this person wrote a part of it."""

    def __init__(self) -> None:
        super().__init__(_("You wrote a part of it, and your organisation has a second person approve it."))


def publish(resource: Resource, terms: Terms) -> None:
    """Show it to whom its visibility names, with the shared descriptions that it uses; also what was withdrawn may
    come back. What was never shown has to be what its organisation aims at.
    """
    if resource.state == State.PUBLISHED:
        raise NotPossible(_("%(name)s is published already.") % {"name": resource.slug})
    if resource.replaced_by_id:
        words = _("%(name)s was merged into another description. Undo that, and it is shown again.")
        raise NotPossible(words % {"name": resource.slug})
    with alone():
        refuse_own(resource, terms.approver or terms.author)
        if resource.public_number is None and (why := aiming.why_not(resource, resource.record, shown=None)):
            raise NotPossible(why)
        stand(resource, terms, Change.STANDING, state=State.PUBLISHED, withdrawn_because="")
        together.publish_shared(resource, replace(terms, reason="Published with what uses it"))
        _close_draft(resource)
        audit.note("published", by=terms.approver or terms.author, resource=resource)


def withdraw(resource: Resource, terms: Terms, *, because: str) -> None:
    """Take it out of lists and searches. Its page stays and answers 410 with the reason (FAIR A2).

    A draft that is in review over it goes back: who approves it shall know that it was withdrawn.
    """
    if resource.state == State.WITHDRAWN:
        raise NotPossible(_("%(name)s is withdrawn already.") % {"name": resource.slug})
    if resource.state != State.PUBLISHED:
        words = _("%(name)s is not published, so there is nothing to withdraw. Discard it instead.")
        raise NotPossible(words % {"name": resource.slug})
    if not because.strip():
        raise NotPossible(_("Say why: the reason is shown on the page that stays."))
    with alone():
        stand(resource, terms, Change.WITHDRAWN, state=State.WITHDRAWN, withdrawn_because=because.strip())
        waiting = Draft.objects.filter(resource=resource, stage__in=[Stage.IN_REVIEW, Stage.APPROVED])
        waiting.update(stage=Stage.RETURNED, publish_at=None, approved_by=None, note="It was withdrawn.")
        audit.note("withdrawn", by=terms.author, resource=resource)


def discard(resource: Resource, terms: Terms, *, because: str = "") -> None:
    """Take away what is not published. It was nothing for outsiders, so no page stays for them."""
    if resource.state not in (State.DRAFT, State.IN_REVIEW):
        words = _("%(name)s is published or withdrawn: what was shown is withdrawn, not discarded.")
        raise NotPossible(words % {"name": resource.slug})
    standing = {"state": State.WITHDRAWN, "visibility": Visibility.ORGANISATION}
    reason = because.strip() or "It was discarded before it was published."
    with alone():
        stand(resource, terms, Change.WITHDRAWN, **standing, withdrawn_because=reason)
        Draft.objects.filter(resource=resource).delete()
        audit.note("discarded", by=terms.author, resource=resource)


def refuse_own(resource: Resource, person: AbstractBaseUser | None) -> None:
    """FourEyes for who wrote a part of what is to be shown, where the organisation wants a second person."""
    if person is not None and needs_four_eyes(resource) and person.pk in drafts.writers(resource):
        raise FourEyes


def needs_four_eyes(resource: Resource) -> bool:
    return resource.organisation is not None and resource.organisation.four_eyes


def _close_draft(resource: Resource) -> None:
    """A draft that says what is shown now has done its work; another one goes on, and is not in review any more."""
    draft = Draft.objects.filter(resource=resource).first()
    if draft is None:
        return
    if draft.digest == resource.digest:
        draft.delete()
    elif draft.stage not in drafts.OPEN:
        Draft.objects.filter(pk=draft.pk).update(stage=Stage.WRITING, publish_at=None, approved_by=None)
