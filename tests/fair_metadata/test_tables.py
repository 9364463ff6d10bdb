"""Tables made from the profile: what goes out and comes back unchanged changes nothing, and one cell only its value."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.differences import changes
from fair_metadata.document import split
from fair_metadata.forms.widgets import Widget, widget_of
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.tables import (
    SHEETS,
    applied,
    columns_for,
    edits_of,
    line_of,
    parsed,
    read,
)
from fair_metadata.tables.safe import escaped, unescaped
from tests.conftest import ROOT
from tests.fair_metadata.graphs import corpus, graphs
from tests.fair_metadata.tabling import written

DEMO = ROOT / "deploy" / "demo_data" / "datasets.ttl"
FILES = [("demo", read_all(DEMO.read_bytes(), name=DEMO.name, base="file:///demo")), *corpus()]
files = pytest.mark.parametrize(("name", "triples"), FILES, ids=[name for name, _ in FILES])


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
