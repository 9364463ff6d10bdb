"""What a person was told of last against what there is now, as numbers of resources and of their versions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from catalog import policy
from catalog.batching import batched
from catalog.models import Kind, Link, Resource, Revision
from catalog.policy import Viewer
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri

CHUNK = 500  # resources of which the versions are asked for at once

Changed = tuple[int, int, int]  # a resource, the version that was known (0: none), the version now


@dataclass(frozen=True, slots=True)
class Difference:
    """`members` is what is there now, to be compared with the next time."""

    came: tuple[int, ...]
    changed: tuple[Changed, ...]
    went: tuple[int, ...]
    members: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.came or self.changed or self.went)


def compared(known: Collection[int], found: Mapping[int, int], viewer: Viewer, *, since: int, upto: int) -> Difference:
    """What came, went and changed in the revisions after `since` up to `upto`.

    `found` are the resources that are there now, with their latest revisions. What changed while it was looked at
    (after `upto`) stays as it was, and is told the next time.
    """
    known = frozenset(known)
    late = {number for number, revision in found.items() if revision > upto}
    missing = known - found.keys()
    leaving = _changed_after(upto, missing)
    members = (found.keys() - (late - known)) | leaving
    stays = sorted(known & found.keys())
    looked_at = [*(n for n in stays if found[n] > since), *dict.fromkeys(_files(stays, viewer, since))]
    changed = tuple(_versions(looked_at, viewer, since=since, upto=upto))
    return Difference(tuple(sorted(members - known)), changed, tuple(sorted(missing - leaving)), frozenset(members))


def _changed_after(upto: int, numbers: Collection[int]) -> set[int]:
    return {
        number
        for chunk in batched(sorted(numbers), CHUNK)
        for number in Resource.objects.filter(pk__in=chunk, revision__gt=upto).values_list("pk", flat=True)
    }


def _files(numbers: Sequence[int], viewer: Viewer, since: int) -> Iterator[int]:
    """Their distributions that may have changed: to readers they are a part of the dataset."""
    files = Resource.objects.filter(policy.listed(viewer), kind=Kind.DISTRIBUTION, revision__gt=since)
    for chunk in batched(numbers, CHUNK):
        named = Link.objects.filter(source__in=chunk, path=iri(DCAT.distribution)).values("target")
        yield from files.filter(iri__in=named).order_by("pk").values_list("pk", flat=True)


def _versions(numbers: Sequence[int], viewer: Viewer, *, since: int, upto: int) -> Iterator[Changed]:
    """Of resources that the viewer may see: those that say something else now; three queries for 500 of them."""
    for chunk in batched(numbers, CHUNK):
        rows = Revision.objects.filter(policy.readable(viewer), resource__in=chunk, number__lte=upto).order_by()
        latest = rows.values_list("resource").annotate(last=Max("number"))
        now, was = dict(latest), dict(latest.filter(number__lte=since))
        versions = Revision.objects.filter(number__in=[*now.values(), *was.values()])
        digests = dict(versions.values_list("number", "digest"))
        for number, version in sorted(now.items()):
            before = was.get(number, 0)
            if digests.get(before) != digests[version]:
                yield number, before, version
