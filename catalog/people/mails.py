"""Mails: plain text, in the language of the person who reads them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from catalog.models import Account

UNDELIVERED = ("console", "dummy")  # backends that take mails and bring them nowhere


def send(address: str, name: str, about: dict[str, Any], *, language: str) -> None:
    """`templates/mails/NAME.txt`: its first line is the subject. What cannot be sent raises an OSError."""
    with translation.override(language):
        said = about | {"catalogue_name": settings.CATALOGUE_NAME, "base_url": settings.BASE_URL}
        subject, _, text = render_to_string(f"mails/{name}.txt", said).strip().partition("\n")
    send_mail(subject.strip(), text.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [address])


def language_of(person: AbstractBaseUser) -> str:
    """What a person chose for mails; the catalogue's language for who chose none."""
    chosen = Account.objects.filter(user_id=person.pk).values_list("language", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def are_delivered() -> bool:
    """Do mails reach anybody? As long as EMAIL_URL is not set they are only written to standard output."""
    return settings.EMAIL_BACKEND.rsplit(".", 2)[-2] not in UNDELIVERED
