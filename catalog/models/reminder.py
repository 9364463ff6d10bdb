"""When somebody was last reminded of yearly checks."""

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """One person, and the last mail that listed what is due; who wants none says so in `Quiet`."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"to {self.person_id} at {self.sent_at}"
