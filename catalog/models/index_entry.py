"""FAIR Data Points that said that they are there. What they say of themselves is fetched when a person asks."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permit(models.TextChoices):
    PENDING = "pending", _("Waiting for an operator")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class IndexEntry(models.Model):
    """One FAIR Data Point by its address: when it came, when it was heard of last, and whether it is listed."""

    uuid = models.UUIDField(primary_key=True, default=uuid4)
    client_url = models.CharField(max_length=500, unique=True)
    permit = models.CharField(max_length=20, choices=Permit.choices, default=Permit.PENDING)
    registered_at = models.DateTimeField()
    pinged_at = models.DateTimeField()

    class Meta:
        ordering = ["client_url"]

    def __str__(self) -> str:
        return self.client_url
