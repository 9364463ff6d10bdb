"""A harvest by a plain LDP walk sees every published record and no other, whoever walks and whatever changes."""

import httpx
import pytest
from rdflib import URIRef

from catalog.models import State, Visibility
from catalog.protocols.fdp import near, places
from catalog.protocols.fdp.definitions import OF_KIND
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import iri
from tests.catalog import factories
from tests.catalog.factories import KINDS, resource, revised
from tests.catalog.fdp.reader import LDP, asking, described, graph_of, walk

pytestmark = pytest.mark.django_db
ROOT = "http://testserver/fdp"
SECRETS = [
    {"state": State.DRAFT},
    {"state": State.IN_REVIEW},
    {"visibility": Visibility.ORGANISATION},
    {"visibility": Visibility.NETWORK},
    {"state": State.WITHDRAWN},
]


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(places, "CONTAINED", 3)


@pytest.fixture
def world(people):
    """Of each kind: one in a catalogue or below a dataset, one in nothing, and one of each kind of secrecy."""
    rows = {"open": [], "secret": []}
    for kind in KINDS:
        rows["open"].append(resource(kind, slug=f"{kind}-alone", title=f"Alone {kind}"))
        for number, secret in enumerate(SECRETS):
            row = resource(kind, slug=f"{kind}-secret-{number}", title="Quillonite", organisation=people.mine, **secret)
            rows["secret"].append(row)
    file = resource("distribution", slug="file")
    dataset = resource("dataset", slug="with-file", links={DCAT.distribution: [file.iri, rows["secret"][15].iri]})
    catalogue = resource(
        "catalog", slug="catalogue", links={DCAT.dataset: [dataset.iri, *(row.iri for row in rows["secret"])]}
    )
    upwards = resource("dataset", slug="upwards", links={DCT.isPartOf: [catalogue.iri]})
    rows["open"] += [file, dataset, catalogue, upwards]
    return rows


@pytest.mark.parametrize("role", ["nobody", "contributor", "reviewer", "stranger", "operator"])
def test_a_record_says_the_same_to_everybody_whether_what_is_near_is_read_at_once_or_page_by_page(
    client, world, people, monkeypatch, role
):
    headers = {"accept": "application/n-triples"} | ({} if role == "nobody" else people.bearing(role))
    addresses = [
        f"/fdp/{OF_KIND[row.kind].prefix}/{row.slug}"
        for row in (*world["open"], *world["secret"])
        if row.kind in OF_KIND
    ]
    at_once = {address: _said(client.get(address, headers=headers)) for address in addresses}
    monkeypatch.setattr(near, "FEW", -1)
    assert {address: _said(client.get(address, headers=headers)) for address in addresses} == at_once
    assert len({status for status, _ in at_once.values()}) > 1


def _said(answer):
    return answer.status_code, sorted(answer.content.splitlines()) if answer.status_code in (200, 410) else []


def test_a_harvest_sees_every_published_record_and_no_other(client, world):
    seen = described(walk(asking(client), ROOT))
    assert seen == {row.iri for row in world["open"]}


def test_no_page_of_a_harvest_says_a_word_of_what_is_secret(client, world):
    pages = walk(asking(client), ROOT)
    assert not any("Quillonite" in graph.serialize(format="nt") for graph in pages.values())
    # A public description keeps the links that it states, in the feed that the walk comes to as well; here they go.
    text = b"".join(g.serialize(format="nt").encode() for address, g in pages.items() if address.startswith(ROOT))
    assert b"-secret-" not in text


def test_containers_of_many_pages_are_walked_to_their_end(client, world, small_pages):
    more = [resource("dataset", slug=f"more-{n}") for n in range(10)]
    pages = walk(asking(client), ROOT)
    assert described(pages) == {row.iri for row in [*world["open"], *more]}
    assert any("after=" in address for address in pages)


def test_a_stranger_sees_no_more_than_everybody(client, world, people):
    seen = described(walk(asking(client, **people.bearing("stranger")), ROOT))
    assert seen == {row.iri for row in world["open"]}


