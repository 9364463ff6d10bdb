"""Descriptions as a table that people fill in: columns from the profile, one description a row, edits from cells.

Law: what was written as a table and is read back unchanged changes nothing; one other cell changes only its values.
"""

from fair_metadata.tables.cells import line_of
from fair_metadata.tables.columns import Column, Unknown, columns_for, parsed
from fair_metadata.tables.edits import Conflict, Edit, Wrong, applied, edits_of
from fair_metadata.tables.sheets import SHEETS, Line, Sheet, Unreadable, read, write

__all__ = [
    "SHEETS",
    "Column",
    "Conflict",
    "Edit",
    "Line",
    "Sheet",
    "Unknown",
    "Unreadable",
    "Wrong",
    "applied",
    "columns_for",
    "edits_of",
    "line_of",
    "parsed",
    "read",
    "write",
]
