"""`make bench`: loading, reloading, pages, RDF, export, search; each beside the raw library in the same run.

ARGS are numbers of datasets to load (`1000`), to search in (`search=100000`), to ask with SPARQL (`triples=20000`,
`sparql=20000`), to harvest (`oai=20000`, `feed=20000`, `fdp=10000`), to look through for duplicates
(`duplicates=10000`), to judge (`fair=10000`) or to import (`importing=1000`); of nodes to edit (`editing`, which is `editing=5000`). Harvests
share what is filled, and with BENCH_DATA, the name of a folder, the next run does too.
"""

import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil


def main(argument: str, folder: Path) -> None:
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "bench"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    name, _, number = _USUAL.get(argument, argument).rpartition("=")
    if name:
        importlib.import_module(f"tests.bench.{_BENCHES[name]}").run(folder, int(number))
    else:
        _catalogue(folder, int(number))


_NAMED_SO = ("triples", "sparql", "oai", "feed", "fdp", "duplicates", "importing", "editing", "fair")
_BENCHES = {name: name for name in _NAMED_SO} | {"search": "searching"}
_USUAL = {"editing": "editing=5000"}


def _catalogue(folder: Path, count: int) -> None:
    from tests.bench import checking, loading, serving, sharing
    from tests.bench.generator import turtle

    source = folder / "datasets.ttl"
    source.write_text("".join(turtle(count)))
    loading.run(source, count)
    checking.run(source)
    serving.run()
    sharing.run(folder)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of wall clock, and what the work gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def say(name: str, figure: str, goal: str = "") -> None:
    sys.stdout.write(f"{name:<44} {figure:<34} {goal}\n")
    sys.stdout.flush()


def memory() -> int:
    """MiB held by this process."""
    return int(psutil.Process().memory_info().rss / 1024**2)


if __name__ == "__main__":
    kept = Path(os.environ.get("BENCH_DATA") or tempfile.mkdtemp(prefix="marrow-bench-"))
    kept.mkdir(parents=True, exist_ok=True)
    for argument in sys.argv[1:] or ["1000", "search=100000"]:
        main(argument, kept)
