"""What a review shows: differences side by side, field by field; what people said of each; what is to be mended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from django.utils.translation import gettext as _

from catalog.editing.aiming import aims_of
from catalog.editing.comments import Field, Thread
from catalog.editing.together import waiting_with
from catalog.models import Draft, Resource
from catalog.pages.presentation import Value, values_of
from catalog.policy import SHOWN, Viewer, may_see
from fair_metadata.differences import FieldChange, changes
from fair_metadata.forms import findings
from fair_metadata.marking import Piece, marked
from fair_metadata.namespaces import RDF, short
from fair_metadata.profiles import AIMS, CHECKED, DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, text
from fair_metadata.validation import Finding, check

MOST = 300  # changes and findings on one page


@dataclass(frozen=True, slots=True)
class Changed:
    """One field before and after. `pieces` are the words of an edited text, marked."""

    label: str
    node: Term
    path: Term
    before: Value | None
    after: Value | None
    pieces: tuple[Piece, ...] = ()
    language: str = ""
    thread: Thread | None = None

    @property
    def anchor(self) -> str:
        return anchor(self.node, self.path)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A thread that is not about anything that changed, with the words for its field."""

    label: str
    thread: Thread


@dataclass(frozen=True, slots=True)
class Shown:
    """One description in review."""

    changes: tuple[Changed, ...] = ()
    more: int = 0
    threads: tuple[Spoken, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()  # (path, label) of its own properties, to comment on
    findings: tuple[tuple[str, str], ...] = field(default=())  # (severity, message)
    open_comments: int = 0
    together: tuple[str, ...] = ()  # shared descriptions that are published with it
    others: tuple[str, ...] = ()  # and those of other organisations, which are not


def anchor(node: Term, path: Term) -> str:
    """The place of a field on a page; short, and the same each time."""
    return "f-" + blake2b(f"{node} {path}".encode(), digest_size=6).hexdigest()


def shown(
    resource: Resource, draft: Draft | None, threads: Mapping[Field, Thread], *, viewer: Viewer, language: str
) -> Shown:
    """The review of a draft; of what has none, its threads and findings."""
    stands = resource.record
    record = draft.record if draft else stands
    was = stands if draft is None or resource.state in SHOWN else Record(record.subject, ())
    changed = changes(was, record, DEFAULT)
    found = list(_changes(changed[:MOST], was, record, threads, language))
    about = {(row.node, row.path) for row in found}
    labels = _labels(record, language)
    spoken = [Spoken(_label(thread, record, labels), thread) for key, thread in threads.items() if key not in about]
    mine, others = waiting_with(resource, record)
    return Shown(
        tuple(found),
        len(changed) - len(found),
        tuple(spoken),
        tuple(labels.items()),
        tuple(_findings(record, aims_of(resource), language)),
        sum(thread.is_open for thread in threads.values()),
        tuple(row.words("title", language) or row.iri for row in mine),
        tuple(row.words("title", language) or row.iri for row in others if may_see(viewer, row)),
    )


def _changes(
    changed: Iterable[FieldChange], was: Record, now: Record, threads: Mapping[Field, Thread], language: str
) -> Iterator[Changed]:
    before, after = (values_of(record, DEFAULT, language=language) for record in (was, now))
    said: set[Field] = set()
    for change in changed:
        key = (change.nodes[1], change.path)
        # A thread stands at the first of the changes of its field.
        thread = threads.get(key) if key not in said else None
        said.add(key)
        yield Changed(
            change.words(language) if change.is_known else f"{_('Also stated')}: {change.words(language)}",
            *key,
            before(change.before) if change.before else None,
            after(change.after) if change.after else None,
            _pieces(change),
            change.language,
            thread,
        )


def _pieces(change: FieldChange) -> tuple[Piece, ...]:
    if not change.is_text or change.before is None or change.after is None:
        return ()
    return marked(text(change.before), text(change.after))


def _labels(record: Record, language: str) -> dict[str, str]:
    """The description's own properties: those that the profile has, then what it says besides."""
    shape = DEFAULT.shape_for(record.types())
    rows = shape.properties if shape else ()
    known = {row.path: row.label.get(language) or row.label["en"] for row in rows if not row.is_deprecated}
    stated = record.nodes.get(record.subject, {})
    return known | {path: short(path) for path in stated if path not in known and path != RDF.type}


def _label(thread: Thread, record: Record, labels: Mapping[str, str]) -> str:
    if not thread.path:
        return _("All of it")
    label = labels.get(thread.path) or short(thread.path)
    if thread.node in ("", record.subject):
        return label
    here = thread.node in record.nodes
    return f"{label} ({iri(thread.node) if here and thread.node[0] == '<' else _('of a part')})"


def _findings(record: Record, aims: Iterable[str], language: str) -> Iterator[tuple[str, str]]:
    """By what everybody is held to, then by what its organisation aims at."""
    found: list[Finding] = check(record, CHECKED)[:MOST]
    for aim in aims:
        found += findings(record, AIMS[aim])[:MOST]
    yield from dict.fromkeys((str(each.severity), _without_whose(each, language)) for each in found)


def _without_whose(finding: Finding, language: str) -> str:
    """Whose it is stands on top of the page."""
    said = finding.message.get(language) or finding.message["en"]
    return said.partition("»: ")[2] or said
