"""Which addresses published descriptions name: a projection that follows the revisions, from its own position."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog import pids
from catalog.batching import batched
from catalog.models import Address, AddressUse, Position, Resource, State
from catalog.rebuild import PROJECTIONS, Progress
from fair_metadata.addresses import leads
from fair_metadata.terms import iri

ADDRESSES = "addresses"
CHUNK = 200


def catch_up(progress: Progress = lambda what, done: None) -> int:
    """Take in every resource that changed since the last time; how many. What nothing names any more goes."""
    position, _ = Position.objects.get_or_create(name=ADDRESSES)
    done = 0
    while batch := _changed_since(position.number):
        assert batch[-1].revision_id is not None
        with transaction.atomic():
            _take_in(batch)
            position.number = batch[-1].revision_id
            position.save(update_fields=["number"])
        done += len(batch)
        progress(ADDRESSES, done)
    used = AddressUse.objects.filter(address=OuterRef("pk"))
    Address.objects.filter(~Exists(used)).delete()
    return done


def _changed_since(number: int) -> list[Resource]:
    rows = Resource.objects.filter(revision_id__gt=number).select_related("revision")
    return list(rows.defer("card").order_by("revision_id")[:CHUNK])


def _take_in(batch: list[Resource]) -> None:
    """Only what is published is asked for: an address in a draft may be a secret."""
    named = [
        (resource.pk, iri(lead.path), lead.url)
        for resource in batch
        if resource.state == State.PUBLISHED
        for lead in leads(resource.record)
        if not lead.url.startswith((f"{settings.BASE_URL}/", *pids.bases()))
    ]
    numbers = _numbers({url for _, _, url in named}, timezone.now())
    AddressUse.objects.filter(resource__in=batch).delete()
    AddressUse.objects.bulk_create(
        AddressUse(resource_id=resource, path=path, address_id=numbers[url])
        for resource, path, url in named
        if url in numbers
    )


def _numbers(urls: Iterable[str], now: datetime) -> dict[str, int]:
    """URL → its row; new ones are due at once. What has no host is no address."""
    wanted = sorted(urls)
    hosts = {url: host for url in wanted if (host := host_of(url))}
    Address.objects.bulk_create(
        (Address(url=url, host=host, due_at=now) for url, host in hosts.items()), ignore_conflicts=True
    )
    found: dict[str, int] = {}
    for some in batched(wanted, 900):
        rows = Address.objects.filter(url__in=some)
        found.update(rows.order_by().values_list("url", "pk"))
    return found


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:  # “Invalid IPv6 URL”
        return ""


def _rebuild(progress: Progress, *, afresh: bool) -> int:
    Position.objects.filter(name=ADDRESSES).update(number=0)
    return catch_up(progress)


PROJECTIONS[ADDRESSES] = _rebuild
