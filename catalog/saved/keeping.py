"""Keeping and giving up what one keeps an eye on, and the switch that a mail carries for one of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Often, Organisation, Resource, Saved, What

MOST = 100  # of one person: a feed of all of them asks the engine as often
EVERY = {Often.DAILY: timedelta(days=1), Often.WEEKLY: timedelta(days=7), Often.MONTHLY: timedelta(days=30)}
_SALT = "catalog.saved.off"


class TooMany(ValueError):
    """A person has as many as one may have."""

    def __init__(self) -> None:
        said = _("You keep an eye on %(n)s things already, which is the most there can be. Delete one first.")
        super().__init__(said % {"n": MOST})


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be kept an eye on, and what to call it where its person says nothing else.

    `same` is what makes two searches the same one, whatever their order and their view.
    """

    what: What
    name: str
    query: str = ""
    same: str = ""
    resource: Resource | None = None
    organisation: Organisation | None = None
    concept: str = ""

    @property
    def key(self) -> str:
        of = self.resource or self.organisation
        return sha256(f"{self.what} {of.pk if of else self.concept or self.same}".encode()).hexdigest()


def found(person: AbstractBaseUser, number: int) -> Saved | None:
    """One of this person's own."""
    return Saved.objects.filter(person_id=person.pk, pk=min(number, 2**62)).first()


def of_target(person: AbstractBaseUser, target: Target) -> Saved | None:
    return Saved.objects.filter(person_id=person.pk, key=target.key).first()


def keep(person: AbstractBaseUser, target: Target, *, name: str, often: str) -> Saved:
    """The one that there is for this target, called and told as was asked; a new one is not begun. `TooMany`."""
    with transaction.atomic():
        saved = of_target(person, target)
        if saved is None:
            if Saved.objects.filter(person_id=person.pk).count() >= MOST:
                raise TooMany
            saved = Saved(person_id=person.pk, what=target.what, key=target.key, made_at=timezone.now())
            saved.resource, saved.organisation, saved.concept = target.resource, target.organisation, target.concept
            saved.often = Often.NEVER
        saved.query = target.query
        change(saved, name=name, often=often)
    return saved


def change(saved: Saved, *, name: str, often: str) -> None:
    """Called otherwise, told otherwise. What is told from now on begins with what is there now."""
    if saved.often == Often.NEVER and often != Often.NEVER:
        saved.members, saved.position = None, 0
    saved.name, saved.often = " ".join(name.split()), often
    saved.due_at = timezone.now() + EVERY[Often(often)] if often != Often.NEVER else None
    saved.save()


def following(due_at: datetime, often: str, now: datetime) -> datetime:
    """When it is due next: at the same time of the day, after now."""
    every = EVERY[Often(often)]
    return due_at + every * ((now - due_at) // every + 1)


def off_token(saved: Saved) -> str:
    """Opens one thing: no more mails about this one to its person."""
    return signing.dumps([saved.pk, saved.person_id], salt=_SALT)


def of_token(token: str) -> Saved | None:
    """The one that a token silences. None for a token that is none, and when it was deleted."""
    try:
        number, person = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Saved.objects.filter(pk=number, person=person).first()


def silence(saved: Saved) -> None:
    """No more digests about it; it stays in the list. Twice is once."""
    change(saved, name=saved.name, often=Often.NEVER)
