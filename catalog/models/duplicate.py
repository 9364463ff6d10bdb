"""Descriptions that may be of the same thing, what people said of them, and what was merged."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.resource import Resource


class Verdict(models.TextChoices):
    OPEN = "", _("to be looked at")
    DIFFERENT = "different", _("not a duplicate")
    MERGED = "merged", _("merged")


class Likeness(models.Model):
    """Two resources that look like one. `one` came before `other`. What was said of them is remembered."""

    one = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # of 100
    reasons = models.JSONField(default=list)  # [reason, what they have in common]
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, blank=True, choices=Verdict.choices, default=Verdict.OPEN)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="one_likeness_a_pair")]
        indexes = [models.Index(fields=["verdict", "-score", "id"])]
        ordering = ["-score", "id"]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.score}"


class Merge(models.Model):
    """One description taken into another: what is needed to undo it."""

    kept = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    kept_before = models.BigIntegerField()  # revisions of the two before it, and of the kept one after it
    other_before = models.BigIntegerField()
    kept_after = models.BigIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.other_id} into {self.kept_id}"
