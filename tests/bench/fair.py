"""Judging how FAIR very many datasets are, as `manage.py fair --all` does, and one report of which nothing is kept."""

import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from django.core.cache import cache
from django.test import Client

from catalog import browse
from catalog.fair import scoring
from catalog.fair.reporting import report
from catalog.intake.load import load
from catalog.models import Kind, Resource, Revision, Score
from catalog.register import Terms
from fair_metadata.record import Record
from tests.bench.__main__ import say, timed
from tests.bench.generator import turtle

SECONDS, MILLISECONDS = 180, 30  # for 10,000 datasets in the background, and processor time for a report
REPORTS = 50
_DATASETS = Resource.objects.filter(kind=Kind.DATASET)


def run(folder: Path, count: int) -> None:
    source = folder / "datasets.ttl"
    source.write_text("".join(turtle(count)))
    load([str(source)], Terms(publish=True))
    reading, _ = timed(_read)
    moments = [(0, time.perf_counter())]
    before = _processor()
    seconds, done = timed(lambda: scoring.catch_up(lambda what, sofar: moments.append((sofar, time.perf_counter()))))
    assert Score.objects.count() == done == _DATASETS.count()
    say(
        f"{done} datasets judged, {_processor() - before:.0f} s of processor time",
        f"{seconds:.1f} s, {1000 * seconds / done:.1f} ms each, {seconds / reading:.0f}x of reading",
        f"10,000 in {SECONDS} s",
    )
    say("the last third", f"{_pace(moments, 2 / 3, 1) / _pace(moments, 1 / 3, 2 / 3):.2f}x of the one before", "1x")
    rows = list(_DATASETS.order_by("?")[:REPORTS])
    say("a report", f"{_cost(rows, report):.1f} ms of processor time", f"{MILLISECONDS} ms")
    client = Client(headers={"host": "127.0.0.1"})
    page = _cost(rows, lambda row: client.get(f"{browse.address(row)}/fair"))
    say("its page", f"{page:.1f} ms of processor time", f"{MILLISECONDS} ms")


def _read() -> int:
    rows = Resource.objects.values_list("iri", "revision__packed").iterator(chunk_size=500)
    return sum(len(Record.from_ntriples(iri, Revision.unpack(packed)).nodes) for iri, packed in rows)


def _processor() -> float:
    """Seconds that this process and those that it ended have taken."""
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def _pace(moments, start: float, end: float) -> float:
    """Seconds for each dataset between two shares of them; the first third has the start of the other processes."""
    (first, since), (last, until) = (moments[round(share * (len(moments) - 1))] for share in (start, end))
    return (until - since) / (last - first)


def _cost(rows, ask) -> float:
    """Milliseconds of processor time for each, when nothing of it is kept."""
    spent = 0.0
    for row in rows:
        cache.clear()
        start = time.process_time()
        ask(row)
        spent += time.process_time() - start
    return 1000 * spent / len(rows)
