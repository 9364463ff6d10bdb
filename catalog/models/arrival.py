"""What came in, kept as it came, also when it could not be read."""

from django.conf import settings
from django.db import models


class Arrival(models.Model):
    """One file or answer as it arrived: its bytes, where from, when, and what became of it."""

    source = models.CharField(max_length=2000)
    media_type = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    body = models.FileField(upload_to="arrivals/", max_length=300)
    arrived_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    # The summary of `intake.load.Summary`, and the triples that hang off nothing.
    summary = models.JSONField(default=dict)
    remainder = models.TextField(blank=True)

    class Meta:
        ordering = ["-arrived_at"]

    def __str__(self) -> str:
        return f"{self.source} ({self.size} bytes)"
