"""Cells that no spreadsheet runs as a formula, and files that do not unpack to more than they should."""

import re
import zipfile
import zlib
from typing import IO

# What a spreadsheet may take for a formula (OWASP, “CSV Injection”); with the apostrophes that are there already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")

MOST_UNPACKED = 100 * 1024**2
MOST_PARTS = 2_000
EXPANSION = 200  # an office file of texts unpacks to ten to thirty times its size
_CHUNK = 1 << 20


class Unsafe(ValueError):
    """A file that is not opened, and why, in plain words."""


def escaped(cell: str) -> str:
    """The text with an apostrophe before it where it would be run; `unescaped` gives the text back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def checked(stream: IO[bytes]) -> None:
    """Unsafe for an office file that unpacks to far more than its size, or declares entities. Rewinds the stream."""
    size = stream.seek(0, 2)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as package:
            _check(package, min(MOST_UNPACKED, max(size * EXPANSION, 1 << 24)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unsafe("This is a broken or locked office file. Save it again, without a password.") from error
    finally:
        stream.seek(0)


def _check(package: zipfile.ZipFile, limit: int) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limit:
        raise Unsafe("It unpacks to far more than its size; this is not done for safety. Save it again, or as CSV.")
    for part in parts:
        # What a part says of its size is checked by reading it: more than that is not given out.
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            with package.open(part) as body:
                _refuse_entities(body)


def _refuse_entities(body: IO[bytes]) -> None:
    tail = b""
    while chunk := body.read(_CHUNK):
        text = tail + chunk.replace(b"\0", b"")
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Unsafe("It declares entities, which no spreadsheet needs. Save it again with a spreadsheet program.")
        tail = text[-16:]
