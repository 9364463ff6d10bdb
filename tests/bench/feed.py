"""Harvesting the feed over loopback while descriptions change, beside raw serialisation; dumps; memory of the server."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pyoxigraph

from catalog.columns import columns_of
from catalog.export import descriptions
from catalog.intake.load import load
from catalog.models import Kind, Resource
from catalog.protocols.feed import dumps
from catalog.register import Terms, register_many
from catalog.signals import together
from fair_metadata.formats import FORMATS
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import named
from tests.bench.__main__ import memory, say, timed
from tests.bench.generator import turtle
from tests.catalog.factories import described

CHANGED, BATCH = 1000, 10
_DATASET = re.compile(
    r"^<(\S+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <http://www\.w3\.org/ns/dcat#Dataset> \.$", re.M
)


def run(folder: Path, count: int) -> None:
    source = folder / "datasets.ttl"
    source.write_text("".join(turtle(count)))
    load([str(source)], Terms(publish=True))
    texts = [description.ntriples for description in descriptions(FORMATS["n-triples"])]
    raw, _ = timed(lambda: [_turtle(text) for text in texts])
    say(f"{len(texts)} descriptions of {count} datasets", f"raw Turtle, one by one {len(texts) / raw:,.0f} records/s")
    with _served(folder) as (address, process):
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


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"BASE_URL": address, "DUMP_EVERY": "0", "INDEX_FOLLOWS_EVERY": "0"}
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
    try:
        for _ in range(200):
            with suppress(httpx.TransportError):
                if httpx.get(f"{address}/-/readyz").status_code == 200:
                    break
            time.sleep(0.1)
        [worker] = psutil.Process(server.pid).children()
        yield address, worker
    finally:
        server.terminate()
        server.wait(30)


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
    before = process.memory_info().rss
    seconds, pages = timed(lambda: sum(1 for _ in _pages(f"{address}/catalog.{suffix}")))
    grown = (process.memory_info().rss - before) // 1024**2
    say(
        f"harvest of {count} datasets with files as {suffix}",
        f"{2 * count / seconds:,.0f} records/s, {count / seconds:,.0f} datasets/s, {pages} pages",
        f"goal 1,000/s; {seconds / raw:.1f} times raw Turtle; server +{grown} MiB",
    )


def _harvest_during_changes(address: str, process: psutil.Process, count: int) -> None:
    """What was there when the harvest began is seen once each, though 1,000 of them change meanwhile."""
    there = set(Resource.objects.filter(kind=Kind.DATASET).values_list("iri", flat=True))
    changing = threading.Thread(target=_change, args=(sorted(there)[:: max(1, count // CHANGED)][:CHANGED],))
    seen: Counter[str] = Counter()
    start = time.perf_counter()
    changing.start()
    for page in _pages(f"{address}/catalog.nt"):
        seen.update(_DATASET.findall(page))
    seconds = time.perf_counter() - start
    changing.join()
    lost, twice = there - seen.keys(), [iri for iri, times in seen.items() if times > 1]
    say(
        f"the same while {CHANGED} change",
        f"{2 * count / seconds:,.0f} records/s; {len(lost)} lost, {len(twice)} twice",
        f"server holds {process.memory_info().rss // 1024**2} MiB",
    )
    assert (lost, twice) == (set(), [])


def _change(iris: list[str]) -> None:
    """In batches, as a load does; the index takes them in when all are there."""
    with together():
        for start in range(0, len(iris), BATCH):
            register_many([columns_of(_changed(iri), Kind.DATASET) for iri in iris[start : start + BATCH]], _TERMS)


def _changed(iri: str) -> Record:
    return described(iri, Kind.DATASET, (DCAT.distribution, named(f"{iri}/csv")), title="Changed meanwhile")


_TERMS = Terms(publish=True)
