"""A draft: what somebody is writing over a description. Nothing is read from it but by those who may edit."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.resource import Resource
from catalog.models.revision import Revision
from fair_metadata.record import Record


class Stage(models.TextChoices):
    WRITING = "writing", _("Being written")
    IN_REVIEW = "in-review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved, to be published later")


def _person() -> Any:
    """A person who may close their account: what they did stays, without them."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Draft(models.Model):
    """The one draft of a resource, whatever its state: two people who write at once meet in it, and are told.

    `base` is the revision that it was begun from. `version` grows with every save, so that who saves says what they
    saw, and who approves what they read. A resource that was never published has one too: autosaving makes no
    revisions.
    """

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="draft")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    packed = models.BinaryField()
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.WRITING)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = _person()
    # Everybody who wrote a part of it: with the four-eyes rule none of them approves it.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    assigned_to = _person()
    submitted_by = _person()
    submitted_at = models.DateTimeField(null=True)
    approved_by = _person()
    publish_at = models.DateTimeField(null=True, db_index=True)  # never before, once it is approved
    note = models.TextField(blank=True)  # what was said with the last step

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft {self.version} over {self.resource_id}"

    @property
    def record(self) -> Record:
        return Record.from_ntriples(self.resource.iri, Revision.unpack(self.packed))

    @property
    def has_changes(self) -> bool:
        """Does it say something else than the description stands for now?"""
        return self.digest != self.resource.digest

    @property
    def is_overtaken(self) -> bool:
        """Does the description say something else than when this was begun, and not what this says either?"""
        return self.resource.digest not in (self.base.digest, self.digest)
