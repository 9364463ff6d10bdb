"""Review: a draft is submitted, taken back, returned with reasons, or approved; then it is what everybody reads.

Of a description that was never published all of it is in review: its own state says so. Of one that is shown only the
draft is, and what is shown stays as it is until then.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import audit, workflow
from catalog.columns import Columns
from catalog.editing import aiming, comments, drafts
from catalog.editing.together import publish_shared
from catalog.models import Change, Draft, Membership, Resource, Stage, State, Told
from catalog.notices import telling
from catalog.policy import SHOWN
from catalog.register import Terms, alone, register_many, stand
from catalog.shared import columns
from catalog.workflow import NotPossible
from fair_metadata.profiles import CHECKED

WAITING = (Stage.IN_REVIEW, Stage.APPROVED)
OVERTAKEN = gettext_lazy("The description was changed since this draft was begun. Bring the draft up to date first.")
CHANGED = gettext_lazy("The draft was changed since you opened it. Look at it again.")


def submit(draft: Draft, by: AbstractBaseUser, note: str = "") -> Draft:
    """To be reviewed. A description that was never published says from now on what the draft says."""
    with held(draft) as found:
        _expect(found, drafts.OPEN, _("It is in review already."))
        if found.is_overtaken:
            raise NotPossible(str(OVERTAKEN))
        resource = found.resource
        if resource.state in SHOWN and not found.has_changes:
            raise NotPossible(_("The draft says what is published already. Change something first."))
        if resource.state not in SHOWN:
            _stand_in_review(found, by, note)
        found.stage, found.note, found.submitted_by, found.submitted_at = Stage.IN_REVIEW, note, by, timezone.now()
        found.save()
        telling.tell(Told.SUBMITTED, resource, telling.reviewers(found), by=by, said=note)
        audit.note("submitted", by=by, resource=resource, version=found.version)
    return found


def _stand_in_review(draft: Draft, by: AbstractBaseUser, note: str) -> None:
    resource = draft.resource
    register_many([_columns(draft)], Terms(author=draft.saved_by or by, reason=note[:500]))
    stand(resource, Terms(author=by, reason=note[:500]), Change.STANDING, state=State.IN_REVIEW)
    assert resource.revision is not None
    draft.base = resource.revision


def take_back(draft: Draft, by: AbstractBaseUser) -> Draft:
    """Out of review, or off the calendar, to be written on."""
    with held(draft) as found:
        _expect(found, WAITING, _("It is not in review."))
        _reopen(found, Stage.WRITING, by, note="")
        audit.note("taken back", by=by, resource=found.resource)
    return found


def give_back(draft: Draft, by: AbstractBaseUser, *, because: str) -> Draft:
    """Returned to who wrote it, with the reasons; they stay among the comments."""
    if not because.strip():
        raise NotPossible(_("Say what is to be changed: the reasons go to who wrote it."))
    with held(draft) as found:
        _expect(found, WAITING, _("It is not in review."))
        _reopen(found, Stage.RETURNED, by, note=because.strip())
        comments.keep(found.resource, by, because)
        telling.tell(Told.RETURNED, found.resource, telling.authors(found), by=by, said=because.strip())
        audit.note("returned", by=by, resource=found.resource)
    return found


def _reopen(draft: Draft, stage: Stage, by: AbstractBaseUser | None, *, note: str) -> None:
    if draft.resource.state == State.IN_REVIEW:
        stand(draft.resource, Terms(author=by, reason=note[:500]), Change.STANDING, state=State.DRAFT)
    draft.stage, draft.note, draft.publish_at, draft.approved_by = stage, note, None, None
    draft.save()


def approve(draft: Draft, by: AbstractBaseUser, *, seen: int, reason: str = "", at: datetime | None = None) -> Resource:
    """Published, now or when `at` has come: register and publish in one transaction.

    `seen` is the version that the reviewer read. The revision names who wrote it, who approved it, and why.
    """
    with held(draft) as found:
        _expect(found, WAITING[:1], _("It is not in review."))
        if found.version != seen:
            raise NotPossible(str(CHANGED))
        if found.is_overtaken:
            raise NotPossible(str(OVERTAKEN))
        workflow.refuse_own(found.resource, by)
        entry = _fit(found)
        found.approved_by, found.note = by, reason
        if at is not None and at > timezone.now():
            _put_off(found, by, at)
        else:
            _take_in(found, entry)
    return found.resource


def _put_off(draft: Draft, by: AbstractBaseUser, at: datetime) -> None:
    draft.stage, draft.publish_at = Stage.APPROVED, at
    draft.save()
    telling.tell(Told.APPROVED, draft.resource, telling.authors(draft), by=by, said=draft.note)
    audit.note("approved", by=by, resource=draft.resource, version=draft.version, at=at.isoformat())


def _take_in(draft: Draft, entry: Columns) -> None:
    resource, approver = draft.resource, draft.approved_by
    terms = Terms(author=draft.saved_by or draft.submitted_by, approver=approver, reason=draft.note[:500])
    told = telling.authors(draft)
    register_many([entry], terms)
    resource.refresh_from_db()
    if resource.state != State.PUBLISHED:
        stand(resource, terms, Change.STANDING, state=State.PUBLISHED, withdrawn_because="")
    publish_shared(resource, Terms(author=approver, reason="Published with what uses it"))
    draft.delete()
    telling.tell(Told.PUBLISHED, resource, told, by=approver, said=terms.reason)
    audit.note("approved and published", by=approver, resource=resource, version=draft.version)


def approve_many(drafts_seen: Iterable[tuple[Draft, int]], by: AbstractBaseUser, reason: str = "") -> dict[int, str]:
    """Each on its own: one that cannot be approved leaves the others. Draft's id → why not, "" when it is published."""
    outcomes: dict[int, str] = {}
    for draft, seen in drafts_seen:
        number = draft.pk
        try:
            approve(draft, by, seen=seen, reason=reason)
        except NotPossible as refusal:
            outcomes[number] = str(refusal)
        else:
            outcomes[number] = ""
    return outcomes


