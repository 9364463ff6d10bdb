"""Office Open XML workbooks (ECMA-376), written a row at a time and read without formulas."""

import warnings
from collections.abc import Iterable, Iterator
from typing import IO
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from fair_metadata.tables.layout import Block, Head
from fair_metadata.tables.refusal import Unreadable
from fair_metadata.tables.safe import Unsafe, checked, escaped

LISTS = "Lists"
_WANTED = {"mandatory": PatternFill("solid", fgColor="DCE9F7"), "recommended": PatternFill("solid", fgColor="EEF4FB")}
_BOLD, _SMALL, _WRAPPED = Font(bold=True), Font(color="666666", size=9), Alignment(wrap_text=True, vertical="top")
_ROOM = 2_000  # rows below the last one in which lists may be chosen from


def letters(place: int) -> str:
    """`AB` for 27: the letters of a column, counted from 0."""
    return str(get_column_letter(place + 1))


def write(blocks: Iterable[Block], out: IO[bytes]) -> None:
    """All sheets, with the names and help of the columns above, and lists to choose from."""
    book = Workbook(write_only=True)
    lists: dict[tuple[str, ...], str] = {}
    for block in blocks:
        _write(book, block, lists)
    if lists:
        _write_lists(book, list(lists))
    book.save(out)


def _write(book: Workbook, block: Block, lists: dict[tuple[str, ...], str]) -> None:
    sheet = book.create_sheet(block.title)
    sheet.freeze_panes = "B3"
    for place, head in enumerate(block.heads):
        sheet.column_dimensions[letters(place)].width = 16 if place < 2 else 28
        if head.choices:
            where = lists.setdefault(head.choices, letters(len(lists)))
            choice = DataValidation("list", formula1=f"{LISTS}!${where}$1:${where}${len(head.choices)}")
            choice.showErrorMessage = False  # several values and other addresses may be written too
            choice.add(f"{letters(place)}3:{letters(place)}{_ROOM}")
            sheet.data_validations.append(choice)
    sheet.append([_head(sheet, head) for head in block.heads])
    sheet.append([_cell(sheet, head.key, font=_SMALL) for head in block.heads])
    for line in block.lines:
        # A cell with no style of its own keeps a file of a thousand rows small.
        sheet.append([_cell(sheet, line[head.key]) if line.get(head.key) else None for head in block.heads])


def _head(sheet: object, head: Head) -> WriteOnlyCell:
    cell = _cell(sheet, head.label, font=_BOLD)
    cell.alignment = _WRAPPED
    if head.level in _WANTED:
        cell.fill = _WANTED[head.level]
    cell.comment = Comment(head.help, "")
    return cell


def _cell(sheet: object, text: str, *, font: Font | None = None) -> WriteOnlyCell:
    """A cell that holds a text and nothing else: no formula, no number that loses its zeros."""
    cell = WriteOnlyCell(sheet, escaped(text))
    cell.data_type = "s"
    cell.number_format = "@"
    if font is not None:
        cell.font = font
    return cell


def _write_lists(book: Workbook, lists: list[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for place in range(max(map(len, lists))):
        sheet.append([_cell(sheet, names[place]) if place < len(names) else None for names in lists])


def read(stream: IO[bytes]) -> Iterator[tuple[str, Iterator[tuple[int, tuple[object, ...]]]]]:
    """Each sheet but our lists, with its rows as numbered cells; formulas as the value that was last worked out."""
    try:
        checked(stream)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a workbook has besides cells
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Unsafe as refusal:
        raise Unreadable(str(refusal)) from refusal
    except (BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise Unreadable("It cannot be read as an Excel workbook (.xlsx). Save it again, or as CSV UTF-8.") from error
    try:
        for sheet in book.worksheets:
            if sheet.title != LISTS or sheet.sheet_state == "visible":
                yield sheet.title, _rows(sheet)
    finally:
        book.close()


def _rows(sheet: object) -> Iterator[tuple[int, tuple[object, ...]]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined] # what a file says of its size is not believed
    try:
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)  # type: ignore[attr-defined]
    except (KeyError, ValueError, TypeError, SyntaxError, AttributeError, OverflowError) as error:
        raise Unreadable("A sheet cannot be read. Save the workbook again, or as CSV UTF-8.") from error
