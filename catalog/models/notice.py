"""Notices: what happened that somebody has to know of, in the pages and by mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.organisation import Organisation
from catalog.models.resource import Resource


class Told(models.TextChoices):
    """The kinds of notice; mails of each can be switched off."""

    SUBMITTED = "submitted", _("Submitted for review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    ASSIGNED = "assigned", _("Assigned to you")
    COMMENTED = "commented", _("Commented on")
    TRANSFERRED = "transferred", _("Handed over to another organisation")
    DOI_FAILED = "doi-failed", _("Requests to DataCite that were not done")
    CHECK_DUE = "check-due", _("Yearly checks that are due")
    FOLLOWED = "followed", _("What you follow, and searches that you saved")


class Notice(models.Model):
    """One person is told of one thing, as somebody of `organisation`: who leaves it is not shown it any more.

    A notice of what one follows has a `digest` in place of organisation and resource.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Told.choices)
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.ForeignKey("catalog.Digest", null=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said = models.TextField(blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)  # also when no mail was wanted

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "read_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.resource_id} to {self.person_id}"


class Quiet(models.Model):
    """A kind of notice that one person does not want by mail."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet")
    kind = models.CharField(max_length=20, choices=Told.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="quiet_once")]

    def __str__(self) -> str:
        return f"no mail on {self.kind} to {self.person_id}"
