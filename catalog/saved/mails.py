"""Digest mails: one to a person with all that there is to tell, in text and in HTML, with ways to have no more."""

import logging
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog import policy
from catalog.models import Digest, Often, Quiet, Told
from catalog.notices.mails import language_of, off_token
from catalog.saved import keeping, telling

TOGETHER = 50  # digests in one mail
_log = logging.getLogger(__name__)


def send_waiting() -> int:
    """Mail what was not mailed yet, to each person once; how many mails were sent. What fails is tried again."""
    waiting = Digest.objects.filter(mailed_at=None).order_by("saved__person")
    people = list(waiting.values_list("saved__person", flat=True).distinct())
    return sum(_send(person) for person in people)


def _send(number: int) -> bool:
    person = get_user_model().objects.get(pk=number)
    digests = list(
        Digest.objects.filter(mailed_at=None, saved__person=number)
        .select_related("saved", "saved__resource", "saved__organisation")
        .order_by("pk")[:TOGETHER]
    )
    message = _mail(person, digests) if _is_wanted(person) else None
    numbers, now = [digest.pk for digest in digests], timezone.now()
    with transaction.atomic():
        # Another process that sends the same has claimed them; to whom nothing is sent, nothing waits either.
        if Digest.objects.filter(pk__in=numbers, mailed_at=None).update(mailed_at=now) != len(numbers):
            transaction.set_rollback(True)
            return False
    if message is None:
        return False
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        Digest.objects.filter(pk__in=numbers, mailed_at=now).update(mailed_at=None)
        _log.warning("A digest was not sent and is tried again: %s", error)
        return False
    return True


def _is_wanted(person: AbstractBaseUser) -> bool:
    quiet = Quiet.objects.filter(person_id=person.pk, kind=Told.FOLLOWED).exists()
    return bool(getattr(person, "email", "")) and person.is_active and not quiet


def _mail(person: AbstractBaseUser, digests: Sequence[Digest]) -> EmailMultiAlternatives | None:
    """None when there is nothing that the person may be told now."""
    language, viewer = language_of(person), policy.viewer_of(person)
    wanted = [digest for digest in digests if digest.saved.often != Often.NEVER]
    off = f"{settings.BASE_URL}/notices/off/{off_token(person, Told.FOLLOWED)}"
    with translation.override(language):
        told = telling.sections(wanted, viewer, language)
        if not told:
            return None
        about = {
            "sections": [(said, _off(digest)) for digest, said in told],
            "off": off,
            "language": language,
            "base_url": settings.BASE_URL,
            "catalogue_name": settings.CATALOGUE_NAME,
        }
        subject = f"[{settings.CATALOGUE_NAME}] {_subject([said.name for _, said in told])}"
        text, html = (render_to_string(f"saved/mail.{form}", about) for form in ("txt", "html"))
    headers = {
        "List-Unsubscribe": f"<{off}>",  # RFC 2369, section 3.2
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058, section 3.1
        "Auto-Submitted": "auto-generated",  # RFC 3834, section 5
    }
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[person.email], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _off(digest: Digest) -> str:
    return f"{settings.BASE_URL}/saved/off/{keeping.off_token(digest.saved)}"


def _subject(names: Sequence[str]) -> str:
    if len(set(names)) == 1:
        return names[0]
    more = len(set(names)) - 1
    return _("%(name)s, and %(n)s more") % {"name": names[0], "n": more}
