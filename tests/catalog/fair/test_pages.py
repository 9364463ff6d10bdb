"""The report as page, JSON, RDF and badge; and who may have it."""

import json
from xml.etree import ElementTree

import pytest
from lxml import html
from rdflib import Graph, Namespace, URIRef

from catalog.fair import scoring
from catalog.models import Kind
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from tests.catalog import factories
from tests.catalog.fair import showing
from tests.catalog.fair.showing import OPEN, RESTRICTED, without

DQV = Namespace("http://www.w3.org/ns/dqv#")
PROV = Namespace("http://www.w3.org/ns/prov#")


def words(response):
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def test_the_page_says_what_to_repair_first_with_its_gain(client, shown):
    showing.edited(OPEN, without(DCT.provenance))
    text = words(client.get(f"/datasets/{OPEN}/fair"))
    assert "What to repair first Say in words how the data came about. +2.4" in text
    assert "40 of 41 indicators of the RDA FAIR Data Maturity Model pass." in text
    assert "FAIR Signposting: level 2 of 2." in text


def test_all_of_it_is_there_without_javascript_and_evidence_is_folded_away(client, shown):
    page = html.fromstring(client.get(f"/datasets/{OPEN}/fair").content)
    assert page.xpath("//main//script") == []
    assert len(page.xpath("//li[contains(@class, 'is-')]")) == 73
    assert len(page.xpath("//details//details[summary='Evidence']")) >= 70
    [ring] = page.xpath("//*[contains(@class, 'c-ring')]")
    assert ring.get("aria-label") == "96 of 100 points"


def test_who_may_edit_is_led_to_the_field(client, shown):
    editor = factories.person("editor", of=showing.row(OPEN).organisation)
    showing.edited(OPEN, without(DCT.provenance))
    address = f"/datasets/{OPEN}/fair"
    to = f"/edit/{OPEN}?form=full&to=provenance#f-provenance"
    assert to.replace("&", "&amp;") not in client.get(address).content.decode()
    client.force_login(editor)
    assert to.replace("&", "&amp;") in client.get(address).content.decode()


def test_what_a_description_says_is_text_in_its_report(client, db):
    row = factories.resource(Kind.DATASET, (DCT.identifier, literal('<script>alert("1")</script>')))
    found = client.get(f"{factories.page(row)}/fair").content
    assert b"<script>alert" not in found
    shown = html.fromstring(found).xpath("//code[contains(., 'alert')]/text()")
    assert {each.split(" ", 2)[2] for each in shown} == {'"<script>alert(\\"1\\")</script>"'}


def test_json_has_every_indicator_with_test_evidence_weight_and_repair(client, shown):
    showing.edited(OPEN, without(DCT.provenance))
    scoring.catch_up()
    found = client.get(f"/datasets/{OPEN}/fair", headers={"Accept": "application/json"}).json()
    assert found == client.get(f"/datasets/{OPEN}/fair.json").json() == client.get(f"/api/resources/{OPEN}/fair").json()
    assert (found["points"], found["rda"], found["signposting"]) == (94, {"passed": 40, "of": 41}, 2)
    [lost] = [each for each in found["results"] if each["code"] == "RDA-R1.2-01M"]
    assert lost == {
        "code": "RDA-R1.2-01M",
        "set": "rda",
        "principle": "R",
        "name": "Metadata includes provenance information according to community-specific standards",
        "priority": "important",
        "weight": 2,
        "judged_on": "description",
        "outcome": "failed",
        "tested": "A statement of provenance, as HealthDCAT-AP has it.",
        "evidence": [],
        "reason": "",
        "repair": "Say in words how the data came about.",
        "field": "dct:provenance",
        "gain": 2.4,
    }
    assert [(each["points"], each["passed"]) for each in found["history"]] == [(94, 40)]


def test_history_shows_the_scores_of_versions_that_the_reader_may_see(client, shown):
    scoring.catch_up()
    factories.revised(showing.row(OPEN), visibility="organisation")
    scoring.catch_up()
    factories.revised(showing.row(OPEN), visibility="everybody")
    scoring.catch_up()
    assert len(client.get(f"/datasets/{OPEN}/fair.json").json()["history"]) == 2
    client.force_login(factories.person("editor", of=showing.row(OPEN).organisation))
    assert len(client.get(f"/datasets/{OPEN}/fair.json").json()["history"]) == 3


def test_measurements_are_rdf_of_their_own_with_metric_and_time(client, shown):
    row = showing.row(OPEN)
    said = client.get(f"/datasets/{OPEN}.ttl").content
    answer = client.get(f"/datasets/{OPEN}/fair", headers={"Accept": "text/turtle"})
    assert answer["Content-Type"] == "text/turtle"
    graph = Graph().parse(data=answer.content, format="turtle")
    measured = list(graph.objects(URIRef(row.iri), DQV.hasQualityMeasurement))
    assert len(measured) == 7
    for each in measured:
        assert graph.value(each, DQV.isMeasurementOf)
        assert graph.value(each, PROV.generatedAtTime).datatype.endswith("dateTime")
    values = {
        str(graph.value(each, DQV.isMeasurementOf)).rsplit(":", 1)[1]: int(graph.value(each, DQV.value))
        for each in measured
    }
    assert values == {
        "fairPoints": 96,
        "rdaIndicators": 41,
        "findable": 100,
        "accessible": 100,
        "interoperable": 100,
        "reusable": 100,
        "signpostingLevel": 2,
    }
    assert client.get(f"/datasets/{OPEN}.ttl").content == said


