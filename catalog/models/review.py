"""What people say and decide about a description: comments on its fields, and offers to hand it over."""

from django.conf import settings
from django.db import models

from catalog.models.organisation import Organisation
from catalog.models.resource import Resource


class Comment(models.Model):
    """What somebody said about a field: `path` on `node`, both as terms; about all of it when they are empty.

    Comments on one field are one thread. It outlives the draft that it was about.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="comments")
    node = models.CharField(max_length=2000, blank=True)
    path = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.resource_id}"


class Transfer(models.Model):
    """A description that one organisation offers to another. It is answered once."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="transfers")
    giver = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers_made")
    taker = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers_got")
    note = models.TextField(blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(default=False)

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=models.Q(answered_at=None), name="one_open_offer_of_a_resource"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} from {self.giver_id} to {self.taker_id}"
