"""Hostile queries end in time with a message, others go on beside them, and no process is left behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from tests.conftest import ROOT
from tests.processes import are_alive
from tests.search.sparql.conftest import workers_alive

N = 3_000  # subjects, in a ring
DATA = "".join(
    f'<http://e/{n}> <http://e/next> <http://e/{(n + 1) % N}> ; <http://e/n> {n} ; <http://e/text> "{"a" * 40} {n}" .\n'
    for n in range(N)
)
LIMITS = ("SPARQL_DEADLINE", "SPARQL_MEMORY_MB", "SPARQL_LONG_WORKERS", "SPARQL_QUERY_KB", "SPARQL_ANSWER_MB", "depth")
BOMB = 'BIND(REPLACE("aaaaaaaaaa", "a", "aaaaaaaaaa") AS ?v0) ' + " ".join(
    f'BIND(REPLACE(?v{n}, "a", "aaaaaaaaaa") AS ?v{n + 1})' for n in range(9)
)
DOUBLED = "BIND('xxxxxxxxxxxxxxxx' AS ?w0) " + " ".join(f"BIND(CONCAT(?w{n}, ?w{n}) AS ?w{n + 1})" for n in range(28))
HOSTILE = {
    "a cross join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "a cross join that is written": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a cross join in order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "paths from everywhere to everywhere": "SELECT (COUNT(*) AS ?n) { ?a <http://e/next>* ?b . ?b <http://e/next>* ?c }",
    "paths of anything but": "SELECT (COUNT(*) AS ?n) { ?a (!<http://e/x>|^!<http://e/y>)* ?b . ?b (!<http://e/x>)+ ?c }",
    "paths within paths": "SELECT (COUNT(*) AS ?n) { ?a ((<http://e/next>+)*/(^<http://e/next>*)+)* ?b }",
    "a regex over all pairs": 'SELECT * { ?a <http://e/text> ?t . ?b <http://e/text> ?u FILTER REGEX(CONCAT(?t, ?u), "(a+)+(a+)+b$") }',
    "a regex that is huge": 'SELECT * { ?a <http://e/text> ?t FILTER REGEX(?t, "((((a{1,99}){1,99}){1,99}){1,99}){1,99}b") ?b ?c ?d . ?e ?f ?g . ?h ?i ?j }',
    "huge VALUES": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{k} {{ {' '.join(map(str, range(900)))} }}" for k in range(4))
    + " }",
    "a query that is too long": "SELECT * { VALUES ?x { " + "'xxxxxxxx' " * 60_000 + "} }",
    "a giant answer": "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "a giant table": "SELECT ?c ?f (CONCAT(STR(?c), STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "brackets without end": "SELECT * " + "{" * 5_000 + "}" * 5_000,
    "negation without end": "SELECT * { FILTER(" + "!" * 100_000 + "true) ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "groups within groups": "SELECT (COUNT(*) AS ?n) "
    + "{ { ?a ?b ?c } UNION " * 70
    + "{ ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    + "}" * 70,
    "a text that grows by REPLACE": f"SELECT (STRLEN(?v9) AS ?n) {{ {BOMB} }}",
    "a text that doubles": f"SELECT (STRLEN(?w28) AS ?n) {{ {DOUBLED} }}",
    "GROUP_CONCAT of everything": "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i)))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "DISTINCT of everything": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
    "OPTIONAL within OPTIONAL": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i OPTIONAL { ?j ?k ?l } } } }",
    "MINUS of everything": "SELECT (COUNT(*) AS ?n) { { ?a ?b ?c . ?d ?e ?f } MINUS { ?a ?h ?i . ?d ?k ?f . ?x ?y ?z } }",
    "sums of hashes": "SELECT (SUM(STRLEN(SHA512(CONCAT(STR(?a), STR(?f), STR(?i))))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
SMALL = "SELECT ?n { <http://e/7> <http://e/next>/<http://e/n> ?n }"


@pytest.fixture
def besieged(store, limits):
    store(DATA)
    limits(SPARQL_DEADLINE=2.0, SPARQL_MEMORY_MB=256, SPARQL_ANSWER_MB=10, SPARQL_LONG_WORKERS=4, SPARQL_WAITING=100)


def ask(address, query, client="127.0.0.1"):
    with speaker(client) as made:
        return made.post(address, data={"query": query})


def speaker(client):
    """A client that a proxy saw at this address."""
    headers = {"x-forwarded-for": client, "accept": "application/sparql-results+json, text/turtle;q=0.5"}
    return httpx.Client(headers=headers, timeout=60, verify=False)


@pytest.mark.slow
@pytest.mark.usefixtures("besieged")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_with_the_limits_name(address, name):
    response = ask(address, HOSTILE[name])
    said = response.json()
    assert response.status_code in (400, 413, 422), said
    assert said["limit"] in LIMITS
    assert said["detail"].endswith(".")
    assert ask(address, SMALL).json()["results"]["bindings"][0]["n"]["value"] == "8"


@pytest.mark.usefixtures("besieged")
def test_all_of_them_at_once_end_while_fifty_clients_go_on(address, settings, db_free_proxy):
    """Every hostile query comes from a client of its own, and so does every harmless one."""
    answers, done = {}, threading.Event()
    counts = [0] * 50

    def attack(number, name):
        answers[name] = ask(address, HOSTILE[name], f"10.0.0.{number}")

    def live(number):
        with speaker(f"10.1.0.{number}") as made:
            while not done.is_set():
                response = made.post(address, data={"query": SMALL})
                assert response.status_code == 200, response.text
                counts[number] += 1

    attackers = [threading.Thread(target=attack, args=pair) for pair in enumerate(HOSTILE)]
    clients = [threading.Thread(target=live, args=(number,)) for number in range(50)]
    for thread in (*clients, *attackers):
        thread.start()
    for thread in attackers:
        thread.join(60)
    done.set()
    for thread in clients:
        thread.join(60)
    assert {r.status_code for r in answers.values()} <= {400, 413, 422, 503}
    assert {r.json()["limit"] for r in answers.values()} <= {*LIMITS, "SPARQL_WAITING"}
    assert all(r.headers["retry-after"] == "5" for r in answers.values() if r.status_code == 503)
    assert len(answers) == len(HOSTILE)
    assert min(counts) > 0
    settled(lambda: len(workers_alive()) <= settings.SPARQL_WORKERS + 1 + settings.SPARQL_LONG_WORKERS)


@pytest.fixture
def db_free_proxy(settings):
    """Clients are told apart by the address that a proxy saw."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def settled(is_so):
    """Processes take a moment to end."""
    for _ in range(1_200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError(workers_alive())


@pytest.mark.usefixtures("besieged")
def test_a_client_that_goes_away_leaves_no_worker_behind(address, settings):
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(address, data={"query": HOSTILE["a cross join"]}, timeout=0.3)
    assert ask(address, SMALL).status_code == 200
    settled(lambda: len(workers_alive()) <= settings.SPARQL_WORKERS + 1 + settings.SPARQL_LONG_WORKERS)


@pytest.mark.usefixtures("besieged")
def test_a_client_that_reads_slowly_holds_no_worker(address, limits):
    limits(SPARQL_WORKERS=1, SPARQL_LONG_WORKERS=0, SPARQL_DEADLINE=30.0)
    large = "SELECT ?c ?f { ?a <http://e/text> ?c . ?d <http://e/n> ?f } LIMIT 60000"
    with httpx.stream("GET", address, params={"query": large}, headers={"accept-encoding": ""}, timeout=60) as slow:
        chunks = slow.iter_raw(1024)
        assert next(chunks)
        assert ask(address, SMALL).status_code == 200
        rest = sum(map(len, chunks))
    assert rest > 5 * 2**20


ALONE = """
import os, sys, threading, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from pathlib import Path
from catalog.turns import Turns
from search.sparql.workers import Workers
from search.triples.protocol import Question
from tests.search.sparql import plain

if __name__ == "__main__":
    workers = Workers(plain.evaluate, Turns(1, beside=1, waiting=1, patience=1), memory_mb=256)
    question = Question(sys.argv[2], "text/csv", deadline=float(sys.argv[3]))
    threading.Thread(target=workers.answer, args=(Path(sys.argv[1]), question, "me"), daemon=True).start()
    time.sleep(60)
"""


@pytest.mark.usefixtures("besieged")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_when_the_server_is_killed(tmp_path, place, how):
    script = tmp_path / "alone.py"
    script.write_text(ALONE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(place), HOSTILE["a cross join"], "50"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        started = psutil.Process(server.pid)
        settled(lambda: any(p.cpu_times().user > 0.3 for p in started.children(recursive=True)[1:]))
        family = started.children(recursive=True)
        assert len(family) >= 2
        server.send_signal(how)
    settled(lambda: not are_alive(family))


@pytest.mark.usefixtures("besieged")
def test_a_server_that_is_stopped_while_it_is_asked_says_so(tmp_path, place):
    """gunicorn, and all of its processes are told to end at once, as a service manager does."""
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "PLAIN": str(place)}
    command = [sys.executable, "-m", "gunicorn", "stopped:app", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    address = f"http://127.0.0.1:{port}/sparql"
    with (
        subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as server,
        ThreadPoolExecutor() as others,
    ):
        settled(lambda: is_answered(address))
        asked = others.submit(ask, address, HOSTILE["a cross join"])
        started = psutil.Process(server.pid)
        settled(lambda: any(p.cpu_times().user > 1 for p in workers_of(started)))
        family = started.children(recursive=True)
        os.killpg(server.pid, signal.SIGTERM)
        response = asked.result(30)
    assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    assert response.json()["detail"] == "The server is being stopped or started anew. Ask again in a moment."
    settled(lambda: not are_alive(family))


STOPPED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from pathlib import Path
from django.core.wsgi import get_wsgi_application
app = get_wsgi_application()
from search.sparql import answering
from tests.search.sparql import plain
answering.place.folder = lambda: Path(os.environ["PLAIN"])
answering.place.stamp = lambda _: "one"
answering.place.evaluate = plain.evaluate
"""


def is_answered(address):
    try:
        return ask(address, SMALL).status_code == 200
    except httpx.TransportError:
        return False


def workers_of(server):
    """Below gunicorn, its process, and what workers are forked from."""
    return [p for p in server.children(recursive=True) if p.ppid() not in (server.pid, *map(pid, server.children()))]


def pid(process):
    return process.pid


def test_a_worker_can_open_no_socket():
    """In a process of its own: what is given away does not come back."""
    code = "import socket\nfrom catalog.confining import no_network\nassert no_network()\nsocket.socket()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert "PermissionError" in done.stderr
