"""Reminders of yearly checks: one mail a person with the whole list, when something new is due, and once a month."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from catalog.curating.yearly import AHEAD, YEAR, due, due_at
from catalog.models import Membership, Quiet, Reminder, Resource, Role, Told
from catalog.notices.mails import language_of, off_token
from catalog.notices.wording import title_of

WHO = (Role.CURATOR, Role.ADMINISTRATOR)  # those who answer for what their organisation describes
AGAIN = timedelta(days=30)  # after which what is overdue is told again
LISTED = 50
_log = logging.getLogger(__name__)


def remind(now: datetime | None = None) -> int:
    """Write to everybody for whom something is new; how many mails were sent. Run twice, it writes once."""
    now = now or timezone.now()
    quiet = Quiet.objects.filter(kind=Told.CHECK_DUE).values("person")
    people = get_user_model().objects.filter(memberships__role__in=WHO, is_active=True).exclude(email="")
    return sum(_reminded(person, now) for person in people.exclude(pk__in=quiet).distinct().order_by("pk"))


def _reminded(person: AbstractBaseUser, now: datetime) -> bool:
    reminder, _ = Reminder.objects.get_or_create(person_id=person.pk)
    mine, last = _of(person), reminder.sent_at
    if not _is_news(mine, last, now):
        return False
    claimed = Reminder.objects.filter(person_id=person.pk, sent_at=last).update(sent_at=now)
    if not claimed:  # another process is writing to them
        return False
    try:
        _mail(person, mine, now).send()
    except (OSError, smtplib.SMTPException) as error:
        Reminder.objects.filter(person_id=person.pk, sent_at=now).update(sent_at=last)
        _log.warning("A reminder was not sent and is tried again: %s", error)
        return False
    return True


def _of(person: AbstractBaseUser) -> QuerySet[Resource]:
    theirs = Membership.objects.filter(user_id=person.pk, role__in=WHO).values("organisation")
    return Resource.objects.filter(organisation__in=theirs)


def _is_news(mine: QuerySet[Resource], last: datetime | None, now: datetime) -> bool:
    """Has anything come near, or become overdue, since the last mail; or is it a month, and something is overdue?"""
    if last is None:
        return due(mine, now + AHEAD).exists()
    crossed = (due(mine, line).filter(confirmed_at__gte=before - YEAR) for line, before in _lines(last, now))
    return any(rows.exists() for rows in crossed) or (now - last >= AGAIN and due(mine, now).exists())


def _lines(last: datetime, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """What is due between two moments: first those that come near, then those that became overdue."""
    return (now + AHEAD, last + AHEAD), (now, last)


def _mail(person: AbstractBaseUser, mine: QuerySet[Resource], now: datetime) -> EmailMessage:
    off = f"{settings.BASE_URL}/notices/off/{off_token(person, Told.CHECK_DUE)}"
    rows = due(mine, now + AHEAD)
    count, overdue = rows.count(), due(mine, now).count()
    with translation.override(language_of(person)):
        lines = [(title_of(row), due_at(row), due_at(row) < now) for row in rows[:LISTED]]
        about = {"lines": lines, "more": max(0, count - LISTED), "count": count, "overdue": overdue, "off": off}
        said = about | {"base_url": settings.BASE_URL, "catalogue_name": settings.CATALOGUE_NAME}
        subject, _, body = render_to_string("curator/reminder.txt", said).strip().partition("\n")
    headers = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[person.email], headers=headers)
