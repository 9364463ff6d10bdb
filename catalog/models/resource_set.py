"""The sets that harvesters ask for, in the order in which what is in them changed."""

from django.db import models

from catalog.models.resource import Resource


class ResourceSet(models.Model):
    """One set of OAI-PMH that a resource was in when everybody saw it last. A projection: never edited.

    `number` is that of the last public change of the resource or, while it is listed, of one of its distributions: so a
    page of a set is read from the index, however large the rest of the catalogue is.
    """

    id = models.BigAutoField(primary_key=True)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="sets")
    spec = models.CharField(max_length=200)
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["spec", "number", "resource"])]

    def __str__(self) -> str:
        return f"{self.spec} {self.number} {self.resource_id}"
