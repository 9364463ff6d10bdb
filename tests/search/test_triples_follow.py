"""The triple store follows the revisions, whatever happens on the way; built again it is the same. On both kinds."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from catalog import policy, workflow
from catalog.doctor import checks
from catalog.models import Change, Kind, Resource, State, Visibility
from catalog.policy import PUBLIC
from catalog.register import Terms, register, stand
from catalog.signals import changed
from fair_metadata.namespaces import DCT, FOAF
from fair_metadata.terms import literal
from search import batches, follow, keeping_up, triples
from search.projections import TRIPLES
from search.triples.embedded import Embedded
from search.triples.layout import Naming
from search.triples.protocol import Failed, Question, Unavailable
from search.triples.remote import Remote
from search.triples.writing import Writing
from tests.catalog import factories
from tests.catalog.factories import described
from tests.conftest import ROOT
from tests.search.servers import Moods, in_front_of
from tests.search.stores import BASE, SERVERS, ask, close, quads_of, rows, store_of, values
from tests.search.worlds import OF_DATASETS, OF_FILES, hide, world

pytestmark = pytest.mark.django_db(transaction=True)
IRI = "https://data.example.org/"
TITLES = f"SELECT ?t {{ ?d {DCT.title} ?t }}"


@pytest.fixture(params=["embedded", "fuseki"])
def store(request, triples, settings, monkeypatch):
    """The store of this process, which follows what changes."""
    if request.param == "fuseki":
        settings.SPARQL_STORE_URL, settings.SPARQL_INSIDE_STORE_URL = SERVERS["fuseki"]
        close(store_of("fuseki", None))
        forget()
    yield current()
    close(current())
    forget()


def current():
    return triples.store()


def forget():
    triples.store.cache_clear()


def put(name, title="A registry", kind=Kind.DATASET, **terms):
    desk = [
        ("_:d", FOAF.name, literal(f"Desk of {name}")),
        ("_:d", FOAF.age, '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ]
    record = described(IRI + name, kind, (DCT.publisher, "_:d"), title=title, nested=desk)
    register(record, kind, Terms(**{"publish": True} | terms))
    return Resource.objects.get(iri=IRI + name)


@pytest.fixture
def deaf(monkeypatch):
    """Nobody follows by itself."""
    monkeypatch.setattr(changed, "receivers", [])
    changed.sender_receivers_cache.clear()
    yield
    changed.sender_receivers_cache.clear()


def lag(store):
    return follow.lag(store, of=TRIPLES)


def catch_up(store):
    return follow.catch_up(store, of=TRIPLES)


def rebuild(store, **how):
    return follow.rebuild(store, of=TRIPLES, **how)


def stated():
    """What the catalogue says to everybody: (graph, "" for the default graph; triple)."""
    naming, quads = Naming(BASE), set()
    for row in Resource.objects.filter(policy.visible(policy.ANYBODY) & policy.PUBLISHED):
        for triple in naming.triples(row.record.triples):
            quads |= {("", *triple), (row.iri, *triple)}
    return quads


def test_what_is_registered_can_be_asked_at_once_and_what_changes_as_it_is(store):
    put("one", "Myeloma registry")
    assert values(store, TITLES) == ["Myeloma registry"]
    row = put("one", "Lymphoma registry")
    assert values(store, TITLES) == ["Lymphoma registry"]
    workflow.withdraw(row, Terms(), because="Old.")
    assert (quads_of(store), lag(store)) == (set(), 0)
    workflow.publish(row, Terms())
    assert quads_of(store) == stated() != set()


def test_every_kind_of_description_is_in_the_store_shared_ones_too(store):
    for kind in (*factories.KINDS, Kind.REFERENCE):
        put(f"a-{kind}", f"A {kind}", kind)
    assert quads_of(store) == stated()
    assert len({graph for graph, *_ in quads_of(store)}) == 8


def test_nothing_that_not_everybody_may_see_is_in_the_store_for_everybody(store):
    made = world()
    before, stamp = quads_of(store), store.stamp(frozenset([PUBLIC]))
    hide(made)
    words = [*OF_DATASETS.values(), *OF_FILES.values()]
    assert [word for word in words if word in repr(quads_of(store)).lower()] == []
    assert quads_of(store) == before == stated()
    public, stranger = frozenset([PUBLIC]), policy.viewer_of(made.stranger).audiences
    assert values(store, TITLES, stranger) == values(store, TITLES, public)
    assert rows(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", stranger, uses_graphs=True) == rows(
        store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", public, uses_graphs=True
    )
    member = policy.viewer_of(made.member).audiences
    seen = {title.split()[0].lower() for title in values(store, TITLES, member)} & set(words)
    assert seen == set(words) - {OF_DATASETS["withdrawn"], OF_FILES["withdrawn"], OF_DATASETS["nobody"]}
    mate = {title.split()[0].lower() for title in values(store, TITLES, policy.viewer_of(made.mate).audiences)} & set(
        words
    )
    assert mate == {OF_DATASETS["network"]}
    assert stamp  # hide() shows each for a moment before it hides it, so the stamp may be another one


def test_the_edit_of_a_draft_changes_nothing_for_everybody(store):
    mine = factories.organisation("mine")
    put("one")
    put("draft", "First", publish=False, organisation=mine)
    member = frozenset([PUBLIC, f"organisation:{mine.pk}"])
    before = store.stamp(frozenset([PUBLIC])), store.stamp(member)
    put("draft", "Second", publish=False, organisation=mine)
    after = store.stamp(frozenset([PUBLIC])), store.stamp(member)
    assert (before[0] == after[0], before[1] == after[1], lag(store)) == (True, False, 0)
    assert values(store, TITLES, member) == ["A registry", "Second"]


def test_a_change_of_who_sees_it_moves_a_description_from_store_to_store(store):
    mine = factories.organisation("mine")
    row = put("one", organisation=mine)
    member = [PUBLIC, f"organisation:{mine.pk}", f"network:{mine.pk}"]
    for standing in (
        {"visibility": Visibility.NETWORK},
        {"visibility": Visibility.ORGANISATION},
        {"state": State.DRAFT},
    ):
        stand(row, Terms(), Change.STANDING, **standing)
        assert (quads_of(store), values(store, TITLES, member)) == (set(), ["A registry"])
    stand(row, Terms(), Change.STANDING, visibility=Visibility.EVERYBODY, state=State.PUBLISHED)
    assert quads_of(store) == stated()
    assert (values(store, TITLES, member), values(store, TITLES)) == (["A registry"], ["A registry"])


def test_rebuilding_gives_what_following_gave(store, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 3)
    hide(made := world())
    public = frozenset([PUBLIC])
    viewers = [public, *(policy.viewer_of(who).audiences for who in (made.member, made.mate, made.stranger))]
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    before = quads_of(store), [rows(store, everything, who) for who in viewers]
    assert rebuild(store) == follow.latest_revision()
    assert (quads_of(store), [rows(store, everything, who) for who in viewers]) == before
    assert (lag(store), store.health().building) == (0, None)


def test_a_rebuild_that_was_stopped_goes_on_and_what_answers_answers_on(store, monkeypatch, deaf):
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(follow, "KEPT", 1)
    for n in range(7):
        put(f"d{n}", f"Registry {n}")
    catch_up(store)
    before = quads_of(store)

    def stop(label, done):
        assert quads_of(store) == before
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(store, progress=stop)
    assert store.health().building is not None
    assert rebuild(store) < 7
    assert (quads_of(store), lag(store), store.health().building) == (before, 0, None)


def test_a_lost_store_is_filled_again(store):
    for n in range(3):
        put(f"d{n}")
    before = quads_of(store)
    if isinstance(store, Embedded):
        shutil.rmtree(store.folder)
    else:
        store._datasets[0].server.update("DROP ALL")
    assert keeping_up.once() is True
    assert (quads_of(store), lag(store)) == (before, 0)


def test_a_follower_that_stopped_half_way_ends_where_one_that_never_stopped_does(store, deaf, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 3)
    for n in range(8):
        put(f"d{n}")

    def stop(label, done):
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow.catch_up(store, of=TRIPLES, progress=stop)
    store.release()
    assert lag(store) == 8
    assert catch_up(store) == 8
    assert (quads_of(store), lag(store)) == (stated(), 0)


def troubles(name):
    return [(check.is_well, check.found) for check in checks() if check.name == name]


def test_the_system_page_and_doctor_tell_how_far_it_is(store, client, deaf):
    put("one")
    client.force_login(factories.person("keeper", is_operator=True))
    assert troubles("triples") == [(False, "it is empty or was lost, 1 revisions behind")]
    catch_up(store)
    assert troubles("triples") == [(True, "0 revisions behind")]
    page = client.get("/system").content.decode()
    assert "Triples that everybody sees" in page
    assert "manage.py rebuild triples" in page


# The folder of an embedded store, whatever happened to it


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


def raising(error):
    def raise_(*_, **__):
        raise error

    return raise_


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


# Servers, and what can go wrong between them and us


@pytest.fixture
def server(settings, triples):
    close(store_of("fuseki", None))
    made = Remote(*SERVERS["fuseki"], BASE)
    yield made
    close(made)


def test_a_server_that_does_not_answer_spoils_no_registration(triples, settings):
    settings.SPARQL_STORE_URL = "http://127.0.0.1:9/nothing"
    forget()
    put("one")
    assert "The SPARQL server does not answer" in keeping_up.trouble(TRIPLES)
    assert [well for well, found in troubles("triple store") if "does not answer" in found] == [False]
    with pytest.raises(Unavailable, match="does not answer"):
        ask(current(), TITLES)


def test_what_a_busy_server_refuses_or_drops_is_sent_again_and_nothing_is_lost_or_twice(server, deaf, monkeypatch):
    monkeypatch.setattr("search.triples.speaking.FIRST_WAIT", 0.01)
    for n in range(5):
        put(f"d{n}", f"Registry {n}")
    address = SERVERS["fuseki"][0]
    host, path = address.rsplit("/", 1)
    moods = OfUpdates([503, -1, -2, 429, -2, 0])
    with in_front_of(host, moods) as front:
        through = Remote(f"{front}/{path}", "", BASE)
        catch_up(through)
        assert (quads_of(through), lag(through)) == (stated(), 0)
        close(through)
    assert moods.refused == 5


class OfUpdates(Moods):
    def next(self, path):
        return super().next("_bulk" if path.endswith("/update") else "")


def test_of_two_that_write_at_once_one_wins_and_nothing_is_mixed(server, deaf):
    put("one", "One")
    catch_up(server)
    dataset = server._datasets[0]
    standing = dataset.standing()
    put("one", "Two")
    other = Remote(*SERVERS["fuseki"], BASE)
    catch_up(other)
    from search.triples.layout import Change as Changes

    stale = Changes(added={("<urn:a>", "<urn:b>", "<urn:c>", "")}, audiences={PUBLIC})
    with pytest.raises(OSError, match="Another process writes"):
        dataset.apply(stale, standing)
    close(other)
    assert quads_of(server) == stated()


def test_what_was_sent_before_another_batch_failed_is_known_to_be_there_once_all_is(server, deaf, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 2)
    for n in range(4):
        put(f"d{n}")
    take_in, taken = Remote._take_in, []

    def fail_once(self, *args):
        taken.append(1)
        if len(taken) == 2:
            raise Unavailable("gone for a moment")
        take_in(self, *args)

    monkeypatch.setattr(Remote, "_take_in", fail_once)
    with pytest.raises(Unavailable):
        catch_up(server)
    assert lag(server) == 4
    catch_up(server)
    assert (quads_of(server), lag(server), server._datasets[0].standing().position) == (stated(), 0, 4)


def test_a_rebuild_mends_whatever_somebody_did_to_the_server(server, deaf):
    mine = factories.organisation("mine")
    put("one", "One")
    put("two", "Two")
    put("draft", "Draft", publish=False, organisation=mine)
    catch_up(server)
    member = [PUBLIC, f"organisation:{mine.pk}"]
    before = quads_of(server), rows(server, "SELECT ?s ?p ?o { ?s ?p ?o }", member)
    for dataset in server._datasets:
        dataset.server.update(
            f"INSERT DATA {{ <urn:x> <urn:y> 1 . GRAPH <urn:g> {{ <urn:x> <urn:y> 2 }} GRAPH <{IRI}one> {{ <urn:x> <urn:y> 3 }} }} ;"
            f" DELETE WHERE {{ GRAPH <{IRI}two> {{ ?s ?p ?o }} }} ; DELETE WHERE {{ ?s {DCT.title} ?o }}"
        )
    assert quads_of(server) != before[0]
    rebuild(server)
    assert (quads_of(server), rows(server, "SELECT ?s ?p ?o { ?s ?p ?o }", member)) == before


def test_without_a_store_for_members_they_are_answered_what_everybody_is(server, deaf):
    mine = factories.organisation("mine")
    put("one", "One")
    put("draft", "Draft", publish=False, organisation=mine)
    alone = Remote(SERVERS["fuseki"][0], "", BASE)
    catch_up(alone)
    assert values(alone, TITLES, [PUBLIC, f"organisation:{mine.pk}"]) == ["One"]
    assert lag(alone) == 0
    stamp = alone.stamp(frozenset([PUBLIC]))
    put("draft", "Other", publish=False, organisation=mine)
    assert (lag(alone), alone.stamp(frozenset([PUBLIC]))) == (0, stamp)  # nothing for it to take in
    close(alone)


def test_more_graphs_than_a_question_may_name_are_refused_in_words(server, deaf, monkeypatch):
    monkeypatch.setattr("search.triples.remote.NAMED", 2)
    for n in range(4):
        put(f"d{n}")
    catch_up(server)
    with pytest.raises(Failed, match="more than 2 descriptions here"):
        ask(server, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }", [PUBLIC, "organisation:1"], uses_graphs=True)


def test_a_question_that_takes_too_long_is_given_up(server, deaf):
    put("one")
    catch_up(server)
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"
    with pytest.raises(Failed, match="longer than 0.3 seconds") as failed:
        ask(server, slow, deadline=0.3)
    assert failed.value.limit == "deadline"
