"""Which form an address answers with: endings, Accept, profiles, languages; and what it says when none fits."""

import json

import pyoxigraph
import pytest

from catalog.models import Kind, State
from fair_metadata.formats import FORMATS
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog import factories

pytestmark = pytest.mark.django_db

SCHEMA = "https://schema.org/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

# Accept, Accept-Profile → the media type and the ending of the form that is sent.
MATRIX = [
    ("", "", "text/html", ""),
    ("*/*", "", "text/html", ""),
    (BROWSER, "", "text/html", ""),
    ("text/turtle", "", "text/turtle", ".ttl"),
    ("text/*;q=0.5, text/turtle", "", "text/turtle", ".ttl"),
    ("application/ld+json", "", "application/ld+json", ".jsonld"),
    ("application/json", "", "application/ld+json", ".jsonld"),
    ("application/rdf+xml", "", "application/rdf+xml", ".rdf"),
    ("application/n-triples", "", "application/n-triples", ".nt"),
    ("application/n-quads", "", "application/n-quads", ".nq"),
    ("application/trig", "", "application/trig", ".trig"),
    ("application/x-bibtex", "", "application/x-bibtex", ".bib"),
    ("application/x-research-info-systems", "", "application/x-research-info-systems", ".ris"),
    ("application/vnd.datacite.datacite+json", "", "application/vnd.datacite.datacite+json", ".datacite.json"),
    ("application/vnd.citationstyles.csl+json", "", "application/vnd.citationstyles.csl+json", ".csl.json"),
    ("application/vnd.datapackage+json", "", "application/vnd.datapackage+json", ".datapackage.json"),
    ("application/yaml", "", "application/yaml", ".cff"),
    ("text/x-bibliography", "", "text/plain", ".apa.txt"),
    ("text/x-bibliography; style=nature", "", "text/plain", ".nature.txt"),
    ('text/x-bibliography; style="IEEE"; q=0.9, text/html;q=0.1', "", "text/plain", ".ieee.txt"),
    ("text/turtle", "<http://data.europa.eu/r5r/>", "text/turtle", ".dcatap.ttl"),
    ("application/rdf+xml", "<http://data.europa.eu/r5r/>", "application/rdf+xml", ".dcatap.rdf"),
    ("application/ld+json", "<http://healthdataportal.eu/ns/health#>", "application/ld+json", ".healthdcatap.jsonld"),
    (BROWSER, "<http://healthdataportal.eu/ns/health#>", "text/turtle", ".healthdcatap.ttl"),
    (BROWSER, "<http://mlcommons.org/croissant/1.1>", "application/ld+json", ".croissant.json"),
    (BROWSER, "<https://w3id.org/ro/crate/1.3>", "application/ld+json", ".rocrate.json"),
    ("application/linkset+json", "", "application/linkset+json", ".linkset.json"),
    ("application/linkset", "", "application/linkset", ".linkset"),
    ("application/rdf+xml;q=0.3, application/n-triples;q=0.7", "", "application/n-triples", ".nt"),
    ("text/html;q=0, application/ld+json;q=0.1", "", "application/ld+json", ".jsonld"),
    ("application/ld+json", f"<{SCHEMA}>", "application/ld+json", ".schema.jsonld"),
    (BROWSER, f"<{SCHEMA}>", "application/ld+json", ".schema.jsonld"),
    ("text/turtle", "<http://www.w3.org/ns/dcat#>", "text/turtle", ".ttl"),
    ("text/turtle", f"<{SCHEMA}>", "text/turtle", ".ttl"),
]


