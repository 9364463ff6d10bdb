"""A table as a file: which sheets there are, and their rows as lines of cells by the names of their columns."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from fair_metadata.profile import Profile, Shape, Words
from fair_metadata.profiles import DEFAULT
from fair_metadata.tables import comma, xlsx
from fair_metadata.tables.columns import Column, Unknown, parsed
from fair_metadata.tables.layout import DATASET, DIGEST, ID, Block
from fair_metadata.tables.refusal import Unreadable
from fair_metadata.tables.safe import unescaped

__all__ = ["SHEETS", "Line", "Sheet", "Unreadable", "read", "write"]

MOST_LINES = 20_000
MOST_COLUMNS = 2_000
_HEADS = 5  # lines in which the names of the columns are looked for


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the shape of its rows, and the columns that come before those of the profile."""

    name: str
    title: str
    lead: Mapping[str, tuple[Words, Words]]  # name → label, help

    def shape(self, profile: Profile = DEFAULT) -> Shape:
        return profile.shapes[self.name]


_ID: tuple[Words, Words] = (
    {"en": "Identifier", "es": "Identificador"},
    {
        "en": "Leave it as it is. For something new leave it empty and one is made, or write a short name such as "
        "aml-registry, or an address that is yours and lasts.",
        "es": "Déjelo como está. Para algo nuevo déjelo vacío y se creará uno, o escriba un nombre corto como "
        "registro-lma, o una dirección propia y duradera.",
    },
)
_DIGEST: tuple[Words, Words] = (
    {"en": "Version", "es": "Versión exportada"},
    {
        "en": "Leave it as it is: it says which version you began from. Empty for something new.",
        "es": "Déjelo como está: indica de qué versión se partió. Vacío para algo nuevo.",
    },
)
_PARENT: tuple[Words, Words] = (
    {"en": "Dataset", "es": "Conjunto de datos"},
    {
        "en": "The identifier of the dataset that it belongs to, as on the sheet “Datasets”.",
        "es": "El identificador del conjunto de datos al que pertenece, como en la hoja «Datasets».",
    },
)
SHEETS: Mapping[str, Sheet] = {
    "dataset": Sheet("dataset", "Datasets", {ID: _ID, DIGEST: _DIGEST}),
    "distribution": Sheet("distribution", "Distributions", {ID: _ID, DIGEST: _DIGEST, DATASET: _PARENT}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the program shows it, its cells, and where each stands."""

    sheet: Sheet
    number: int
    id: str
    digest: str
    dataset: str
    cells: Mapping[Column, str]
    places: Mapping[str, str] = field(default_factory=dict)  # name of the column → its letters

    def place(self, key: str) -> str:
        """`F12`: where a cell stands; the row when nobody knows."""
        letters = self.places.get(key, "")
        return f"{letters}{self.number}" if letters else str(self.number)


def write(
    blocks: Iterable[tuple[Sheet, list[Column], Iterable[Mapping[str, str]]]], out: IO[bytes], *, form: str, tongue: str
) -> None:
    """Sheets with columns and rows as a file, `xlsx` or `csv` (the first sheet). Rows are written as they come."""
    made = (_block(sheet, columns, lines, tongue) for sheet, columns, lines in blocks)
    _WRITERS[form](made, out)


_WRITERS: Mapping[str, Callable[[Iterable[Block], IO[bytes]], None]] = {"xlsx": xlsx.write, "csv": comma.write}


def _block(sheet: Sheet, columns: list[Column], lines: Iterable[Mapping[str, str]], tongue: str) -> Block:
    return Block.of(sheet.title, sheet.lead, columns, lines, tongue)


def read(stream: IO[bytes], *, profile: Profile = DEFAULT) -> Iterator[Line | str]:
    """The rows that say something, sheet by sheet; a text for what is in the file and is not read.

    Unreadable for what is no table of ours, or is too large.
    """
    stream.seek(0)
    is_packed = stream.read(4) == b"PK\x03\x04"
    stream.seek(0)
    found = 0
    for title, rows in (xlsx if is_packed else comma).read(stream):
        for line in _lines(title, rows, profile):
            found += isinstance(line, Line)
            if found > MOST_LINES:
                raise Unreadable(f"There are more than {MOST_LINES} rows. Split the file.")
            yield line
    if not found:
        raise Unreadable("There is no row in it. Fill in the template below the names of the columns.")


def _lines(title: str, rows: Iterator[tuple[int, tuple[object, ...]]], profile: Profile) -> Iterator[Line | str]:
    heads: dict[int, str] = {}
    for number, cells in rows:
        if number > _HEADS:
            break
        names = {place: said.lower() for place, cell in enumerate(cells) if (said := text_of(cell))}
        if ID in names.values() and len(names) > 1:
            heads = names
            break
    if not heads:
        if title not in ("Lists", "Help"):
            yield f"The sheet “{title[:40]}” has no line with the names of the columns, “{ID}” first. It is not read."
        return
    sheet = SHEETS["distribution" if DATASET in heads.values() else "dataset"]
    known, lead, odd = _known(heads, sheet, profile)
    yield from odd
    letters = {column.key: xlsx.letters(place) for place, column in known.items()}
    letters |= {name: xlsx.letters(place) for name, place in lead.items()}
    for number, cells in rows:
        line = {column: _cell(cells, place) for place, column in known.items()}
        own = {name: _printable(_cell(cells, place)) for name, place in lead.items()}
        if any(line.values()) or any(own.values()):
            yield Line(sheet, number, own[ID], own.get(DIGEST, ""), own.get(DATASET, ""), line, letters)


def _printable(name: str) -> str:
    """An identifier without characters that no database looks for; with a mark in their place it is none."""
    return "".join(c if c.isprintable() else "?" for c in name)


def _cell(cells: tuple[object, ...], place: int) -> str:
    return text_of(cells[place]) if place < len(cells) else ""


def _known(
    heads: Mapping[int, str], sheet: Sheet, profile: Profile
) -> tuple[dict[int, Column], dict[str, int], list[str]]:
    """The columns that the profile has, the leading ones, and a sentence for each that nobody knows."""
    if len(heads) > MOST_COLUMNS:
        raise Unreadable(f"There are more than {MOST_COLUMNS} columns.")
    known: dict[int, Column] = {}
    lead: dict[str, int] = {}
    odd: list[str] = []
    for place, name in heads.items():
        if name in sheet.lead:
            lead[name] = place
            continue
        try:
            column = parsed(name, sheet.shape(profile), profile=profile)
        except Unknown as refusal:
            odd.append(f"{sheet.title}, column {xlsx.letters(place)}: {refusal} It is not read.")
            continue
        if column in known.values():
            odd.append(f"{sheet.title}, column {xlsx.letters(place)}: “{name}” stands twice. The first is read.")
        else:
            known[place] = column
    return known, lead, odd


def text_of(cell: object) -> str:
    """A cell as a text: days as ISO 8601, whole numbers without a point, yes and no as true and false."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time()
        return cell.date().isoformat() if is_day else cell.isoformat(timespec="seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return unescaped(str(cell).strip())
