"""A harvest by OAI-PMH over loopback HTTP from a real server, beside the bare writing of the same records.

`make bench ARGS="oai=100000"`. In the last harvest 1,000 records change meanwhile: nothing may be lost or come twice.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil

from tests.bench.__main__ import say, timed
from tests.bench.generator import PREFIXES, dataset
from tests.bench.harvesting import busy, filled, held, say_memory, served, unfollowed

CHANGED = 1_000
SAMPLE = 2_000  # records that are written bare
MEASURED = 20_000  # records that are harvested in each format; all of them while others change
_HEADER = re.compile(r"<identifier>(oai:[^<]*)</identifier><datestamp>([^<]*)</datestamp>")
_TOKEN = re.compile(r"<resumptionToken[^>]*>([^<]+)</resumptionToken>")


def run(folder: Path, count: int) -> None:
    filled(folder, count)
    with served() as (site, server):
        address = f"{site}/oai"
        for prefix in ("oai_dc", "oai_datacite", "dcat_ap"):
            _measure(address, server, prefix, count)
        _during_changes(address, server, count)


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
    bare, before = _bare(prefix), busy(server)
    pages: list[tuple[float, int, int, float]] = []
    for seconds, text in _pages(address, metadataPrefix=prefix):
        pages.append((seconds, text.count("<record>"), len(text), held(server)))
        if sum(page[1] for page in pages) >= MEASURED:
            break
    worked = busy(server) - before
    seconds, given, size, memory = zip(*pages, strict=True)
    assert sum(given) == count or sum(given) >= MEASURED, given
    count = sum(given)
    say(f"OAI-PMH {prefix}, {sum(size) / 1024**2:.0f} MiB", f"{count / sum(seconds):,.0f} records/s", "goal 1,000")
    share = f"{100 * count / worked / bare:.0f} % of bare writing"
    say("  in a second of the server's processor", f"{count / worked:,.0f} records", share)
    say("  pages, the slowest", f"{len(pages)}, {1000 * max(seconds):.0f} ms")
    say_memory(memory)


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


def _during_changes(address: str, server: psutil.Process, count: int) -> None:
    """All of it while others change, then what is new: together all there is, and nothing twice with the same date."""
    mark = f"Changed meanwhile {time.time_ns()}"  # in a catalogue that is kept, others did before
    changing = subprocess.Popen([sys.executable, "-m", "tests.bench.oai", str(count), mark], env=os.environ)
    seen: Counter[tuple[str, str]] = Counter()
    kept: dict[str, bool] = {}
    memory = []
    start, before = time.perf_counter(), busy(server)
    for _, text in _pages(address, metadataPrefix="oai_dc"):
        _keep(text, seen, kept, mark)
        memory.append(held(server))
    seconds, worked = time.perf_counter() - start, busy(server) - before
    assert changing.wait() == 0
    newest = max(stamp for _, stamp in seen)
    more: Counter[tuple[str, str]] = Counter()
    for _, text in _pages(address, metadataPrefix="oai_dc", **{"from": newest}):
        _keep(text, more, kept, mark)
    twice = [one for one, times in seen.items() if times > 1] + [one for one, times in more.items() if times > 1]
    lost = count - len(kept)
    changed = sum(kept.values())
    assert (lost, changed, twice) == (0, min(CHANGED, count), []), (lost, changed, twice[:5])
    say(
        f"OAI-PMH while {CHANGED} change",
        f"{sum(seen.values()) / seconds:,.0f} records/s",
        f"{lost} lost, {changed} changed seen, {len(twice)} twice",
    )
    say("  in a second of the server's processor", f"{sum(seen.values()) / worked:,.0f} records")
    say_memory(memory)


def _keep(text: str, seen: Counter[tuple[str, str]], kept: dict[str, bool], mark: str) -> None:
    """The last that was seen of each: has it changed?"""
    for record in text.split("<record>")[1:]:
        identifier, stamp = _HEADER.search(record).groups()  # type: ignore[union-attr]
        seen[identifier, stamp] += 1
        kept[identifier] = mark in record


def change(count: int, mark: str) -> None:
    """Each of 1,000 records from all over the catalogue is described anew, one by one."""
    from catalog.models import Kind
    from catalog.register import Terms, register
    from fair_metadata.document import split
    from fair_metadata.reading import read_all

    with unfollowed():
        for n in range(0, count, max(count // CHANGED, 1))[:CHANGED]:
            words = PREFIXES + dataset(n).replace("Generated description", mark)
            records = split(read_all(words.encode(), name="x.ttl"))[0]
            (record,) = (each for each in records if each.iri.endswith(f"dataset/{n}"))
            register(record, Kind.DATASET, Terms(publish=True))


if __name__ == "__main__":
    import django

    django.setup()
    change(int(sys.argv[1]), sys.argv[2])