@pytest.mark.parametrize(("accept", "profile", "media_type", "ending"), MATRIX)
def test_the_form_that_the_client_likes_best_is_sent_and_says_where_it_is(client, accept, profile, media_type, ending):
    row = factories.resource()
    headers = {"accept": accept, "accept-profile": profile}
    response = client.get(factories.page(row), headers={name: value for name, value in headers.items() if value})
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == media_type
    assert response.get("Content-Location", "") == (factories.page(row) + ending if ending else "")
    assert {"Accept", "Accept-Profile"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("kind", factories.KINDS)
@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_each_kind_is_served_in_each_format_at_its_own_ending(client, kind, form):
    row = factories.resource(kind)
    response = client.get(factories.page(row, form.suffix))
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == form.media_type
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Profile" not in response.get("Vary", "")


def test_each_rdf_format_says_what_was_registered(client):
    blank = [("_:c", DCT.description, literal('Said in "quotes" & <tags>', language="en"))]
    row = factories.resource(Kind.DATASET, (DCT.title, literal("Un registro", language="es")), nested=blank)
    wanted = pyoxigraph.Dataset(pyoxigraph.parse(row.revision.ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES))
    wanted.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    for form in (form for form in FORMATS.values() if form.is_rdf):
        body = client.get(factories.page(row, form.suffix)).content
        syntax = pyoxigraph.RdfFormat.from_media_type(form.media_type)
        found = pyoxigraph.Dataset(pyoxigraph.parse(body, format=syntax))
        found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
        assert found == wanted, form.name


def test_shared_descriptions_come_with_what_mentions_them(client):
    agent = factories.shared("https://data.example.org/agent", "An agency")
    row = factories.resource(links={DCT.publisher: [agent.iri]}, uses=(agent.iri,))
    assert b"An agency" in client.get(factories.page(row, "ttl")).content
    assert b"An agency" in client.get(factories.page(row)).content


def test_schema_org_names_the_distributions_with_their_addresses(client):
    file = factories.resource(
        Kind.DISTRIBUTION, (DCAT.downloadURL, named("https://files.example.org/a.csv")), title="A table"
    )
    row = factories.resource(links={DCAT.distribution: [file.iri]})
    document = json.loads(client.get(factories.page(row, "schema.jsonld")).content)
    assert [entry["name"] for entry in document["distribution"]] == ["A table"]
    assert [entry["contentUrl"] for entry in document["distribution"]] == ["https://files.example.org/a.csv"]


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("_mediatype=text/turtle", "text/turtle"),
        ("_mediatype=application/ld+json", "application/ld+json"),
        ("_mediatype=application%2Fld%2Bjson", "application/ld+json"),
        (f"_profile={SCHEMA}", 'application/ld+json; profile="https://schema.org/"'),
        ("_profile=schema-org", 'application/ld+json; profile="https://schema.org/"'),
        ("_profile=dublin-core", "application/xml"),
        ("_profile=dcat&_mediatype=application/rdf%2Bxml", "application/rdf+xml"),
        ("_profile=healthdcat-ap", "text/turtle"),
        (
            "_profile=dcat-ap&_mediatype=application/ld%2Bjson",
            'application/ld+json; profile="http://data.europa.eu/r5r/"',
        ),
        ("_mediatype=text/x-bibliography;style=vancouver", "text/plain"),
    ],
)
def test_the_query_asks_as_the_headers_do_and_comes_first(client, query, media_type):
    row = factories.resource()
    response = client.get(f"{factories.page(row)}?{query}", headers={"accept": BROWSER})
    assert response["Content-Type"].removesuffix("; charset=utf-8") == media_type


def test_a_document_names_its_profile_and_what_it_describes(client):
    row = factories.resource()
    links = client.get(factories.page(row, "schema.jsonld"))["Link"]
    assert '<https://schema.org/>; rel="profile"' in links
    assert f'<http://testserver{factories.page(row)}>; rel="describes"; type="text/html"' in links


@pytest.mark.parametrize(
    "ask", [{"accept": "image/png"}, {"accept": "text/x-bibliography; style=odd"}, {"accept": "text/html;q=0, image/*"}]
)
def test_406_lists_every_form_there_is_for_machines(client, ask):
    row = factories.resource()
    response = client.get(factories.page(row), headers=ask)
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    listed = {(form["media_type"], form["address"]) for form in response.json()["available"]}
    assert ("text/html", factories.page(row)) in listed
    assert {(form.media_types[0], factories.page(row, form.suffix)) for form in FORMATS.values()} <= listed
    assert {client.get(address).status_code for _, address in listed} == {200}


