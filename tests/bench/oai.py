"""A harvest by OAI-PMH over loopback HTTP from a real server, beside the bare writing of the same records.

`make bench ARGS="oai=100000"`. In the last harvest 1,000 records change meanwhile: nothing may be lost or come twice.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tests.bench.__main__ import say, timed
from tests.bench.generator import PREFIXES, dataset, turtle

PART = 10_000  # datasets that are loaded at once
CHANGED = 1_000
SAMPLE = 2_000  # records that are written bare
SECONDS = 60
_HEADER = re.compile(r"<identifier>(oai:[^<]*)</identifier><datestamp>([^<]*)</datestamp>")
_TOKEN = re.compile(r"<resumptionToken[^>]*>([^<]+)</resumptionToken>")


def run(folder: Path, count: int) -> None:
    seconds, _ = timed(lambda: in_parts(folder, count))
    say(f"{count} datasets, each with a distribution", f"loaded in {seconds:.0f} s")
    with _server() as (address, server):
        for prefix in ("oai_dc", "oai_datacite", "dcat_ap"):
            _measure(address, server, prefix, count)
        _during_changes(address, count)


def in_parts(folder: Path, count: int) -> None:
    from catalog.intake.load import load
    from catalog.register import Terms

    agents = "".join(turtle(0))
    for start in range(0, count, PART):
        part = folder / "part.ttl"
        part.write_text(agents + "".join(map(dataset, range(start, min(start + PART, count)))))
        load([str(part)], Terms(publish=True))


@contextmanager
def _server() -> Iterator[tuple[str, psutil.Process]]:
    """gunicorn with one worker, as it serves; its address and the worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-w", "1", "-b", f"127.0.0.1:{port}", "-t", "600", "config.wsgi"]
    environment = os.environ | {"INDEX_FOLLOWS_EVERY": "0", "ALLOWED_HOSTS": "127.0.0.1"}
    started = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/oai", _worker(started.pid, port)
    finally:
        started.terminate()
        started.wait()


def _worker(pid: int, port: int) -> psutil.Process:
    for _ in range(10 * SECONDS):
        try:
            httpx.get(f"http://127.0.0.1:{port}/-/livez")
            return psutil.Process(pid).children()[0]
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError("The server did not start.")


def _pages(address: str, **arguments: str) -> Iterator[tuple[float, str]]:
    """Seconds that each page took, and the page."""
    asked: dict[str, str] = {"verb": "ListRecords", **arguments}
    with httpx.Client(timeout=600) as client:
        while asked:
            seconds, text = timed(lambda asked=asked: client.get(address, params=asked).text)
            yield seconds, text
            token = _TOKEN.search(text)
            asked = {"verb": "ListRecords", "resumptionToken": token[1]} if token else {}


def _measure(address: str, server: psutil.Process, prefix: str, count: int) -> None:
    """By the clock, and by the processor's time of the server, which others on the machine change less."""
    bare, busy = _bare(prefix), _busy(server)
    pages = [
        (seconds, text.count("<record>"), len(text), server.memory_info().rss / 1024**2)
        for seconds, text in _pages(address, metadataPrefix=prefix)
    ]
    busy = _busy(server) - busy
    seconds, given, size, held = zip(*pages, strict=True)
    assert sum(given) == count, given
    say(f"OAI-PMH {prefix}, {sum(size) / 1024**2:.0f} MiB", f"{count / sum(seconds):,.0f} records/s", "goal 1,000")
    share = f"{100 * count / busy / bare:.0f} % of bare writing"
    say("  in a second of the server's processor", f"{count / busy:,.0f} records", share)
    say("  pages, the slowest", f"{len(pages)}, {1000 * max(seconds):.0f} ms")
    half = len(pages) // 2
    say("  memory: first half, second half", f"{max(held[: half or 1]):.0f}, {max(held[half:]):.0f} MiB", "flat")


def _busy(server: psutil.Process) -> float:
    return sum(server.cpu_times()[:2])


def _bare(prefix: str) -> float:
    """Records in a second of the processor, by the writer alone, from graphs that are read already."""
    from catalog.models import Kind, Resource
    from catalog.protocols.oai import items
    from catalog.protocols.oai.prefixes import PREFIXES as FORMATS

    slugs = Resource.objects.filter(kind=Kind.DATASET).values_list("slug", flat=True)[:SAMPLE]
    described = [item.describe() for slug in slugs if (item := items.named(slug))]
    start = time.process_time()
    for each in described:
        FORMATS[prefix].write(each)
    return len(described) / (time.process_time() - start)


def _during_changes(address: str, count: int) -> None:
    """All of it while others change, then what is new: together all there is, and nothing twice with the same date."""
    changing = subprocess.Popen([sys.executable, "-m", "tests.bench.oai", str(count)], env=os.environ)
    seen: Counter[tuple[str, str]] = Counter()
    kept: dict[str, bool] = {}
    seconds, _ = timed(lambda: [_keep(text, seen, kept) for _, text in _pages(address, metadataPrefix="oai_dc")])
    assert changing.wait() == 0
    newest = max(stamp for _, stamp in seen)
    more: Counter[tuple[str, str]] = Counter()
    for _, text in _pages(address, metadataPrefix="oai_dc", **{"from": newest}):
        _keep(text, more, kept)
    twice = [one for one, times in seen.items() if times > 1] + [one for one, times in more.items() if times > 1]
    lost = count - len(kept)
    changed = sum(kept.values())
    assert (lost, changed, twice) == (0, CHANGED, []), (lost, changed, twice[:5])
    say(
        f"OAI-PMH while {CHANGED} change",
        f"{sum(seen.values()) / seconds:,.0f} records/s",
        f"{lost} lost, {changed} changed seen, {len(twice)} twice",
    )


def _keep(text: str, seen: Counter[tuple[str, str]], kept: dict[str, bool]) -> None:
    """The last that was seen of each: has it changed?"""
    for record in text.split("<record>")[1:]:
        identifier, stamp = _HEADER.search(record).groups()  # type: ignore[union-attr]
        seen[identifier, stamp] += 1
        kept[identifier] = "Changed meanwhile" in record


def change(count: int) -> None:
    """Each of 1,000 records from all over the catalogue is described anew, one by one."""
    from catalog.models import Kind
    from catalog.register import Terms, register
    from catalog.signals import together
    from fair_metadata.document import split
    from fair_metadata.reading import read_all

    with together():  # the index has its own benchmark
        for n in range(0, count, max(count // CHANGED, 1)):
            words = PREFIXES + dataset(n).replace("Generated description", "Changed meanwhile")
            records = split(read_all(words.encode(), name="x.ttl"))[0]
            (record,) = (each for each in records if each.iri.endswith(f"dataset/{n}"))
            register(record, Kind.DATASET, Terms(publish=True))


if __name__ == "__main__":
    import django

    django.setup()
    change(int(sys.argv[1]))
