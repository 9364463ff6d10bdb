"""The door for RDF: triples of an open document without small counts of persons, and what may be told of a refusal."""

import re
from collections.abc import Iterator

from django.conf import settings

from catalog.intake.arriving import Incoming
from fair_metadata.counts import Door, are_named_in
from fair_metadata.reading import Limits, Unreadable, read
from fair_metadata.terms import Triple


def admitted(incoming: Incoming, door: Door, *, limit: int = 0) -> Iterator[list[Triple]]:
    """The triples of a document, in batches, without small counts. Unreadable, with the line, for what is no RDF."""
    limits = Limits(bytes=limit or settings.READ_BYTES_LIMIT)
    given = {"media_type": incoming.media_type, "name": incoming.source, "base": incoming.base}
    for batch in read(incoming.stream, limits=limits, **given):
        yield door.admit(batch.flat)


def told_of(incoming: Incoming, refusal: Unreadable, door: Door) -> tuple[bool, str]:
    """May the bytes of what could not be read be kept, and why it could not be read.

    Not when they may hold a small count where nobody could read it; the parser quotes what it stumbled over.
    """
    is_open = not door.suppressed and not are_named_in(incoming.stream)
    return is_open, refusal.reason if is_open else re.sub(r"\d+", "…", refusal.reason)
