"""The editor's pages as plain forms: what is saved, what is asked, who may, and what never comes out."""

import pytest

from catalog.editing import drafts
from catalog.models import Draft, Resource, Revision, State
from fair_metadata.document import split
from fair_metadata.namespaces import CSVW, DCAT, DCT, HEALTHDCATAP, MARROW
from fair_metadata.reading import read_all
from fair_metadata.terms import literal
from tests.catalog import factories as make
from tests.catalog.editing.forms import form_of, said, send
from tests.conftest import ROOT
from tests.fair_metadata.graphs import corpus

pytestmark = pytest.mark.django_db


def test_a_form_opened_and_saved_in_a_browser_leaves_every_record_as_it_was(curator, hospital):
    demo = ROOT / "deploy" / "demo_data" / "datasets.ttl"
    files = [*corpus(), ("demo", read_all(demo.read_bytes(), name="datasets.ttl"))]
    records = {r.iri: r for name, triples in files for r in split(triples)[0][:3]}
    assert len(records) > 20
    for number, record in enumerate(records.values()):
        row = make.resource(slug=f"r{number}", iri=record.iri, organisation=hospital)
        row = make.revised(row, record)
        for form in ("quick", "full"):
            page = curator.get(f"/edit/r{number}?form={form}")
            assert page.status_code == 200, record.iri
            answer = curator.post(f"/edit/r{number}", form_of(page))
            assert answer.status_code == 303, (record.iri, form)
            assert drafts.of(row).digest == record.digest, (record.iri, form)


def test_what_is_written_is_saved_in_the_draft_and_not_in_what_is_published(curator, registry):
    page = curator.get("/edit/registry")
    answer = send(curator, "/edit/registry", page, keyword__0="leukaemia", spatial__0="Alemania")
    assert (answer.status_code, answer["Location"]) == (303, "/edit/registry?form=quick#main")
    assert said(DCAT.keyword) == ('"leukaemia"@en',)
    assert said(DCT.spatial) == ("<http://publications.europa.eu/resource/authority/country/DEU>",)
    registry.refresh_from_db()
    assert (registry.state, registry.digest) == (State.PUBLISHED, registry.record.digest)
    assert registry.record.values(DCAT.keyword) == ()
    assert Revision.objects.count() == 1


def test_what_is_unclear_is_shown_again_with_what_may_be_meant_and_the_rest_is_saved(curator, registry):
    page = curator.get("/edit/registry?added=temporal")
    answer = send(curator, "/edit/registry", page, temporal__0__start_date__0="05/06/2020", keyword__0="AML")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="05/06/2020"' in text
    assert 'name="mend" value="temporal.0.start_date.0=2020-06-05"' in text
    assert said(DCAT.keyword) == ('"AML"@en',)
    assert said(DCT.temporal) == ()
    again = curator.post("/edit/registry", form_of(answer) | {"mend": "temporal.0.start_date.0=2020-06-05"})
    assert again.status_code == 303
    record = drafts.of(registry).record
    (period,) = record.values(DCT.temporal)
    assert record.values(DCAT.startDate, period) == (f'"2020-06-05"^^<{"http://www.w3.org/2001/XMLSchema#date"}>',)


def test_buttons_add_open_and_remove_without_javascript(curator, registry):
    page = curator.get("/edit/registry")
    added = curator.post("/edit/registry", form_of(page) | {"added": "contact_point"})
    assert added["Location"] == "/edit/registry?form=quick&added=contact_point&to=contact_point#f-contact_point"
    page = curator.get(added["Location"])
    assert "autofocus" in page.content.decode()
    send(curator, "/edit/registry", page, contact_point__0__has_email__0="data@example.org")
    record = drafts.of(registry).record
    (contact,) = record.values(DCAT.contactPoint)
    assert [len(record.nodes[contact]), record.types(contact)] == [2, ("<http://www.w3.org/2006/vcard/ns#Kind>",)]
    page = curator.get("/edit/registry")
    gone = curator.post("/edit/registry", form_of(page) | {"gone": "contact_point.0"})
    assert gone["Location"].endswith("#f-contact_point")
    assert drafts.of(registry).record.digest == registry.digest


