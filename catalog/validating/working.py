"""What is done with one document, in a process of its own that ends with it: read, judged, written as a report.

Nothing here knows of Django or of a database, and nothing is left when the process is gone.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from catalog import confining
from fair_metadata.formats import Description, rdf
from fair_metadata.formats.report import WRITERS
from fair_metadata.reading import Limits, Unreadable
from fair_metadata.record import Record
from fair_metadata.terms import Triple
from fair_metadata.validation.judging import Verdict, judge
from fair_metadata.validation.mending import Mend
from fair_metadata.validation.source import Source, replaced, source
from fair_metadata.validation.standards import STANDARDS, Standard

TURTLE = "text/turtle"


@dataclass(frozen=True, slots=True)
class Job:
    """One document and what is asked of it: a standard, a report in this media type, one of the offered mends."""

    body: bytes
    standard: str
    most_bytes: int
    media_type: str = ""
    name: str = ""
    base: str = ""
    form: str = ""
    mend: int | None = None
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, or why the document cannot be read. `text` is the document as a person may go on with it."""

    verdict: Verdict | None = None
    refused: str = ""
    line: int | None = None
    text: str = ""
    media_type: str = ""
    report: bytes = b""


class OverLimit(Exception):
    """What it took was more than it may take, and which setting says so."""

    def __init__(self, reason: str, limit: str) -> None:
        super().__init__(reason, limit)
        self.reason, self.limit = reason, limit


OUT_OF_MEMORY = "Looking at it takes more memory than it may have. Send less at once."


def run(job: Job) -> Outcome:
    """Everything that may be wrong with a document is in the outcome."""
    standard = STANDARDS[job.standard]
    limits = Limits(bytes=job.most_bytes, whole=job.most_bytes, statement=job.most_bytes)
    try:
        found = source(job.body, media_type=job.media_type, name=job.name, base=job.base, limits=limits)
        text, media_type = _as_text(job.body), job.media_type
        if text is None:  # packed, or in other characters: what is shown is judged, so that its lines are right
            text, media_type, found = _written(found.record.triples, limits)
        if job.mend is not None and (mend := _chosen(job.mend, judge(found, standard))):
            text, media_type, found = _written(replaced(found, mend.was, mend.now), limits)
        verdict = judge(found, standard)
    except Unreadable as refusal:
        text = _as_text(job.body) if job.with_text else ""
        return Outcome(refused=refusal.reason, line=refusal.line, text=text or "", media_type=job.media_type)
    except RecursionError:
        return Outcome(refused="it is nested too deeply.")
    report = WRITERS[job.form](verdict) if job.form else b""
    shown = text if job.with_text else ""
    return Outcome(replace(verdict, broken=()), text=shown, media_type=media_type, report=report)


def offered(verdict: Verdict) -> Iterable[Mend]:
    """The mends of a verdict in their order: a page names them by their number."""
    return (mend for node in verdict.nodes for told in node.told for mend in told.mends)


def _chosen(number: int, verdict: Verdict) -> Mend | None:
    return next((mend for place, mend in enumerate(offered(verdict)) if place == number), None)


def _as_text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _written(triples: Iterable[Triple], limits: Limits) -> tuple[str, str, Source]:
    """Anew as Turtle, and read again."""
    text = rdf.turtle(Description(Record("", tuple(sorted(triples))))).decode()
    return text, TURTLE, source(text.encode(), media_type=TURTLE, limits=replace(limits, bytes=8 * limits.bytes))


def work(connection: Connection, memory_mb: int, deadline: float) -> None:
    """In the process: one job, its outcome or what it went over, and the end."""
    os.environ["RUST_BACKTRACE"] = "0"  # that memory runs out is no fault to be found
    confining.confine(memory_mb)
    confining.end_after(deadline)
    try:
        said: Outcome | OverLimit = run(connection.recv())
    except MemoryError:
        said = OverLimit(OUT_OF_MEMORY, "VALIDATE_MEMORY_MB")
    connection.send(said)


def warm(standards: Iterable[Standard] = STANDARDS.values()) -> None:
    """Have the lists loaded and the checks made, once for all processes that are forked from this one."""
    small = source(b"<urn:a> a <http://www.w3.org/ns/dcat#Dataset> .", media_type=TURTLE, limits=Limits())
    for standard in standards:
        judge(small, standard)
