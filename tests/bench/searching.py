"""Search at size, on each engine there is: filling, asking with filters and marks, pages; beside the raw engine.

`make bench ARGS="search=100000"`, or 1000000 for a cluster alone. TEST_ELASTICSEARCH_URL adds Elasticsearch.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import Client

from catalog.batching import batched
from catalog.beside import beside
from catalog.collecting import few_collections
from catalog.models import Revision
from fair_metadata.card import card
from fair_metadata.document import split
from fair_metadata.reading import read_all
from search import batches
from search.answering import answer
from search.asking import matching
from search.batches import BATCH, Batch, Row, Shown
from search.engines import embedded_counting
from search.engines.embedded import Embedded
from search.engines.remembering import Remembered
from search.engines.saying import Said
from search.fields import FACET
from search.follow import ALLOCATED
from search.pages import listing
from search.pages.highlighting import highlighted
from search.pages.listing import marked
from search.query import Query
from search.understanding import understand
from tests.bench.__main__ import memory, say
from tests.bench.generator import PREFIXES, dataset

UNLIKE = 100_000  # documents that differ
ROUNDS = 200
OUTCOMES = ("OS", "PFS", "EFS", "MRDneg", "CR", "HRQoL", "REL", "GVHD")
KINDS = ("WGS", "WXS", "RNA-seq", "panel", "clinical", "treatment", "flow-cytometry", "imaging")
SOURCES = ("registry", "clinical-trial", "EHR", "biobank", "cohort")
QUESTIONS = (
    "",
    "AML",
    "leukaemia registry",
    "survival",
    "myeloma with overall survival in Spain",
    "which sources have at least 100 adult AML patients with overall survival after 2005?",
    "at least 5,000 patients with lymphoma in Germany or France",
    "transplant remission follow-up",
    "children with ALL and whole genome sequencing",
    "number 4711",
    "registri",
    "leukemai",
)


def run(folder: Path, count: int) -> None:

    if count <= 200_000:
        _measure("Tantivy", Embedded(folder / "search-bench"), count)
    if address := os.environ.get("TEST_ELASTICSEARCH_URL"):
        from search.engines.elastic import Elastic

        engine = Elastic(address, alias="bench")
        try:
            _measure("Elasticsearch", engine, count)
        finally:
            for name in engine._client.indices.get(index="bench-*"):
                engine._client.indices.delete(index=name)
            engine._client.close()


def _measure(name: str, engine: Any, count: int) -> None:

    with few_collections(ALLOCATED):  # as catching up and rebuilding do
        seconds = _fill(engine, count)
    figure = f"{2 * count / seconds:,.0f} records/s"  # a dataset and its distribution, as the catalogue counts them
    say(
        f"{name}: fill with {count} datasets", figure, f"goal 5,000; {count / seconds:,.0f} documents made and taken in"
    )
    say("  memory, index", f"{memory()} MiB, {engine.health().bytes / 1024**2:,.0f} MiB")
    _questions(name, engine)
    _pages(name, engine)


def _fill(engine: Any, count: int) -> float:
    """Seconds, made and taken in as a rebuild does; what the database keeps (card, graph) is not made here.

    Beyond UNLIKE documents they come again under other IRIs: a million of them would take longer to think out than to
    search.
    """
    total = 0.0
    new = engine.begin(afresh=True, expected=count)
    kept: list[Said] = []
    with beside() as others:
        others.start()
        for known in batched(_rows(min(count, UNLIKE)), 50):  # what is thought out next must not run beside the work
            start = time.perf_counter()
            for ready in others.each(batches.ready, ((batch, engine.say) for batch in known)):
                new.take_in(ready.said, [], ready.position)
                kept += ready.said if count > UNLIKE else []
            total += time.perf_counter() - start
    for first in range(UNLIKE, count, BATCH):
        again = [_again(kept[n % UNLIKE], n + 1) for n in range(first, min(first + BATCH, count))]
        start = time.perf_counter()
        new.take_in(again, [], first + len(again))
        total += time.perf_counter() - start
    start = time.perf_counter()
    new.finish(lambda: count)
    return total + time.perf_counter() - start


def _again(known: Said, n: int) -> Said:
    body = json.loads(known.body)
    numbers = {name: [n] if isinstance(body[name], list) else n for name in ("newest", "revision")}
    name = f"{known.iri}/{n}"
    return Said(name, n, json.dumps({**body, **numbers, "iri": [name], "exact": [f"again-{n}"]}))


def _rows(count: int) -> Iterator[Batch]:
    """Resources with their stored form, in batches."""
    done = 0
    for records in _batches(count):
        shown = [
            Shown(_row(n, record), [_row(n, part, "distribution") for part in parts], n)
            for n, (record, parts) in enumerate(records, done + 1)
        ]
        done += len(records)
        yield Batch(len(shown), done, shown, [])


def _batches(count: int) -> Iterator[list[tuple[Any, list[Any]]]]:
    """Datasets, each with its distribution."""

    for chunk in batched(range(count), BATCH):
        turtle = (
            PREFIXES
            + "@prefix marrow: <urn:fdc:vocab:marrow:> .\n<urn:fdc:vocab:terms> a <http://xmlns.com/foaf/0.1/Agent> ."
        )
        turtle += "".join(
            f'<http://example.org/agent/{n}> a foaf:Agent ; foaf:name "Hospital {n}"@en .\n' for n in range(50)
        )
        records = split(read_all((turtle + "".join(map(_more, chunk))).encode(), name="x.ttl"))[0]
        files = {record.iri: record for record in records if record.iri.endswith("/csv")}
        datasets = [record for record in records if "dataset" in record.iri and record.iri not in files]
        yield [(record, [files[f"{record.iri}/csv"]]) for record in datasets]


def _more(n: int) -> str:
    chance = random.Random(-n)
    subjects = [f"<urn:fdc:vocab:outcomes:{code}>" for code in chance.sample(OUTCOMES, 2)]
    subjects += [f"<urn:fdc:vocab:data-kinds:{code}>" for code in chance.sample(KINDS, 2)]
    said = (
        f"dct:subject {', '.join(subjects)} ; marrow:sourceType <urn:fdc:vocab:source-types:{chance.choice(SOURCES)}> ;"
    )
    return dataset(n).replace("dct:identifier", f"{said}\n  dct:identifier", 1)


def _row(n: int, record: Any, kind: str = "dataset") -> Row:

    return Row(
        number=n,
        revision_id=n,
        packed=Revision.pack(record.ntriples),
        id=n,
        iri=record.iri,
        kind=kind,
        slug=f"{kind}-{n}",
        organisation_id=None,
        state="published",
        visibility="everybody",
        modified_at=datetime(2026, 1, 1 + n % 28, tzinfo=UTC),
        card=card(record),
        violations=0,
    )


def _questions(name: str, engine: Any) -> None:
    """The whole answer (understand, search, counts of all filters, may match, marks), and the engine's own part."""

    def whole(text: str) -> None:
        found = answer(Query(text=text), engine, ["public"])
        marks = marked(found.reading)
        for hit in found.results.hits:
            highlighted(hit.card, marks)

    def eight(text: str) -> None:
        reading = understand(Query(text=text))
        found = engine.search(matching(reading), ["public"])
        marks = marked(reading)
        for hit in found.hits:
            highlighted(hit.card, marks)

    def bare(text: str) -> None:
        engine.search(matching(understand(Query(text=text))), ["public"], counted=False)

    for label, work in (("hits alone", bare), ("query + 8 facets + marks", eight), ("whole answer, all facets", whole)):
        with _eight_facets(engine) if work is eight else nullcontext():
            times, again = _times(work, engine)
        worst = max(times, key=lambda text: statistics.median(times[text]))
        every = sorted(ms for each in times.values() for ms in each)
        figure = f"p50 {statistics.median(every):.1f} ms, p95 {every[int(len(every) * 0.95)]:.1f} ms"
        say(f"  {name}: {label}", figure, f"slowest “{worst[:40]}”: {statistics.median(times[worst]):.1f} ms")
        again.sort()
        say("    asked again", f"p50 {statistics.median(again):.1f} ms, p95 {again[int(len(again) * 0.95)]:.1f} ms")


