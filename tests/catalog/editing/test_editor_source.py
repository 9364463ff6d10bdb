"""The source of a description in the editor, and what it will look like."""

import pytest

from catalog.models import Draft
from fair_metadata.namespaces import DCT, HEALTHDCATAP
from fair_metadata.terms import literal, named
from tests.catalog.editing.forms import form_of, said, send

pytestmark = pytest.mark.django_db


def test_the_source_is_edited_as_turtle_and_unknown_statements_stay(curator, registry):
    page = curator.get("/edit/registry/source")
    turtle = form_of(page, "")["turtle"][0]
    extra = turtle.replace('"A registry"@en', '"A registry"@en, "Un registro"@es') + (
        f"\n<{registry.iri}> <https://example.org/odd> 42 ; "
        "<http://healthdataportal.eu/ns/health#numberOfUniqueIndividuals> 3 .\n"
    )
    assert curator.post("/edit/registry/source", {"turtle": extra, "version": 1}).status_code == 303
    assert said(DCT.title) == ('"A registry"@en', '"Un registro"@es')
    assert said(named("https://example.org/odd")) == (
        literal("42", datatype="http://www.w3.org/2001/XMLSchema#integer"),
    )
    assert said(HEALTHDCATAP.numberOfUniqueIndividuals) == ()
    assert b"example.org/odd" in curator.get("/edit/registry").content


@pytest.mark.parametrize(
    ("turtle", "why"),
    [
        ("<x> <y> ", "line 1"),
        ("", "empty"),
        ("<https://data.example.org/registry> <http://purl.org/dc/terms/title> 'x' .", "something else than it is"),
        (
            "<https://data.example.org/registry> a <http://www.w3.org/ns/dcat#Dataset> . <urn:x:y> <urn:x:z> 1 .",
            "hangs off nothing",
        ),
    ],
)
def test_turtle_that_cannot_be_kept_is_shown_again_with_the_reason(curator, registry, turtle, why):
    answer = curator.post("/edit/registry/source", {"turtle": turtle, "version": 1})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert Draft.objects.count() == 0


def test_the_source_of_who_saw_an_older_version_is_not_saved_over_the_newer_one(curator, registry):
    turtle = form_of(curator.get("/edit/registry/source"), "")["turtle"][0]
    send(curator, "/edit/registry", curator.get("/edit/registry"), title__0="Theirs")
    answer = curator.post("/edit/registry/source", {"turtle": turtle.replace("A registry", "Mine"), "version": 1})
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert said(DCT.title) == ('"Theirs"@en',)


def test_the_preview_shows_the_draft_as_page_and_as_rdf(curator, registry):
    send(curator, "/edit/registry", curator.get("/edit/registry"), keyword__0="only in the draft")
    assert curator.get("/edit/registry/preview").content.count(b"only in the draft") == 2
    assert b"only in the draft" not in curator.get("/datasets/registry").content
