"""Identifiers that were given out by an organisation's own pattern: no two are the same, whoever asked for them."""

from django.db import models

from catalog.models.organisation import Organisation


class Pid(models.Model):
    """One identifier, once: what was given out is not given again, also when nothing was described by it.

    `stem` is the identifier with a place left for its number; numbers count up within a stem.
    """

    iri = models.CharField(max_length=600, unique=True)
    stem = models.CharField(max_length=600)
    number = models.PositiveBigIntegerField(default=0)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["stem", "number"])]

    def __str__(self) -> str:
        return self.iri
