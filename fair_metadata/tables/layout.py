"""How a sheet looks: a line of names for people, a line of names for machines, help and lists beside each column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fair_metadata.profile import Words
from fair_metadata.tables.columns import Column
from fair_metadata.tables.values import choices

ID, DIGEST, DATASET = "id", "digest", "dataset"
MOST_CHOICES = 2_000


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a sheet: its two names, its help, and what may be chosen."""

    key: str
    label: str
    help: str
    choices: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A sheet to be written."""

    title: str
    heads: tuple[Head, ...]
    lines: Iterable[Mapping[str, str]]

    @classmethod
    def of(
        cls,
        title: str,
        lead: Mapping[str, tuple[Words, Words]],
        columns: Iterable[Column],
        lines: Iterable[Mapping[str, str]],
        tongue: str,
    ) -> "Block":
        heads = [Head(name, label[tongue], said[tongue]) for name, (label, said) in lead.items()]
        heads += [_head(column, tongue) for column in columns]
        return cls(title, tuple(heads), lines)


def _head(column: Column, tongue: str) -> Head:
    row = column.row
    notes = [row.help[tongue]]
    if column.is_list and row.many:
        notes.append(_MANY[tongue])
    found = choices(row)
    names = tuple(dict.fromkeys(name for name, _ in found)) if len(found) <= MOST_CHOICES else ()
    return Head(column.key, column.label(tongue), " ".join(notes), names, "" if column.steps else str(row.level))


_MANY = {"en": "Several values: one a line.", "es": "Varios valores: uno por línea."}
