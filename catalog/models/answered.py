"""Answers to requests that named themselves, so that the same request sent again changes nothing again."""

from django.conf import settings
from django.db import models


class Answered(models.Model):
    """One answer, for the person and the `Idempotency-Key` that asked. `request` is a keyed hash of what was asked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_once")]

    def __str__(self) -> str:
        return f"{self.status} for {self.key}"
