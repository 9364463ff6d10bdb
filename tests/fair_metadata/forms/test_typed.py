"""What people type is understood as they mean it; where that is not sure they are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_metadata.forms import heard
from fair_metadata.forms.concepts import found
from fair_metadata.forms.fields import View, form
from fair_metadata.forms.seen import NotSeen, packed, unpacked
from fair_metadata.forms.widgets import lists_of
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import read_literal, text
from tests.fair_metadata.forms.filling import records


def row(shape, name):
    return DEFAULT.shapes[shape].by_name[name]


START, PEOPLE = row("period_of_time", "start_date"), row("dataset", "number_of_unique_individuals")
DISEASE, LEAD = row("cohort", "subject"), row("dataset", "lead_time")

MEANT = [
    (START, "2024", "2024"),
    (START, "2024-05", "2024-05"),
    (START, "05/2024", "2024-05"),
    (START, "31/05/2024", "2024-05-31"),
    (START, "31.5.2024", "2024-05-31"),
    (START, "2024/5/3", "2024-05-03"),
    (START, "May 2024", "2024-05"),
    (START, "31 de mayo de 2024", "2024-05-31"),
    (START, "May 31st, 2024", "2024-05-31"),
    (START, "sept 2020", "2020-09"),
    (PEOPLE, "1,250", "1250"),
    (PEOPLE, "1.250", "1250"),
    (PEOPLE, "1 250", "1250"),
    (PEOPLE, "0", "0"),
    (row("dataset", "has_structured_data"), "Sí", "true"),
    (row("dataset", "has_structured_data"), "no", "false"),
    (LEAD, "6 weeks", "P42D"),
    (LEAD, "2 meses", "P2M"),
    (row("kind", "has_email"), "data@example.org", "mailto:data@example.org"),
    (row("contact_point", "email"), "mailto:data@example.org", "data@example.org"),
    (row("dataset", "landing_page"), "www.example.org/x", "https://www.example.org/x"),
    (row("dataset", "is_referenced_by"), "10.1038/sdata.2016.18", "https://doi.org/10.1038/sdata.2016.18"),
    (row("dataset", "is_referenced_by"), "PMID: 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    (DISEASE, "C92.0", "http://purl.obolibrary.org/obo/MONDO_0018874"),
    (DISEASE, "LMA", "http://purl.obolibrary.org/obo/MONDO_0018874"),
    (DISEASE, "acute myeloid leukaemia", "http://purl.obolibrary.org/obo/MONDO_0018874"),
    (row("dataset", "subject"), "supervivencia global", "urn:fdc:vocab:outcomes:OS"),
    (row("dataset", "spatial"), "Alemania", "http://publications.europa.eu/resource/authority/country/DEU"),
    (row("distribution", "license"), "CC BY 4.0", "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"),
    (row("distribution", "license"), "https://example.org/our-terms", "https://example.org/our-terms"),
]


@pytest.mark.parametrize(("asked", "words", "meant"), MEANT, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_typed_means(asked, words, meant):
    assert text(heard(words, asked).term or "") == meant


ASKED = [
    (START, "05/06/2024", ["2024-05-06", "2024-06-05"]),
    (START, "2024-02-30", []),
    (START, "soon", []),
    (PEOPLE, "about 540", ["540"]),
    (PEOPLE, "100+", ["100"]),
    (PEOPLE, "-3", []),
    (PEOPLE, "<10", []),
    (LEAD, "6-8 weeks", ["P42D", "P56D"]),
    (row("dataset", "landing_page"), "see our site", []),
    (row("kind", "has_email"), "the office", []),
    (row("dataset", "spatial"), "Germny", ["http://publications.europa.eu/resource/authority/country/DEU"]),
]


@pytest.mark.parametrize(("asked", "words", "mends"), ASKED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_not_sure_is_asked_with_what_may_be_meant(asked, words, mends):
    answer = heard(words, asked)
    assert answer.term is None
    assert sorted(mend.text for mend in answer.mends) == sorted(mends)
    assert set(answer.because) == {"en", "es"}


@pytest.mark.parametrize(("asked", "words", "mends"), ASKED, ids=lambda value: value if isinstance(value, str) else "")
def test_each_mend_is_understood(asked, words, mends):
    assert [m.text for m in heard(words, asked).mends if heard(m.text, asked).term is None] == []


@given(st.integers(0, 10**12))
def test_a_number_means_the_same_however_it_is_grouped(number):
    for written in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", ".")):
        assert read_literal(heard(written, PEOPLE).term).text == str(number)


@given(st.dates())
def test_a_day_is_read_as_it_is_written_by_iso_8601(day):
    assert read_literal(heard(day.isoformat(), START).term).text == day.isoformat()


def test_entries_are_found_while_one_types_by_synonym_code_and_with_letters_wrong():
    lists = lists_of(DISEASE)
    for typed in ("AML", "C92.0", "acute myel", "leucemia mieloide ag", "acute myeloyd leukemia"):
        assert "MONDO_0018874" in " ".join(entry.iri for entry in found(typed, lists)), typed
    assert found("", lists) == []


def test_what_a_form_showed_comes_back_and_anything_else_is_refused():
    for record in records()[:20]:
        seen = form(record, view=View(language="es")).seen
        assert unpacked(packed(seen)) == seen
    for word in ("", "x", "AAAA", packed(seen)[:-5], packed(seen) + "é"):
        with pytest.raises(NotSeen):
            unpacked(word)
