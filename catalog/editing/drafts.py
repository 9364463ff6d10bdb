"""Drafts: begun over what a resource says, saved as often as one likes, taken in by the one door or thrown away."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.editing.following import follow
from catalog.models import Change, Draft, Resource, Revision, Stage, State
from catalog.policy import SHOWN
from fair_metadata.carrying import Carried, carried
from fair_metadata.counts import suppressed
from fair_metadata.record import Record

OPEN = (Stage.WRITING, Stage.RETURNED)


class Conflict(Exception):
    """Somebody saved in between. `theirs` is the draft as it stands; nothing was written."""

    def __init__(self, theirs: Draft) -> None:
        words = _("The draft was saved in between (version %(version)s). Look at what changed.")
        super().__init__(words % {"version": theirs.version})
        self.theirs = theirs


class NotOpen(ValueError):
    """A draft that may not be written to now, in plain words."""


def of(resource: Resource) -> Draft | None:
    """The draft over a resource, if somebody has begun one."""
    return Draft.objects.select_related("resource__organisation", "base", "saved_by").filter(resource=resource).first()


def begin(resource: Resource, author: AbstractBaseUser | None) -> Draft:
    """The draft over a resource; a new one says what the resource says."""
    now = timezone.now()
    with transaction.atomic():
        stands = Resource.objects.select_for_update().get(pk=resource.pk)
        revision = Revision.objects.get(pk=stands.revision_id)
        draft, _made = Draft.objects.select_related("resource", "base").get_or_create(
            resource=stands,
            defaults={
                "base": revision,
                "packed": revision.packed,
                "digest": revision.digest,
                "begun_at": now,
                "saved_at": now,
                "saved_by": author,
            },
        )
        if draft.digest == revision.digest and draft.base_id != revision.pk:  # nothing was written since
            draft.base = revision
            draft.save(update_fields=["base"])
    return draft


def propose(resource: Resource, record: Record, author: AbstractBaseUser | None) -> Draft:
    """A change that came through another door than the editor, as the draft. NotOpen when others write one."""
    with transaction.atomic():
        draft = begin(resource, author)
        if draft.has_changes or draft.stage not in OPEN:
            raise NotOpen(_("There is a draft of it with other changes. Go on with that one in the editor."))
        return save(draft, record, author, version=draft.version)


def save(draft: Draft, record: Record, author: AbstractBaseUser | None, *, version: int) -> Draft:
    """The draft with what was written, one version on; as it was when that says nothing new.

    Counts of persons that are too small are left out here already. `version` is the one that the author saw. Conflict
    when it is not the newest any more, NotOpen while it is in review; then nothing is written.
    """
    record = suppressed(record, settings.SMALL_CELL_LIMIT)
    with transaction.atomic():
        found = _locked(draft)
        if found.stage not in OPEN:
            raise NotOpen(_("This draft is in review. Take it back before you change it."))
        if found.version != version:
            raise Conflict(found)
        if found.digest != record.digest:
            _write(found, record)
            found.saved_by = author
            found.save(update_fields=["packed", "digest", "version", "saved_at", "saved_by"])
            if author is not None:
                found.writers.add(author.pk)
    return found


def bring_up_to_date(draft: Draft) -> Carried:
    """The draft carried over to what the description says by now, if no property was changed in both.

    What is in review gets another version, so nobody approves what they did not read. With clashes nothing is written.
    """
    with transaction.atomic():
        found = _locked(draft)
        stands = Resource.objects.select_related("revision").get(pk=found.resource_id)
        outcome = carried(found.base.record, mine=found.record, theirs=stands.record)
        if outcome.clashes or stands.revision is None:
            return outcome
        if found.digest != outcome.record.digest:
            _write(found, outcome.record)
        found.base = stands.revision
        found.save(update_fields=["packed", "digest", "version", "saved_at", "base"])
    return outcome


def writers(resource: Resource) -> set[int]:
    """Who wrote any part of what is to be published: of the draft, and of a description that was never shown.

    One that was discarded was not shown either; one that only its organisation or network saw counts as such.
    """
    found = set(Draft.writers.through.objects.filter(draft__resource=resource).values_list("user_id", flat=True))
    if resource.state not in SHOWN or (resource.state == State.WITHDRAWN and resource.public_number is None):
        wrote = Revision.objects.filter(resource=resource, change__in=[Change.CREATED, Change.UPDATED])
        found |= set(wrote.exclude(author=None).values_list("author_id", flat=True))
    return found


def throw_away(draft: Draft) -> None:
    """Away with what was written; the resource stands as it stood."""
    with transaction.atomic():
        follow(draft, draft.resource.record)
        draft.delete()


def _locked(draft: Draft) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("resource", "base")
    return rows.get(pk=draft.pk)


def _write(draft: Draft, record: Record) -> None:
    follow(draft, record)
    draft.packed, draft.digest = Revision.pack(record.ntriples), record.digest
    draft.version += 1
    draft.saved_at = timezone.now()
