"""The endpoint for people: a form, examples that run on the demo catalogue, results as a table with links."""

from urllib.parse import urlencode

import pytest
from lxml import html

from catalog.models import Resource
from search.sparql import page
from search.sparql.examples import EXAMPLES
from tests.catalog.factories import person
from tests.search.sparql.asking import JSON

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DATA = """<http://e/s> <http://e/p> "<script>alert(1)</script>", "hola"@es, 5, <javascript:alert(1)>, <https://e.example/x> ;
    a <http://purl.obolibrary.org/obo/MONDO_0018874> .
"""


def visit(client, address="/sparql", status=200, **data):
    headers = {"accept": BROWSER, "accept-language": "en"}
    response = post(client, headers, **data) if data else client.get(address, headers=headers)
    assert response.status_code == status, response.content
    assert response["content-type"].startswith("text/html")
    return html.fromstring(response.content)


def post(client, headers, **data):
    return client.post("/sparql", urlencode(data), content_type="application/x-www-form-urlencoded", headers=headers)


def texts(document, path):
    return [" ".join(element.text_content().split()) for element in document.xpath(path)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("triples", "demo")
class TestOnTheDemo:
    def test_every_example_has_an_answer(self, client):
        counts = {}
        for example in EXAMPLES:
            accept = "text/csv, application/n-triples;q=0.5"
            response = post(client, {"accept": accept}, query=example.query)
            assert response.status_code == 200, example.name
            counts[example.name] = b"".join(response.streaming_content).count(b"\n") - (example.name != "catalogue")
        assert len(counts) == 10
        assert min(counts.values()) > 0
        assert {name: counts[name] for name in ("mrd", "large-aml", "variables", "lead-time")} == EXPECTED

    def test_an_example_fills_the_form_and_its_results_lead_to_pages(self, client):
        filled = visit(client, "/sparql?example=large-aml")
        query = filled.xpath("string(//textarea)").strip()
        assert query.startswith("PREFIX dcat: <http://www.w3.org/ns/dcat#>")
        found = visit(client, query=query)
        assert texts(found, "//th") == ["dataset", "title", "patients"]
        link = found.xpath("//td/a[text()='urn:fdc:demo:dataset:syn-01']/@href")
        assert link == ["/datasets/" + Resource.objects.get(iri="urn:fdc:demo:dataset:syn-01").slug]
        assert client.get(link[0]).status_code == 200
        [address] = found.xpath("//a[text()='Address of this question']/@href")
        assert texts(visit(client, address), "//td") == texts(found, "//td")

    def test_a_page_asks_the_database_the_same_for_one_row_and_for_a_hundred(self, client, django_assert_num_queries):
        for limit in (1, 100):
            with django_assert_num_queries(1):
                visit(client, query=f"SELECT ?s {{ ?s a <http://www.w3.org/ns/dcat#Dataset> }} LIMIT {limit}")


EXPECTED = {"mrd": 11, "large-aml": 5, "variables": 2, "lead-time": 11}


@pytest.mark.django_db
class TestOnAStore:
    @pytest.fixture(autouse=True)
    def _data(self, store):
        store(DATA)

    def test_a_browser_is_given_the_form_with_limits_and_examples(self, client):
        document = visit(client)
        assert texts(document, "//main//form//label") == ["Query"]
        assert len(document.xpath("//a[starts-with(@href, '/sparql?example=')]")) == len(EXAMPLES)
        assert "30 seconds for a query" in texts(document, "//aside//li")
        assert "1,000,000 rows or triples" in texts(document, "//aside//li")

    def test_terms_are_shown_as_what_they_are_and_none_of_them_runs(self, client):
        document = visit(client, query="SELECT ?o { ?s ?p ?o } ORDER BY ?o")
        assert sorted(texts(document, "//td")) == [
            "5 xsd:integer",
            "<script>alert(1)</script>",
            "hola es",
            "https://e.example/x",
            "javascript:alert(1)",
            "mondo:0018874 acute myeloid leukaemia",
        ]
        links = ["http://purl.obolibrary.org/obo/MONDO_0018874", "https://e.example/x"]
        assert sorted(document.xpath("//td/a/@href")) == links
        assert document.xpath("//td/a[not(contains(@rel, 'noopener'))]") == []

    def test_yes_and_no_are_said(self, client):
        assert texts(visit(client, query="ASK { ?s ?p 5 }"), "//main//strong") == ["Yes"]
        assert texts(visit(client, query="ASK { ?s ?p 6 }"), "//main//strong") == ["No"]

    def test_triples_are_a_table_too(self, client):
        document = visit(client, query="CONSTRUCT { ?s <http://e/is> ?o } { ?s ?p ?o FILTER(?o = 5) }")
        assert texts(document, "//th") == ["subject", "predicate", "object"]
        assert texts(document, "//td") == ["http://e/s", "http://e/is", "5 xsd:integer"]

    def test_of_many_rows_some_are_shown_and_all_are_downloaded(self, client, monkeypatch):
        monkeypatch.setattr(page, "SHOWN", 4)
        query = "SELECT ?a ?b { ?s ?p ?a . ?t ?q ?b }"
        document = visit(client, query=query)
        assert len(document.xpath("//tbody/tr")) == 4
        said = " ".join(texts(document, "//main//p"))
        assert "36 rows." in said
        assert "The first 4 are shown; downloads have all of them." in said
        names = document.xpath("//button[@name='format']/@value")
        assert names == ["json", "xml", "csv", "tsv"]
        hidden = document.xpath("//form[.//button[@name='format']]/input[@name='query']/@value")[0]
        download = post(client, {"accept": BROWSER}, query=hidden, format="csv")
        assert b"".join(download.streaming_content).count(b"\r\n") == 37
        assert download["content-disposition"] == 'inline; filename="answer.csv"'

    def test_more_rows_than_are_counted_are_said_to_be_more(self, client, monkeypatch):
        monkeypatch.setattr(page, "SHOWN", 4)
        monkeypatch.setattr(page, "COUNTED", 10)
        document = visit(client, query="SELECT * { ?s ?p ?a . ?t ?q ?b }")
        assert "More than 10 rows." in " ".join(texts(document, "//main//p"))

    def test_what_is_wrong_is_said_beside_the_query(self, client):
        document = visit(client, status=400, query="SELECT ?s { ?s a nobody:knows }")
        assert texts(document, "//*[@role='alert']/p") == [
            "Line 1, column 30: a prefix is used here that is not declared; begin the query with PREFIX name: <…>."
        ]
        assert document.xpath("string(//textarea)").strip() == "SELECT ?s { ?s a nobody:knows }"
        refused = visit(client, status=403, query="DELETE WHERE { ?s ?p ?o }")
        assert "DELETE would change data" in " ".join(texts(refused, "//*[@role='alert']"))
        assert refused.xpath("string(//textarea)").strip() == "DELETE WHERE { ?s ?p ?o }"

    def test_a_limit_is_named(self, client, limits):
        limits(SPARQL_DEADLINE=0.5)
        wide = " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(12))
        document = visit(client, status=422, query=f"SELECT (COUNT(*) AS ?n) {{ {wide} }}")
        assert texts(document, "//*[@role='alert']//code") == ["SPARQL_DEADLINE"]

    def test_nothing_of_third_parties_is_there_unless_it_was_chosen(self, client, settings):
        assert "yasgui" not in client.get("/sparql", headers={"accept": BROWSER}).content.decode().lower()
        settings.SPARQL_YASGUI = "https://editor.example.org/"
        [link] = visit(client, query="ASK { ?s ?p 5 }").xpath("//a[text()='Open it in YASGUI']/@href")
        assert link == (
            "https://editor.example.org/?endpoint=http%3A%2F%2Ftestserver%2Fsparql&query=ASK+%7B+%3Fs+%3Fp+5+%7D"
        )

    def test_programs_are_answered_at_the_same_address(self, client):
        assert client.get("/sparql", {"query": "ASK {}"}, headers={"accept": "*/*"})["content-type"] == JSON
        assert client.get("/sparql", headers={"accept": BROWSER})["content-type"] == "text/html; charset=utf-8"
        assert client.get("/sparql?format=ttl", headers={"accept": BROWSER})["content-type"].startswith("text/turtle")

    def test_what_a_member_is_shown_is_kept_by_nobody_else(self, client):
        client.force_login(person("member"))
        response = client.get("/sparql", {"query": "ASK {}"}, headers={"accept": BROWSER})
        assert response["cache-control"] == "no-cache, private"
        program = client.get("/sparql", {"query": "ASK {}"}, headers={"accept": JSON, "accept-encoding": "gzip"})
        assert program["cache-control"] == "no-cache, private"
        assert "content-encoding" not in program
