"""What each page costs the database, new and kept; and that what is kept belongs to nobody."""

import pytest
from django.core.cache import cache

from catalog.models import Kind, State
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.record import Record
from tests.catalog import factories

pytestmark = pytest.mark.django_db

# Standing; the whole row; members; distributions; shared; related; mentioned by. Where members are many: their count.
NEW_PAGE, NEW_DOCUMENT, NEW_LINKSET, KEPT, COUNT = 7, 4, 4, 1, 1


@pytest.fixture
def rich():
    """A dataset in a catalogue and a series, with a publisher described elsewhere and thirty distributions."""
    agent = factories.shared("https://data.example.org/agent", "An agency")
    files = [factories.resource(Kind.DISTRIBUTION) for _ in range(30)]
    links = {DCAT.distribution: [file.iri for file in files], DCT.publisher: [agent.iri]}
    row = factories.resource(links=links, uses=(agent.iri,))
    factories.resource(Kind.CATALOG, links={DCAT.dataset: [row.iri]})
    factories.resource(Kind.SERIES, links={DCAT.seriesMember: [row.iri]})
    return row


@pytest.mark.parametrize(
    ("ending", "new"),
    [("", NEW_PAGE), ("?page=2", NEW_PAGE), (".ttl", NEW_DOCUMENT), (".rdf", NEW_DOCUMENT), (".jsonld", NEW_DOCUMENT)]
    + [(".schema.jsonld", NEW_DOCUMENT), (".linkset", NEW_LINKSET), (".linkset.json", NEW_LINKSET)],
)
def test_a_page_costs_a_few_queries_when_it_is_new_and_one_when_it_is_kept(
    client, rich, django_assert_num_queries, ending, new
):
    address = factories.page(rich) + ending
    with django_assert_num_queries(new):
        first = client.get(address)
    with django_assert_num_queries(KEPT):
        again = client.get(address)
    assert (again.content, again["Link"]) == (first.content, first["Link"])
    with django_assert_num_queries(KEPT):
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("kind", factories.KINDS)
def test_no_kind_of_page_costs_more(client, kind, django_assert_max_num_queries):
    members = [factories.resource() for _ in range(25)]
    row = factories.resource(kind, links={DCAT.dataset: [member.iri for member in members]})
    with django_assert_max_num_queries(NEW_PAGE + COUNT):
        client.get(factories.page(row))


def test_what_is_gone_costs_no_more_than_what_is_there(client, django_assert_num_queries):
    row = factories.resource(state=State.WITHDRAWN)
    client.get(factories.page(row))
    with django_assert_num_queries(KEPT):
        assert client.get(factories.page(row)).status_code == 410


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 3),
        ("/catalogs", 2),
        ("/series", 2),
        ("/distributions", 2),
        ("/services", 2),
        ("/records", 2),
        ("/organisations", 1),
        ("/organisations/holder", 4),
        ("/fair", 4),
        ("/about/help", 0),
        ("/styleguide/", 0),
        ("/robots.txt", 0),
        ("/sitemap.xml", 1),
        ("/sitemap-1.xml", 1),
        ("/-/livez", 0),
        ("/-/readyz", 1),
        ("/nothing", 0),
        ("/datasets/nothing", 1),
        ("/id/nothing", 1),
    ],
)
def test_every_other_page_states_its_queries(client, django_assert_num_queries, address, queries):
    holder = factories.organisation("holder")
    for kind in factories.KINDS:
        for _ in range(3):
            factories.resource(kind, organisation=holder)
    with django_assert_num_queries(queries):
        client.get(address)


def test_home_costs_nothing_once_it_is_kept(client, django_assert_num_queries):
    factories.resource()
    client.get("/")
    with django_assert_num_queries(0):
        client.get("/")


def test_lists_parse_no_rdf(client, rich, monkeypatch):
    monkeypatch.setattr(Record, "from_ntriples", lambda *_: pytest.fail("a list parsed RDF"))
    for address in ("/", "/catalogs", "/distributions?page=2", "/organisations"):
        assert client.get(address).status_code == 200


def test_a_landing_page_parses_its_own_graph_and_those_of_its_distributions(client, rich, monkeypatch):
    read = []
    original = Record.from_ntriples
    monkeypatch.setattr(Record, "from_ntriples", lambda iri, lines: read.append(iri) or original(iri, lines))
    client.get(factories.page(rich))
    own = {rich.iri, "https://data.example.org/agent"}
    assert {iri for iri in read if "distribution" not in iri} == own
    assert len(read) == 30 + len(own)


def test_a_kept_page_shows_nothing_of_the_visitor_for_whom_it_was_made(client):
    row = factories.resource()
    client.cookies["theme"] = '"><script>'
    first = client.get(f"{factories.page(row)}?token=private", headers={"user-agent": "mine"})
    second = client.get(factories.page(row))
    assert b"private" not in first.content
    assert first.content == second.content
    assert not first.cookies
    assert b"csrfmiddlewaretoken" not in first.content


def test_pages_that_only_some_may_see_are_not_kept(client, monkeypatch):
    holder = factories.organisation("holder")
    row = factories.resource(state=State.DRAFT, organisation=holder)
    client.force_login(factories.person("member", of=holder))
    kept = []
    monkeypatch.setattr(cache, "set", lambda *arguments: kept.append(arguments))
    for ending in ("", ".ttl", ".linkset"):
        assert client.get(factories.page(row) + ending).status_code == 200
    assert kept == []


def test_bodies_that_are_very_large_are_made_each_time(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("catalog.pages.landing.LARGEST_KEPT", 10)
    row = factories.resource()
    client.get(factories.page(row, "ttl"))
    with django_assert_num_queries(NEW_DOCUMENT):
        client.get(factories.page(row, "ttl"))
