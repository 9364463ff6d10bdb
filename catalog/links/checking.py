"""Asking what is due: one question at a time to each host, with a pause between, a few hosts at once.

A good address is asked once a week, one that does not answer after a day, two, four, and then once a week too.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from time import sleep, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.links import following
from catalog.links.asking import Answer
from catalog.links.visiting import Visit
from catalog.models import Address, AddressCheck, Position, Trouble
from catalog.rebuild import Progress
from fair_metadata.addresses import LONGEST

WEEK = timedelta(days=7)
SURE = 2  # failures in a row that make an address broken, where what is the matter may pass
AT_ONCE = 4  # hosts
OF_A_HOST = 100  # addresses of one host in one run; the others stay due
HOSTS = 500
KEPT = 30  # entries of the history of one address
LEASE = 900  # seconds without a sign of life after which another process may begin
_RUN = "address-checks"


class NotSwitchedOn(Exception):
    """Nothing is fetched unless the operator says so."""

    def __init__(self) -> None:
        super().__init__("Links are not checked here. Set LINK_CHECKS=true to have other servers asked, once a week.")


class Busy(Exception):
    """Another process is asking: two at once would not be polite."""

    def __init__(self) -> None:
        super().__init__("Another process is checking links. Wait until it is done.")


@dataclass(slots=True)
class Summary:
    """What became of a run; `broken` are those that are broken now, `mended` those that were and answer again."""

    asked: int = 0
    failed: int = 0
    broken: int = 0
    mended: int = 0
    waiting: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check(progress: Progress = lambda what, done: None) -> Summary:
    """Find what published descriptions name, and ask what is due. NotSwitchedOn, Busy."""
    if not settings.LINK_CHECKS:
        raise NotSwitchedOn
    summary = Summary()
    with _alone() as go_on:
        following.catch_up()
        for address, answer in _asked(_due()):
            go_on()
            _note(address, answer, timezone.now(), summary)
            progress("checking links", summary.asked)
    summary.broken = Address.objects.filter(is_broken=True).count()
    summary.waiting = Address.objects.filter(due_at__lte=timezone.now()).count()
    return summary


@contextmanager
def _alone() -> Iterator[Callable[[], None]]:
    """One run at a time over all processes; who holds it says so again with each answer, and lets go at the end."""
    Position.objects.get_or_create(name=_RUN)
    mine = Position.objects.filter(name=_RUN)
    if not mine.filter(number__lt=int(time())).update(number=int(time()) + LEASE):
        raise Busy

    def go_on() -> None:
        mine.update(number=int(time()) + LEASE)

    try:
        yield go_on
    finally:
        mine.update(number=0)


def _due() -> list[list[Address]]:
    """Host by host, those that wait longest first."""
    due = Address.objects.filter(due_at__lte=timezone.now())
    hosts = due.order_by().values_list("host", flat=True).distinct()[:HOSTS]
    return [list(due.filter(host=host).order_by("due_at", "pk")[:OF_A_HOST]) for host in hosts]


def _asked(hosts: list[list[Address]]) -> Iterator[tuple[Address, Answer]]:
    """Answers as they come. Threads ask; this one alone writes to the database."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running: dict[Future[Answer], tuple[Address, Visit]] = {}

        def go_on(visit: Visit) -> None:
            if visit.others:
                address = visit.others.pop(0)
                running[pool.submit(visit.ask, address)] = (address, visit)

        for host in hosts:
            go_on(Visit(host, sleep))
        while running:
            done = next(as_completed(running))
            address, visit = running.pop(done)
            answer = done.result()
            if answer.wait:
                _put_off(visit.others, answer.wait)
                visit.others = []
            go_on(visit)
            yield address, answer


def _put_off(addresses: list[Address], seconds: int) -> None:
    """A host that wants to be asked later is not asked for its other addresses either."""
    later = timezone.now() + timedelta(seconds=seconds)
    Address.objects.filter(pk__in=[address.pk for address in addresses]).update(due_at=later)


@transaction.atomic
def _note(address: Address, answer: Answer, now: datetime, summary: Summary) -> None:
    was_broken, said = address.is_broken, (address.checked_at is not None, address.status, address.problem)
    address.checked_at, address.status, address.problem = now, answer.status, answer.problem or ""
    address.leads_to = answer.leads_to if len(answer.leads_to) <= LONGEST else ""
    _weigh(address, answer, now)
    address.asked += answer.problem != Trouble.BARRED
    address.broke += address.is_broken and not was_broken
    address.due_at = now + max(_until_next(address.failures), timedelta(seconds=answer.wait))
    address.save()
    if said != (True, address.status, address.problem):
        AddressCheck.objects.create(address=address, checked_at=now, status=address.status, problem=address.problem)
        _forget_old(address)
    summary.asked += 1
    summary.failed += address.failures > 0
    summary.mended += was_broken and not address.is_broken and not address.problem


def _weigh(address: Address, answer: Answer, now: datetime) -> None:
    """Is it well, failing, or broken? Of what its host lets nobody ask, nobody knows."""
    if answer.problem and answer.problem != Trouble.BARRED:
        address.failures += 1
        address.failing_since = address.failing_since or now
        address.is_broken = not answer.is_passing or address.failures >= SURE or address.is_broken
        return
    address.failures, address.failing_since, address.is_broken = 0, None, False
    if not answer.problem:
        address.ok_at = now


def _forget_old(address: Address) -> None:
    """The history is bounded: an address that comes and goes each week is known well enough."""
    kept = address.checks.order_by("-checked_at", "-pk").values_list("pk", flat=True)[:KEPT]
    address.checks.exclude(pk__in=list(kept)).delete()


def _until_next(failures: int) -> timedelta:
    return min(WEEK, timedelta(days=2 ** (failures - 1))) if failures else WEEK
