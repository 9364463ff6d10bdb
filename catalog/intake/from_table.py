"""Rows of a spreadsheet → descriptions: edits over what the row was made from, or something new."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from catalog.batching import batched
from catalog.editing import drafts
from catalog.intake import arriving
from catalog.intake.coming import Came, CannotCome, Coming, Problem, suppression
from catalog.intake.standing_there import IN_REVIEW, NOT_OURS, Mine, There, may_take, standing_there
from catalog.language import current_language
from catalog.minting import minted
from catalog.models import Kind, Organisation, Revision
from fair_metadata import tables
from fair_metadata.counts import SUPPRESSED, gives_away, suppressed
from fair_metadata.namespaces import DCAT, DCT, RDF
from fair_metadata.record import Record
from fair_metadata.tables.cells import is_counted
from fair_metadata.tables.columns import Column
from fair_metadata.tables.layout import DATASET, DIGEST, ID
from fair_metadata.tables.sheets import Line
from fair_metadata.terms import Term, is_blank, literal, named, text

_SHORT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
AT_ONCE = 200  # descriptions that are looked up together
_FILE_ROW: Mapping[str, Term] = {"distribution": DCAT.distribution}


@dataclass(slots=True)
class Gathered:
    """The rows that change one description: those of itself, and those of nameless distributions inside it."""

    iri: str
    kind: str
    lines: list[Line] = field(default_factory=list)
    inner: list[Line] = field(default_factory=list)
    joined: list[tuple[Line, str]] = field(default_factory=list)  # new distributions with an address of their own
    is_minted: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def where(self) -> str:
        own = [f"row {line.number}" for line in self.lines]
        return ", ".join([*own, *(f"{line.sheet.title} row {line.number}" for line in self.inner)])[:300]


@contextmanager
def from_table(
    incoming: arriving.Incoming,
    author: AbstractBaseUser | None,
    mine: Mine,
    *,
    keep: bool,
    advance: Callable[[int], None] = lambda done: None,
) -> Iterator[Came]:
    """The descriptions that the rows of a spreadsheet make. CannotCome for what is no table of ours."""
    notes: list[str] = []
    lines: list[Line] = []
    try:
        for line in tables.read(incoming.stream):
            lines.append(line) if isinstance(line, Line) else notes.append(line)
    except tables.Unreadable as refusal:
        if keep:  # nobody can say what is in it, so its bytes are not kept
            arriving.keep(incoming, author=author, with_body=False)
        raise CannotCome(str(refusal)) from refusal
    found: list[Coming] = []
    for coming in _all(_gathered(lines, mine.organisation), mine):
        found.append(coming)
        advance(len(found))
    hidden = sum(coming.hidden for coming in found)
    came = Came(found, notes=notes)
    if hidden:
        came.notes.append(suppression(hidden))
    if keep:
        is_open = not (hidden or notes or any(map(_is_telling, lines)))
        came.arrival = arriving.keep(incoming, author=author, with_body=is_open)
    yield came


def _is_telling(line: Line) -> bool:
    return any(gives_away(cell, settings.SMALL_CELL_LIMIT) for column, cell in line.cells.items() if is_counted(column))


def _gathered(lines: Iterable[Line], organisation: Organisation | None) -> list[Gathered]:
    """Rows by the description that they change, in the order of the file."""
    found: dict[str, Gathered] = {}
    for line in lines:
        kind = line.sheet.name
        if kind == Kind.DATASET or (line.id and not line.id.startswith("_:")):
            name, is_minted = _named(line, organisation)
            gathered = found.setdefault(name, Gathered(name, kind, is_minted=is_minted))
            gathered.lines.append(line)
            if len(gathered.lines) > 1:
                gathered.problems.append(
                    _at(line, ID, _("It stands in row %(n)s too.") % {"n": gathered.lines[0].number})
                )
            if kind != Kind.DATASET and not line.digest and line.dataset:
                parent = _whole(line.dataset)
                found.setdefault(parent, Gathered(parent, Kind.DATASET)).joined.append((line, name))
        else:
            parent = _whole(line.dataset) if line.dataset else ""
            gathered = found.setdefault(parent, Gathered(parent, Kind.DATASET))
            gathered.inner.append(line)
    return list(found.values())


def _named(line: Line, organisation: Organisation | None) -> tuple[str, bool]:
    """The IRI of what a row describes, and whether it was made here: of a short name, or of nothing."""
    if line.id:
        return _whole(line.id), bool(_SHORT.fullmatch(line.id))
    titles = (cell for column, cell in line.cells.items() if column.key.startswith("title") and cell)
    return minted(line.sheet.name, organisation, next(titles, "")), True


def _whole(written: str) -> str:
    """The IRI that a cell names; a short name stands for one below PID_BASE."""
    return settings.PID_BASE + written if _SHORT.fullmatch(written) else written


def _all(gathered: list[Gathered], mine: Mine) -> Iterator[Coming]:
    for part in batched(gathered, AT_ONCE):
        there = standing_there(one.iri for one in part)
        for one in part:
            yield _One(one, there.get(one.iri), mine).coming()


class _One:
    """One description and the rows that change it."""

    def __init__(self, rows: Gathered, there: There | None, mine: Mine) -> None:
        self.rows, self.there, self.mine = rows, there, mine
        self.problems = list(rows.problems)

    def coming(self) -> Coming:
        if not self.rows.iri:
            return self._refused(
                _("A distribution belongs to a dataset: write its identifier in the column “dataset”.")
            )
        try:
            subject = named(self.rows.iri)
        except ValueError:
            said = _("“%(written)s” is no identifier. Leave it as it was exported, or empty for something new.")
            return self._refused(said % {"written": self.rows.iri[:200]})
        if self.there is None:
            return self._new(subject)
        if not may_take(self.mine, self.there.resource):
            return self._refused(str(NOT_OURS))
        return self._changed()

    def _refused(self, because: str, record: Record | None = None) -> Coming:
        return Coming(self.rows.iri, self.rows.kind, None, self.rows.where, because, tuple(self.problems))

    def _new(self, subject: Term) -> Coming:
        if not self.rows.lines:
            return self._refused(_("There is no such dataset here, and no row that describes it."))
        if any(line.digest for line in self._lines()):
            said = _("There is no such description here (any more). Empty its identifier and its version.")
            return self._refused(said)
        kind = {"dataset": DCAT.Dataset, "distribution": DCAT.Distribution}[self.rows.kind]
        triples = [(subject, RDF.type, kind)]
        if self.rows.is_minted and self.rows.kind == Kind.DATASET:
            triples.append((subject, DCT.identifier, literal(self.rows.iri)))
        base = Record.of(self.rows.iri, triples)
        edits = self._edits(base)
        record = tables.applied(base, edits)[0]
        if not self.problems and self.rows.kind == Kind.DATASET and not record.values(DCT.title):
            key = "title [en]"
            self.problems.append(_at(self.rows.lines[0], key, _("A title is missing. Write what it is called.")))
        return self._told(record)

    def _changed(self) -> Coming:
        """Edits over the version that the rows were made from, on what stands there now."""
        draft = self.there.draft
        if draft is not None and draft.stage not in drafts.OPEN:
            return self._refused(str(IN_REVIEW))
        current, edits = self.there.record, list[tables.Edit]()
        for base, lines in self._bases():
            if base is None:
                self._wrong_version(lines)
            else:
                edits += self._edits(base, lines)
        record, conflicts = tables.applied(current, edits)
        for conflict in conflicts:
            self.problems.append(self._conflict(conflict))
        return self._told(record, saw=current.digest, version=draft.version if draft else 0)

    def _lines(self) -> list[Line]:
        return [*self.rows.lines, *self.rows.inner, *(line for line, _ in self.rows.joined)]

    def _bases(self) -> Iterator[tuple[Record | None, list[Line]]]:
        """Rows by the version that they were made from; a row without one is written over what stands there now."""
        by_digest: dict[str, list[Line]] = defaultdict(list)
        for line in self._lines():
            by_digest[line.digest].append(line)
        for digest, lines in by_digest.items():
            yield self._base(digest), lines

    def _base(self, digest: str) -> Record | None:
        for known in (self.there.record, self.there.resource.record):
            if digest in ("", known.digest):
                return known
        revisions = Revision.objects.filter(resource=self.there.resource, digest=digest)
        found = revisions.order_by("-number").first()
        return found.record if found else None

    def _wrong_version(self, lines: list[Line]) -> None:
        said = _("Nobody knows the version that this row was made from. Export it again, and change that.")
        self.problems += [_at(line, DIGEST, said) for line in lines]

    def _edits(self, base: Record, lines: list[Line] | None = None) -> list[tables.Edit]:
        edits: list[tables.Edit] = []
        for line in self._lines() if lines is None else lines:
            if line in self.rows.lines:
                edits += self._of_line(base, line, base.subject)
            elif line in self.rows.inner:
                edits += self._of_inner(base, line)
        for line, name in self.rows.joined:
            if lines is None or line in lines:
                edits += self._joined(base, line, name)
        return edits

    def _of_inner(self, base: Record, line: Line) -> list[tables.Edit]:
        """A distribution without an address of its own, inside its dataset."""
        path = _FILE_ROW[line.sheet.name]
        if line.id:
            if line.id in base.nodes and line.id in base.values(path):
                return self._of_line(base, line, line.id)
            self.problems.append(_at(line, ID, _("Its dataset has no such distribution. Export it again.")))
            return []
        node = f"_:new{line.sheet.name}{line.number}"
        edits = self._of_line(base, line, node)
        if not edits:
            return []
        return [
            tables.Edit(base.subject, path, None, node),
            tables.Edit(node, RDF.type, None, DCAT.Distribution),
            *edits,
        ]

    def _joined(self, base: Record, line: Line, name: str) -> list[tables.Edit]:
        try:
            target = named(name)
        except ValueError:
            return []  # told at the distribution's own row
        path = _FILE_ROW[line.sheet.name]
        return [] if target in base.values(path) else [tables.Edit(base.subject, path, None, target, DATASET)]

    def _of_line(self, base: Record, line: Line, node: Term) -> list[tables.Edit]:
        cells = _said(base, line, node) if line.digest else line.cells
        edits, wrong = tables.edits_of(base, cells, node, is_whole=bool(line.digest))
        tongue = current_language()
        labels = {column.key: column.label(tongue) for column in line.cells}
        self.problems += [
            Problem(line.place(w.column), labels.get(w.column, w.column), w.detail.get(tongue) or w.detail["en"])
            for w in wrong
        ]
        return edits

    def _conflict(self, conflict: tables.Conflict) -> Problem:
        key = conflict.edit.column
        line = next((line for line in self._lines() if any(c.key == key for c in line.cells)), self._lines()[0])
        column = next((column for column in line.cells if column.key == key), None)
        now = " · ".join(_shown(value) for value in conflict.now[:3]) if column and not is_counted(column) else ""
        if now:
            said = _("It was changed here since the export; now it is “%(now)s”. Export it again, and change that.")
        else:
            said = _("It was changed here since the export. Export it again, and change that.")
        return Problem(line.place(key), column.label() if column else key, said % {"now": now})

    def _told(self, record: Record, *, saw: str = "", version: int = 0) -> Coming:
        if self.problems:
            return self._refused(_("Mend the cells that are named."))
        kept = suppressed(record, settings.SMALL_CELL_LIMIT)
        hidden = _suppressions(kept) - _suppressions(record)
        return Coming(self.rows.iri, self.rows.kind, kept, self.rows.where, saw=saw, version=version, hidden=hidden)


def _suppressions(record: Record) -> int:
    return sum(path == SUPPRESSED for _, path, _ in record.triples)


def _said(base: Record, line: Line, node: Term) -> dict[Column, str]:
    """The cells that say something of what a row was made from.

    In a column that the export did not have, an empty cell says nothing: it was never filled in.
    """
    exported = set(tables.columns_for(line.sheet.shape(), [(base, node)]))
    return {column: cell for column, cell in line.cells.items() if cell or column in exported}


def _shown(value: Term) -> str:
    return "…" if is_blank(value) else text(value)[:80]


def _at(line: Line, key: str, said: str) -> Problem:
    return Problem(line.place(key), key, said)
