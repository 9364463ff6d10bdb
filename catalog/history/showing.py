"""Changes as people read them: on a page, in a mail, in Markdown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.pages.presentation import Value, values_of
from fair_metadata.differences import FieldChange, changes
from fair_metadata.marking import Piece, marked
from fair_metadata.namespaces import short
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import text

MOST = 500  # changes on a page; the rest is counted, and is among the triples


@dataclass(frozen=True, slots=True)
class Shown:
    """One change in the reader's language. `pieces` mark the words of a text that was edited."""

    words: str
    path: str
    language: str
    before: Value | None
    after: Value | None
    pieces: tuple[Piece, ...]
    is_known: bool

    @property
    def what(self) -> str:
        return "changed" if self.before and self.after else "added" if self.after else "removed"


def shown(was: Record, now: Record, *, language: str) -> tuple[list[Shown], int]:
    """The changes from one description to another, those that the profile knows first; how many are left out."""
    found = changes(was, now, DEFAULT)
    ordered = sorted(found, key=lambda change: not change.is_known)
    return [told(change, was, now, language) for change in ordered[:MOST]], max(0, len(found) - MOST)


def told(change: FieldChange, was: Record, now: Record, language: str) -> Shown:
    """One change of these two descriptions in the reader's language."""
    before, after = change.before, change.after
    before_as, after_as = (values_of(record, DEFAULT, language=language) for record in (was, now))
    return Shown(
        words=change.words(language),
        path=short(change.path),
        language=change.language,
        before=before_as(before) if before else None,
        after=after_as(after) if after else None,
        pieces=marked(text(before), text(after)) if before and after and change.is_text else (),
        is_known=change.is_known,
    )


def names_of_fields(found: Iterable[FieldChange], language: str, most: int = 4) -> tuple[list[str], int]:
    """What changed, by name and each once, for one line of a list; how many are left out."""
    names = list(dict.fromkeys(change.words(language) for change in found))
    return names[:most], max(0, len(names) - most)


def plain(found: Iterable[Shown]) -> str:
    """A line for each change, for a mail."""
    return "".join(f"{_headed(change)}: {_said(change, '“', '”')}\n" for change in found)


def in_a_line(change: Shown) -> tuple[str, str, str]:
    """The field, and its value before and after; "" where there was or is none."""
    before, after = (_one_line(value) if value else "" for value in (change.before, change.after))
    return _headed(change), before, after


def markdown(found: Iterable[Shown]) -> str:
    """An item for each change; what came from a description cannot be taken for markup."""
    lines = [
        f"- **{_escaped(change.words)}**{_language(change)}: {_said(change, '', '', _escaped)}" for change in found
    ]
    return "".join(f"{line}\n" for line in lines)


def _headed(change: Shown) -> str:
    return change.words + _language(change)


def _language(change: Shown) -> str:
    return f" ({change.language})" if change.language else ""


def _said(change: Shown, left: str, right: str, write: object = None) -> str:
    words = [write(_one_line(v)) if callable(write) else _one_line(v) for v in (change.before, change.after) if v]
    quoted = [f"{left}{said}{right}" for said in words]
    if len(quoted) == 2:
        return " → ".join(quoted)
    return (_("added %(value)s") if change.after else _("removed %(value)s")) % {"value": quoted[0]}


def _one_line(value: Value) -> str:
    nested = "; ".join(f"{row.label}: {', '.join(map(_one_line, row.values))}" for row in value.rows)
    return " ".join(" – ".join(part for part in (value.text, nested) if part).split())


def _escaped(words: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~-])", r"\\\1", words)
