"""Tables made from the profile: what goes out and comes back unchanged changes nothing, and one cell only its value."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.differences import changes
from fair_metadata.document import split
from fair_metadata.forms.widgets import Widget, widget_of
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, RDF, VCARD, XSD
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.tables import (
    SHEETS,
    Line,
    Unknown,
    Unreadable,
    applied,
    columns_for,
    edits_of,
    line_of,
    parsed,
    read,
    write,
)
from fair_metadata.tables.safe import escaped, unescaped
from fair_metadata.tables.sheets import text_of
from fair_metadata.tables.values import term_of
from fair_metadata.terms import iri, is_blank, literal, named
from tests.conftest import ROOT
from tests.fair_metadata.graphs import corpus, graphs

DEMO = ROOT / "deploy" / "demo_data" / "datasets.ttl"
FILES = [("demo", read_all(DEMO.read_bytes(), name=DEMO.name, base="file:///demo")), *corpus()]
files = pytest.mark.parametrize(("name", "triples"), FILES, ids=[name for name, _ in FILES])
DATASET = DEFAULT.shapes["dataset"]
IRI = "http://example.org/registry"
HERE = named(IRI)


def dataset(*said, nested=()):
    return Record.of(IRI, [(HERE, RDF.type, DCAT.Dataset), *((HERE, path, value) for path, value in said), *nested])


def written(form, *blocks):
    out = io.BytesIO()
    write([(SHEETS[kind], columns, lines) for kind, columns, lines in blocks], out, form=form, tongue="en")
    return out


def lines_of(records, columns, lead):
    for record in records:
        own = {"id": record.iri, "digest": record.digest, "dataset": "x"}
        yield {name: own[name] for name in lead} | line_of(record, columns)


def tables_in(triples):
    """(kind, columns, records) of a document, for the quick form and for all rows."""
    records, _, _ = split(triples)
    for sheet in SHEETS.values():
        found = [record for record in records if DEFAULT.shape_for(record.types()) is sheet.shape()]
        for is_whole in (False, True) if found else ():
            needed = [(record, record.subject) for record in found]
            yield sheet, columns_for(sheet.shape(), needed, is_whole=is_whole), found


@files
def test_a_table_that_comes_back_unchanged_leaves_every_description_as_it_was(name, triples):
    for sheet, columns, records in tables_in(triples):
        for form in ("xlsx", "csv"):
            out = written(form, (sheet.name, columns, lines_of(records, columns, sheet.lead)))
            back = list(read(out))
            assert [line.digest for line in back] == [record.digest for record in records]
            for line, record in zip(back, records, strict=True):
                edits, wrong = edits_of(record, line.cells)
                assert (edits, wrong) == ([], [])
                assert applied(record, edits) == (record, [])


ANOTHER = {
    Widget.DATE: "1903-12-31",
    Widget.NUMBER: "123456",
    Widget.DURATION: "P9999D",
    Widget.EMAIL: "another@example.org",
    Widget.PHONE: "+34 900 000 000",
    **dict.fromkeys((Widget.TEXT, Widget.PROSE), "Another text"),
}


def another(column, cell):
    """The cell with one value more, or another one, that its row allows."""
    widget = widget_of(column.row)
    if widget is Widget.BOOLEAN:
        return "false" if cell == "true" else "true"
    value = ANOTHER.get(widget, "https://another.example.org/x")
    kept = [] if not column.is_list else cell.split("\n") if column.row.many else cell.split("\n")[:-1]
    return "\n".join([*kept, value])


@files
def test_one_cell_changed_changes_only_that_value(name, triples):
    seen = 0
    for _, columns, records in tables_in(triples):
        for record in records:
            line = dict(zip(columns, line_of(record, columns).values(), strict=True))
            for column in [column for column in columns if line[column]]:
                edits, wrong = edits_of(record, line | {column: another(column, line[column])})
                after, conflicts = applied(record, edits)
                assert (wrong, conflicts) == ([], []), column.key
                found = changes(record, after, DEFAULT)
                assert {change.path for change in found} == {column.row.path}, column.key
                assert len([change for change in found if change.before]) == (not column.row.many or not column.is_list)
                assert len([change for change in found if change.after]) == 1, column.key
                seen += 1
    assert seen or not list(tables_in(triples))


@files
def test_every_name_of_a_column_is_read_as_that_column(name, triples):
    for sheet, columns, _ in tables_in(triples):
        assert [parsed(column.key, sheet.shape()) for column in columns] == columns


@given(graphs)
@settings(max_examples=200, deadline=None)
def test_any_description_that_goes_out_and_comes_back_changes_nothing(triples):
    for _, columns, records in tables_in(triples):
        for record in records:
            cells = line_of(record, columns)
            assert edits_of(record, {column: cells[column.key] for column in columns}) == ([], [])


@given(st.text())
def test_escaping_is_undone_and_leaves_no_formula(text):
    assert unescaped(escaped(text)) == text
    assert escaped(text)[:1] not in tuple("=+-@\t\r")


CELLS = {"keyword [en]": "blood\nmarrow", "title [en]": "A registry", "publisher.name [en]": "A hospital"}


def of(**cells):
    return {parsed(key.replace("__", "."), DATASET): cell for key, cell in cells.items()}


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


def test_cells_as_excel_keeps_them_are_read_as_texts():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Datasets"
    sheet.append(["id", "issued", "number_of_records", "has_structured_data", "version", "temporal.start_date"])
    sheet.append(["x", datetime.datetime(2024, 5, 31), 1250.0, True, 1.5, datetime.date(2020, 1, 2)])
    out = io.BytesIO()
    book.save(out)
    [line] = read(out)
    said = {column.key: cell for column, cell in line.cells.items()}
    assert said == {
        "issued": "2024-05-31",
        "number_of_records": "1250",
        "has_structured_data": "true",
        "version": "1.5",
        "temporal.start_date": "2020-01-02",
    }
    assert (line.number, line.place("issued")) == (2, "B2")
    assert text_of(datetime.datetime(2024, 5, 31, 12, 30)) == "2024-05-31T12:30:00"


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_country_is_read(between, charset):
    body = between.join(["Id", "title [es]"]) + "\r\n" + between.join(["", "Año"]) + "\r\n"
    [line] = read(io.BytesIO(body.encode(charset)))
    assert [(column.key, cell) for column, cell in line.cells.items()] == [("title [es]", "Año")]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for n in range(40):
            package.writestr(f"xl/worksheets/sheet{n}.xml", b"0" * (10 << 20))
    return out.getvalue()


def with_entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (bomb, "It unpacks to far more than its size"),
        (with_entities, "It declares entities"),
        (lambda: b"PK\x03\x04", "This is a broken or locked office file."),
        (lambda: "id,title [es]\n,Año\n".encode("latin-1"), "It is not in Unicode."),
        (lambda: b"id,title [en]\n," + b"x" * 200_000, "It cannot be read as CSV"),
        (lambda: b"", "There is no row in it."),
    ],
)
def test_files_that_are_no_tables_or_would_unpack_to_too_much_are_refused(body, words):
    with pytest.raises(Unreadable, match=words):
        list(read(io.BytesIO(body())))


def test_a_sheet_without_names_and_a_column_twice_are_told():
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["What", "we", "think"])
    sheet = book.create_sheet("Datasets")
    sheet.append(["id", "title [en]", "title [en]", "oddity"])
    sheet.append([None, "A", "B", "C"])
    out = io.BytesIO()
    book.save(out)
    told = [line for line in read(out) if isinstance(line, str)]
    [line] = [line for line in read(out) if isinstance(line, Line)]
    assert told == [
        "The sheet “Notes” has no line with the names of the columns, “id” first. It is not read.",
        "Datasets, column C: “title [en]” stands twice. The first is read.",
        "Datasets, column D: There is no column “oddity”. It is not read.",
    ]
    assert list(line.cells.values()) == ["A"]


def test_a_contact_is_typed_as_the_profile_says():
    record = changed(dataset(), {"contact_point.fn [en]": "Data office", "contact_point.has_email": "a@example.org"})
    [contact] = record.values(DCAT.contactPoint)
    assert record.nodes[contact] == {
        RDF.type: (VCARD.Kind,),
        VCARD.fn: ('"Data office"@en',),
        VCARD.hasEmail: ("<mailto:a@example.org>",),
    }


def test_a_damaged_workbook_is_refused_wherever_it_is_damaged():
    columns = columns_for(DATASET)
    body = written("xlsx", ("dataset", columns, [{"id": IRI, "digest": "x", "title [en]": "A"}])).getvalue()
    for place in range(0, len(body), 97):
        damaged = body[:place] + bytes(255 - byte for byte in body[place : place + 4]) + body[place + 4 :]
        try:
            list(read(io.BytesIO(damaged)))
        except Unreadable as refusal:
            assert str(refusal).endswith(".")
