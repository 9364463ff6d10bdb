"""Lines for spreadsheets, in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable

from fair_metadata.tables.safe import escaped

MARK = "\ufeff"  # begins a file, so that spreadsheets read it as UTF-8


def line(cells: Iterable[object]) -> str:
    """One line of CSV; a text that would be run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out).writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _safe(cell: object) -> object:
    return escaped(cell) if isinstance(cell, str) else cell
