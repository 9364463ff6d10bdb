"""Judging how FAIR very many datasets are, beside only reading them; half as many take half the time; and one report."""

import time
from pathlib import Path

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


def run(folder: Path, count: int) -> None:
    source = folder / "datasets.ttl"
    source.write_text("".join(turtle(count)))
    load([str(source)], Terms(publish=True))
    reading, _ = timed(_read)
    half, first = timed(lambda: scoring.catch_up(most=count // 2))
    rest, last = timed(scoring.catch_up)
    assert Score.objects.count() == first + last == Resource.objects.filter(kind=Kind.DATASET).count()
    whole = half + rest
    say(
        f"{first + last} datasets judged",
        f"{whole:.1f} s, {1000 * whole / count:.1f} ms each, {whole / reading:.0f}x of reading",
        f"10,000 in {SECONDS} s",
    )
    say("the second half", f"{(rest / last) / (half / first):.2f}x of the first, for each", "1x")
    say("a report", f"{_report():.1f} ms of processor time", f"{MILLISECONDS} ms")


def _read() -> int:
    rows = Resource.objects.values_list("iri", "revision__packed").iterator(chunk_size=500)
    return sum(len(Record.from_ntriples(iri, Revision.unpack(packed)).nodes) for iri, packed in rows)


def _report() -> float:
    rows = list(Resource.objects.filter(kind=Kind.DATASET).order_by("?")[:REPORTS])
    start = time.process_time()
    for row in rows:
        report(row)
    return (time.process_time() - start) * 1000 / len(rows)