@contextmanager
def _eight_facets(engine: Any) -> Iterator[None]:
    """The engine counts only these filters, and no bars."""

    module = embedded_counting if isinstance(engine, Embedded) else sys.modules[type(engine).__module__]
    kept = module.FACETS, module.RANGES
    module.FACETS, module.RANGES = tuple(FACET[key] for key in EIGHT), ()
    yield
    module.FACETS, module.RANGES = kept


EIGHT = ("disease", "outcome", "data_kind", "country", "access", "source", "publisher", "age_group")


def _times(work: Callable[[str], None], engine: Any) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of each question that nobody asked since something changed, and of those that were asked before."""
    times: dict[str, list[float]] = {text: [] for text in QUESTIONS}
    again = []
    for text in QUESTIONS:
        work(text)
    for _ in range(max(5, ROUNDS // len(QUESTIONS))):
        for text in QUESTIONS:
            _forget(engine)
            times[text].append(_milliseconds(work, text))
            again.append(_milliseconds(work, text))
    return times, again


def _forget(engine: Any) -> None:

    if isinstance(engine, Embedded):
        engine._remembered = Remembered()
    else:
        engine._client.indices.clear_cache(index=engine._shelf.alias, request=True)


def _milliseconds(work: Callable[[str], None], text: str) -> float:

    start = time.perf_counter()
    work(text)
    return (time.perf_counter() - start) * 1000


class _Timed:
    """An engine that says how long it has been asked."""

    def __init__(self, engine: Any) -> None:
        self._engine, self.seconds = engine, 0.0

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._engine, name)

        def timed(*args: Any, **words: Any) -> Any:
            start = time.perf_counter()
            try:
                return asked(*args, **words)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def _pages(name: str, engine: Any) -> None:
    """All that a page costs beside what the engine is asked for it: understanding, marks, the template, the answer."""

    kept, timed = listing.engine, _Timed(engine)
    listing.engine = lambda: timed
    client = Client(headers={"host": "127.0.0.1"})
    more = []
    for _ in range(7):
        for text in QUESTIONS:
            start, timed.seconds = time.perf_counter(), 0.0
            client.get("/datasets", {"q": text})
            more.append(1000 * (time.perf_counter() - start - timed.seconds))
    listing.engine = kept
    more = sorted(more[len(QUESTIONS) :])
    say(
        f"  {name}: page beyond the engine",
        f"p50 {statistics.median(more):.1f} ms, p95 {more[int(len(more) * 0.95)]:.1f} ms",
        "goal 15 ms",
    )
