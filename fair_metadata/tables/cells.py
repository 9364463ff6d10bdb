"""A cell: what it shows of a description, and the values that it stands for, each with every text that means it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fair_metadata.counts import PERSONS
from fair_metadata.profile import Form
from fair_metadata.record import Record
from fair_metadata.tables.columns import Column, nested
from fair_metadata.tables.values import plain_name
from fair_metadata.terms import Term, is_blank, is_iri, is_literal, language, text

LONGEST = 32_000  # characters: a cell of a spreadsheet holds 32,767
_LINE_END = re.compile(r"\r\n?")
WITHIN = " ⏎ "  # a line break inside a value, in cells that hold a value a line


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a cell: what is shown for it."""

    shown: str
    term: Term


def line_of(record: Record, columns: Iterable[Column], node: Term | None = None) -> dict[str, str]:
    """Name of each column → its cell, of the record or of one of its nodes."""
    return {column.key: shown(items(record, column, node or record.subject)) for column in columns}


def shown(found: Iterable[Item]) -> str:
    """The whole cell; nothing when it would not fit, and then nothing of it is edited."""
    whole = "\n".join(item.shown for item in found)
    return whole if len(whole) <= LONGEST else ""


def items(record: Record, column: Column, subject: Term) -> list[Item]:
    """What a cell shows of a node: its values, in their order."""
    node = node_at(record, column, subject)
    found = [_item(value, column) for value in record.values(column.row.path, node)] if node else []
    told = [item for item in found if item is not None]
    return told if column.is_list else told[column.number - 1 : column.number]


def node_at(record: Record, column: Column, subject: Term) -> Term | None:
    """The node that a column speaks of; None when the record has none there."""
    node = subject
    for step in column.steps:
        inside = nested(record, step.row, node)
        if len(inside) < step.number:
            return None
        node = inside[step.number - 1]
    return node


def _item(value: Term, column: Column) -> Item | None:
    """None for what the column is not for: nested descriptions, other languages, and texts that are blank."""
    if is_blank(value):
        return None
    if column.row.form is Form.TEXT and column.tag != (language(value) if is_literal(value) else ""):
        return None
    name = plain_name(value, column.row) if is_iri(value) else text(value)
    name = normal(name)
    if column.is_list:
        name = name.replace("\n", WITHIN)
    return Item(name, value) if name else None


def normal(cell: str) -> str:
    """A cell as it is compared: spreadsheets change line ends, and spaces at the ends of a cell."""
    return (_LINE_END.sub("\n", cell) if "\r" in cell else cell).strip()


def is_counted(column: Column) -> bool:
    """Does it hold counts of persons, which are never repeated in a message?"""
    return column.row.path == PERSONS
