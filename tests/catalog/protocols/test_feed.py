"""The DCAT feed as harvesters walk it: everything, nothing twice, nothing that is not for everybody."""

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF

from catalog.export import exported
from catalog.models import Kind, Resource, State, Visibility
from fair_metadata.formats import FORMATS
from fair_metadata.namespaces import DCT as OUR_DCT
from fair_metadata.namespaces import HYDRA as OUR_HYDRA
from fair_metadata.reading import read_all
from fair_metadata.terms import named
from tests.catalog import factories
from tests.catalog.protocols.harvester import HYDRA, NEW, OLD, body, datasets, pages, read, without_the_feed
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.graphs import canonical
from tests.search.worlds import OF_DATASETS, OF_FILES, answer, hide, world

pytestmark = pytest.mark.django_db

DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
WITHDRAWN = URIRef("http://publications.europa.eu/resource/authority/distribution-status/WITHDRAWN")
ME = URIRef("http://testserver/catalog")
SUFFIXES = ["ttl", "jsonld", "rdf", "nt", "nq", "trig"]


def ntriples(graph):
    return graph.serialize(format="nt")


def exported_triples():
    return read_all(b"".join(exported(FORMATS["n-triples"])), name="x.nt")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("paging", [NEW, OLD], ids=["PartialCollectionView", "PagedCollection"])
def test_the_union_of_the_pages_is_the_export(client, full, suffix, paging):
    union = Graph()
    walked = list(pages(client, f"/catalog.{suffix}?size=3", paging))
    for page in walked:
        union += Graph().parse(data=ntriples(_only(without_the_feed(page))), format="nt")
    assert len(walked) == 5
    assert canonical(read_all(ntriples(union).encode(), name="x.nt")) == canonical(exported_triples())


def _only(triples):
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def test_each_dataset_stands_on_one_page_with_its_file_and_what_they_share(client, full):
    walked = list(pages(client, "/catalog.ttl?size=3"))
    found = [iri for page in walked for iri in datasets(page)]
    assert found == sorted(found) == [f"https://data.example.org/set-{n}" for n in range(7)]
    for page in walked:
        for dataset in page.subjects(RDF.type, DCAT.Dataset):
            [file] = page.objects(dataset, DCAT.distribution)
            assert (file, RDF.type, DCAT.Distribution) in page
            assert page.value(URIRef("https://data.example.org/agent"), FOAF.name)
            assert page.value(URIRef("https://data.example.org/of-file"), FOAF.name)


def test_a_page_says_where_it_is_and_how_many_there_are(client, full):
    response = client.get("/catalog.ttl?page=2&size=3")
    page = read(response, "ttl")
    here = URIRef("http://testserver/catalog.ttl?page=2&size=3")
    assert (ME, HYDRA.view, here) in page
    assert {int(page.value(node, HYDRA.totalItems)) for node in (ME, here)} == {13}
    assert int(page.value(here, HYDRA.itemsPerPage)) == 3
    links = {relation: link["url"] for relation, link in _links(response).items()}
    assert links["first"] == "http://testserver/catalog.ttl?page=1&size=3"
    assert links["last"] == "http://testserver/catalog.ttl?page=5&size=3"
    assert links["prev"] == "http://testserver/catalog.ttl?page=1&size=3"
    assert links["next"].startswith("http://testserver/catalog.ttl?page=3&after=")
    for relation, names in {"prev": ("previous", "previousPage"), "next": ("next", "nextPage")}.items():
        assert {str(page.value(here, HYDRA[name])) for name in names} == {links[relation]}
    last = client.get("/catalog.ttl?page=5&size=3")
    assert set(_links(last)) == {"first", "prev", "last"}


def _links(response):
    import httpx

    return httpx.Response(200, headers={"Link": response["Link"]}).links


