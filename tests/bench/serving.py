"""Pages beside a bare Django view, in one process, without a network."""

import statistics
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from catalog.models import Kind, Resource
from config import urls
from search.asking import matching
from search.engines import engine
from search.query import Query
from search.understanding import understand
from tests.bench.__main__ import say

ROUNDS = 400


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"x" * 15_000, content_type="text/html; charset=utf-8")


def run() -> None:
    urls.urlpatterns.insert(0, path("bare", bare))
    client = Client(headers={"host": "127.0.0.1"})
    slug = Resource.objects.filter(kind=Kind.DATASET).values_list("slug", flat=True)[0]
    plain, page = _side_by_side(lambda: client.get("/bare"), lambda: client.get(f"/datasets/{slug}"))
    say("landing page, warm", f"{1000 / page:,.0f} requests/s", f"{100 * plain / page:.0f} % of a bare view (goal 60)")
    for suffix in ("ttl", "jsonld", "rdf", "nt"):
        times = _times(lambda suffix=suffix: client.get(f"/datasets/{slug}.{suffix}"))
        say(f"landing page as {suffix}", f"p50 {statistics.median(times):.2f} ms", "goal 5 ms")
    slugs = list(Resource.objects.filter(kind=Kind.DATASET).values_list("slug", flat=True)[:100])
    times = [_once(lambda s=s: client.get(f"/datasets/{s}.ttl")) for s in slugs]
    say("landing page as ttl, cold", f"p50 {statistics.median(times):.2f} ms", "goal 5 ms")
    times = [_once(lambda s=s: client.get(f"/datasets/{s}")) for s in slugs[1:]]
    say("landing page, cold", f"p50 {statistics.median(times):.2f} ms")
    for text in ("leukaemia registry", "survival", ""):
        times = _times(lambda text=text: engine().search(matching(understand(Query(text=text))), ["public"]))
        say(f"search “{text}” with facets", f"p50 {statistics.median(times):.1f} ms, p95 {sorted(times)[-20]:.1f} ms")
    times = _times(lambda: client.get("/datasets?q=registry"))
    say("search page", f"p50 {statistics.median(times):.1f} ms")


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _times(work: Callable[[], object]) -> list[float]:
    work()
    return [_once(work) for _ in range(ROUNDS)]


def _side_by_side(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of each, taken in turns so that both see the same machine."""
    one(), other()
    pairs = [(_once(one), _once(other)) for _ in range(5 * ROUNDS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
