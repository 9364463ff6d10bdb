"""Organisations own descriptions, people have a role in them, networks group them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor")
    CURATOR = "curator", _("Curator")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Organisation(models.Model):
    """Who holds data and describes it."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=300)
    homepage = models.URLField(max_length=500, blank=True)
    # Who wrote any part of a description does not approve it.
    four_eyes = models.BooleanField(default=False)
    # What its new identifiers begin with and look like (`catalog.minting`); empty: PID_BASE, and as everybody's.
    pid_base = models.CharField(max_length=300, blank=True, default="", db_default="")
    pid_pattern = models.CharField(max_length=100, blank=True, default="", db_default="")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Network(models.Model):
    """Organisations that show each other what outsiders do not see."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=300)
    organisations = models.ManyToManyField(Organisation, related_name="networks", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The role of one person in one organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    # Given by what a sign-in provider says, as an operator mapped it; it goes when the provider says it no more.
    by_provider = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_role_once")]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.organisation_id}"
