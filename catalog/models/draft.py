"""A draft: what somebody is writing over a description. Nothing is read from it but by those who may edit."""

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


class Draft(models.Model):
    """The one draft of a resource, whatever its state: two people who write at once meet in it, and are told.

    `base` is the revision that it was begun from. `version` grows with every save, so that who saves says what they
    saw. A resource that was never published has one too: autosaving makes no revisions.
    """

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="draft")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    packed = models.BinaryField()
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.WRITING)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

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
