"""The SPARQL endpoint on a real server beside raw pyoxigraph, fifty clients while twenty others attack, and a harvest.

`make bench ARGS="sparql=20000"`.
"""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pyoxigraph
from django.conf import settings
from pyoxigraph import QueryResultsFormat

from search import follow
from search.projections import INDEX, TRIPLES
from search.sparql.answering import PATIENCE
from search.triples.embedded import Embedded
from search.triples.evaluating import reading_of
from tests.bench import sparql_harvest
from tests.bench.__main__ import say, timed
from tests.bench.harvesting import filled

PORT = 8973
ADDRESS = f"http://127.0.0.1:{PORT}"
ROUNDS, ENOUGH = 40, 30.0  # how often each is asked, unless that takes so many seconds
CLIENTS, ATTACKERS, SECONDS, REST = 50, 20, 20.0, 0.5  # a client rests between questions
LAST = PATIENCE + settings.SPARQL_DEADLINE + 5  # seconds in which what was asked last has ended: its turn, its time
JSON = "application/sparql-results+json"
_PREFIXES = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX h: <http://healthdataportal.eu/ns/health#> """
QUERIES = {
    "nothing": "ASK {}",
    "one dataset": "SELECT ?p ?o { <http://example.org/dataset/7> ?p ?o }",
    "a publisher's datasets": "SELECT ?d ?t { ?d dct:publisher <http://example.org/agent/7> ; dct:title ?t } LIMIT 100",
    "datasets per theme": "SELECT ?t (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dcat:theme ?t } GROUP BY ?t",
    "20,000 titles": "SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t } LIMIT 20000",
    "large and old": "SELECT ?d { ?d h:numberOfUniqueIndividuals ?n ; dct:issued ?i FILTER(?n > 15000 && STR(?i) < '2005') }",
}
_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {_ALL} }}",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (!dct:none|^!dct:none)* ?b }",
    f"SELECT * {{ {_ALL} FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(a+)+(a+)+b$') }}",
    "SELECT ?c ?f (CONCAT(STR(?c), STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?c ?f { ?a ?b ?c . ?d ?e ?f } }",
    "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?c), STR(?f)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }",
    f"SELECT (SUM(STRLEN(SHA512(CONCAT(STR(?a), STR(?f))))) AS ?n) {{ {_ALL} }}",
)


def run(folder: Path, count: int) -> None:
    filled(folder, count)
    follow.rebuild(Embedded(settings.TRIPLES_DIR, settings.BASE_URL), of=TRIPLES)
    raw = reading_of(settings.TRIPLES_DIR).everybodys
    with _served() as server:
        for name, query in QUERIES.items():
            _beside(name, raw, _PREFIXES + query)
        _besieged(server)
    follow.rebuild(of=INDEX)  # or the server would, beside the harvest
    with _served(INDEX_FOLLOWS_EVERY="1") as server:
        sparql_harvest.run(ADDRESS, server, count)


@contextmanager
def _served(**more: str) -> Iterator[psutil.Process]:
    """gunicorn with one process, as `make demo` runs it, told who asks by a proxy."""
    environment = {**os.environ, "SPARQL_WAITING": "100", "BEHIND_PROXY": "true", "INDEX_FOLLOWS_EVERY": "0", **more}
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--threads", "120"]
    with subprocess.Popen([*command, "--keep-alive", "60", "--log-level", "error"], env=environment) as server:  # noqa: S603
        try:
            while not _is_up():
                time.sleep(0.1)
            yield psutil.Process(server.pid)
        finally:
            server.terminate()


def _is_up() -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", PORT)) as connection:
            return _ask(connection, "ASK {}")[0] == 200
    except OSError:
        return False


def _ask(connection: http.client.HTTPConnection, query: str, client: str = "10.0.0.1") -> tuple[int, bytes]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": client}
    connection.request("POST", "/sparql", urlencode({"query": query}), headers | {"Accept": f"{JSON}, */*;q=0.5"})
    response = connection.getresponse()
    return response.status, response.read()


def _beside(name: str, raw: pyoxigraph.Store, query: str) -> None:
    """In turns, so that both see the same machine."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT)

    def direct() -> bytes:
        found = raw.query(query)
        assert not isinstance(found, pyoxigraph.QueryTriples)
        return found.serialize(format=QueryResultsFormat.JSON) or b""

    def served() -> bytes:
        status, body = _ask(connection, query)
        assert status == 200, body
        return body

    assert len(direct()) == len(served())
    over, pairs = time.monotonic() + ENOUGH, []
    while len(pairs) < ROUNDS and (not pairs or time.monotonic() < over):
        pairs.append((timed(direct)[0], timed(served)[0]))
    connection.close()
    mine, theirs = (1000 * statistics.median(side) for side in ((p[1] for p in pairs), (p[0] for p in pairs)))
    goal = f"{mine / theirs:.2f} of raw (goal 1.3)" if theirs >= 20 else f"+{mine - theirs:.1f} ms (goal 5)"
    say(f"{name}: {len(direct()) / 1024:,.0f} KB", f"raw {theirs:.1f} ms, over HTTP {mine:.1f} ms", goal)


def _besieged(server: psutil.Process) -> None:
    """Normal clients alone, then while others attack, each again as soon as it was refused."""
    alone = _clients(lambda: None)
    statuses: dict[int, int] = {}
    slowest = [0.0]
    ending = threading.Event()

    def attack(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        query = _PREFIXES + HOSTILE[number % len(HOSTILE)]
        while not ending.is_set():
            seconds, (status, _) = timed(lambda: _ask(connection, query, f"10.2.0.{number}"))
            statuses[status] = statuses.get(status, 0) + 1
            slowest[0] = max(slowest[0], seconds)
        connection.close()

    attackers = [threading.Thread(target=attack, args=(number,), daemon=True) for number in range(ATTACKERS)]
    disturbed = _clients(lambda: [thread.start() for thread in attackers])
    ending.set()
    over = time.monotonic() + LAST
    for thread in attackers:
        thread.join(max(0.0, over - time.monotonic()))
    late = sum(thread.is_alive() for thread in attackers)
    say(f"{CLIENTS} clients alone", _told(alone))
    ratio = _p95(disturbed) / _p95(alone)
    say(f"  while {ATTACKERS} attack", _told(disturbed), f"p95 {ratio:.1f} times as long (goal 3)")
    say(
        "  the attacks",
        f"answered {statuses}",
        f"the slowest after {slowest[0]:.1f} s (at most {LAST:.0f}), {late} without an end",
    )
    time.sleep(1)
    say("  processes left", str(len(server.children(recursive=True))), "gunicorn's, forkserver, idle workers")


def _clients(meanwhile: Callable[[], object]) -> list[float]:
    """How long each question of the normal clients took, in milliseconds."""
    took: list[float] = []
    over = time.monotonic() + SECONDS
    queries = [_PREFIXES + QUERIES[name] for name in ("one dataset", "a publisher's datasets", "nothing")]

    def live(number: int) -> None:
        time.sleep(REST * number / CLIENTS)
        with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)) as connection:
            for query in cycle(queries):
                if time.monotonic() > over:
                    break
                seconds, (status, body) = timed(partial(_ask, connection, query, f"10.1.0.{number}"))
                assert status == 200, body
                took.append(1000 * seconds)
                time.sleep(REST)

    threads = [threading.Thread(target=live, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    return took


def _p95(took: list[float]) -> float:
    return sorted(took)[int(0.95 * len(took))]


def _told(took: list[float]) -> str:
    return f"{len(took)} answers, p50 {statistics.median(took):.1f} ms, p95 {_p95(took):.1f} ms"
