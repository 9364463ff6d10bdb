"""Files with tables as people and programs make them: what is read, and what is refused."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from fair_metadata.profiles import DEFAULT
from fair_metadata.tables import (
    Line,
    Unreadable,
    columns_for,
    read,
)
from fair_metadata.tables.sheets import text_of
from tests.fair_metadata.tabling import written

DATASET = DEFAULT.shapes["dataset"]
IRI = "http://example.org/registry"


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


def test_a_damaged_workbook_is_refused_wherever_it_is_damaged():
    columns = columns_for(DATASET)
    body = written("xlsx", ("dataset", columns, [{"id": IRI, "digest": "x", "title [en]": "A"}])).getvalue()
    for place in range(0, len(body), 97):
        damaged = body[:place] + bytes(255 - byte for byte in body[place : place + 4]) + body[place + 4 :]
        try:
            list(read(io.BytesIO(damaged)))
        except Unreadable as refusal:
            assert str(refusal).endswith(".")
