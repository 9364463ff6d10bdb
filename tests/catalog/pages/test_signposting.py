"""FAIR Signposting levels 1 and 2: a machine that knows only the links finds everything and comes back."""

import json
import re
from html.parser import HTMLParser

import pytest

from catalog.models import Kind, State
from catalog.pages import signposting
from fair_metadata.formats import FORMATS
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog import factories

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PERSON = "https://orcid.org/0000-0002-1825-0097"


class LinkElements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag == "link":
            self.found.append(dict(attributes))


def split_links(text):
    """The members of a Link header or a text link set: target, relation, further parameters."""
    members = re.findall(r"<([^>]*)>((?:\s*;\s*[a-z-]+=\"[^\"]*\")*)", text)
    return [(href, dict(re.findall(r"([a-z-]+)=\"([^\"]*)\"", parameters))) for href, parameters in members]


def header_links(response):
    return split_links(response["Link"])


def of(links, rel):
    return [href for href, parameters in links if parameters["rel"] == rel]


def dataset(**more):
    said = [(DCT.license, named(LICENCE)), (DCT.creator, named(PERSON))]
    return factories.resource(Kind.DATASET, *said, **more)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_level_1_has_each_relation_as_often_as_it_should(client, state):
    row = dataset(state=state)
    links = header_links(client.get(factories.page(row)))
    assert of(links, "cite-as") == [f"{HOST}/id/{row.slug}"]
    assert of(links, "type") == ["https://schema.org/Dataset", "https://schema.org/AboutPage"]
    assert of(links, "license") == [LICENCE]
    assert of(links, "author") == [PERSON]
    described = [(href, p["type"], p.get("profile", "")) for href, p in links if p["rel"] == "describedby"]
    page = HOST + factories.page(row)
    assert described == [(f"{page}.{f.suffix}", f.media_type, f.profile) for f in FORMATS.values() if f.in_header]
    sets = [(href, p["type"]) for href, p in links if p["rel"] == "linkset"]
    assert sets == [
        (f"{page}.linkset", "application/linkset"),
        (f"{page}.linkset.json", "application/linkset+json"),
    ]


@pytest.mark.parametrize("kind", factories.KINDS)
def test_the_header_of_each_kind_has_one_address_to_cite_and_two_types(client, kind):
    links = header_links(client.get(factories.page(factories.resource(kind))))
    assert (len(of(links, "cite-as")), len(of(links, "type"))) == (1, 2)
    assert of(links, "type")[1] == "https://schema.org/AboutPage"


@pytest.mark.parametrize("kind", factories.KINDS)
def test_the_page_itself_has_the_same_links_as_its_header(client, kind):
    row = factories.resource(kind, (DCT.license, named(LICENCE)), (DCT.creator, named(PERSON)))
    response = client.get(factories.page(row))
    parser = LinkElements()
    parser.feed(response.content.decode())
    shown = [
        (e["href"], e["rel"], e.get("type", ""))
        for e in parser.found
        if e["rel"] not in ("icon", "stylesheet", "modulepreload", "canonical")
    ]
    assert shown == [(href, p["rel"], p.get("type", "")) for href, p in header_links(response)]


@pytest.mark.parametrize("ours", [True, False])
def test_who_follows_the_address_to_cite_comes_back_to_the_same_page(client, settings, ours):
    row = dataset(slug="cited", iri=settings.PID_BASE + "Cited.1" if ours else "https://elsewhere.example.org/x")
    first = client.get(factories.page(row))
    cited = of(header_links(first), "cite-as")[0].removeprefix(HOST)
    assert (cited == "/id/Cited.1") == ours
    redirect = client.get(cited)
    assert (redirect.status_code, redirect["Location"]) == (303, "/datasets/cited")
    assert client.get(redirect["Location"]).content == first.content


def test_an_iri_from_elsewhere_is_related_and_not_to_cite(client):
    row = dataset(iri="https://elsewhere.example.org/x")
    links = header_links(client.get(factories.page(row)))
    assert of(links, "related") == ["https://elsewhere.example.org/x"]
    assert of(header_links(client.get(factories.page(dataset(iri="urn:uuid:1")))), "related") == []


def test_every_address_in_the_link_set_answers_with_the_type_that_is_promised(client):
    file = factories.resource(Kind.DISTRIBUTION)
    row = dataset(links={DCAT.distribution: [file.iri]})
    document = client.get(factories.page(row, "linkset.json"))
    assert document["Content-Type"] == "application/linkset+json"
    for context in json.loads(document.content)["linkset"]:
        assert context["anchor"].startswith(HOST)
        for rel in set(context) - {"anchor"}:
            for target in (target for target in context[rel] if target["href"].startswith(HOST) and "type" in target):
                answer = client.get(target["href"].removeprefix(HOST))
                assert answer.status_code == 200
                assert answer["Content-Type"].split(";")[0] == target["type"]


def test_both_link_sets_say_the_same_and_all_that_the_header_says(client):
    file = factories.resource(Kind.DISTRIBUTION, (DCAT.downloadURL, named("https://files.example.org/a,b;c.csv")))
    row = dataset(links={DCAT.distribution: [file.iri]})
    page = HOST + factories.page(row)
    in_json = {
        (context["anchor"], rel, target["href"], target.get("type", ""), *target.get("profile", [""]))
        for context in client.get(factories.page(row, "linkset.json")).json()["linkset"]
        for rel in set(context) - {"anchor"}
        for target in context[rel]
    }
    in_text = {
        (p["anchor"], p["rel"], href, p.get("type", ""), p.get("profile", ""))
        for href, p in split_links(client.get(factories.page(row, "linkset")).content.decode())
    }
    in_header = {
        (page, p["rel"], href, p.get("type", ""), p.get("profile", ""))
        for href, p in header_links(client.get(factories.page(row)))
    }
    assert in_json == in_text
    assert in_header < in_json


