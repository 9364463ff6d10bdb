"""Importing: a search out as a workbook and looked at again, and RDF looked at; beside what reads the raw files."""

import io
from pathlib import Path

import openpyxl
import pyoxigraph

from catalog import policy
from catalog.intake import importing, tabulating
from catalog.intake.arriving import Incoming
from catalog.intake.load import load
from catalog.intake.standing_there import Mine
from catalog.models import Fate, Kind, Organisation, Resource
from catalog.register import Terms
from search.engines import engine
from tests.bench.__main__ import memory, say, timed
from tests.bench.generator import turtle
from tests.catalog.factories import person


def run(folder: Path, count: int) -> None:
    organisation = Organisation.objects.create(slug="bench", name="Bench")
    curator = person("bench", of=organisation)
    body = "".join(turtle(count)).encode()
    source = folder / "datasets.ttl"
    source.write_bytes(body)
    load([str(source)], Terms(publish=True, organisation=organisation))
    mine = Mine(policy.viewer_of(curator), organisation)
    iris = list(Resource.objects.filter(kind=Kind.DATASET).values_list("iri", flat=True))
    before = memory()
    seconds, table = timed(lambda: b"".join(tabulating.tables_of(iris, mine.viewer, form="xlsx", tongue="en")))
    say(f"{count} datasets as a workbook", f"{seconds:.2f} s, {len(table) / 1024**2:.1f} MiB")
    raw, _ = timed(lambda: _cells(table))
    _look("look at the workbook, unchanged", table, "t.xlsx", mine, curator, raw)
    raw, _ = timed(lambda: sum(1 for _ in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE)))
    _look("look at Turtle, unchanged", body, "t.ttl", mine, curator, raw)
    say("  memory grown", f"{memory() - before} MiB")
    engine().release()


def _look(name, body, source, mine, curator, raw) -> None:
    seconds, made = timed(lambda: importing.look(Incoming(io.BytesIO(body), source), mine, curator))
    entries = made.entries.count()
    assert made.entries.filter(fate=Fate.UNCHANGED).count() == entries
    say(
        name,
        f"{seconds:.2f} s, {entries / seconds:,.0f} descriptions/s",
        f"{seconds / raw:.1f} × reading the file alone",
    )


def _cells(table: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(table), read_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _ in row)