def test_the_catalogue_says_what_dcat_ap_asks(client, full, settings):
    settings.CONTACT_EMAIL = "office@example.org"
    page = read(client.get("/catalog.ttl"), "ttl")
    assert str(page.value(ME, DCTERMS.title)) == settings.CATALOGUE_NAME
    publisher = page.value(ME, DCTERMS.publisher)
    assert (publisher, RDF.type, FOAF.Agent) in page
    counts = {name: len(set(page.objects(ME, DCAT[name]))) for name in ("dataset", "service", "catalog", "resource")}
    assert counts == {"dataset": 7, "service": 1, "catalog": 1, "resource": 1}
    record = page.value(predicate=FOAF.primaryTopic, object=URIRef("https://data.example.org/set-0"))
    row = Resource.objects.get(slug="set-0")
    assert page.value(record, DCTERMS.modified).toPython() == row.public_at


def test_the_official_shapes_accept_the_catalogue(client, settings):
    needs_shared("standards/dcat-ap-3.0.1")
    from pyshacl import validate

    settings.CONTACT_EMAIL = "office@example.org"
    factories.resource(Kind.DATASET, (OUR_DCT.description, '"What it holds"'), slug="described")
    shapes = Graph().parse(data=official.turtle(["dcat-ap-3.0.1/html/shacl/shapes.ttl"]), format="turtle")
    conforms, _, report = validate(read(client.get("/catalog.ttl"), "ttl"), shacl_graph=shapes)
    assert conforms, report