def test_a_translation_is_added_in_its_language(curator, registry):
    page = curator.post("/edit/registry", form_of(curator.get("/edit/registry")) | {"added": "title@es"}, follow=True)
    send(curator, "/edit/registry", page, title__1="Un registro")
    assert said(DCT.title) == ('"A registry"@en', '"Un registro"@es')


def test_small_counts_are_left_out_before_they_are_saved_and_the_person_is_told(curator, registry):
    page = curator.get("/edit/registry")
    answer = send(curator, "/edit/registry", page, number_of_unique_individuals__0="7")
    assert said(HEALTHDCATAP.numberOfUniqueIndividuals) == ()
    assert said(MARROW.suppressedCount) == ('"<10"',)
    assert "so small that somebody could be recognised" in curator.get(answer["Location"]).content.decode()
    assert b'"7"' not in b"".join(bytes(d.packed) for d in Draft.objects.all())


def test_a_new_description_is_a_draft_of_its_organisation_with_a_pid(curator, hospital):
    page = curator.get("/edit/new")
    answer = send(curator, "/edit/new", page, form_id="", kind="dataset", organisation="hospital", title="AML registry")
    row = Resource.objects.get()
    assert answer["Location"] == f"/edit/{row.slug}"
    assert (row.state, row.organisation, row.kind) == (State.DRAFT, hospital, "dataset")
    assert row.iri.startswith("http://testserver/id/dataset-")
    record = row.record
    assert record.values(DCT.title) == ('"AML registry"@en',)
    assert record.values(DCT.identifier) == (literal(row.iri),)
    assert len(record.values(DCT.publisher)) == 1
    assert curator.get(answer["Location"]).status_code == 200


def test_a_new_description_without_a_title_or_for_somebody_else_is_refused(curator):
    make.organisation("other")
    for asked in (
        {"kind": "dataset", "organisation": "hospital"},
        {"kind": "dataset", "organisation": "other", "title": "x"},
    ):
        assert curator.post("/edit/new", asked).status_code == 422
    assert Resource.objects.count() == 0


def test_fields_are_checked_as_they_change_and_nothing_is_saved(curator, registry):
    page = form_of(curator.get("/edit/registry"))
    wrong = curator.post("/edit/registry/check", page | {"spatial.0": "Germny", "field": "spatial"})
    assert 'value="spatial.0=http://publications.europa.eu/resource/authority/country/DEU"' in wrong.content.decode()
    fine = curator.post("/edit/registry/check", page | {"lead_time.0": "6 weeks", "field": "lead_time"})
    assert "Understood as P42D" in fine.content.decode()
    assert Draft.objects.count() == 0


def test_lists_are_searched_by_synonym_code_and_in_spanish(curator):
    for typed in ("AML", "C92.0", "leucemia mieloide aguda"):
        answer = curator.get("/edit/concepts", {"vocabulary": "mondo", "q": typed}).content.decode()
        assert "MONDO_0018874" in answer
    spanish = curator.get("/edit/concepts?vocabulary=access-right&q=restr", headers={"accept-language": "es"})
    assert "Restringido" in spanish.content.decode() or "restringido" in spanish.content.decode()


def test_characters_that_no_format_can_write_are_not_saved(curator, registry):
    answer = send(curator, "/edit/registry", curator.get("/edit/registry"), keyword__0="a\x0bb")
    assert answer.status_code == 422
    assert said(DCAT.keyword) == ()


def test_thousands_of_values_are_shown_in_parts_and_all_kept(curator, hospital):
    many = make.revised(
        make.resource(slug="many", organisation=hospital),
        make.described(
            "https://data.example.org/many",
            "dataset",
            *[(DCAT.keyword, literal(f"k{n}", language="en")) for n in range(3000)],
        ),
    )
    page = curator.get("/edit/many")
    assert page.content.count(b'name="keyword.') == 2 * 40
    opened = curator.post("/edit/many", form_of(page) | {"opened": "keyword"}, follow=True)
    assert opened.content.count(b'name="keyword.') == 2 * 1000
    send(curator, "/edit/many", opened, keyword__3000="one more")
    assert len(said(DCAT.keyword, "many")) == 3001
    send(curator, "/edit/many", opened, keyword__0="changed")
    assert len(set(said(DCAT.keyword, "many")) & set(many.record.values(DCAT.keyword))) == 2999


