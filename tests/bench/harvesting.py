"""What the harvest benchmarks share: one filled catalogue, and a real server whose memory and processor are watched."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil

from tests.bench.__main__ import say, timed
from tests.bench.generator import dataset, turtle

PART = 10_000  # datasets that are loaded at once
READY_AFTER = 60  # seconds


def filled(folder: Path, count: int) -> None:
    """`count` generated datasets, each with a distribution; those that are there already are not loaded again.

    The index and the triple store are left behind: harvests read neither, and have benchmarks of their own.
    """
    from catalog.models import Kind, Resource

    there = Resource.objects.filter(kind=Kind.DATASET, iri__startswith="http://example.org/dataset/").count()
    if there >= count:
        return
    with unfollowed():
        seconds, _ = timed(lambda: _load(folder, there, count))
    say(f"{count - there} datasets, each with a distribution", f"loaded in {seconds:.0f} s")


@contextmanager
def unfollowed() -> Iterator[None]:
    """Nobody is told of what changes."""
    from catalog.signals import changed

    receivers, changed.receivers = changed.receivers, []
    try:
        yield
    finally:
        changed.receivers = receivers


def _load(folder: Path, start: int, count: int) -> None:
    from catalog.intake.load import load
    from catalog.register import Terms

    agents, part = "".join(turtle(0)), folder / "part.ttl"
    for first in range(start, count, PART):
        part.write_text(agents + "".join(map(dataset, range(first, min(first + PART, count)))))
        load([str(part)], Terms(publish=True))


@contextmanager
def served() -> Iterator[tuple[str, psutil.Process]]:
    """gunicorn with one worker, as it serves: its address, and the worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "BASE_URL": address,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DUMP_EVERY": "0",
        "INDEX_FOLLOWS_EVERY": "0",
    }
    command = [sys.executable, "-m", "gunicorn", "-w", "1", "--threads", "4", "-b", f"127.0.0.1:{port}", "-t", "600"]
    server = subprocess.Popen([*command, "config.wsgi"], env=environment, stderr=subprocess.DEVNULL)
    try:
        _await(address)
        yield address, psutil.Process(server.pid).children()[0]
    finally:
        server.terminate()
        server.wait(30)


def _await(address: str) -> None:
    for _ in range(10 * READY_AFTER):
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/-/livez").status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")


def held(server: psutil.Process) -> float:
    """MiB that the server holds."""
    return float(server.memory_info().rss / 1024**2)


def busy(server: psutil.Process) -> float:
    """Seconds of the processor that the server took: on a busy machine these tell more than the clock."""
    return float(sum(server.cpu_times()[:2]))


def say_memory(sizes: Sequence[float]) -> None:
    """What the server held after the first pages, in the middle of a harvest, and at its end."""
    start = sizes[min(len(sizes) - 1, len(sizes) // 20)]
    say("  memory: begun, middle, end", f"{start:.0f}, {sizes[len(sizes) // 2]:.0f}, {sizes[-1]:.0f} MiB", "flat")
