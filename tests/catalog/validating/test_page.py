"""`/validate` for people: three ways in, findings by node with lines, mends that are tried, reports; nothing is kept."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from catalog.intake import fetching as intake
from catalog.models import Arrival, Draft, Import, Resource
from catalog.validating import fetching
from fair_metadata.validation.standards import STANDARDS
from tests.catalog import factories as make
from tests.catalog.validating.conftest import POOR, graph_of

pytestmark = pytest.mark.django_db
SH = Namespace("http://www.w3.org/ns/shacl#")


def send(client, text=POOR, **fields):
    return client.post("/validate", {"text": text, "profile": "dcat-ap", "way": "text"} | fields)


def page(answer):
    return html.fromstring(answer.content)


def words(found, path):
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def heading(answer):
    return words(page(answer), "//h2[@id='verdict-title']")


def test_the_form_offers_every_profile_with_its_version(client):
    answer = client.get("/validate?profile=dcat-ap-2.1.1")
    found = page(answer)
    assert answer.status_code == 200
    assert found.xpath("//select[@name='profile']/option/@value") == list(STANDARDS)
    assert found.xpath("//select[@name='profile']/option[@selected]/@value") == ["dcat-ap-2.1.1"]
    assert words(found, "//select[@name='profile']/option[@value='dcat-ap']") == ["DCAT-AP 3.0.1"]


def test_what_is_pasted_is_judged_node_by_node_with_the_line(client):
    answer = send(client)
    found = page(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert heading(answer) == ["It does not conform"]
    assert words(found, "//section[@class='node']/h3") == ["Dataset: Blood"]
    lines = words(found, "//section[@class='node']//li//p[starts-with(normalize-space(), 'Line')]")
    assert 'Line 5: dct:issued "31/12/2020" .' in lines
    assert found.xpath("//textarea/text()")[0].strip() == POOR.strip()
    notice = words(found, "//section[@id='verdict']/div[@role='status']")[0]
    assert "1 node was looked at, of 3 statements." in notice
    assert "DCAT-AP 3.0.1" in notice


def test_a_mend_is_tried_with_one_click_and_the_text_is_the_mended_one(client):
    found = page(send(client))
    (button,) = found.xpath("//button[@name='mend']")
    assert button.text_content() == "Try it with “2020-12-31 (xsd:date)”"
    (stands,) = found.xpath("//input[@name='stands']/@value")
    again = send(client, text=found.xpath("//textarea/text()")[0][1:], stands=stands, mend=button.get("value"), way="")
    text = page(again).xpath("//textarea/text()")[0]
    graph = Graph().parse(data=text, format="turtle")
    assert '"2020-12-31"^^xsd:date' in graph.serialize(format="turtle")
    assert page(again).xpath("//button[@name='mend']") == []
    assert "This is the mended version" in again.content.decode()
    assert page(again).xpath("//select[@name='syntax']/option[@selected]/@value") == ["text/turtle"]


def test_a_mend_of_a_text_that_was_changed_since_is_not_done(client):
    found = page(send(client))
    (stands,) = found.xpath("//input[@name='stands']/@value")
    changed = POOR.replace("31/12/2020", "30/11/2021")
    again = send(client, text=changed, stands=stands, mend="0", way="")
    assert page(again).xpath("//textarea/text()")[0].strip() == changed.strip()
    assert "This is the mended version" not in again.content.decode()


@pytest.mark.parametrize(("report", "form"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")])
def test_the_report_is_a_download(client, report, form):
    answer = send(client, report=report)
    assert answer["Content-Disposition"].startswith('attachment; filename="validation-report.')
    (found,) = graph_of(answer.content, form).subjects(RDF.type, SH.ValidationReport)
    assert found is not None


def test_a_file_is_judged_whatever_its_ending_says(client):
    for name, body in (("a.ttl", POOR.encode()), ("a.ttl.gz", gzip.compress(POOR.encode())), ("a.data", POOR.encode())):
        answer = client.post("/validate", {"file": SimpleUploadedFile(name, body), "profile": "dcat-ap", "way": "file"})
        assert heading(answer) == ["It does not conform"]
        assert name in answer.content.decode()


def test_what_conforms_and_what_nobody_speaks_of_are_told_apart(client):
    agent = '<https://e.org/a> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ; <http://purl.org/dc/terms/title> "x" .'
    assert heading(send(client, agent)) == ["It conforms"]
    other = send(client, "<https://e.org/a> a <http://schema.org/Dataset> .")
    assert heading(other) == ["Nothing in it is what this profile describes"]
    named = '<https://e.org/a> a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "A hospital" .'
    assert heading(send(client, named)) == ["Nothing has to be mended; something could be better"]


REFUSED = {
    "nothing": ({"text": " "}, 422, "Paste a description"),
    "no RDF": ({"text": "x y z"}, 422, "Line 1: "),
    "no such profile": ({"profile": "dcat-us"}, 422, "There is no such profile"),
    "too large": ({"text": POOR + "#" * 1024**2}, 413, "VALIDATE_BYTES"),
    "too large a file": ({"file": SimpleUploadedFile("a.ttl", b"#" * (1024**2 + 1)), "text": "", "way": "file"}, 413, "VALIDATE_BYTES"),
    "no address": ({"text": "", "address": "ftp://e.org/", "way": "address"}, 422, "no web address"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "status", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_judged_is_told_on_the_page(client, fields, status, said):
    answer = send(client, **fields)
    assert answer.status_code == status
    assert said in words(page(answer), "//*[@role='alert' and @id='trouble']")[0]


def test_what_was_pasted_stands_there_when_it_cannot_be_read(client):
    assert page(send(client, "x y z")).xpath("//textarea/text()")[0].strip() == "x y z"


def test_markup_in_a_description_is_shown_as_text(client):
    answer = send(
        client,
        '<https://e.org/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "<script>alert(1)</script>"@en .',
    )
    assert b"<script>alert" not in answer.content
    assert page(answer).xpath("//script[contains(text(), 'alert')]") == []


def test_a_form_of_another_site_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/validate", {"text": POOR}).status_code == 403


def test_the_share_of_a_client_is_bounded(client, settings):
    settings.API_RATE = 1
    assert send(client, "x").status_code == 422
    refused = send(client, "x")
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)


def test_nothing_is_kept(client):
    send(client)
    client.post("/validate", {"file": SimpleUploadedFile("a.ttl", POOR.encode()), "way": "file"})
    assert [kind.objects.count() for kind in (Resource, Arrival, Import, Draft)] == [0, 0, 0, 0]


def test_the_page_speaks_spanish(client):
    answer = client.post(
        "/validate", {"text": POOR, "profile": "dcat-ap", "way": "text"}, headers={"accept-language": "es"}
    )
    assert heading(answer) == ["No es conforme"]
    assert "Falta Descripción." in answer.content.decode()
    assert 'lang="es"' in answer.content.decode()


# From an address.


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path == "/large":
            body = b"#" * (1024**2 + 1)
        else:
            body = POOR.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/turtle")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    serving.asked = []
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


def ask(client, server, path="/one.ttl"):
    address = f"http://127.0.0.1:{server.server_port}{path}"
    return client.post("/validate", {"address": address, "profile": "dcat-ap", "way": "address"})


@pytest.fixture
def outside(server, monkeypatch):
    """As if the server were on the open internet."""
    monkeypatch.setattr(intake.outward, "is_open", lambda address: True)
    return server


def test_what_an_address_sends_is_judged(client, outside):
    answer = ask(client, outside)
    assert (heading(answer), outside.asked) == (["It does not conform"], ["/one.ttl"])
    assert page(answer).xpath("//textarea/text()")[0].strip() == POOR.strip()


def test_an_address_that_sends_too_much_is_left(client, outside):
    answer = ask(client, outside, "/large")
    assert answer.status_code == 422
    assert "VALIDATE_BYTES" in answer.content.decode()


def test_nobody_reaches_what_is_inside_through_us(client, server):
    answer = ask(client, server)
    assert (answer.status_code, server.asked) == (422, [])
    assert "is not on the open internet" in answer.content.decode()


def test_hosts_inside_that_operators_allow_are_for_our_people_only(client, server, settings):
    settings.FETCH_INNER_HOSTS = ["127.0.0.1"]
    assert (ask(client, server).status_code, server.asked) == (422, [])
    client.force_login(make.person("nobody"))
    assert (ask(client, server).status_code, server.asked) == (422, [])
    client.force_login(make.person("curator", of=make.organisation("ours")))
    assert (heading(ask(client, server)), server.asked) == (["It does not conform"], ["/one.ttl"])


def test_no_host_is_asked_more_often_than_is_polite(client, outside, monkeypatch):
    monkeypatch.setattr(fetching, "OF_A_HOST", 2)
    assert [ask(client, outside).status_code for _ in range(3)] == [200, 200, 422]
    assert len(outside.asked) == 2
