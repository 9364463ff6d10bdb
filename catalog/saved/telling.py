"""What a digest says: made of its numbers when it is read, of no more than its person may see at that moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from catalog import browse, policy
from catalog.history import log, showing
from catalog.models import Digest, Kind, Link, Resource, Revision, State
from catalog.notices.wording import title_of
from catalog.policy import Viewer
from catalog.saved import naming
from catalog.saved.comparing import Difference
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri

LISTED = 20  # descriptions of each list that are kept and told
FIELDS = 12  # changes of one description that are told
LONGEST, BEFORE = 240, 40  # characters of a value, and of what stands before the first that is another


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its value before and after, "" where there was or is none."""

    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One description, where to read it, and what changed; `more` is how many changes are not told here."""

    title: str
    address: str
    fields: tuple[Field, ...] = ()
    more: int = 0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """All about one of the things that a person keeps an eye on. `hidden`: what went, and may not be spoken of."""

    name: str
    address: str
    came: tuple[Line, ...]
    changed: tuple[Line, ...]
    went: tuple[Line, ...]
    hidden: int
    more: int

    def __bool__(self) -> bool:
        return bool(self.came or self.changed or self.went or self.hidden or self.more)


def kept(difference: Difference) -> dict[str, list[Any]]:
    """The fields of the digest of a difference."""
    lists: dict[str, Sequence[Any]] = {
        "came": difference.came,
        "changed": difference.changed,
        "went": difference.went,
    }
    counts = [len(numbers) for numbers in lists.values()]
    return {name: list(numbers[:LISTED]) for name, numbers in lists.items()} | {"counts": counts}


def section(digest: Digest, viewer: Viewer, language: str) -> Section:
    """What the digest says to this viewer now; false when that is nothing."""
    numbers = {*digest.came, *digest.went, *(number for number, _, _ in digest.changed)}
    rows = {row.pk: row for row in _rows(viewer).filter(pk__in=numbers)}
    listed = [rows[n] for n in digest.came if n in rows and rows[n].state == State.PUBLISHED]
    versions = _versions(digest, viewer)
    changes = [
        _changed(rows[number], versions.get(was), versions.get(now), viewer, language)
        for number, was, now in digest.changed
        if number in rows
    ]
    gone = [rows[n] for n in digest.went if n in rows]
    return Section(
        name=naming.called(digest.saved, viewer),
        address=settings.BASE_URL + naming.address(digest.saved, viewer),
        came=tuple(_line(row) for row in listed),
        changed=tuple(line for line in changes if line is not None),
        went=tuple(_line(row) for row in gone),
        hidden=len(digest.went) - len(gone),
        more=sum(max(0, count - LISTED) for count in digest.counts),
    )


def _rows(viewer: Viewer) -> QuerySet[Resource]:
    return Resource.objects.filter(policy.visible(viewer)).select_related("organisation")


def _versions(digest: Digest, viewer: Viewer) -> dict[int, Revision]:
    """Those of what changed that the viewer may read, by their numbers; all in one query."""
    numbers = {number for _, was, now in digest.changed for number in (was, now)}
    return Revision.objects.filter(policy.readable(viewer), number__in=numbers).in_bulk(field_name="number")


def _line(row: Resource) -> Line:
    because = row.withdrawn_because if row.state == State.WITHDRAWN else ""
    return Line(title_of(row), settings.BASE_URL + browse.address(row), because=because)


def _changed(row: Resource, old: Revision | None, new: Revision | None, viewer: Viewer, language: str) -> Line | None:
    """What is another in two versions that the viewer may read; None when that is nothing."""
    page, title = settings.BASE_URL + browse.address(row), _titled(row, viewer)
    if new is None:
        return None
    difference = f"{page}/diff?from={old.number}&to={new.number}" if old else page
    if old is None or not _are_compared(old, new):
        return Line(title, difference)
    found, more = showing.shown(log.record_of(row, old), log.record_of(row, new), language=language)
    if not found:
        return None
    fields = tuple(_field(*showing.in_a_line(change)) for change in found[:FIELDS])
    left = max(0, len(found) - FIELDS) + more
    return Line(title, difference, fields, left)


def _titled(row: Resource, viewer: Viewer) -> str:
    """Its title; of a file after that of its dataset."""
    if row.kind != Kind.DISTRIBUTION:
        return title_of(row)
    above = Link.objects.filter(target=row.iri, path=iri(DCAT.distribution)).values("source")
    dataset = Resource.objects.filter(policy.listed(viewer), pk__in=above).order_by("pk").first()
    return f"{title_of(dataset)} › {title_of(row)}" if dataset else title_of(row)


def _are_compared(*versions: Revision) -> bool:
    """Large descriptions are compared on their page, not in a mail."""
    is_small = all(len(version.packed) <= log.LARGEST for version in versions)
    return is_small and sum(version.ntriples.count("\n") for version in versions) <= log.SMALL


def _field(words: str, before: str, after: str) -> Field:
    """Long values are cut to where they differ."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))
    start = same - BEFORE if same > LONGEST - BEFORE else 0
    return Field(words, *(_cut(value, start) for value in (before, after)))


def _cut(value: str, start: int) -> str:
    left = ("…" if start else "") + value[start:]
    return left if len(left) <= LONGEST else left[: LONGEST - 1] + "…"


def sections(digests: Iterable[Digest], viewer: Viewer, language: str) -> list[tuple[Digest, Section]]:
    """What there is to say of these digests, the oldest first; those that say nothing any more are left out."""
    told = ((digest, section(digest, viewer, language)) for digest in digests)
    return [(digest, said) for digest, said in told if said]