@pytest.mark.parametrize(
    "said", ["2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00+02:00", "2026-01-31T12:00"]
)
def test_a_day_and_a_time_are_understood_and_kept_in_the_links(client, said):
    factories.resource()
    response = client.get(f"/catalog.ttl?modified_since={said}")
    assert response.status_code == 200
    assert "modified_since=2026-01-3" in response["Link"]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=two", "page"),
        ("page=٣", "page"),
        ("page=" + "9" * 400, "page"),
        ("size=0", "size"),
        ("after=x", "after"),
        ("modified_since=yesterday", "modified_since"),
        ("modified_since=2026-13-01", "modified_since"),
        ("modified_since=", "modified_since"),
    ],
)
def test_what_cannot_be_understood_is_400_with_what_to_write(client, query, word):
    response = client.get(f"/catalog.ttl?{query}", headers={"accept": "text/turtle"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["detail"].startswith(f"“{word}” has to be ")


def test_a_page_beyond_the_last_is_404_and_an_empty_catalogue_has_one_page(client):
    assert datasets(read(client.get("/catalog.ttl"), "ttl")) == []
    factories.resource()
    assert client.get("/catalog.ttl?page=2").status_code == 404
    assert read(client.get("/catalog.ttl?page=2&after=999999"), "ttl")


def test_only_rdf_is_written_and_the_endings_are_named(client):
    response = client.get("/catalog.bib", headers={"accept": "text/plain"})
    assert response.status_code == 404
    assert "ttl, jsonld, rdf, nt, nq, trig" in response.content.decode()


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml; charset=utf-8"),
        ("application/ld+json;q=0.9, text/turtle;q=0.1", "application/ld+json"),
        ("*/*", "text/turtle; charset=utf-8"),
    ],
)
def test_the_syntax_is_chosen_by_accept(client, accept, kind):
    factories.resource()
    response = client.get("/catalog?page=1", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"], response["Vary"].split(", ")[0]) == (200, kind, "Accept")
    assert response["Content-Location"].startswith("http://testserver/catalog.")


def test_a_browser_is_led_to_the_explanation_and_what_cannot_be_had_is_406(client):
    response = client.get("/catalog", headers={"accept": "text/html,*/*;q=0.1"})
    assert (response.status_code, response["Location"]) == (303, "/about/machines#feed")
    assert client.get("/catalog", headers={"accept": "image/png"}).status_code == 406


def test_what_a_harvester_has_is_not_sent_again_until_something_public_changes(client, full):
    first = client.get("/catalog.ttl?size=3")
    known = {"if-none-match": first["ETag"]}
    again = client.get("/catalog.ttl?size=3", headers=known)
    assert (again.status_code, body(again), again["ETag"]) == (304, b"", first["ETag"])
    assert client.get("/catalog.ttl?size=3", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get("/catalog.nt?size=3")["ETag"] != first["ETag"]
    factories.resource(state=State.DRAFT)
    assert client.get("/catalog.ttl?size=3", headers=known).status_code == 304
    factories.resource()
    assert client.get("/catalog.ttl?size=3", headers=known).status_code == 200


def test_head_has_the_headers_and_no_body_and_other_sites_may_read(client, full):
    got, head = client.get("/catalog.ttl"), client.head("/catalog.ttl")
    assert (head.status_code, body(head)) == (200, b"")
    for name in ("ETag", "Link", "Content-Type", "Last-Modified"):
        assert head[name] == got[name]
    assert got["Access-Control-Allow-Origin"] == "*"
    assert "Link" in got["Access-Control-Expose-Headers"]
    assert client.options("/catalog.ttl")["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.post("/catalog.ttl").status_code == 405


def test_where_the_next_page_is_at_a_source_leads_no_harvester_astray(client):
    elsewhere = "https://elsewhere.example.org/catalog?page=2"
    there = named("https://elsewhere.example.org/catalog?page=1")
    nested = [
        ("_:v", OUR_HYDRA["next"], named(elsewhere)),
        ("_:v", named("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), OUR_HYDRA.PagedCollection),
    ]
    factories.resource(Kind.CATALOG, (OUR_HYDRA.view, "_:v"), (OUR_DCT.source, there), nested=nested)
    assert elsewhere not in body(client.get("/catalog.ttl")).decode()


@pytest.mark.parametrize("who", ["nobody", "stranger", "member"])
def test_nothing_that_is_not_for_everybody_comes_out(client, index, who):
    made = world()
    people = {"stranger": made.stranger, "member": made.member}
    before = _said(client)
    hide(made)
    if who in people:
        client.force_login(people[who])
    after = _said(client)
    for word in {*OF_DATASETS.values(), *OF_FILES.values()} - {"cromadorine", "ilmenfroth"}:
        assert word.title() not in after
        assert word not in after.replace("-file", "").replace(f"{word}-set", "")
    assert '"432' not in after
    assert before != ""


def _said(client):
    since = "2020-01-01"
    addresses = [f"/catalog.{suffix}{query}" for suffix in SUFFIXES for query in ("", f"?modified_since={since}")]
    return "".join(answer(client, address)[2].decode() for address in addresses)


def test_what_never_was_public_leaves_no_trace_at_all(client, index):
    made = world()
    before = [answer(client, f"/catalog.nt{query}") for query in ("", "?modified_since=2020-01-01", "?size=2")]
    hide(made, ["draft", "in-review", "nobody"], files=["draft"])
    Resource.objects.filter(visibility=Visibility.NETWORK).update(visibility=Visibility.ORGANISATION)
    assert [answer(client, f"/catalog.nt{q}") for q in ("", "?modified_since=2020-01-01", "?size=2")] == before


def test_a_shared_description_that_is_not_public_stays_inside_though_public_ones_mention_it(client):
    iri = "https://data.example.org/agent"
    hidden = factories.shared(iri, "Not announced institute")
    factories.revised(hidden, state=State.DRAFT)
    factories.resource(uses=(iri,), links={OUR_DCT.publisher: [iri]})
    said = body(client.get("/catalog.nt")).decode() + body(client.get("/catalog.nt?modified_since=2020-01-01")).decode()
    assert (iri in said, "Not announced" in said) == (True, False)


def test_a_page_states_its_queries(client, full, django_assert_num_queries):
    client.get("/catalog.nt?size=50")  # the total is counted once in a while
    with django_assert_num_queries(7):
        body(client.get("/catalog.nt?size=50"))
    etag = client.get("/catalog.nt?size=50")["ETag"]
    with django_assert_num_queries(3):
        body(client.get("/catalog.nt?size=50", headers={"if-none-match": etag}))
