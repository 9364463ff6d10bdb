"""Scores kept over time: a follower of the revisions, from its own position, that judges each dataset which changed."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import tee
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalog.beside import beside
from catalog.fair.reporting import Report, report
from catalog.models import Kind, Link, Position, Resource, Score, State
from catalog.rebuild import Progress
from fair_metadata.assessment import RULES
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri

FAIR = "fair"
CHUNK = 100
MANY = 500  # from which other processes pay for their start
_KEPT = ("points", "passed", "findable", "accessible", "interoperable", "reusable", "signposting", "made_at")


def catch_up(progress: Progress = lambda what, done: None, *, most: int | None = None, afresh: bool = False) -> int:
    """Judge every dataset that changed since the last time, or whose distributions did; how many.

    All of them when the rules are others than they were, or `afresh`. About `most` at once; what is stopped goes on
    where it was. When there are many, other processes judge beside this one.
    """
    position, _ = Position.objects.get_or_create(name=_name())
    start = 0 if afresh else position.number
    done = 0
    with beside() as others:
        if _waiting(start) >= MANY and most is None:
            others.start()
        steps, batches = tee(_batches(start, most))
        for scores, (_, last) in zip(others.each(judged, ((pks,) for pks, _ in steps)), batches, strict=True):
            done += _keep(scores)
            Position.objects.filter(name=position.name).update(number=last)
            progress(FAIR, done)
    return done


def judged(pks: list[int]) -> list[Score]:
    """The scores of these datasets, not kept yet. What is gone or withdrawn meanwhile keeps what it had."""
    rows = Resource.objects.filter(pk__in=pks, kind=Kind.DATASET).exclude(state=State.WITHDRAWN)
    return [_score(report(resource)) for resource in rows.defer("card").order_by("pk")]


def _name() -> str:
    """Each version of the rules begins anew."""
    return f"{FAIR}-{RULES}"


def _waiting(number: int) -> int:
    return _changed(number).count()


def _changed(number: int) -> QuerySet[Resource]:
    return Resource.objects.filter(revision_id__gt=number, kind__in=[Kind.DATASET, Kind.DISTRIBUTION])


def _batches(number: int, most: int | None) -> Iterator[tuple[list[int], int]]:
    """Datasets to judge, some at a time, and the revision that they reach to."""
    taken = 0
    while most is None or taken < most:
        rows = _changed(number).order_by("revision_id").values_list("pk", "revision_id", "kind", "iri")
        batch = list(rows[:CHUNK])
        if not batch:
            return
        number = batch[-1][1]
        pks = _datasets(batch)
        taken += len(pks)
        yield pks, number


def _datasets(batch: list[tuple[int, int, str, str]]) -> list[int]:
    """Those of the batch, and those whose distributions are in it; but what changes once more later is judged then."""
    last = batch[-1][1]
    files = [name for _, _, kind, name in batch if kind == Kind.DISTRIBUTION]
    above = _DISTRIBUTIONS.filter(target__in=files).values_list("source", flat=True)
    found = {pk for pk, _, kind, _ in batch if kind == Kind.DATASET} | set(above)
    newer = Resource.objects.filter(revision_id__gt=last)
    with_newer = _DISTRIBUTIONS.filter(Exists(newer.filter(iri=OuterRef("target"))), source__in=found)
    later = {*newer.filter(pk__in=found).values_list("pk", flat=True), *with_newer.values_list("source", flat=True)}
    return sorted(found - later)


_DISTRIBUTIONS = Link.objects.filter(path=iri(DCAT.distribution))


def _keep(scores: list[Score]) -> int:
    """One row for each revision and version of the rules; judged again it is written over. How many."""
    with transaction.atomic():
        Score.objects.bulk_create(
            scores,
            update_conflicts=True,
            unique_fields=["resource", "revision", "rules"],
            update_fields=_KEPT,
        )
        revisions = defaultdict(list)
        for each in scores:
            revisions[each.points].append(each.revision)
        for points, those in revisions.items():
            Resource.objects.filter(revision__in=those).exclude(fair=points).update(fair=points)
    return len(scores)


def _score(each: Report) -> Score:
    judged = each.assessment
    shares: dict[str, Any] = dict(zip(_KEPT[2:6], (share.percent for share in judged.letters.values()), strict=True))
    return Score(
        resource_id=each.resource.pk,
        revision=each.revision.pk,
        rules=each.rules,
        points=judged.points,
        passed=judged.rda.passed,
        signposting=judged.signposting,
        made_at=timezone.now(),
        **shares,
    )
