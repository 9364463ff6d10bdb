"""Web addresses that published descriptions name, and how they answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.resource import Resource


class Trouble(models.TextChoices):
    """What may be the matter with an address, in words that say no more than what was seen."""

    GONE = "gone", _("It says that nothing is there.")
    REFUSED = "refused", _("It does not answer as it should.")
    FAILING = "failing", _("Its server is busy or failing.")
    SILENT = "silent", _("It did not answer in time.")
    UNREACHED = "unreached", _("It cannot be reached.")
    UNKNOWN = "unknown", _("There is no such host.")
    INNER = "inner", _("It is not on the open internet, so it is not asked.")
    CIRCLE = "circle", _("It redirects in a circle, or too often.")
    INVALID = "invalid", _("It is no address that can be asked.")
    BARRED = "barred", _("Its host wants no programs to ask (robots.txt), so it is not asked.")


class Address(models.Model):
    """One address: when it is to be asked next, when it last answered, and since when it does not.

    `problem` is what was the matter the last time; `is_broken` only what is sure, or was so more than once.
    """

    url = models.CharField(max_length=2000, unique=True)
    host = models.CharField(max_length=255)
    due_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True)
    ok_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, choices=Trouble.choices, blank=True)
    leads_to = models.CharField(max_length=2000, blank=True)  # where it redirects to for good
    is_broken = models.BooleanField(default=False, db_index=True)
    asked = models.PositiveIntegerField(default=0)  # how often, so far
    broke = models.PositiveIntegerField(default=0)  # how often it became broken

    class Meta:
        ordering = ["url"]
        indexes = [models.Index(fields=["host", "due_at"])]

    def __str__(self) -> str:
        return self.url


class AddressUse(models.Model):
    """A property of a description that names an address. A projection: catalog.links.following makes it again."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="uses")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="addresses")
    path = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "address", "path"], name="one_use_once")]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.path} {self.address_id}"


class AddressCheck(models.Model):
    """The history of an address: an entry for each time that it answered otherwise than before, the latest ones."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, choices=Trouble.choices, blank=True)

    class Meta:
        ordering = ["-checked_at"]

    def __str__(self) -> str:
        return f"{self.address_id}: {self.problem or self.status}"
