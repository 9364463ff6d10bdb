"""A posted form onto the newest draft: what fits is kept, what is unclear or in conflict is told."""

from dataclasses import dataclass
from functools import reduce

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict

from catalog.editing import drafts
from catalog.editing.reading import record_of
from catalog.models import Draft
from fair_metadata.counts import SUPPRESSED
from fair_metadata.forms import Conflict, Edit, Merged, Seen, Unclear, changes, merged, unpacked
from fair_metadata.profile import Shape
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record

TRIES = 5


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a form. `seen` is what its page shows from now on; `suppressed` counts were too small to keep."""

    draft: Draft
    seen: Seen
    unclear: tuple[Unclear, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    suppressed: int = 0
    is_changed: bool = False


def seen_in(data: QueryDict) -> Seen:
    """What the form and the parts that came to it later showed. NotSeen for what no form of ours sent."""
    first, *others = map(unpacked, data.getlist("seen") or [""])
    return reduce(Seen.joined, others, first)


def shape_of(record: Record) -> Shape:
    shape = DEFAULT.shape_for(record.types())
    if shape is None:
        raise ValueError("The profile has no form for what this is. Edit its source.")
    return shape


def save(draft: Draft, data: QueryDict, author: AbstractBaseUser | None) -> Saved:
    """The form's edits on the draft as it stands now, whoever saved it meanwhile. drafts.NotOpen while in review."""
    seen = seen_in(data)
    posted = changes(data.dict(), seen, shape_of(record_of(draft)))
    if not posted.edits:
        return Saved(draft, seen, posted.unclear)
    kept, outcome = keep(draft, posted.edits, seen, author)
    suppressed = hidden(record_of(kept)) - hidden(outcome.record) if kept.digest != outcome.record.digest else 0
    was_changed = kept.digest != draft.digest
    return Saved(kept, outcome.seen, posted.unclear, outcome.conflicts, suppressed, was_changed)


def keep(draft: Draft, edits: tuple[Edit, ...], seen: Seen, author: AbstractBaseUser | None) -> tuple[Draft, Merged]:
    """Merge and save; when somebody saved in between, merge again."""
    for _ in range(TRIES):
        outcome = merged(record_of(draft), edits, seen)
        try:
            return drafts.save(draft, outcome.record, author, version=draft.version), outcome
        except drafts.Conflict as conflict:
            draft = conflict.theirs
    raise drafts.NotOpen("Too many people are saving at once. Try again.")


def hidden(record: Record) -> int:
    """How many counts were too small to keep."""
    return sum(path == SUPPRESSED for _, path, _ in record.triples)
