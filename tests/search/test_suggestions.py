"""Suggestions while one types: concepts, organisations, variables and titles, and nothing that is secret."""

import json

import pytest
from lxml import html

from catalog.models import Kind, Organisation
from catalog.register import Terms, register
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db(transaction=True)


def suggested(client, text, **headers):
    response = client.get("/suggest", {"q": text}, headers={"Accept": "application/json"} | headers)
    assert response["Content-Type"] == "application/json"
    return [(one["kind"], one["text"], one["address"]) for one in json.loads(response.content)]


def test_a_beginning_is_completed_to_concepts_names_variables_and_titles(client, demo):
    kinds = {kind for text in ("myelo", "Broad", "flt3", "beat") for kind, _, _ in suggested(client, text)}
    assert {"Disease", "Organisation", "Variable", "Dataset"} <= kinds
    assert suggested(client, "AML")[0][:2] == ("Disease", "acute myeloid leukaemia")
    assert ("Variable", "flt3_itd", "/datasets?variable=flt3_itd") in suggested(client, "flt3")


def test_every_suggestion_leads_to_something(client, demo):
    for text in ("myelo", "Broad", "flt3", "beat", "overall", "adult"):
        found = suggested(client, text)
        assert found, text
        assert {client.get(address).status_code for _, _, address in found} == {200}


def test_as_html_they_are_options_of_a_list(client, demo):
    response = client.get("/suggest", {"q": "myelo"})
    options = html.fragments_fromstring(response.content.decode().strip())
    assert [option.get("role") for option in options] == ["option"] * len(options)
    assert len({option.get("id") for option in options}) == len(options)
    assert [option.get("aria-selected") for option in options] == ["false"] * len(options)
    shown = [(o.xpath("string(span[2])"), o.xpath("string(span[1])"), o.get("data-to")) for o in options]
    assert shown == suggested(client, "myelo")
    assert not any(option.xpath(".//a|.//button|.//input") for option in options)  # an option has no controls in it


def test_too_little_suggests_nothing(client, demo):
    for text in ("", "m", " ", "\x00\x01"):
        assert suggested(client, text) == []
        assert client.get("/suggest", {"q": text}).content.strip() == b""


def test_what_a_reader_may_not_see_is_not_suggested(client, index):
    secret = Organisation.objects.create(slug="secret", name="Secret")
    record = described("https://data.example.org/x", Kind.DATASET, (DCT.title, literal("Zanzibar trial")), title="x")
    register(record, Kind.DATASET, Terms(publish=False, organisation=secret))
    assert suggested(client, "zanzi") == []


def test_titles_are_text_whatever_is_in_them(client, index):
    record = described("https://data.example.org/x", Kind.DATASET, title="<img src=x onerror=alert(1)> zanzibar")
    register(record, Kind.DATASET, Terms(publish=True))
    [option] = html.fragments_fromstring(client.get("/suggest", {"q": "zanzibar"}).content.decode().strip())
    assert option.xpath(".//img") == []
    assert option.xpath("string(span[1])") == "<img src=x onerror=alert(1)> zanzibar"


def test_in_spanish_concepts_have_spanish_names(client, demo):
    found = suggested(client, "mielo", **{"Accept-Language": "es"})
    assert ("Enfermedad", "mieloma múltiple") in [one[:2] for one in found]


def test_an_engine_that_does_not_answer_suggests_nothing(client, demo, monkeypatch):
    from search.engines import Unavailable
    from search.pages import suggestions

    def fails(*_):
        raise Unavailable("away")

    monkeypatch.setattr(suggestions, "suggestions", fails)
    assert suggested(client, "myelo") == []
