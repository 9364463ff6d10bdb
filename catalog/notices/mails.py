"""Mails that go with notices: plain text in the person's language, with a link that switches the kind off."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from catalog import policy
from catalog.models import Notice, Quiet, Told
from catalog.notices import wording
from catalog.people.mails import language_of

TRIED_AFTER = timedelta(minutes=5)
TRIED_FOR = timedelta(days=2)  # a mail that cannot be sent by then is not news any more
_SALT = "catalog.mails.off"
_log = logging.getLogger(__name__)


def send(numbers: Iterable[int]) -> int:
    """Mail these notices, each once, however often this is called; how many were sent."""
    return sum(_send(number) for number in numbers)


def send_waiting() -> int:
    """What could not be mailed when it was due."""
    now = timezone.now()
    waiting = Notice.objects.filter(mailed_at=None, made_at__gt=now - TRIED_FOR, made_at__lt=now - TRIED_AFTER)
    return send(list(waiting.values_list("pk", flat=True)))


def _send(number: int) -> bool:
    claimed = Notice.objects.filter(pk=number, mailed_at=None)
    if not claimed.update(mailed_at=timezone.now()):
        return False
    notice = Notice.objects.select_related("person", "resource", "actor", "organisation").get(pk=number)
    if not _is_wanted(notice):
        return False
    try:
        _mail(notice).send()
    except (OSError, smtplib.SMTPException) as error:
        Notice.objects.filter(pk=number).update(mailed_at=None)
        _log.warning("A mail was not sent and is tried again: %s", error)
        return False
    return True


def _is_wanted(notice: Notice) -> bool:
    """Whose address we know, who did not switch it off, and who still is where the notice is for."""
    viewer = policy.viewer_of(notice.person)
    belongs = viewer.is_operator or notice.organisation_id in viewer.organisations
    quiet = Quiet.objects.filter(person=notice.person, kind=notice.kind).exists()
    return bool(notice.person.email) and notice.person.is_active and belongs and not quiet


def _mail(notice: Notice) -> EmailMessage:
    off = f"{settings.BASE_URL}/notices/off/{off_token(notice.person, notice.kind)}"
    with translation.override(language_of(notice.person)):
        told = wording.told(notice, policy.viewer_of(notice.person))
        about = {"told": told, "off": off, "base": settings.BASE_URL, "site": settings.CATALOGUE_NAME}
        body = render_to_string("notices/mail.txt", about)
        subject = f"[{settings.CATALOGUE_NAME}] {told.sentence}"
    headers = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
    return EmailMessage(" ".join(subject.split()), body, to=[notice.person.email], headers=headers)


def off_token(person: AbstractBaseUser, kind: str) -> str:
    """Opens one thing: switching off the mails of one kind to one person."""
    return signing.dumps([person.pk, kind], salt=_SALT)


def kind_of(token: str) -> str | None:
    """The kind that a token switches off. None for a token that is none."""
    opened = _opened(token)
    return opened[1] if opened else None


def switch_off(token: str) -> str | None:
    """No more mails of this kind; the kind. None for a token that is none."""
    opened = _opened(token)
    if opened is None:
        return None
    Quiet.objects.get_or_create(person_id=opened[0], kind=opened[1])
    return opened[1]


def _opened(token: str) -> tuple[int, str] | None:
    try:
        person, kind = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    known = kind in Told.values and get_user_model().objects.filter(pk=person).exists()
    return (person, str(kind)) if known else None


def choose(person: AbstractBaseUser, wanted: Iterable[str]) -> None:
    """Mails of these kinds and no others."""
    off = set(Told.values) - set(wanted)
    Quiet.objects.filter(person_id=person.pk).exclude(kind__in=off).delete()
    for kind in sorted(off):
        Quiet.objects.get_or_create(person_id=person.pk, kind=kind)
