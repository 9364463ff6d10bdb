"""Comma-separated values (RFC 4180), as spreadsheets of any country write them."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO

from fair_metadata.tables.layout import Block
from fair_metadata.tables.refusal import Unreadable
from fair_metadata.tables.safe import escaped

MARK = "\ufeff"  # begins a file, so that spreadsheets read it as UTF-8
_CHARSETS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BETWEEN = ",;\t"


def write(blocks: Iterable[Block], out: IO[bytes]) -> None:
    """The first sheet; CSV has one."""
    for block in list(blocks)[:1]:
        out.write((MARK + _line([head.label for head in block.heads])).encode())
        out.write(_line([head.key for head in block.heads]).encode())
        for line in block.lines:
            out.write(_line([line.get(head.key, "") for head in block.heads]).encode())


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([escaped(cell) for cell in cells])
    return text.getvalue()


def read(stream: IO[bytes]) -> Iterator[tuple[str, Iterator[tuple[int, tuple[object, ...]]]]]:
    """The one sheet of a file, as numbered rows. Unreadable for another character set than Unicode."""
    head = stream.read(4)
    stream.seek(0)
    charset = next((name for mark, name in _CHARSETS if head.startswith(mark)), "utf-8")
    text = io.TextIOWrapper(stream, charset, newline="")
    try:
        yield "CSV", _rows(text)
    finally:
        text.detach()


def _rows(text: IO[str]) -> Iterator[tuple[int, tuple[object, ...]]]:
    try:
        first = text.readline(1 << 20)
        text.seek(0)
        between = max(_BETWEEN, key=first.count)
        for number, cells in enumerate(csv.reader(text, delimiter=between), start=1):
            yield number, tuple(cells)
    except UnicodeError as error:
        raise Unreadable("It is not in Unicode. Save it as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise Unreadable(f"It cannot be read as CSV: {error}.") from error
