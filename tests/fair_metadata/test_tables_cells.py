"""One cell of a table: what it changes, what it leaves, and what it is told."""

import pytest

from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, RDF, VCARD, XSD
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.tables import (
    Unknown,
    applied,
    columns_for,
    edits_of,
    line_of,
    parsed,
)
from fair_metadata.tables.values import term_of
from fair_metadata.terms import iri, is_blank, literal, named

DATASET = DEFAULT.shapes["dataset"]
IRI = "http://example.org/registry"
HERE = named(IRI)


def dataset(*said, nested=()):
    return Record.of(IRI, [(HERE, RDF.type, DCAT.Dataset), *((HERE, path, value) for path, value in said), *nested])


CELLS = {"keyword [en]": "blood\nmarrow", "title [en]": "A registry", "publisher.name [en]": "A hospital"}


def changed(record, cells, **more):
    edits, wrong = edits_of(record, {parsed(key, DATASET): cell for key, cell in cells.items()}, **more)
    after, conflicts = applied(record, edits)
    assert (wrong, conflicts) == ([], [])
    return after


def test_an_empty_cell_takes_away_what_it_showed_and_of_a_new_row_says_nothing():
    record = dataset((DCT.title, '"A"@en'), (DCT.title, '"B"@es'), (DCAT.keyword, '"one"@en'))
    after = changed(record, {"title [en]": "", "keyword [en]": ""})
    assert (after.values(DCT.title), after.values(DCAT.keyword)) == (('"B"@es',), ())
    assert changed(record, {"title [en]": "", "keyword [en]": ""}, is_whole=False) == record


def test_a_nested_description_is_made_changed_and_goes_when_nothing_of_it_is_left():
    record = changed(dataset(), CELLS)
    [publisher] = record.values(DCT.publisher)
    assert is_blank(publisher)
    assert record.nodes[publisher] == {RDF.type: (FOAF.Agent,), FOAF.name: ('"A hospital"@en',)}
    after = changed(record, {"publisher.name [en]": "B", "publisher.contact_point.email": "b@example.org"})
    [publisher] = after.values(DCT.publisher)
    assert after.values(FOAF.name, publisher) == ('"B"@en',)
    gone = changed(after, {"publisher.name [en]": "", "publisher.contact_point.email": ""})
    assert gone == changed(dataset(), {key: CELLS[key] for key in ("keyword [en]", "title [en]")})


def test_an_address_beside_nested_cells_is_the_node_that_they_describe():
    record = changed(dataset(), {"publisher": "https://ror.org/012", "publisher.name [en]": "A hospital"})
    assert record.values(DCT.publisher) == ("<https://ror.org/012>",)
    assert record.values(FOAF.name, "<https://ror.org/012>") == ('"A hospital"@en',)


def test_the_second_nested_description_has_columns_of_its_own():
    nested = [("_:a", FOAF.name, '"A"@en'), ("_:b", FOAF.name, '"B"@en')]
    record = dataset((DCT.creator, "_:a"), (DCT.creator, "_:b"), nested=nested)
    columns = columns_for(DATASET, [(record, HERE)], is_whole=True)
    cells = line_of(record, columns)
    names = {key: cells[key] for key in ("creator.name [en]", "creator.2.name [en]")}
    assert sorted(names.values()) == ["A", "B"]
    key = next(key for key, name in names.items() if name == "B")
    after = changed(record, {key: "C"})
    assert sorted(after.values(FOAF.name, node)[0] for node in after.values(DCT.creator)) == ['"A"@en', '"C"@en']


def test_what_no_column_shows_is_kept():
    odd = named("http://example.org/odd#one")
    nested = [("_:i", ADMS.schemaAgency, '"Somebody"'), ("_:i", odd, '"deep"')]
    record = dataset((odd, '"kept"'), (DCT.title, '"A"@en'), (ADMS.identifier, "_:i"), nested=nested)
    after = changed(record, {"title [en]": "B"})
    assert set(after.triples) == (set(record.triples) - {(HERE, DCT.title, '"A"@en')}) | {(HERE, DCT.title, '"B"@en')}


def test_an_edit_of_a_value_that_was_changed_since_is_a_conflict_and_others_fit():
    base = dataset((DCT.title, '"A"@en'), (DCAT.keyword, '"one"@en'))
    cells = {parsed("title [en]", DATASET): "Mine", parsed("keyword [en]", DATASET): "two"}
    edits, _ = edits_of(base, cells)
    theirs = base.replace(DCT.title, ['"Theirs"@en'])
    after, [conflict] = applied(theirs, edits)
    assert (conflict.edit.becomes, conflict.now) == ('"Mine"@en', ('"Theirs"@en',))
    assert (after.values(DCT.title), after.values(DCAT.keyword)) == (('"Theirs"@en',), ('"two"@en',))
    same = base.replace(DCT.title, ['"Mine"@en'])
    assert applied(same, edits)[1] == []


