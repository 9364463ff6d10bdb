"""How FAIR a dataset was, kept over time: one row for each of its revisions and version of the rules."""

from django.db import models

from catalog.models.resource import Resource


class Score(models.Model):
    """`points` of 100, `passed` of the 41 RDA indicators, the shares of the four principles in percent, and the level
    of FAIR Signposting. `rules` is the version of the table that judged: figures of two versions are not compared.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="scores")
    revision = models.BigIntegerField()
    rules = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    passed = models.PositiveSmallIntegerField()
    findable = models.PositiveSmallIntegerField()
    accessible = models.PositiveSmallIntegerField()
    interoperable = models.PositiveSmallIntegerField()
    reusable = models.PositiveSmallIntegerField()
    signposting = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["revision", "rules"]
        constraints = [models.UniqueConstraint(fields=["resource", "revision", "rules"], name="one_score_once")]

    def __str__(self) -> str:
        return f"{self.resource_id} at {self.revision}: {self.points}"
