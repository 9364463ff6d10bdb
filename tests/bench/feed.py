"""Harvesting the feed over loopback while descriptions change, beside raw serialisation; dumps; memory of the server."""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx
import psutil
import pyoxigraph

from catalog.batching import batched
from catalog.columns import columns_of
from catalog.export import descriptions
from catalog.models import Kind, Resource
from catalog.protocols.feed import dumps
from catalog.register import Terms, register_many
from fair_metadata.formats import FORMATS
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import named
from tests.bench.__main__ import memory, say, timed
from tests.bench.harvesting import busy, filled, held, say_memory, served, unfollowed
from tests.catalog.factories import described

CHANGED, BATCH = 1000, 10
SAMPLE = 20_000  # descriptions that are written bare
PAGE = 100  # datasets of a page of the feed
MEASURED = 200  # pages that are harvested in each syntax; all of them while others change
_DATASET = re.compile(
    r"^<(\S+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <http://www\.w3\.org/ns/dcat#Dataset> \.$", re.M
)


def run(folder: Path, count: int) -> None:
    filled(folder, count)
    texts = [description.ntriples for description in islice(descriptions(FORMATS["n-triples"]), SAMPLE)]
    seconds, _ = timed(lambda: [_turtle(text) for text in texts])
    raw = len(texts) / seconds
    say(f"{len(texts)} descriptions", f"raw Turtle, one by one {raw:,.0f} records/s")
    with served() as (address, process):
        _warm(address)
        for suffix in ("nt", "ttl", "jsonld", "rdf"):
            _harvest(address, suffix, process, count, raw)
        _harvest_during_changes(address, process, count)
    before = memory()
    seconds, found = timed(lambda: dumps.write(afresh=True))
    triples = found.statistics.triples
    say(
        "three dumps in one pass",
        f"{triples / seconds:,.0f} triples/s, {seconds:.1f} s",
        f"memory +{memory() - before} MiB (flat)",
    )


def _turtle(text: str) -> bytes | None:
    return pyoxigraph.serialize(
        pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES), format=pyoxigraph.RdfFormat.TURTLE
    )


def _warm(address: str) -> None:
    for suffix in ("nt", "ttl", "jsonld", "rdf"):
        httpx.get(f"{address}/catalog.{suffix}", timeout=60)


def _pages(address: str) -> Iterator[str]:
    with httpx.Client(timeout=60) as client:
        while address:
            answer = client.get(address).raise_for_status()
            yield answer.text
            address = answer.links.get("next", {}).get("url", "")


def _harvest(address: str, suffix: str, process: psutil.Process, count: int, raw: float) -> None:
    memory: list[float] = []
    before = busy(process)
    seconds, _ = timed(
        lambda: [memory.append(held(process)) for _ in islice(_pages(f"{address}/catalog.{suffix}"), MEASURED)]
    )
    count = min(count, MEASURED * PAGE)
    say(
        f"harvest of {count} datasets with files as {suffix}",
        f"{2 * count / seconds:,.0f} records/s, {count / seconds:,.0f} datasets/s, {len(memory)} pages",
        f"goal 1,000/s; raw Turtle is {raw * seconds / (2 * count):.1f} times as fast",
    )
    say("  in a second of the server's processor", f"{2 * count / (busy(process) - before):,.0f} records")
    say_memory(memory)


def _harvest_during_changes(address: str, process: psutil.Process, count: int) -> None:
    """What was there when the harvest began is seen once each, though 1,000 of them change meanwhile."""
    there = set(Resource.objects.filter(kind=Kind.DATASET).values_list("iri", flat=True))
    changing = threading.Thread(target=_change, args=(sorted(there)[:: max(1, count // CHANGED)][:CHANGED],))
    seen: Counter[str] = Counter()
    memory: list[float] = []
    start, before = time.perf_counter(), busy(process)
    changing.start()
    for page in _pages(f"{address}/catalog.nt"):
        seen.update(_DATASET.findall(page))
        memory.append(held(process))
    seconds, worked = time.perf_counter() - start, busy(process) - before
    changing.join()
    lost, twice = there - seen.keys(), [iri for iri, times in seen.items() if times > 1]
    say(
        f"the same while {CHANGED} change",
        f"{2 * count / seconds:,.0f} records/s; {len(lost)} lost, {len(twice)} twice",
    )
    say("  in a second of the server's processor", f"{2 * count / worked:,.0f} records")
    say_memory(memory)
    assert (lost, twice) == (set(), [])


def _change(iris: list[str]) -> None:
    """In batches, as a load does."""
    with unfollowed():
        for some in batched(iris, BATCH):
            register_many([columns_of(_changed(iri), Kind.DATASET) for iri in some], _TERMS)


def _changed(iri: str) -> Record:
    return described(
        iri, Kind.DATASET, (DCAT.distribution, named(f"{iri}/csv")), title=f"Changed meanwhile {time.time_ns()}"
    )


_TERMS = Terms(publish=True)