def test_the_badge_says_in_words_what_it_shows(client, shown):
    scoring.catch_up()
    answer = client.get(f"/datasets/{OPEN}/fair.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    picture = ElementTree.fromstring(answer.content)
    title = picture.find("{http://www.w3.org/2000/svg}title").text
    assert title == "Acute myeloid leukaemia, open sample (SYNTHETIC demo): FAIR 96 of 100 points"
    assert (picture.get("role"), picture.get("aria-label")) == ("img", title)


def test_a_title_cannot_break_out_of_its_badge(client, db):
    row = factories.resource(title='</title><script>alert("1")</script>')
    body = client.get(factories.page(row, "x").removesuffix(".x") + "/fair.svg").content
    assert b"<script" not in body
    ElementTree.fromstring(body)


@pytest.mark.parametrize(
    "secrecy", [{"state": "draft"}, {"state": "in-review"}, {"visibility": "network"}, {"visibility": "organisation"}]
)
def test_what_not_everybody_may_see_has_a_report_only_for_those_who_may_and_no_badge(client, shown, secrecy):
    scoring.catch_up()
    row = showing.row(OPEN)
    factories.revised(row, **secrecy)
    ways = ["", ".json", ".ttl", ".svg"]
    assert [client.get(f"/datasets/{OPEN}/fair{way}").status_code for way in ways] == [404] * 4
    assert client.get(f"/api/resources/{OPEN}/fair").status_code == 404
    client.force_login(factories.person("stranger", of=factories.organisation("elsewhere")))
    assert [client.get(f"/datasets/{OPEN}/fair{way}").status_code for way in ways] == [404] * 4
    client.force_login(factories.person("editor", of=row.organisation))
    assert [client.get(f"/datasets/{OPEN}/fair{way}").status_code for way in ways] == [200, 200, 200, 404]
    assert client.get(f"/datasets/{OPEN}/fair.json").json()["signposting"] == 2
    client.logout()
    assert client.get("/fair.json").json()["datasets"] == 1


@pytest.mark.parametrize("secrecy", [{"state": "draft"}, {"visibility": "network"}, {"visibility": "organisation"}])
def test_a_public_report_tells_nothing_of_a_file_that_is_none_of_the_readers_business(client, db, secrecy):
    mine = factories.organisation("holder")
    file = factories.resource(
        Kind.DISTRIBUTION,
        (DCT.license, literal("kestrelwort")),
        (DCT["format"], literal("kestrelwort")),
        organisation=mine,
        **secrecy,
    )
    row = factories.resource(organisation=mine, links={DCAT.distribution: [file.iri]})
    page = f"{factories.page(row)}/fair"
    for member in (None, factories.person("editor", of=mine)):
        if member:
            client.force_login(member)
        assert all(b"kestrelwort" not in client.get(page + way).content for way in ("", ".json", ".ttl"))


def test_a_withdrawn_dataset_still_has_its_report(client, shown):
    factories.revised(showing.row(RESTRICTED), state="withdrawn")
    found = client.get(f"/datasets/{RESTRICTED}/fair.json").json()
    assert (found["rda"]["passed"], found["signposting"]) == (41, 2)


def test_only_datasets_are_judged_and_other_forms_are_refused_by_name(client, shown):
    assert client.get(f"/distributions/{showing.FILES_OF[OPEN][0]}/fair").status_code == 404
    assert client.get(f"/datasets/{OPEN}/fair.bib").status_code == 404
    assert client.get(f"/datasets/{OPEN}/fair", headers={"Accept": "application/pdf"}).status_code == 406
    assert client.post(f"/datasets/{OPEN}/fair").status_code == 405
    refusal = client.get(f"/api/resources/{showing.FILES_OF[OPEN][0]}/fair")
    assert (refusal.status_code, refusal.json()["detail"]) == (
        404,
        "aml-open-csv is a distribution; only datasets are judged, their distributions with them.",
    )


def test_the_catalogues_page_has_averages_and_the_lowest_first(client, shown):
    scoring.catch_up()
    text = words(client.get("/fair"))
    assert "Average96" in text.replace(" ", "")
    assert client.get("/fair.json").json()["organisations"] == [
        {"name": "Demo organisation", "page": "http://testserver/organisations/demo", "datasets": 2, "points": 96}
    ]
    assert "96 FAIR points on average" in words(client.get("/organisations/demo"))


def test_the_landing_page_leads_to_the_report_and_shows_the_badge(client, shown):
    page = client.get(f"/datasets/{OPEN}").content.decode()
    assert f'<a href="/datasets/{OPEN}/fair">' in page
    assert f'<img src="/datasets/{OPEN}/fair.svg" alt=""' in page


def test_the_link_set_leads_to_the_measurements(client, shown):
    sets = json.loads(client.get(f"/datasets/{OPEN}.linkset.json").content)["linkset"]
    [page] = [each for each in sets if each["anchor"] == f"http://testserver/datasets/{OPEN}"]
    assert {
        "href": f"http://testserver/datasets/{OPEN}/fair.ttl",
        "type": "text/turtle",
        "profile": ["http://www.w3.org/ns/dqv#"],
    } in page["describedby"]
