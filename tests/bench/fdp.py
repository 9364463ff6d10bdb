"""The FAIR Data Point: a catalogue with many datasets, page by page, and a harvest of all of it."""

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from catalog.intake.load import load
from catalog.models import Resource
from catalog.register import Terms
from tests.bench.__main__ import say, timed
from tests.bench.generator import turtle
from tests.bench.harvesting import unfollowed

HOST = "http://127.0.0.1:8000"
CONTAINS = re.compile(rf"<http://www\.w3\.org/ns/ldp#contains> <{HOST}(\S+)>")
ROUNDS = 40


def run(folder: Path, count: int) -> None:
    _filled(folder, count)
    client = Client(headers={"host": "127.0.0.1", "accept": "text/turtle"})
    at = "/fdp/catalog/all-of-it"
    last = max(0, count // 10 - 1)
    middle = Resource.objects.filter(kind="dataset").order_by("id").values_list("id", flat=True)[count // 2]
    pages = {
        "the FAIR Data Point": "/fdp",
        f"a catalogue of {count}": at,
        "… and expanded": f"{at}/expanded",
        "the next page of its container": f"{at}/page/dataset?after={middle}",
        "ten descriptions by title, the first": f"{at}/page/dataset?page=0&size=10",
        "… in the middle": f"{at}/page/dataset?page={last // 2}&size=10",
        "… the last": f"{at}/page/dataset?page={last}&size=10",
        "a dataset": "/fdp/dataset/" + Resource.objects.filter(kind="dataset").values_list("slug", flat=True)[7],
    }
    for name, address in pages.items():
        times = _times(lambda address=address: client.get(address))
        goal = "" if "expanded" in name else " (goal 50)"
        wall, own = sorted(wall for wall, _ in times), statistics.median(own for _, own in times)
        say(
            name,
            f"p50 {statistics.median(wall):.1f} ms, p95 {wall[-3]:.1f} ms",
            f"{own:.1f} ms of a processor{goal}",
        )
    own = time.process_time()
    seconds, seen = timed(lambda: _walked(client))
    own = time.process_time() - own
    listed = Resource.objects.exclude(kind="reference").count()
    say("a harvest of all of it", f"{seen / seconds:.0f} records/s", f"{seen} of {listed} seen")
    say("  in a second of the processor", f"{seen / own:.0f} records", "one by one, as LDP has it")
    assert seen == listed


def _filled(folder: Path, count: int) -> None:
    source = folder / "fdp.ttl"
    members = ", ".join(f"<http://example.org/dataset/{n}>" for n in range(count))
    about = f'<http://example.org/all-of-it> a dcat:Catalog ; dct:title "All of it"@en ; dcat:dataset {members} .\n'
    source.write_text("".join([*turtle(count), about]))
    with unfollowed():
        load([str(source)], Terms(publish=True))


def _walked(client: Client) -> int:
    """How many records a walk by `ldp:contains` comes by, which reads nothing else of the pages."""
    seen, todo = set(), [f"{HOST}/fdp"]
    while todo:
        address = todo.pop()
        answer = client.get(address.removeprefix(HOST), headers={"accept": "application/n-triples"})
        found = [f"{HOST}{path}" for path in CONTAINS.findall(answer.content.decode())]
        todo += {each for each in found if each not in seen}
        seen.update(found)
    return sum("/page/" not in address and "/_all" not in address for address in seen)


def _times(work: Callable[[], object]) -> list[tuple[float, float]]:
    """Milliseconds of the clock and of the processor: on a busy machine only the second tells."""
    work()
    found = []
    for _ in range(ROUNDS):
        start, own = time.perf_counter(), time.process_time()
        work()
        found.append(((time.perf_counter() - start) * 1000, (time.process_time() - own) * 1000))
    return found
