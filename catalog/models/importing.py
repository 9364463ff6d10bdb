"""An import: what somebody wants to take in, looked at before anything of the catalogue is changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.arrival import Arrival
from catalog.models.organisation import Organisation
from catalog.models.resource import Kind, Resource
from catalog.models.revision import Revision
from fair_metadata.record import Record


class Import(models.Model):
    """One file, address or DOI that one person looks at; forgotten after a while unless it is taken in."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="imports")
    notes = models.JSONField(default=list)  # sentences: what was left out, what was not read
    made_at = models.DateTimeField(db_index=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"import of {self.arrival_id}"


class Fate(models.TextChoices):
    """What would become of a description, as it looked when it came."""

    CREATED = "created", _("New")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


class ImportEntry(models.Model):
    """One description of an import, small counts left out, and what it would be written over.

    `saw` is the digest of the description or draft that it was compared with, `version` that draft's version, 0
    without one: whoever changed it since is not written over.
    """

    part_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="entries")
    place = models.PositiveIntegerField()
    where = models.CharField(max_length=300, blank=True)  # the rows of a table that it comes from
    iri = models.CharField(max_length=2000)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300, blank=True)
    fate = models.CharField(max_length=20, choices=Fate.choices)
    because = models.TextField(blank=True)
    problems = models.JSONField(default=list)  # of a table: place, column, what is wrong and what to write
    packed = models.BinaryField(default=bytes)
    resource = models.ForeignKey(Resource, null=True, on_delete=models.SET_NULL, related_name="+")
    saw = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    violations = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=20, blank=True)  # what became of it, once it was taken in

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["part_of", "fate", "place"])]

    def __str__(self) -> str:
        return f"{self.fate} {self.iri}"

    @property
    def record(self) -> Record:
        return Record.from_ntriples(self.iri, Revision.unpack(self.packed))

    @property
    def may_be_taken(self) -> bool:
        return self.fate in (Fate.CREATED, Fate.UPDATED) and not self.outcome
