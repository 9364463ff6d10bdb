"""The triple store at size: taking in, following, building again, answering; beside raw pyoxigraph in the same run.

`make bench ARGS="triples=20000"`. TEST_FUSEKI_URL adds a server.
"""

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
from django.conf import settings
from pyoxigraph import QueryResultsFormat, RdfFormat

from catalog.batching import batched
from catalog.browse import latest_revision
from catalog.intake.load import load
from catalog.models import Resource
from catalog.policy import PUBLIC
from catalog.register import Terms
from catalog.workflow import publish, withdraw
from search import follow
from search.batches import BATCH
from search.projections import TRIPLES
from search.triples.embedded import Embedded, evaluate
from search.triples.evaluating import reading_of
from search.triples.layout import Naming, lines
from search.triples.protocol import Question
from search.triples.remote import Remote
from search.triples.taking import TOGETHER
from tests.bench.__main__ import memory, say, timed
from tests.bench.generator import turtle

ROUNDS = 30
_DCAT = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> "
QUERIES = {
    "one dataset": _DCAT + "SELECT ?p ?o { <http://example.org/dataset/7> ?p ?o }",
    "datasets per theme": _DCAT + "SELECT ?t (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dcat:theme ?t } GROUP BY ?t",
    "5,000 titles": _DCAT + "SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t } LIMIT 5000",
}
CONSTRUCT = _DCAT + "CONSTRUCT { ?d ?p ?o } WHERE { ?d a dcat:Dataset ; ?p ?o }"


def run(folder: Path, count: int) -> None:
    source = folder / "datasets.ttl"
    source.write_text("".join(turtle(count)))
    settings.TRIPLES_FOLLOW = False
    seconds, _ = timed(lambda: load([str(source)], Terms(publish=True)))
    say(f"{count} datasets: load without triples", f"{seconds:.2f} s")
    store = Embedded(folder / "triples", settings.BASE_URL)
    raw, quads = timed(lambda: _raw(folder / "raw"))
    say("raw bulk load, named and merged", f"{raw:.2f} s", f"{quads / raw:,.0f} quads/s")
    before = memory()
    mine, done = timed(lambda: follow.catch_up(store, of=TRIPLES))
    say("follow: read, lay out, write", f"{mine:.2f} s, {done / mine:,.0f} revisions/s", f"{raw / mine:.2f} of raw")
    say("  of the load", f"{100 * mine / seconds:.0f} %", f"memory +{memory() - before} MiB")
    again, done = timed(lambda: follow.rebuild(store, of=TRIPLES))
    say("rebuild", f"{again:.2f} s, {quads / again:,.0f} quads/s", f"{raw / again:.2f} of raw")
    health = store.health()
    say("  triples, bytes on disk", f"{health.triples:,}, {(health.bytes or 0) / 1024**2:.0f} MiB")
    _changes(store)
    _answers(store)
    if os.environ.get("TEST_FUSEKI_URL"):
        _server()


def _raw(folder: Path) -> int:
    """The same quads, as pyoxigraph writes them when nothing else is asked of it."""
    store, written = pyoxigraph.Store(str(folder)), 0
    for text, quads in _texts(BATCH):
        store.bulk_load(text, RdfFormat.N_QUADS, lenient=True)
        written += quads
    return written


def _texts(size: int) -> Iterator[tuple[bytes, int]]:
    """N-Quads of so many descriptions, named and merged, and how many there are."""
    naming = Naming(settings.BASE_URL)
    rows = Resource.objects.select_related("revision").iterator(chunk_size=size)
    for some in batched(rows, size):
        said = [(f"<{row.iri}>", naming.triples(row.record.triples)) for row in some]
        quads = [(*triple, graph) for name, triples in said for triple in triples for graph in ("", name)]
        yield lines(quads).encode(), len(quads)


def _changes(store: Embedded) -> None:
    """One change at a time, as when somebody saves: the store is opened, written, kept."""
    row, taken = Resource.objects.filter(kind="dataset").first(), []
    assert row is not None
    for n in range(10):
        (publish(row, Terms()) if n % 2 else withdraw(row, Terms(), because="For the bench."))
        seconds, _ = timed(lambda: follow.catch_up(store, of=TRIPLES))
        taken.append(1000 * seconds)
    say("one change", f"p50 {statistics.median(taken):.0f} ms", f"at most {max(taken):.0f} ms")


def _answers(store: Embedded) -> None:
    raw = reading_of(store.folder).everybodys
    for name, text in QUERIES.items():
        question = Question(text, "application/sparql-results+json")
        direct = _p50(lambda text=text: raw.query(text).serialize(format=QueryResultsFormat.JSON))
        mine = _p50(lambda question=question: b"".join(evaluate(store.folder, question).chunks))
        say(f"evaluate: {name}", f"{mine:.1f} ms, raw {direct:.1f} ms", f"{mine / direct:.2f} times raw (goal 1.3)")
    question = Question(CONSTRUCT, "text/turtle", frozenset({PUBLIC}))
    direct = _p50(lambda: raw.query(CONSTRUCT).serialize(format=RdfFormat.TURTLE), 3)
    mine = _p50(lambda: b"".join(evaluate(store.folder, question).chunks), 3)
    say("evaluate: all as Turtle", f"{mine:.0f} ms, raw {direct:.0f} ms", f"{mine / direct:.2f} times raw")


def _p50(work, rounds: int = ROUNDS) -> float:
    return 1000 * statistics.median(timed(work)[0] for _ in range(rounds))


def _server() -> None:
    address = os.environ["TEST_FUSEKI_URL"]
    server = Remote(address, "", settings.BASE_URL)
    server._datasets[0].server.update("DROP ALL")
    raw, quads = timed(lambda: _sent(address))
    say("server: raw, as N-Quads", f"{raw:.1f} s", f"{quads / raw:,.0f} quads/s")
    for how, data_at in (("by updates", ""), ("in bulk", f"{address}/data")):
        server._datasets[0].server.update("DROP ALL")
        server._datasets[0].server.data_at = data_at
        seconds, done = timed(lambda: follow.rebuild(server, of=TRIPLES))
        figure = f"{seconds:.1f} s, {done / seconds:,.0f} revisions/s"
        say(f"server: fill an empty one {how}", figure, f"{raw / seconds:.2f} of raw")
    seconds, done = timed(lambda: follow.rebuild(server, of=TRIPLES, afresh=True))
    say("server: mend a full one", f"{seconds:.1f} s, {done / seconds:,.0f} revisions/s", f"at {latest_revision()}")
    server._datasets[0].server.update("DROP ALL")
    server._datasets[0].server.close()


def _sent(address: str) -> int:
    """The same quads, as a server takes them in when nothing else is asked of it."""
    sent = 0
    for text, quads in _texts(TOGETHER):
        answer = httpx.post(
            f"{address}/data", content=text, headers={"Content-Type": "application/n-quads"}, timeout=120
        )
        answer.raise_for_status()
        sent += quads
    return sent
