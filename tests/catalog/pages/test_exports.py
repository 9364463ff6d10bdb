"""Exports at their addresses: what they follow, what they lack, in which language, for whom; and how a page is cited."""

import json

import pyoxigraph
import pytest
from lxml import html

from catalog.models import Kind, State, Visibility
from fair_metadata.formats import FORMATS
from fair_metadata.formats.cited import STYLES
from fair_metadata.namespaces import DCAT, DCT, FOAF
from fair_metadata.terms import literal, named
from tests.catalog import factories
from tests.catalog.pages.test_signposting import split_links

pytestmark = pytest.mark.django_db

REPORT = "http://www.w3.org/ns/shacl#ValidationReport"
TWO = (DCT.title, literal("Un registro", language="es"))


def text(client, row, suffix, **headers):
    response = client.get(factories.page(row, suffix), headers=headers)
    assert response.status_code == 200
    return said(response)


def said(response):
    """What can be read of it: what lies in a package lies there as it is."""
    return response.content.decode(errors="replace")


@pytest.mark.parametrize("name", [row.name for row in FORMATS.values() if row.report])
def test_a_document_of_a_profile_leads_to_what_it_lacks(client, name):
    row, form = factories.resource(), FORMATS[name]
    response = client.get(factories.page(row, form.suffix))
    links = {p["rel"]: href for href, p in split_links(response["Link"])}
    assert links["profile"] == form.profile
    assert links[REPORT] == f"http://testserver{factories.page(row, FORMATS[form.report].suffix)}"
    report = client.get(links[REPORT].removeprefix("http://testserver"))
    assert report["Content-Type"] == "text/turtle; charset=utf-8"
    assert b"sh:ValidationReport" in report.content


def test_other_documents_have_no_report(client):
    row = factories.resource()
    assert REPORT not in client.get(factories.page(row, "ttl"))["Link"]


def test_a_document_of_a_profile_has_the_distributions_that_the_reader_may_see(client):
    holder = factories.organisation("holder")
    shown = factories.resource(Kind.DISTRIBUTION, (DCAT.accessURL, named("https://ask.example.org/")), title="Shown")
    hidden = factories.resource(Kind.DISTRIBUTION, title="Quillonite", state=State.DRAFT, organisation=holder)
    row = factories.resource(links={DCAT.distribution: [shown.iri, hidden.iri]})
    for form in FORMATS.values():
        assert "Quillonite" not in text(client, row, form.suffix), form.name
    quads = list(pyoxigraph.parse(text(client, row, "dcatap.ttl"), format=pyoxigraph.RdfFormat.TURTLE))
    kinds = {
        q.subject.value for q in quads if q.object == pyoxigraph.NamedNode("http://www.w3.org/ns/dcat#Distribution")
    }
    assert kinds == {shown.iri}


@pytest.mark.parametrize("visibility", [Visibility.NETWORK, Visibility.ORGANISATION])
def test_no_export_of_what_is_for_members_answers_a_stranger(client, visibility):
    row = factories.resource(visibility=visibility, organisation=factories.organisation("holder"))
    client.force_login(factories.person("stranger"))
    statuses = {form.name: client.get(factories.page(row, form.suffix)).status_code for form in FORMATS.values()}
    assert statuses == dict.fromkeys(FORMATS, 404)


@pytest.mark.parametrize("name", [row.name for row in FORMATS.values() if row.speaks])
def test_a_document_with_room_for_one_language_is_in_the_one_that_was_asked_for(client, name):
    row, suffix = factories.resource(Kind.DATASET, TWO), FORMATS[name].suffix
    by_header = client.get(factories.page(row, suffix), headers={"accept-language": "fi;q=0.1, es-ES"})
    by_query = client.get(f"{factories.page(row, suffix)}?lang=es", headers={"accept-language": "en"})
    plain = client.get(factories.page(row, suffix))
    assert by_header.content == by_query.content
    assert "un registro" in said(by_query).lower()
    assert "a registry" in said(plain).lower()
    assert "Accept-Language" in plain["Vary"]
    assert by_query["ETag"] != plain["ETag"]
    assert client.get(f"{factories.page(row, suffix)}?lang=..%00")["ETag"] == plain["ETag"]


def test_a_document_that_holds_all_languages_is_the_same_for_everybody(client):
    row = factories.resource(Kind.DATASET, TWO)
    answers = [client.get(factories.page(row, "ttl"), headers={"accept-language": code}) for code in ("en", "es")]
    assert answers[0]["ETag"] == answers[1]["ETag"]
    assert "Accept-Language" not in answers[0].get("Vary", "")


def test_what_is_cited_is_the_persistent_address(client):
    row = factories.resource(slug="aml")
    assert json.loads(text(client, row, "csl.json"))[0]["URL"] == "http://testserver/id/aml"
    assert "http://testserver/id/aml" in text(client, row, "vancouver.txt")
    assert "url: http://testserver/id/aml" in text(client, row, "cff")


def test_the_page_shows_one_reference_and_leads_to_each_style(client):
    stated = [(DCT.publisher, "_:p"), (DCT.issued, literal("2020-06-05"))]
    row = factories.resource(Kind.DATASET, *stated, nested=[("_:p", FOAF.name, literal("مستشفى"))], slug="aml")
    document = html.fromstring(client.get(factories.page(row)).content.decode())
    [shown] = document.xpath("//*[@id='citation']")
    assert shown.text_content().strip() == text(client, row, "vancouver.txt").strip()
    assert "مستشفى" in shown.text_content()
    assert shown.get("dir") == "auto"
    links = document.xpath("//*[@data-cite='citation']//a")
    assert [link.text_content() for link in links] == list(STYLES.values())
    assert [link.text_content() for link in links if link.get("aria-current")] == ["Vancouver"]
    for link in links:
        answer = client.get(link.get("href"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")


def test_a_reference_is_text_on_the_page_whatever_is_in_it(client):
    row = factories.resource(title="</blockquote><script>alert(1)</script>")
    page = client.get(factories.page(row)).content.decode()
    assert "<script>alert(1)" not in page
    assert html.fromstring(page).xpath("//*[@id='citation']//script") == []
    assert "<script>alert(1)</script>" in text(client, row, "apa.txt")


def test_the_page_is_cited_in_its_language(client):
    row = factories.resource(Kind.DATASET, TWO)
    page = client.get(factories.page(row), headers={"accept-language": "es"}).content.decode()
    assert "Un registro" in html.fromstring(page).xpath("string(//*[@id='citation'])")
    assert "vancouver.txt?lang=es" in page
