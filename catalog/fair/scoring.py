"""Scores kept over time: a follower of the revisions, from its own position, that judges each dataset which changed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from catalog.fair.reporting import Report, report
from catalog.models import Kind, Link, Position, Resource, Score, State
from catalog.rebuild import Progress
from fair_metadata.assessment import RULES
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri

FAIR = "fair"
CHUNK = 100
_KEPT = ("points", "passed", "findable", "accessible", "interoperable", "reusable", "signposting", "made_at")


def catch_up(progress: Progress = lambda what, done: None, *, most: int | None = None, afresh: bool = False) -> int:
    """Judge every dataset that changed since the last time, or whose distributions did; how many.

    All of them when the rules are others than they were, or `afresh`. About `most` at once; what is stopped goes on
    where it was.
    """
    position, _ = Position.objects.get_or_create(name=_name())
    position.number = 0 if afresh else position.number
    done = 0
    while (most is None or done < most) and (batch := _changed_since(position.number)):
        done += keep(report(resource) for resource in _datasets(batch))
        position.number = batch[-1][1]
        position.save(update_fields=["number"])
        progress(FAIR, done)
    return done


def _name() -> str:
    """Each version of the rules begins anew."""
    return f"{FAIR}-{RULES}"


def _changed_since(number: int) -> list[tuple[int, int, str, str]]:
    rows = Resource.objects.filter(revision_id__gt=number, kind__in=[Kind.DATASET, Kind.DISTRIBUTION])
    return list(rows.order_by("revision_id").values_list("pk", "revision_id", "kind", "iri")[:CHUNK])


def _datasets(batch: Iterable[tuple[int, int, str, str]]) -> Iterable[Resource]:
    """Those of the batch, and those whose distributions are in it. What was withdrawn keeps the score that it had."""
    own = [pk for pk, _, kind, _ in batch if kind == Kind.DATASET]
    files = [name for _, _, kind, name in batch if kind == Kind.DISTRIBUTION]
    above = Link.objects.filter(path=iri(DCAT.distribution), target__in=files).values("source")
    rows = Resource.objects.filter(Q(pk__in=own) | Q(pk__in=above), kind=Kind.DATASET)
    return rows.exclude(state=State.WITHDRAWN).defer("card").order_by("pk")


def keep(reports: Iterable[Report]) -> int:
    """One row for each revision and version of the rules; judged again it is written over. How many."""
    found = list(reports)
    Score.objects.bulk_create(
        [_score(each) for each in found],
        update_conflicts=True,
        unique_fields=["resource", "revision", "rules"],
        update_fields=_KEPT,
    )
    for each in found:
        points = each.assessment.points
        if each.resource.fair != points:
            Resource.objects.filter(pk=each.resource.pk, revision=each.revision).update(fair=points)
    return len(found)


def _score(each: Report) -> Score:
    judged = each.assessment
    shares: dict[str, Any] = dict(zip(_KEPT[2:6], (share.percent for share in judged.letters.values()), strict=True))
    return Score(
        resource=each.resource,
        revision=each.revision.pk,
        rules=each.rules,
        points=judged.points,
        passed=judged.rda.passed,
        signposting=judged.signposting,
        made_at=timezone.now(),
        **shares,
    )