def test_406_is_said_in_html_and_in_plain_text_too(client):
    row = factories.resource()
    asked = f"{factories.page(row)}?_mediatype=image/png"
    page = client.get(asked, headers={"accept": BROWSER})
    assert (page.status_code, page["Content-Type"]) == (406, "text/html; charset=utf-8")
    assert b"<code>text/turtle</code>" in page.content
    text = client.get(asked, headers={"accept": "text/plain"})
    assert (text.status_code, text["Content-Type"]) == (406, "text/plain; charset=utf-8")
    assert f"- text/turtle {factories.page(row)}.ttl" in text.content.decode().splitlines()


def test_an_ending_that_no_format_has_is_404(client):
    row = factories.resource()
    response = client.get(factories.page(row, "pdf"))
    assert response.status_code == 404
    assert "There is no format with the ending “pdf”." in response.content.decode()


def test_a_description_that_xml_cannot_hold_is_refused_in_rdf_xml_alone(client):
    row = factories.resource(Kind.DATASET, ("<https://data.example.org/terms/1>", literal("odd")))
    refused = client.get(factories.page(row, "rdf"), headers={"accept": "application/json"})
    assert refused.status_code == 406
    assert "Turtle" in refused.json()["detail"]
    assert client.get(factories.page(row, "ttl")).status_code == 200


def test_the_page_is_in_the_language_of_the_reader(client):
    row = factories.resource(title="A registry")
    answers = {code: client.get(factories.page(row), headers={"accept-language": code}) for code in ("en", "es", "fi")}
    assert {code: answer["Content-Language"] for code, answer in answers.items()} == {
        "en": "en",
        "es": "es",
        "fi": "en",
    }
    assert b'<html lang="es"' in answers["es"].content
    assert answers["en"]["ETag"] != answers["es"]["ETag"]
    assert "Accept-Language" in answers["en"]["Vary"]


def test_another_kind_in_the_address_leads_to_the_right_one_with_what_was_asked(client):
    row = factories.resource(Kind.SERIES)
    moved = client.get(f"/datasets/{row.slug}?_profile=schema-org")
    assert (moved.status_code, moved["Location"]) == (301, f"/series/{row.slug}?_profile=schema-org")
    assert client.get(f"/datasets/{row.slug}.ttl")["Location"] == f"/series/{row.slug}.ttl"


def test_withdrawn_resources_are_gone_and_still_described_in_every_form(client):
    row = factories.revised(
        factories.resource(title="An old registry"), state=State.WITHDRAWN, withdrawn_because="The holder closed."
    )
    page = client.get(factories.page(row))
    assert page.status_code == 410
    text = page.content.decode()
    assert "An old registry" in text
    assert "The holder closed." in text
    assert 'href="/about/persistence"' in text
    for form in FORMATS.values():
        answer = client.get(factories.page(row, form.suffix))
        assert (answer.status_code, b"an old registry" in answer.content.lower()) == (410, True), form.name
    assert client.get(factories.page(row, "linkset.json")).status_code == 410


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused_with_what_is_allowed(client, method):
    row = factories.resource()
    client.handler.enforce_csrf_checks = True
    response = getattr(client, method)(factories.page(row))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_options_lets_scripts_of_other_sites_ask_with_profiles(client):
    row = factories.resource(state=State.DRAFT)
    answers = [client.options(address) for address in (factories.page(row), "/datasets/absent", "/id/absent")]
    for answer in answers:
        assert (answer.status_code, answer.content, answer["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Accept-Profile" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("ending", ["", ".ttl", ".schema.jsonld", ".linkset", ".linkset.json", ".pdf"])
def test_head_says_what_get_says_without_a_body(client, ending):
    row = factories.resource()
    for address in (factories.page(row) + ending, f"/id/{row.slug}"):
        got, head = client.get(address), client.head(address)
        for answer in (got, head):
            del answer["Content-Security-Policy"]  # its directives come in any order
        assert (head.status_code, head.headers) == (got.status_code, got.headers)
        assert head.content == b""
