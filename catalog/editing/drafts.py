"""Drafts: begun over what a resource says, saved as often as one likes, taken in by the one door or thrown away."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalog.models import Draft, Resource, Revision, Stage
from fair_metadata.record import Record

OPEN = (Stage.WRITING, Stage.RETURNED)


class Conflict(Exception):
    """Somebody saved in between. `theirs` is the draft as it stands; nothing was written."""

    def __init__(self, theirs: Draft) -> None:
        super().__init__(f"The draft was saved in between (version {theirs.version}). Look at what changed.")
        self.theirs = theirs


class NotOpen(ValueError):
    """A draft that may not be written to now, in plain words."""


def of(resource: Resource) -> Draft | None:
    """The draft over a resource, if somebody has begun one."""
    return Draft.objects.select_related("resource", "base", "saved_by").filter(resource=resource).first()


def begin(resource: Resource, author: AbstractBaseUser | None) -> Draft:
    """The draft over a resource; a new one says what the resource says."""
    now = timezone.now()
    with transaction.atomic():
        stands = Resource.objects.select_for_update().get(pk=resource.pk)
        revision = Revision.objects.get(pk=stands.revision_id)
        draft, _ = Draft.objects.select_related("resource", "base").get_or_create(
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
    return draft


def save(draft: Draft, record: Record, author: AbstractBaseUser | None, *, version: int) -> Draft:
    """The draft with what was written, one version on; as it was when that says nothing new.

    `version` is the one that the author saw. Conflict when it is not the newest any more, NotOpen while it is in
    review; then nothing is written.
    """
    with transaction.atomic():
        found = Draft.objects.select_for_update().select_related("resource", "base").get(pk=draft.pk)
        if found.stage not in OPEN:
            raise NotOpen("This draft is in review. Take it back before you change it.")
        if found.version != version:
            raise Conflict(found)
        if found.digest == record.digest:
            return found
        found.packed, found.digest = Revision.pack(record.ntriples), record.digest
        found.version += 1
        found.saved_at, found.saved_by = timezone.now(), author
        found.save(update_fields=["packed", "digest", "version", "saved_at", "saved_by"])
    return found


def throw_away(draft: Draft) -> None:
    """Away with what was written; the resource stands as it stood."""
    draft.delete()
