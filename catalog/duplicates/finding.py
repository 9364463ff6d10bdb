"""Looking for duplicates, and what people said of them."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog import audit, policy
from catalog.models import Kind, Likeness, Resource, Revision, State, Verb, Verdict
from catalog.policy import Viewer
from fair_metadata.likeness import Alike, Traits, alike, traits
from fair_metadata.record import Record

KINDS = (Kind.DATASET, Kind.SERIES, Kind.SERVICE, Kind.CATALOG)
CHUNK = 500

Progress = Callable[[str, int], None]


def find(progress: Progress = lambda label, done: None) -> int:
    """Look through everything that is not withdrawn; how many pairs are to be looked at.

    What was judged before stays judged; what does not look alike any more is forgotten.
    """
    now = timezone.now()
    for kind in KINDS:
        _keep(alike(_known(kind, progress)), now)
    Likeness.objects.filter(verdict=Verdict.OPEN, found_at__lt=now).delete()
    return Likeness.objects.filter(verdict=Verdict.OPEN).count()


def _known(kind: str, progress: Progress) -> list[Traits]:
    rows = Resource.objects.filter(kind=kind).exclude(state=State.WITHDRAWN).order_by("pk")
    found = []
    for key, iri, packed in rows.values_list("pk", "iri", "revision__packed").iterator(chunk_size=CHUNK):
        found.append(traits(key, Record.from_ntriples(iri, Revision.unpack(packed))))
        progress(kind, len(found))
    return found


def _keep(found: list[Alike], now: datetime) -> None:
    rows = [
        Likeness(one_id=pair.one, other_id=pair.other, score=pair.score, reasons=pair.reasons, found_at=now)
        for pair in found
    ]
    Likeness.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["score", "reasons", "found_at"],
    )


def open_pairs(viewer: Viewer) -> QuerySet[Likeness]:
    """Those that nobody has judged, of resources that the viewer may see, one of which they may edit."""
    shown = Resource.objects.filter(policy.visible(viewer)).exclude(state=State.WITHDRAWN).values("pk")
    rows = Likeness.objects.filter(verdict=Verdict.OPEN, one__in=shown, other__in=shown)
    if not viewer.is_operator:
        mine = viewer.organisations
        rows = rows.filter(Q(one__organisation__in=mine) | Q(other__organisation__in=mine))
    return rows.select_related("one__organisation", "other__organisation")


def last_looked() -> datetime | None:
    """When somebody looked for duplicates last, as far as any were found."""
    return Likeness.objects.order_by("-found_at").values_list("found_at", flat=True).first()


def say_two(likeness: Likeness, user: AbstractBaseUser | None) -> None:
    """Remember that somebody said that these are two, so that nobody is asked again."""
    likeness.verdict, likeness.judged_by, likeness.judged_at = Verdict.DIFFERENT, user, timezone.now()
    with transaction.atomic():
        likeness.save(update_fields=["verdict", "judged_by", "judged_at"])
        audit.note(Verb.NO_DUPLICATES, by=user, resource=likeness.one, other=likeness.other.slug)
