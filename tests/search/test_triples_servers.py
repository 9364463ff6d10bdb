"""Triple stores on servers, and what can go wrong between them and us."""

from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from catalog.models import Change, Visibility
from catalog.policy import PUBLIC
from catalog.register import Terms, stand
from fair_metadata.namespaces import DCT
from search import batches, keeping_up
from search.projections import TRIPLES
from search.triples.protocol import Failed, Unavailable
from search.triples.remote import Remote
from search.triples.speaking import Server
from tests.catalog import factories
from tests.search.servers import Moods, in_front_of
from tests.search.stores import (
    BASE,
    IRI,
    SERVERS,
    TITLES,
    ask,
    catch_up,
    close,
    current,
    forget,
    lag,
    put,
    quads_of,
    rebuild,
    rows,
    stated,
    store_of,
    troubles,
    values,
)

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_what_is_hidden_while_a_rebuild_is_at_it_is_not_shown_again(server, deaf):
    mine = factories.organisation("mine")
    row = put("one", "Secret", organisation=mine)
    [batch] = TRIPLES.read(server, 0, None)
    stand(row, Terms(), Change.STANDING, visibility=Visibility.ORGANISATION)
    catch_up(server)
    new = server.begin()
    new.take_in(batch.said, batch.gone, batch.position)  # as it was read before
    assert quads_of(server) == set()
    assert rebuild(server) == 2
    assert (quads_of(server), values(server, TITLES, [PUBLIC, f"organisation:{mine.pk}"])) == (set(), ["Secret"])


def test_a_rebuild_goes_on_when_somebody_saves_meanwhile(server, deaf, monkeypatch):
    put("one", "One")
    catch_up(server)
    put("two", "Two")
    other, still = Remote(*SERVERS["fuseki"], BASE), []

    def saving(graphs):
        if not still:
            still.append(1)
            catch_up(other)
        return graphs

    monkeypatch.setattr("search.triples.taking._still_for", saving)
    assert rebuild(server) == 2
    close(other)
    assert (quads_of(server), lag(server)) == (stated(), 0)


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
    names = " ".join(f"<{IRI}d{n}>" for n in range(4))
    told = f"SELECT DISTINCT ?g {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    assert len(values(server, told, [PUBLIC, "organisation:1"], uses_graphs=True)) == 4


def test_a_question_that_takes_too_long_is_given_up(server, deaf):
    put("one")
    catch_up(server)
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"
    with pytest.raises(Failed, match="longer than 0.3 seconds") as failed:
        ask(server, slow, deadline=0.3)
    assert failed.value.limit == "deadline"


class OfBulk(Moods):
    """What is told of each request with quads: its mood; which were sent, and what else was done to the server."""

    def __init__(self, moods=()):
        super().__init__(moods)
        self.paths = []

    def next(self, path):
        self.paths.append(path.rpartition("/")[2])
        return super().next("_bulk" if path.endswith(("/data", "/store")) else "")


@pytest.fixture(params=["fuseki", "oxigraph"])
def empty(request, triples):
    """front(moods): an empty server behind what tells each request."""
    close(store_of(request.param, None))
    opened = []

    @contextmanager
    def front(moods):
        with ExitStack() as stack:
            addresses = [_behind(stack, address, moods) for address in SERVERS[request.param]]
            opened.append(Remote(*addresses, BASE))
            yield opened[-1]

    yield front
    for store in opened:
        close(store)


def _behind(stack, address, moods):
    """The addresses of a dataset, the last of which ends in /data, on a server in front of its own."""
    server = Server(address)
    server.close()
    whole = urlsplit(server.query_at)
    front = stack.enter_context(in_front_of(f"{whole.scheme}://{whole.netloc}", moods))
    places = [urlsplit(place).path for place in (server.query_at, server.update_at, server.data_at)]
    return " ".join(f"{front}{place}" for place in places)


def members_of(store, organisation):
    return rows(store, "SELECT ?s ?p ?o { ?s ?p ?o }", [PUBLIC, f"organisation:{organisation.pk}"])