def test_a_member_sees_their_own_drafts_too(client, world, people):
    seen = described(walk(asking(client, **people.bearing("contributor")), ROOT))
    kept = {row.iri for row in world["secret"] if row.state != State.WITHDRAWN}
    assert seen == {row.iri for row in world["open"]} | kept


def test_what_changes_between_two_pages_is_neither_lost_nor_shown_twice(client, small_pages):
    rows = [resource("dataset", slug=f"set-{n}", title=f"Registry {n}") for n in range(9)]
    page, seen = f"{ROOT}/catalog/_all/page/dataset?after=0&size=2", []
    while page:
        for row in rows[::2]:  # every other one is described anew, so that it is the newest
            revised(row, factories.described(row.iri, "dataset", title=f"Z {len(seen)}"))
        graph = graph_of(client, page.removeprefix("http://testserver"))
        found = {str(o) for o in graph.objects(None, LDP.contains)}
        page = next((address for address in found if "after=" in address), None)
        seen += sorted(found - {page})
    assert seen == [f"{ROOT}/dataset/set-{n}" for n in range(9)]


def test_without_containers_the_navigation_properties_lead_to_every_record_whose_iri_is_ours(
    live_server, settings, people
):
    """As older harvesters walk, over HTTP: an IRI of ours redirects to RDF about itself; others lead where they come from."""
    settings.BASE_URL, settings.PID_BASE = live_server.url, f"{live_server.url}/id/"
    base = settings.PID_BASE
    file = resource("distribution", slug="f", iri=f"{base}f")
    dataset = resource("dataset", slug="d", iri=f"{base}d", links={DCAT.distribution: [file.iri]})
    resource("catalog", slug="c", iri=f"{base}c", links={DCAT.dataset: [dataset.iri]})
    alone = resource("dataset", slug="a", iri=f"{base}a")
    with httpx.Client(follow_redirects=True, headers={"accept": "text/turtle"}) as http:

        def get(address):
            if not address.startswith(live_server.url):
                return None
            answer = http.get(address)
            return answer.content if answer.is_success else None

        pages = walk(get, f"{live_server.url}/fdp", by_containers=False)
        assert {f"{base}{tail}" for tail in "fdc"} <= set(pages)
        assert {row.iri for row in (file, dataset, alone)} <= described(walk(get, f"{live_server.url}/fdp"))


def test_a_container_answers_at_its_own_address_what_its_page_says_of_it(client, world):
    graph = graph_of(client, "/fdp/catalog/catalogue")
    alone = graph_of(client, "/fdp/catalog/catalogue/dataset/")
    assert set(alone) <= set(graph)
    assert len(list(alone.objects(None, LDP.contains))) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(len(SECRETS)))
def test_what_is_secret_is_answered_as_what_is_not_there(client, world, people, kind, number):
    row = next(row for row in world["secret"] if row.slug == f"{kind}-secret-{number}")
    if row.state == State.WITHDRAWN:
        return  # its page says that it is gone
    path = places.of(row).address.removeprefix("http://testserver")
    missing = client.get(path.replace(row.slug, "nothing"), headers={"accept": "application/json"}).content
    for suffix in ("", "/expanded", "/meta", "/page/dataset", "/page/distribution"):
        for headers in ({}, people.bearing("stranger")):
            answer = client.get(path + suffix, headers={"accept": "application/json"} | headers)
            assert answer.status_code == 404
            assert b"Quillonite" not in answer.content
    answer = client.get(path, headers={"accept": "application/json"}).content
    assert answer.replace(row.slug.encode(), b"nothing") == missing


def test_a_link_to_what_is_not_catalogued_here_stays(client):
    elsewhere = "https://elsewhere.example.org/set"
    resource("catalog", slug="c", links={DCAT.dataset: [elsewhere]})
    assert (None, URIRef(iri(DCAT.dataset)), URIRef(elsewhere)) in graph_of(client, "/fdp/catalog/c")
