"""The yearly check: holders confirm at least once a year that a description is accurate and up to date.

Regulation (EU) 2025/327 (EHDS), Article 60(3). A change is a confirmation too: who changes a description has read it.
Its page says when it was confirmed, its RDF does not: HealthDCAT-AP and DCAT-AP have no property for that, and
`dct:modified` would say that it changed.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import audit
from catalog.models import Kind, Resource, State

YEAR = timedelta(days=365)
AHEAD = timedelta(days=30)  # what is due within these is told already
KINDS = (Kind.DATASET, Kind.SERIES)


class Overtaken(ValueError):
    """Somebody changed it since it was read."""

    def __init__(self) -> None:
        super().__init__(_("It was changed since you read it. Look at it again before you confirm it."))


class NotAsked(ValueError):
    """Only what others read has to be confirmed."""

    def __init__(self) -> None:
        super().__init__(_("It is not published, so there is nothing to confirm yet."))


def waits(before: datetime) -> Q:
    """What has to be confirmed before then."""
    asked = Q(state=State.PUBLISHED, kind__in=KINDS, modified_at__lt=before - YEAR)
    return asked & (Q(checked_at=None) | Q(checked_at__lt=before - YEAR))


def due(rows: QuerySet[Resource], before: datetime) -> QuerySet[Resource]:
    """Those that have to be confirmed before then, the longest overdue first; each with `confirmed_at`."""
    confirmed_at = Greatest(F("modified_at"), Coalesce(F("checked_at"), F("modified_at")))
    return rows.filter(waits(before)).annotate(confirmed_at=confirmed_at).order_by("confirmed_at", "pk")


def due_at(resource: Resource) -> datetime:
    """Until when it has to be confirmed."""
    return max(resource.modified_at, resource.checked_at or resource.modified_at) + YEAR


@transaction.atomic
def confirm(resource: Resource, by: AbstractBaseUser, *, seen: str) -> None:
    """It is still true. `seen` is the digest of what was read; Overtaken when it says something else by now."""
    if resource.state != State.PUBLISHED:
        raise NotAsked
    same = Resource.objects.filter(pk=resource.pk, state=State.PUBLISHED, digest=seen)
    if not same.update(checked_at=timezone.now(), checked_by=by.pk):
        raise Overtaken
    audit.note("checked", by=by, resource=resource)
