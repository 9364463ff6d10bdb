"""Which process answers a question, with which priority, and what becomes of it."""

import threading

import psutil
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from catalog.turns import Turns
from search.sparql.workers import Workers
from search.triples.protocol import Failed, Question, Unavailable
from tests.search.sparql import plain
from tests.search.sparql.test_hostile import settled

PAIRS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LAST = 19


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "plain"
    plain.write(made, [Quad(NamedNode(f"http://e/{n}"), NamedNode("http://e/n"), Literal(n)) for n in range(1_000)])
    return made


@pytest.fixture
def workers(folder):
    made = Workers(plain.evaluate, Turns(2, beside=2, waiting=9, patience=30), memory_mb=256)
    yield made
    made.stop()


def ask(workers, folder, text="ASK {}", client="me", deadline=30.0):
    media_type = "application/sparql-results+json" if text.startswith("ASK") else "text/csv"
    answered = workers.answer(folder, Question(text, media_type, deadline=deadline), client)
    with answered.file as file:
        return file.read()


def processes(workers):
    return {worker.process.pid for worker in (*workers._idle, *workers._idle_last)}


def idle(workers):
    settled(lambda: len(workers._idle) == workers._turns.places + 1)
    return processes(workers)


def test_a_long_question_that_is_asked_alone_costs_no_worker(workers, folder):
    ask(workers, folder)
    before = idle(workers)
    assert ask(workers, folder, PAIRS) == b"n\r\n1000000\r\n"
    assert idle(workers) == before
    assert {psutil.Process(pid).nice() for pid in before} == {0}


def test_a_long_question_comes_last_for_the_processor_as_soon_as_another_client_asks(workers, folder):
    ask(workers, folder, client="other")
    before = idle(workers)
    failed = []

    def endless():
        try:
            ask(workers, folder, ENDLESS, "other", 5.0)
        except Failed as failure:
            failed.append(failure.limit)

    thread = threading.Thread(target=endless)
    thread.start()
    settled(lambda: len(workers._idle) < workers._turns.places + 1)
    [asked] = before - processes(workers)
    assert psutil.Process(asked).nice() == 0
    settled(lambda: ask(workers, folder) and psutil.Process(asked).nice() == LAST)
    thread.join()
    assert failed == ["SPARQL_DEADLINE"]
    settled(lambda: not psutil.pid_exists(asked))
    assert asked not in idle(workers)


def test_a_worker_that_is_told_to_end_says_that_the_server_does(workers, folder):
    ask(workers, folder)
    before = idle(workers)
    failed = []

    def endless():
        try:
            ask(workers, folder, ENDLESS)
        except Unavailable as failure:
            failed.append(str(failure))

    thread = threading.Thread(target=endless)
    thread.start()
    settled(lambda: len(workers._idle) < workers._turns.places + 1)
    [asked] = before - processes(workers)
    psutil.Process(asked).terminate()
    thread.join()
    assert failed == ["The server is being stopped or started anew. Ask again in a moment."]
    assert ask(workers, folder).replace(b" ", b"") == b'{"head":{},"boolean":true}'


def test_an_idle_worker_that_was_killed_is_not_asked(workers, folder):
    ask(workers, folder)
    killed = [psutil.Process(pid) for pid in idle(workers)]
    for process in killed:
        process.kill()
    psutil.wait_procs(killed)
    assert b"true" in ask(workers, folder)
