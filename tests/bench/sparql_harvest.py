"""All descriptions over SPARQL while 1,000 of them change, then what the feed says has changed since.

A part of `make bench ARGS="sparql=100000"`.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime

import httpx
import psutil
from django.conf import settings

from tests.bench.__main__ import say
from tests.bench.oai import CHANGED
from tests.search.sparql.harvesting import SAID, Asked, asking, harvest

BATCH = 250  # descriptions that are asked for at once
SECONDS = 300
_SAID = re.compile(r'<(http://example\.org/dataset/\d+)> <http://purl\.org/dc/terms/description> "([^"]*)')
_DATASET = re.compile(r"<(http://example\.org/dataset/\d+)> <http://purl\.org/dc/terms/description>")
_COUNT = 'SELECT (COUNT(*) AS ?n) { ?d <http://purl.org/dc/terms/description> ?t FILTER(STRSTARTS(?t, "Changed meanwhile")) }'


def run(address: str, server: psutil.Process, count: int) -> None:
    begun = datetime.now(UTC)
    with httpx.Client(base_url=address, timeout=120) as client:
        ask = asking(client)
        changing = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.oai", str(count), "Changed meanwhile"], env=os.environ
        )
        times, is_changed, held = Counter[str](), dict[str, bool](), list[int]()
        start = time.perf_counter()
        for asked, said in harvest(ask, batch=BATCH):
            times.update(asked)
            is_changed |= _changed(said)
            held.append(_held(server))
        seconds = time.perf_counter() - start
        is_over = changing.poll() is not None
        assert changing.wait() == 0
        first = sum(is_changed.values())
        _wait(ask)
        for some in _since(client, begun):
            is_changed |= _changed(ask(SAID.format(names=" ".join(map("<{}>".format, some))), "application/n-triples"))
    lost, twice = count - len(is_changed), sum(n > 1 for n in times.values())
    half = len(held) // 2
    say(
        f"harvest of {count} while {CHANGED} change", f"{count / seconds:,.0f} records/s", f"{lost} lost, {twice} twice"
    )
    say("  memory: first half, second half", f"{max(held[: half or 1])}, {max(held[half:])} MiB", "flat")
    say("  changed: seen at once, after the feed", f"{first}, {sum(is_changed.values())}", f"all meanwhile: {is_over}")
    assert (lost, twice, sum(is_changed.values())) == (0, 0, CHANGED)


def _changed(said: str) -> dict[str, bool]:
    return {name: text.startswith("Changed meanwhile") for name, text in _SAID.findall(said)}


def _held(server: psutil.Process) -> int:
    """MiB of the server and all of its workers that they share with nobody, or once."""
    family = [server, *server.children(recursive=True)]
    return sum(_unique(process) for process in family) // 1024**2


def _unique(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except psutil.NoSuchProcess:
        return 0


def _wait(ask: Asked) -> None:
    """Until the store has taken in all that changed."""
    over = time.monotonic() + SECONDS
    while int(ask(_COUNT, "text/csv").split()[1]) < CHANGED:
        assert time.monotonic() < over
        time.sleep(1)


def _since(client: httpx.Client, begun: datetime) -> list[list[str]]:
    """The names of what changed since, as the feed has them."""
    found, address = [], f"/catalog.nt?modified_since={begun:%Y-%m-%dT%H:%M:%SZ}"
    while address:
        answer = client.get(address).raise_for_status()
        found.append(sorted(set(_DATASET.findall(answer.text))))
        address = answer.links.get("next", {}).get("url", "").removeprefix(settings.BASE_URL)  # a name, not where it is
    return [some for some in found if some]


__all__ = ["run"]
