"""What people keep an eye on: searches that they saved; descriptions, organisations, diseases that they follow."""

import zlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.organisation import Organisation
from catalog.models.resource import Resource


class What(models.TextChoices):
    SEARCH = "search", _("Saved search")
    DATASET = "dataset", _("Description")
    ORGANISATION = "organisation", _("Organisation")
    DISEASE = "disease", _("Disease, with its kinds")


class Often(models.TextChoices):
    NEVER = "never", _("Never")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")


class Saved(models.Model):
    """One thing of one person. `key` tells what it is of, so that nobody has the same twice.

    `position` is the revision up to which its person was told, `members` what it held then. It is looked at again
    from `due_at` on; never while that is null.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved")
    what = models.CharField(max_length=20, choices=What.choices)
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)  # what the person calls it; "" is called as it is
    query = models.TextField(blank=True)
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    concept = models.CharField(max_length=500, blank=True)
    often = models.CharField(max_length=10, choices=Often.choices, default=Often.WEEKLY)
    position = models.BigIntegerField(default=0)
    members = models.BinaryField(null=True)  # packed; null until it was looked at, and while there are too many
    is_too_large = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, db_index=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["what", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="saved_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk} of {self.person_id}"

    @property
    def known(self) -> frozenset[int] | None:
        """The resources that it held when its person was told last; None where that is not known."""
        return None if self.members is None else frozenset(map(int, zlib.decompress(self.members).split()))

    @staticmethod
    def pack(members: Iterable[int]) -> bytes:
        return zlib.compress(" ".join(map(str, sorted(members))).encode())


class Digest(models.Model):
    """What there is to tell of one of them: numbers only, so that what is said is what may be seen when it is read.

    `came` and `went` are resources; `changed` are a resource, the version that its person knew (0: none that they may
    read), and the one that there is. Long lists are cut; `counts` says how many there were.
    """

    saved = models.ForeignKey(Saved, on_delete=models.CASCADE, related_name="digests")
    came = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    went = models.JSONField(default=list)
    counts = models.JSONField(default=list)
    made_at = models.DateTimeField(db_index=True)
    mailed_at = models.DateTimeField(null=True)  # also when no mail was wanted

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["saved"], name="digest_waiting", condition=models.Q(mailed_at=None))]

    def __str__(self) -> str:
        return f"digest {self.pk} of {self.saved_id}"


class Feed(models.Model):
    """A private Atom address of one thing, or (without one) of all that a person has. The secret is not kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    saved = models.OneToOneField(Saved, null=True, on_delete=models.CASCADE, related_name="feed")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(saved=None), name="one_feed_of_all")
        ]

    def __str__(self) -> str:
        return f"feed of {self.saved_id or 'everything'} of {self.person_id}"