def test_a_value_typed_in_another_way_is_the_same_value():
    day, yes = literal("2024-05-31", datatype=XSD.date[1:-1]), literal("true", datatype=XSD.boolean[1:-1])
    access = named("http://publications.europa.eu/resource/authority/access-right/RESTRICTED")
    record = dataset((DCT.issued, day), (HEALTHDCATAP.hasStructuredData, yes), (DCT.accessRights, access))
    same = {"issued": ("31/05/2024", "2024-05-31"), "has_structured_data": ("TRUE", "yes", "sí")}
    same["access_rights"] = ("restricted", "RESTRICTED", iri(access), "restringido")
    for key, ways in same.items():
        for said in ways:
            assert changed(record, {key: said}) == record, said


@pytest.mark.parametrize(
    ("key", "said", "term"),
    [
        ("number_of_records", "1,250", f'"1250"^^{XSD.nonNegativeInteger}'),
        ("number_of_records", "1.250.000", f'"1250000"^^{XSD.nonNegativeInteger}'),
        ("issued", "2024", f'"2024"^^{XSD.gYear}'),
        ("issued", "2024-05", f'"2024-05"^^{XSD.gYearMonth}'),
        ("lead_time", "12 weeks", f'"P84D"^^{XSD.duration}'),
        ("has_structured_data", "no", f'"false"^^{XSD.boolean}'),
        ("landing_page", "www.example.org/a", "<https://www.example.org/a>"),
        ("number_of_unique_individuals", "about 500", '"about 500"'),
    ],
)
def test_what_people_type_is_read_by_the_row(key, said, term):
    assert term_of(said, parsed(key, DATASET).row) == term


@pytest.mark.parametrize(
    ("key", "said", "detail"),
    [
        ("issued", "05/06/2024", "Issued is “05/06/2024”, which is not a date, such as 2024, 2024-05 or 2024-05-31. Correct it. Write “2024-06-05” or “2024-05-06”."),
        ("issued", "2024-02-30", "Issued is “2024-02-30”, which is not a date, such as 2024, 2024-05 or 2024-05-31. Correct it."),
        ("issued", "2024\n2025", "Only one value is possible here. Keep one line."),
        ("number_of_records", "-3", "Number of records is “-3”, which is not a whole number, such as 1250 (xsd:nonNegativeInteger). Correct it."),
        ("has_structured_data", "maybe", "Structured data is “maybe”, which is not true or false (xsd:boolean). Correct it."),
        ("landing_page", "the page", "“the page” is not an address. Write it in full, as https://…"),
        ("lead_time", "soon", "Time to access is “soon”, which is not a duration, such as P1D for a day (xsd:duration). Correct it."),
        ("number_of_unique_individuals", "seven", "This is not a number of persons. Write digits only, as 1250; it is not repeated here."),
        ("title [en]", "a\x07b", "It holds a control character, usually left over from copying. Type it."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_write_instead(key, said, detail):
    edits, wrong = edits_of(dataset(), {parsed(key, DATASET): said})
    assert [(w.column, w.detail["en"]) for w in wrong] == [(key, detail)]
    assert edits == []


def test_a_text_that_is_too_long_for_a_cell_stays_and_is_not_edited():
    record = dataset((DCT.description, literal("x" * 40_000, language="en")))
    column = parsed("description [en]", DATASET)
    assert line_of(record, [column]) == {"description [en]": ""}
    assert edits_of(record, {column: ""}) == ([], [])
    edits, [wrong] = edits_of(record, {column: "short"})
    assert (edits, wrong.detail["en"][:38]) == ([], "What stands here is too long for a cel")


def test_an_unknown_column_is_told_with_the_nearest_name():
    with pytest.raises(Unknown, match="Did you mean “title”"):
        parsed("titel", DATASET)


def test_a_contact_is_typed_as_the_profile_says():
    record = changed(dataset(), {"contact_point.fn [en]": "Data office", "contact_point.has_email": "a@example.org"})
    [contact] = record.values(DCAT.contactPoint)
    assert record.nodes[contact] == {
        RDF.type: (VCARD.Kind,),
        VCARD.fn: ('"Data office"@en',),
        VCARD.hasEmail: ("<mailto:a@example.org>",),
    }