def a_catalogue():
    """Some for everybody, and some that state the same and are not."""
    mine = factories.organisation("mine")
    for n in range(3):
        put(f"d{n}", f"Registry {n}")
    put("draft", "Draft", publish=False, organisation=mine)
    put("own", "Registry 1", publish=False, organisation=mine)
    put("d3", "Registry 3")
    return mine


def test_an_empty_server_is_filled_in_bulk_and_says_what_one_says_that_followed(empty, server, deaf):
    mine = a_catalogue()
    catch_up(server)
    expected = quads_of(server), members_of(server, mine)
    assert expected[0] == stated()
    moods = OfBulk()
    with empty(moods) as store:
        for dataset in store._datasets:
            dataset.server.update("DROP ALL")
        rebuild(store)
        assert moods.paths.count(_data(store)) == 2  # one for each dataset
        assert (quads_of(store), members_of(store, mine), lag(store)) == (*expected, 0)
        put("d1", "Changed")
        catch_up(store)
        assert quads_of(store) == stated()


def _data(store):
    return store._datasets[0].server.data_at.rpartition("/")[2]


@pytest.mark.parametrize("status", [404, 405, 415])
def test_a_server_that_takes_no_quads_in_bulk_is_filled_by_updates(empty, server, deaf, status):
    mine = a_catalogue()
    catch_up(server)
    expected = quads_of(server), members_of(server, mine)
    moods = OfBulk([status, status, status])
    with empty(moods) as store:
        for dataset in store._datasets:
            dataset.server.update("DROP ALL")
        rebuild(store)
        assert moods.refused == 2
        assert (quads_of(store), members_of(store, mine), lag(store)) == (*expected, 0)


def test_quads_that_a_busy_server_refuses_or_drops_are_sent_again(empty, deaf, monkeypatch):
    monkeypatch.setattr("search.triples.speaking.FIRST_WAIT", 0.01)
    a_catalogue()
    moods = OfBulk([503, -1, -2])
    with empty(moods) as store:
        rebuild(store)
        assert (moods.refused, quads_of(store), lag(store)) == (3, stated(), 0)


def test_a_server_in_which_something_is_already_is_not_filled_in_bulk(empty, deaf):
    put("one", "One")
    moods = OfBulk()
    with empty(moods) as store:
        catch_up(store)
        put("two", "Two")
        rebuild(store, afresh=True)
        assert (moods.paths.count(_data(store)), quads_of(store)) == (0, stated())


def test_what_is_hidden_while_it_is_sent_in_bulk_is_taken_out_again(empty, deaf, monkeypatch):
    mine = factories.organisation("mine")
    row = put("secret", "Secret", organisation=mine)
    put("open", "Open")
    load, found = Server.load, []

    def hiding(self, nquads):
        if not found:
            stand(row, Terms(), Change.STANDING, visibility=Visibility.ORGANISATION)
        sent = load(self, nquads)
        found.append(b"Secret" in nquads)
        return sent

    monkeypatch.setattr(Server, "load", hiding)
    with empty(OfBulk()) as store:
        new = store.begin()
        [batch] = TRIPLES.read(store, 0, None)
        monkeypatch.setattr(new, "_until", batch.position)
        new.take_in(batch.said, batch.gone, batch.position)
        assert found == [True, False]
        assert values(store, TITLES) == ["Open"]
        assert rebuild(store) == 3
        assert (quads_of(store), values(store, TITLES, [PUBLIC, f"organisation:{mine.pk}"])) == (
            stated(),
            ["Open", "Secret"],
        )


def test_of_a_server_with_addresses_of_its_own_the_third_takes_quads():
    whole, two = Server("http://host/ds/"), Server("http://host/query http://host/update")
    three = Server("http://host/query http://host/update http://host/store")
    assert [server.data_at for server in (whole, two, three)] == ["http://host/ds/data", "", "http://host/store"]
    for server in (whole, two, three):
        server.close()
