"""Private addresses of feeds: a secret each, shown once, kept as a hash, renewed and ended by its person."""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalog.models import Feed, Saved
from catalog.tokens import hashed


def renew(person: AbstractBaseUser, saved: Saved | None = None) -> str:
    """A new address of one thing, or of all: the only time that it is known. The one before opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        end(person, saved)
        Feed.objects.create(person_id=person.pk, saved=saved, sha256=hashed(secret), made_at=timezone.now())
    return address(secret)


def end(person: AbstractBaseUser, saved: Saved | None = None) -> None:
    """Its address opens nothing any more. Twice is once."""
    Feed.objects.filter(person_id=person.pk, saved=saved).delete()


def of_secret(secret: str) -> Feed | None:
    """The feed of this secret, as long as its person may sign in."""
    rows = Feed.objects.select_related("person", "saved", "saved__organisation", "saved__resource")
    return rows.filter(sha256=hashed(secret), person__is_active=True).first()


def address(secret: str) -> str:
    return f"{settings.BASE_URL}/saved/feeds/{secret}.atom"
