"""Tokens for programs: what one may do, for whom, and until when. The secret itself is kept nowhere."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "read", _("Read what its owner may see")
    WRITE = "write", _("Read and write what its owner may")


class Token(models.Model):
    """One token of one person. `beginning` is shown so that people can tell theirs apart; `sha256` is of all of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    beginning = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.READ)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.beginning}… ({self.name})"
