"""Lines of a bulk write: each is a description; one that is wrong is told with its reason, and the others go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from catalog import policy, register, workflow
from catalog.api import bodies, writing
from catalog.api.problems import Problem
from catalog.api.writing import Act
from catalog.columns import Columns
from catalog.minting import minted, title_of
from catalog.models import Organisation, Resource
from catalog.register import Outcome, register_many
from catalog.shared import columns, shared_in
from fair_metadata.flat import NotFlat
from fair_metadata.reading import Unreadable
from fair_metadata.record import Record

BATCH = 100  # lines that are kept in one transaction

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its number, from 1. Without text it was too long."""

    place: int
    text: bytes


@dataclass(slots=True)
class _Read:
    """A line that could be read, on its way into the register."""

    place: int
    record: Record
    kind: str
    columns: Columns | None = None
    refusal: str = ""
    outcome: str = ""


class Lines:
    """Batches of lines for one organisation. With `publish`, those without violations are shown at once."""

    def __init__(self, act: Act, organisation: Organisation | None, *, publish: bool) -> None:
        self.act, self.organisation, self.publish = act, organisation, publish

    def kept(self, batch: list[Line]) -> list[Result]:
        """What became of each line, in their order. A resource that comes twice is kept twice, one after the other."""
        with register.alone():
            results = [result for run in _runs(batch) for result in self._kept_together(run)]
            if self.act.is_dry:
                transaction.set_rollback(True)
        return results

    def _kept_together(self, run: list[Line]) -> list[Result]:
        read = [self._read(line, was) for line, was in zip(run, _as_they_are(run), strict=True)]
        described = {entry.record.iri: entry for entry in read if isinstance(entry, _Read)}
        mentioned = shared_in([entry.record for entry in described.values()])
        for entry in described.values():
            entry.columns = columns(entry.record, entry.kind, mentioned)
        results = {result["line"]: result for result in self._written(list(described.values()))}
        results |= {entry["line"]: entry for entry in read if isinstance(entry, dict)}
        return [results.get(line.place) or _refused(line.place, TWICE) for line in run]

    def _read(self, line: Line, was: Resource | None) -> "_Read | Result":
        try:
            return self._described(line, was)
        except NotFlat as refusal:
            errors = [{"pointer": wrong.pointer, "detail": wrong.detail} for wrong in refusal.wrong]
            return _refused(line.place, "The description cannot be read.", errors)
        except Problem as refusal:
            return _refused(line.place, refusal.detail, refusal.errors)
        except Unreadable as refusal:
            return _refused(line.place, f"The description cannot be read: {refusal}")

    def _described(self, line: Line, was: Resource | None) -> "_Read":
        if not line.text:
            raise Problem(413, f"The line is longer than {bodies.MOST} bytes.")
        document = bodies.as_json(line.text)
        media = bodies.JSON_LD if isinstance(document, dict) and "@context" in document else bodies.JSON
        own = writing.own_iri(bodies.subject_in(line.text, media))
        is_mine = was is not None and policy.may_edit(self.act.viewer, was)
        record = bodies.record_of(line.text, media, own or bodies.NAMELESS, was.record if was and is_mine else None)
        kind = bodies.kind_of(record)
        if not own:
            name = minted(kind, self.organisation, title_of(record))
            record = writing.with_identifier(bodies.record_of(line.text, media, name))
        return _Read(line.place, record, kind)

    def _written(self, batch: list[_Read]) -> list[Result]:
        if not batch:
            return []
        self._judge(batch)
        for publish in (False, True):
            self._register([r for r in batch if not r.refusal and self._is_shown(r) is publish], publish=publish)
        rows = {row.iri: row for row in _rows(batch)}
        return [_result(read, rows.get(read.record.iri)) for read in batch]

    def _is_shown(self, read: _Read) -> bool:
        return self.publish and read.columns is not None and not read.columns.violations

    def _judge(self, batch: list[_Read]) -> None:
        known = {row.iri: row for row in _rows(batch)}
        for read in batch:
            row = known.get(read.record.iri)
            if row is not None and not policy.may_edit(self.act.viewer, row):
                read.refusal = "This IRI is not yours to describe."
            elif row is not None and not self._may_change(row, read):
                read.refusal = PAST_REVIEW
            elif row is not None and row.kind != read.kind:
                read.refusal = f"This is a {row.kind} and stays one."
            elif row is not None and self.organisation and row.organisation_id not in (None, self.organisation.pk):
                read.refusal = "It belongs to another one of your organisations. Send it for that one."

    def _may_change(self, row: Resource, read: _Read) -> bool:
        says_so_already = read.columns is not None and read.columns.digest == row.digest
        return says_so_already or policy.may_change_directly(
            self.act.viewer, row, four_eyes=workflow.needs_four_eyes(row)
        )

    def _register(self, batch: list[_Read], *, publish: bool) -> None:
        if not batch:
            return
        terms = self.act.terms(self.organisation, publish=publish)
        outcomes: list[Outcome] = register_many([read.columns for read in batch if read.columns], terms)
        for read, outcome in zip(batch, outcomes, strict=True):
            read.outcome = str(outcome)


PAST_REVIEW = "It is published, and your change has to be reviewed: PUT it with “?as=draft”."
TWICE = "It is described again under another spelling of its IRI. Send it once, or further down."


def _runs(batch: list[Line]) -> Iterator[list[Line]]:
    """The lines in parts in which no IRI stands twice."""
    run: list[Line] = []
    names: set[str] = set()
    for line in batch:
        name = _name(line.text)
        if name in names:
            yield run
            run, names = [], set()
        run.append(line)
        names |= {name} if name else set()
    if run:
        yield run


def _as_they_are(batch: list[Line]) -> list[Resource | None]:
    """The resource that each line describes anew; one query. What cannot be read is told when its turn comes."""
    names = [_name(line.text) for line in batch]
    rows = Resource.objects.filter(iri__in={name for name in names if name}).select_related("revision").defer("card")
    found = {row.iri: row for row in rows}
    return [found.get(name) for name in names]


def _name(text: bytes) -> str:
    try:
        document = bodies.as_json(text)
    except Problem:
        return ""
    name = document.get("@id") if isinstance(document, dict) else ""
    return name if isinstance(name, str) and "\0" not in name else ""


def _rows(batch: list[_Read]) -> list[Resource]:
    rows = Resource.objects.filter(iri__in=[read.record.iri for read in batch])
    return list(rows.select_related("organisation").defer("card"))


def _result(read: _Read, row: Resource | None) -> Result:
    if read.refusal or row is None:
        return _refused(read.place, read.refusal) | {"iri": read.record.iri}
    return {
        "line": read.place,
        "outcome": read.outcome,
        "iri": row.iri,
        "slug": row.slug,
        "state": row.state,
        "digest": row.digest,
        "violations": row.violations,
        "warnings": row.warnings,
    }


def _refused(place: int, detail: str, errors: list[dict[str, str]] | None = None) -> Result:
    return {"line": place, "outcome": "refused", "detail": detail} | ({"errors": errors} if errors else {})
