"""The folder of an embedded triple store, whatever happens to it."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from fair_metadata.namespaces import DCT
from search import keeping_up
from search.projections import TRIPLES
from search.triples.embedded import Embedded
from search.triples.protocol import Question, Unavailable
from search.triples.writing import Writing
from tests.conftest import ROOT
from tests.search.stores import (
    BASE,
    TITLES,
    ask,
    catch_up,
    current,
    forget,
    lag,
    put,
    quads_of,
    raising,
    rebuild,
    stated,
    troubles,
    values,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_another_process_sees_what_was_kept_last(triples):
    put("one", "First")
    assert asked_elsewhere(triples.folder) == b"t\r\nFirst\r\n"
    put("one", "Second")
    assert asked_elsewhere(triples.folder) == b"t\r\nSecond\r\n"


ASKED = """
import pickle, sys, django
django.setup()
from search.triples.embedded import evaluate
folder, question = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(b"".join(evaluate(folder, question).chunks))
"""


def asked_elsewhere(folder):
    """Evaluated in a process that has not read anything."""
    given = pickle.dumps((folder, Question(TITLES, "text/csv")))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", ASKED]
    return subprocess.run(
        command, cwd=ROOT, env=environment, input=given, capture_output=True, check=True, timeout=60
    ).stdout


def test_while_another_process_writes_changes_wait_and_nothing_is_lost(triples):
    put("one", "One")
    other = Embedded(triples.folder, BASE)
    other.take_in([], [], other.position())  # it holds the writer
    put("two", "Two")
    assert (values(triples, TITLES), lag(triples)) == (["One"], 1)
    assert keeping_up.trouble(TRIPLES) == "Another process writes to the triple store now."
    other.release()
    assert keeping_up.once() is True
    assert (values(triples, TITLES), lag(triples), keeping_up.trouble(TRIPLES)) == (["One", "Two"], 0, "")


KILLED = """
import os, sys, django
django.setup()
from pathlib import Path
from search.triples.embedded import Embedded
from tests.search.stores import graph
store = Embedded(Path(sys.argv[1]), "http://testserver")
store.take_in([graph(f"k{n}", ("n", f'"{n}"')) for n in range(500)], [], 9)
print("taken", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_had_not_kept_is_not_there(triples):
    put("one", "One")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", KILLED, str(triples.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        assert process.stdout.readline() == "taken\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (quads_of(triples), triples.position()) == (stated(), 1)
    put("two", "Two")
    assert (quads_of(triples), lag(triples)) == (stated(), 0)


def test_what_fails_while_it_is_written_is_forgotten_and_taken_in_again(triples, monkeypatch):
    put("one", "One")
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "keep", raising(OSError("The triple store cannot be written: no room")))
        put("two", "Two")
    assert (values(triples, TITLES), lag(triples)) == (["One"], 1)
    assert "no room" in keeping_up.trouble(TRIPLES)
    assert keeping_up.once() is True
    assert (values(triples, TITLES), lag(triples)) == (["One", "Two"], 0)


def test_a_real_disk_that_is_full_is_told_and_nothing_is_lost(settings, tmp_path, triples):
    """A file system in memory of a few MiB, where root may make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a file system of its own needs the rights of root")
    settings.TRIPLES_DIR = folder / "triples"
    forget()
    store = current()
    try:
        put("one", "One")
        assert values(store, TITLES) == ["One"]
        with suppress(OSError), open(folder / "ballast", "wb") as ballast:
            while True:
                ballast.write(b"x" * 2**16)
        put("two", "Two")
        assert (values(store, TITLES), lag(store)) == (["One"], 1)
        assert "cannot be written" in keeping_up.trouble(TRIPLES)
        told = "The disk of the triple store has 0 MiB left. Make room, or nothing new is taken in."
        assert (False, told) in troubles("triple store")
        (folder / "ballast").unlink()
        assert keeping_up.once() is True
        assert (values(store, TITLES), lag(store)) == (["One", "Two"], 0)
    finally:
        store.release()
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_damaged_store_says_so_and_is_built_again(triples):
    put("one", "One")
    copy = triples._shelf.pointed()
    for path in (copy / "public").glob("MANIFEST-*"):
        path.write_bytes(b"")
    forget_readings()
    with pytest.raises(Unavailable, match=r"cannot be read.*manage\.py rebuild triples --afresh"):
        ask(triples, TITLES)
    assert any("manage.py rebuild triples" in found for well, found in troubles("triple store") if not well)
    assert rebuild(triples, afresh=True) == 1
    assert (values(triples, TITLES), lag(triples)) == (["One"], 0)


def forget_readings():
    from search.triples import evaluating

    evaluating._read.clear()


def test_a_store_for_another_address_answers_until_a_new_one_is_complete(triples, settings):
    put("one", "One")
    settings.BASE_URL = "https://elsewhere.example.org"
    other = Embedded(triples.folder, settings.BASE_URL)
    assert (values(other, TITLES), other.position()) == (["One"], 0)
    assert "BASE_URL" in other.health().troubles[0]
    assert catch_up(other) == 1
    [desk] = values(other, f"SELECT ?o {{ ?s {DCT.publisher} ?o }}")
    assert desk.startswith("https://elsewhere.example.org/.well-known/genid/")
    assert other.health().troubles == () or "disk" in other.health().troubles[0]


def test_a_copy_that_somebody_reads_stays_and_goes_with_its_last_reader(triples):
    put("one", "One")
    from search.triples.shelf import Reading

    reading = Reading(triples._shelf.pointed())
    for title in ("Two", "Three"):
        put("one", title)
        quads_of(triples)
    assert reading.copy.exists()
    assert len(list(reading.everybodys)) > 0
    copy = reading.copy
    del reading
    put("one", "Four")
    quads_of(triples)
    put("one", "Five")
    assert not copy.exists()


def test_two_threads_may_ask_and_write_at_once(triples):
    put("one", "One")
    failures = []

    def asking():
        for _ in range(30):
            try:
                [title] = values(triples, TITLES)
            except Exception as error:
                failures.append(error)

    thread = threading.Thread(target=asking)
    thread.start()
    for n in range(10):
        put("one", f"Title {n}")
    thread.join()
    assert failures == []


def test_a_catalogue_in_which_nothing_is_yet_answers_that_there_is_nothing(triples):
    assert (values(triples, TITLES), triples.health().triples, triples.health().troubles) == ([], 0, ())
    with triples._shelf.locked("current"):  # somebody begins to fill it
        with pytest.raises(Unavailable, match="A server fills it within seconds"):
            ask(triples, TITLES)
    put("one", "One")
    assert values(triples, TITLES) == ["One"]


def test_most_of_a_load_is_left_to_the_server_and_told(triples, monkeypatch):
    monkeypatch.setattr(keeping_up, "MOST_TRIPLES_IN_PASSING", 2)
    from catalog.signals import together

    with together():
        for n in range(3):
            put(f"d{n}")
    assert (lag(triples), troubles("triples")) == (3, [(False, "it is empty or was lost, 3 revisions behind")])
    assert keeping_up.once() is True
    assert (quads_of(triples), lag(triples)) == (stated(), 0)


def test_in_a_server_the_thread_takes_changes_in_and_saving_does_not_wait_for_it(triples, settings):
    settings.INDEX_FOLLOWS_EVERY = 60.0  # it is woken, or it would be late
    keeping_up.start()
    try:
        put("one", "One")
        put("two", "Two")
        deadline = time.monotonic() + 30
        while triples.health().position < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (values(triples, TITLES), lag(triples)) == (["One", "Two"], 0)
    finally:
        keeping_up.stop()
