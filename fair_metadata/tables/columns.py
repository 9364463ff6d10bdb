"""Columns made from the profile table, and their names: `title [en]`, `creator.2.name [en]`, `keyword [es]`.

The rule: a dot leads into a nested description, a number after a name says which of several, brackets hold the
language. A column of texts holds one text, so that texts may have paragraphs; every other column, and keywords, hold
one value a line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from fair_metadata.namespaces import DCAT
from fair_metadata.profile import Form, Level, Profile, Property, Shape
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_literal, language

DEEPEST = 2  # nested descriptions that columns lead into
MOST_TWINS = 5  # columns for nested descriptions or texts of the same property
LANGUAGES = ("en", "es")
_LISTS_OF_TEXTS = {DCAT.keyword}
_KEY = re.compile(r"([a-z_.0-9]+?)(?:\s*\[\s*([A-Za-z0-9-]*)\s*\](?:\.(\d+))?)?")


class Unknown(ValueError):
    """A name that no column has, and the nearest that there is."""


@dataclass(frozen=True, slots=True)
class Step:
    """Into a nested description of a property: the first, the second …"""

    row: Property
    number: int = 1

    @property
    def name(self) -> str:
        return self.row.name if self.number == 1 else f"{self.row.name}.{self.number}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `tag` is the language of its texts, "" for those without one and for everything that is no text.

    `number` is which of several texts it holds; 0: it holds all values, one a line.
    """

    steps: tuple[Step, ...]
    row: Property
    tag: str = ""
    number: int = 0

    @property
    def key(self) -> str:
        """Its name for machines: `publisher.name [en]`, `alternative [en].2`."""
        names = ".".join([*(step.name for step in self.steps), self.row.name])
        which = f".{self.number}" if self.number > 1 else ""
        return f"{names} [{self.tag}]{which}" if self.tag else f"{names}{which}"

    def label(self, tongue: str = "en") -> str:
        """Its name for people: “Publisher › Name [en]”."""
        names = [f"{s.row.label[tongue]} {s.number}" if s.number > 1 else s.row.label[tongue] for s in self.steps]
        which = f" {self.number}" if self.number > 1 else ""
        return " › ".join([*names, self.row.label[tongue]]) + (f" [{self.tag}]" if self.tag else "") + which

    @property
    def is_list(self) -> bool:
        return self.number == 0


def is_one_text(row: Property) -> bool:
    """Does a column of this row hold one text, that may have lines of its own?"""
    return row.form is Form.TEXT and row.path not in _LISTS_OF_TEXTS


def columns_for(
    shape: Shape,
    records: Iterable[tuple[Record, Term]] = (),
    *,
    profile: Profile = DEFAULT,
    is_whole: bool = False,
    languages: tuple[str, ...] = LANGUAGES,
) -> list[Column]:
    """The columns of the quick form, or of all rows, with those that the descriptions (and nodes of them) need besides.

    Texts in more languages, and more than one text or nested description, get columns of their own.
    """
    usual = list(_columns(shape, (), profile, is_whole, languages))
    wanted = dict.fromkeys(usual)
    for record, node in records:
        wanted |= dict.fromkeys(found for column in usual for found in _needed(column, record, node))
    places = {_place(column): number for number, column in reversed([*enumerate(usual)])}
    return sorted(wanted, key=lambda column: (places[_place(column)], [s.number for s in column.steps], column.number))


def _columns(
    shape: Shape, steps: tuple[Step, ...], profile: Profile, is_whole: bool, languages: tuple[str, ...]
) -> Iterator[Column]:
    for row in shape.properties:
        if row.is_deprecated or not (_is_told(row, shape) if steps else is_whole or row.quick):
            continue
        number = 1 if is_one_text(row) else 0
        yield from (Column(steps, row, tag, number) for tag in (languages if row.form is Form.TEXT else ("",)))
        inner = profile.shapes.get(row.shape)
        if inner is not None and len(steps) < DEEPEST:
            yield from _columns(inner, (*steps, Step(row)), profile, is_whole, languages)


def _is_told(row: Property, shape: Shape) -> bool:
    """Rows of nested descriptions that people fill in: what is wanted, what it is called, what is chosen."""
    ruled = {path for rule in shape.rules for path in getattr(rule, "paths", ())}
    return row.level is not Level.OPTIONAL or row.form is Form.TEXT or row.path in ruled or bool(row.vocabularies)


def _needed(column: Column, record: Record, subject: Term) -> Iterator[Column]:
    """The column for each nested description, language and text that a record has."""
    for steps, node in _inside(column.steps, record, subject):
        if not column.is_list or column.row.form is Form.TEXT:
            tags: dict[str, int] = {}
            for value in record.values(column.row.path, node):
                tag = language(value) if is_literal(value) else ""
                tags[tag] = tags.get(tag, 0) + 1
            for tag, count in tags.items():
                numbers = [0] if column.is_list else range(1, min(count, MOST_TWINS) + 1)
                yield from (replace(column, steps=steps, tag=tag, number=number) for number in numbers)
        else:
            yield replace(column, steps=steps)


def _inside(steps: tuple[Step, ...], record: Record, node: Term) -> list[tuple[tuple[Step, ...], Term]]:
    """The nodes that steps of any number lead to, each with its own steps."""
    found: list[tuple[tuple[Step, ...], Term]] = [((), node)]
    for step in steps:
        found = [
            ((*taken, Step(step.row, number)), inner)
            for taken, at in found
            for number, inner in enumerate(nested(record, step.row, at)[:MOST_TWINS], start=1)
        ]
    return found


def nested(record: Record, row: Property, node: Term) -> tuple[Term, ...]:
    """The values of a property that are described inside the record, in their order."""
    return tuple(value for value in record.values(row.path, node) if value in record.nodes)


def _place(column: Column) -> tuple[str, ...]:
    return (*(step.row.name for step in column.steps), column.row.name)


def parsed(key: str, shape: Shape, *, profile: Profile = DEFAULT) -> Column:
    """The column of that name. Unknown, with the nearest name, when the profile has none."""
    match = _KEY.fullmatch(key.strip().lower())
    if match is None:
        raise Unknown(f"“{_printable(key)}” is no name of a column.")
    names, tag, which = match[1].split("."), match[2] or "", match[3]
    steps: list[Step] = []
    at: Shape | None = shape
    row: Property | None = None
    while names:
        name = names.pop(0)
        row = at.by_name.get(name) if at else None
        if row is None:
            raise Unknown(_unknown(key, name, at))
        number = int(names.pop(0)) if names and names[0].isdigit() and len(names[0]) < 3 else 1
        if names:
            steps.append(Step(row, max(1, number)))
            at = profile.shapes.get(row.shape)
        else:
            which = which or str(number)
    assert row is not None
    return Column(tuple(steps), row, tag, max(1, int((which or "1")[:2])) if is_one_text(row) else 0)


def _unknown(key: str, name: str, shape: Shape | None) -> str:
    near = get_close_matches(name, shape.by_name, 1) if shape else []
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no column “{_printable(key)}”.{hint}"


def _printable(key: str) -> str:
    return "".join(c for c in key if c.isprintable())[:80]
