"""What was changed here over a description that comes from elsewhere."""

from django.db import models

from catalog.models.resource import Resource
from catalog.models.revision import Revision
from fair_metadata.record import Record


class Layer(models.Model):
    """The local layer of one resource: there is one as long as it does not say what its source says.

    `theirs` is what the source said last. `was` is what it said when a field was changed here, and `theirs` in every
    other field: against it the next arrival is compared. What is ours is what the resource says. `fields` and
    `conflicts` count them for lists.
    """

    resource = models.OneToOneField(Resource, primary_key=True, on_delete=models.CASCADE, related_name="layer")
    was_packed = models.BinaryField()
    theirs_packed = models.BinaryField()
    theirs_digest = models.CharField(max_length=64)
    theirs_at = models.DateTimeField()
    fields = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.fields} fields of {self.resource_id} are our own"

    @property
    def was(self) -> Record:
        return self._record(self.was_packed)

    @property
    def theirs(self) -> Record:
        return self._record(self.theirs_packed)

    def _record(self, packed: bytes) -> Record:
        return Record.from_ntriples(self.resource.iri, Revision.unpack(packed))
