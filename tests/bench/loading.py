"""Loading beside raw parsing; loading again; memory; export."""

from pathlib import Path

import pyoxigraph

from catalog.export import exported
from catalog.intake.load import load
from catalog.models import Link, Resource, Revision
from catalog.register import Terms
from fair_metadata.formats import FORMATS
from search import follow
from search.engines import engine
from tests.bench.__main__ import memory, say, timed


def run(source: Path, count: int) -> None:
    raw, triples = timed(lambda: _raw(source))
    say(f"{count} datasets, {triples} triples", f"raw parse {raw:.2f} s", f"{triples / raw:,.0f} triples/s")
    before = memory()
    first, summary = timed(lambda: load([str(source)], Terms(publish=True)))
    assert summary.created == 2 * count, summary
    behind = follow.lag()
    say(
        "load: parse, split, name, check, store, index",
        f"{first:.2f} s, {count / first:,.0f} datasets/s",
        f"{100 * raw / first:.1f} % of raw (goal 5, aim 10)",
    )
    say("  of which the index is behind", str(behind), "0")
    say("  memory grown", f"{memory() - before} MiB")
    again, summary = timed(lambda: load([str(source)], Terms(publish=True)))
    assert summary.unchanged == 2 * count, summary
    say("load the same again", f"{again:.2f} s", f"{first / again:.1f} times faster (goal 3)")
    rows = (Resource.objects.count(), Revision.objects.count(), Link.objects.count())
    say("rows: resources, revisions, links", str(rows))
    for name in ("n-quads", "turtle", "rdf-xml", "json-ld"):
        before = memory()
        seconds, size = timed(lambda name=name: sum(len(chunk) for chunk in exported(FORMATS[name])))
        say(
            f"export {name}",
            f"{triples / seconds:,.0f} triples/s, {size / 1024**2:.0f} MiB",
            f"memory +{memory() - before} MiB (goal 100,000/s, flat)",
        )
    seconds, done = timed(lambda: follow.rebuild())
    say("rebuild the index", f"{done / seconds:,.0f} records/s")
    engine().release()


def _raw(source: Path) -> int:
    return sum(1 for _ in pyoxigraph.parse(path=str(source), format=pyoxigraph.RdfFormat.TURTLE))