def publish_due() -> int:
    """Publish what was approved for a time that has come, never before; how many. Twice is once.

    What was overtaken in between is in review again: nobody has read the two changes together.
    """
    due = Draft.objects.filter(stage=Stage.APPROVED, publish_at__lte=timezone.now())
    return sum(_publish_due(draft) for draft in due.order_by("publish_at"))


def _publish_due(draft: Draft) -> bool:
    try:
        with held(draft) as found:
            if found.stage != Stage.APPROVED or found.publish_at is None or found.publish_at > timezone.now():
                return False
            if not found.is_overtaken:
                _take_in(found, _columns(found))
                return True
            found.stage, found.publish_at, found.note = Stage.IN_REVIEW, None, str(OVERTAKEN)
            found.save()
            telling.tell(Told.SUBMITTED, found.resource, telling.reviewers(found), by=None, said=found.note)
    except Draft.DoesNotExist:  # another one did it
        pass
    return False


def assign(draft: Draft, person: AbstractBaseUser | None, by: AbstractBaseUser) -> None:
    """Whose turn it is; nobody's with None. NotPossible for who is not of the organisation."""
    with held(draft) as found:
        of_it = Membership.objects.filter(organisation=found.resource.organisation_id)
        if person is not None and not of_it.filter(user_id=person.pk).exists():
            raise NotPossible(_("That person has no role in the organisation that this belongs to."))
        if found.assigned_to == person:
            return
        found.assigned_to = person
        found.save(update_fields=["assigned_to"])
        if person is not None:
            telling.tell(Told.ASSIGNED, found.resource, [person.pk], by=by)
        audit.note("assigned", by=by, resource=found.resource, person=person)


@contextmanager
def held(draft: Draft) -> Iterator[Draft]:
    """The draft as it is now, while nobody else changes it or any description."""
    rows = Draft.objects.select_for_update(of=("self",))
    with alone():
        yield rows.select_related("resource__organisation", "resource__revision", "base").get(pk=draft.pk)


def _expect(draft: Draft, stages: Iterable[str], otherwise: str) -> None:
    if draft.stage not in stages:
        raise NotPossible(otherwise)


def _columns(draft: Draft) -> Columns:
    return columns(draft.record, draft.resource.kind)


def _fit(draft: Draft) -> Columns:
    """What the register keeps. NotPossible while it breaks rules, save for those that what is shown breaks already."""
    entry, resource = _columns(draft), draft.resource
    is_shown = resource.state in SHOWN
    if entry.violations > (resource.violations if is_shown else 0):
        raise NotPossible(aiming.breaking(entry.violations, CHECKED.title))
    if why := aiming.why_not(resource, draft.record, shown=resource.record if is_shown else None):
        raise NotPossible(why)
    return entry


def throw_away(draft: Draft, by: AbstractBaseUser) -> None:
    """Away with a draft over something shown; what is in review is taken back first."""
    with held(draft) as found:
        _expect(found, drafts.OPEN, _("It is in review. Take it back first."))
        resource = found.resource
        drafts.throw_away(found)
        audit.note("discarded", by=by, resource=resource)