def test_content_leads_back_to_its_collection_and_documents_to_what_they_describe(client):
    said = [
        (DCAT.downloadURL, named("https://files.example.org/a.csv")),
        (DCAT.mediaType, named("https://www.iana.org/assignments/media-types/text/csv")),
    ]
    file = factories.resource(Kind.DISTRIBUTION, *said)
    plain = factories.resource(Kind.DISTRIBUTION)
    row = dataset(links={DCAT.distribution: [file.iri, plain.iri]})
    page = HOST + factories.page(row)
    contexts = {c["anchor"]: c for c in client.get(factories.page(row, "linkset.json")).json()["linkset"]}
    items = {item["href"]: item["type"] for item in contexts[page]["item"]}
    assert items == {"https://files.example.org/a.csv": "text/csv", HOST + factories.page(plain): "text/html"}
    back = [{"href": page, "type": "text/html"}]
    assert {contexts[item]["collection"] == back for item in items} == {True}
    assert {contexts[f"{page}.{form.suffix}"]["describes"] == back for form in FORMATS.values()} == {True}
    documents = {f"{page}/fair.ttl", *(f"{page}.{form.suffix}" for form in FORMATS.values())}
    assert set(contexts) == {page, *items, *documents}
    assert contexts[f"{page}/fair.ttl"]["describes"] == back


def test_the_header_stays_small_and_the_link_set_names_all(client):
    files = [factories.resource(Kind.DISTRIBUTION, slug=f"{'long-' * 21}{n}") for n in range(60)]
    people = [(DCT.creator, named(f"https://orcid.org/{n:04}")) for n in range(60)]
    row = factories.resource(Kind.DATASET, *people, slug="d" * 109, links={DCAT.distribution: [f.iri for f in files]})
    header = client.get(factories.page(row))["Link"]
    assert len(header.encode()) < 4096
    assert 0 < len(of(split_links(header), "author")) <= signposting.IN_HEADER
    found = client.get(factories.page(row, "linkset.json")).json()["linkset"][0]
    assert (len(found["item"]), len(found["author"])) == (60, 60)


def test_a_very_long_address_is_left_to_the_link_set(client):
    long = "https://licences.example.org/" + "x" * 1500
    row = factories.resource(Kind.DATASET, (DCT.license, named(long)))
    assert len(client.get(factories.page(row))["Link"].encode()) < 4096
    assert client.get(factories.page(row, "linkset.json")).json()["linkset"][0]["license"] == [{"href": long}]


def test_no_address_can_break_out_of_its_link(client):
    odd = "https://people.example.org/a,b;c\"d'é"
    row = factories.resource(Kind.DATASET, (DCT.creator, f"<{odd}>"), (DCT.license, named("javascript:alert(1)")))
    response = client.get(factories.page(row))
    links = header_links(response)
    assert of(links, "author") == []
    assert response["Link"].isascii()
    assert "javascript" not in response["Link"]
    for member in re.findall(r"<([^>]*)>", response["Link"]):
        assert not set(member) & set(',;" ')


def test_commas_and_semicolons_are_escaped_and_lead_to_the_same_place(client):
    row = factories.resource(Kind.DATASET, (DCT.creator, named("https://people.example.org/a,b;c/é")))
    assert of(header_links(client.get(factories.page(row))), "author") == [
        "https://people.example.org/a%2Cb%3Bc/%C3%A9"
    ]


def test_who_publishes_is_the_author_where_nobody_is_said_to_have_made_it(client):
    said = [(DCT.publisher, named("https://ror.org/05xvt9f17")), (DCT.creator, literal("no address"))]
    row = factories.resource(Kind.DATASET, said[0])
    assert of(header_links(client.get(factories.page(row))), "author") == ["https://ror.org/05xvt9f17"]
    row = factories.resource(Kind.DATASET, *said)
    assert of(header_links(client.get(factories.page(row))), "author") == []


def test_a_distribution_names_its_own_file_as_item(client):
    said = [(DCAT.downloadURL, named("https://files.example.org/a.csv")), (DCAT.mediaType, literal("Text/CSV"))]
    links = header_links(client.get(factories.page(factories.resource(Kind.DISTRIBUTION, *said))))
    assert [(href, p["type"]) for href, p in links if p["rel"] == "item"] == [
        ("https://files.example.org/a.csv", "text/csv")
    ]


def test_a_distribution_names_the_dataset_that_it_belongs_to_as_its_collection(client):
    file = factories.resource(Kind.DISTRIBUTION)
    row = dataset(links={DCAT.distribution: [file.iri]})
    page, above = HOST + factories.page(file), HOST + factories.page(row)
    assert of(header_links(client.get(factories.page(file))), "collection") == [above]
    contexts = {c["anchor"]: c for c in client.get(factories.page(file, "linkset.json")).json()["linkset"]}
    assert contexts[page]["collection"] == [{"href": above, "type": "text/html"}]


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_a_persistent_identifier_names_what_describes_it(client, state):
    row = dataset(state=state)
    page = HOST + factories.page(row)
    links = header_links(client.get(f"/id/{row.slug}"))
    assert of(links, "describedby") == [f"{page}.{form.suffix}" for form in FORMATS.values() if form.is_rdf]
    assert of(links, "linkset") == [f"{page}.linkset", f"{page}.linkset.json"]


def test_what_was_withdrawn_leads_to_the_policy_of_persistence(client):
    answer = client.get(factories.page(dataset(state=State.WITHDRAWN)))
    assert answer.status_code == 410
    assert b'role="note"' in answer.content
    assert answer.content.count(b'href="/about/persistence"') == 2
    assert client.get("/about/persistence").status_code == 200