def test_autosave_answers_with_what_changed_and_can_go_on(curator, registry):
    htmx = {"hx-request": "true"}
    page = form_of(curator.get("/edit/registry"))
    first = curator.post("/edit/registry", page | {"title.0": "One"}, headers=htmx)
    assert (first.status_code, first["HX-Reswap"]) == (200, "none")
    assert b"Saved at" in first.content
    second = curator.post("/edit/registry", page | {"title.0": "Two", "seen": _seen(first)}, headers=htmx)
    assert b"c-conflicts" not in second.content
    assert said(DCT.title) == ('"Two"@en',)
    added = curator.post("/edit/registry", page | {"added": "contact_point", "seen": _seen(second)}, headers=htmx)
    assert added["HX-Retarget"] == '[id="f-contact_point"]'
    assert b'name="contact_point.0.has_email.0"' in added.content


def _seen(response):
    from lxml import html

    (field,) = html.fromstring(f"<div>{response.content.decode()}</div>").xpath("//input[@name='seen']")
    return field.get("value")


def test_what_is_added_inside_what_is_not_there_yet_keeps_its_place(curator, registry):
    page = curator.get("/edit/registry?added=contact_point")
    more = curator.post("/edit/registry", form_of(page) | {"added": "contact_point.0.has_email"}, follow=True)
    assert b'name="contact_point.0.has_email.0"' in more.content
    assert more.content.count(b" autofocus") == 1


def test_what_is_added_stays_with_its_node_when_saving_moves_it(curator, registry):
    """Nested nodes are named after what they say, and so change places."""
    for number in (1, 2):
        place = f"contact_point.{number - 1}.fn.0"
        page = curator.get("/edit/registry?added=contact_point")
        curator.post("/edit/registry", form_of(page) | {place: f"Office {number}"})
    for text in ("A", "B", "C", "D"):
        page = curator.get("/edit/registry")
        sent = form_of(page)
        names = {sent[f"contact_point.{n}.fn.0"][0]: n for n in (0, 1)}
        mine = next(n for name, n in names.items() if name != "Office 2")
        answer = curator.post(
            "/edit/registry", sent | {f"contact_point.{mine}.fn.0": text, "added": f"contact_point.{mine}.fn"}
        )
        where = int(answer["Location"].rpartition("#f-contact_point.")[2].partition(".")[0])
        shown = form_of(curator.get(answer["Location"]))
        assert shown[f"contact_point.{where}.fn.0"] == [text]
        assert f"contact_point.{where}.fn.1" in shown


def test_structured_data_bring_the_variables_to_the_quick_form(curator, registry):
    page = curator.get("/edit/registry")
    assert b"has_variables" not in page.content
    answer = send(curator, "/edit/registry", page, has_structured_data__0="true")
    page = curator.get(answer["Location"])
    assert b'href="?form=quick&amp;to=has_variables#f-has_variables"' in page.content
    column = "has_variables.0.table.0.column.0"
    names = {"name": "age_dx", "title": "Age", "description": "In whole years.", "datatype": "integer"}
    sent = form_of(page) | {f"{column}.{name}.0": words for name, words in names.items()}
    sent |= {"has_variables.0.title.0": "Dictionary", "has_variables.0.table.0.title.0": "Patients"}
    assert set(sent) == {*form_of(page)}  # each of them has a field
    curator.post("/edit/registry", sent)
    record = drafts.of(registry).record
    assert [record.values(CSVW["name"], node) for node in record.nodes if CSVW.Column in record.types(node)] == [
        ('"age_dx"',)
    ]


def test_what_the_catalogue_fills_in_is_asked_where_it_is_missing_and_never_changed(curator, registry):
    page = curator.get("/edit/registry")
    assert form_of(page)["identifier.0"] == [""]
    send(curator, "/edit/registry", page, identifier__0="https://doi.org/10.1234/abc")
    assert said(DCT.identifier) == ('"https://doi.org/10.1234/abc"',)
    page = curator.get("/edit/registry?form=full")
    assert "identifier.0" not in form_of(page)
    send(curator, "/edit/registry", page, **{"identifier__0:gone": "1"})
    assert said(DCT.identifier) == ('"https://doi.org/10.1234/abc"',)
