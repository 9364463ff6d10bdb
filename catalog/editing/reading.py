"""A draft's record, parsed once: one edits the same description for a while, and a large one takes its time."""

from functools import lru_cache

from catalog.models import Draft, Revision
from fair_metadata.forms import Ready, ready
from fair_metadata.record import Record

KEPT = 8  # descriptions; those that were saved last by this process


def record_of(draft: Draft) -> Record:
    """What the draft says. The bytes are the key, so nothing old is ever answered."""
    return _record(draft.resource.iri, bytes(draft.packed))


def ready_of(draft: Draft) -> Ready:
    """How far it is."""
    return _ready(draft.resource.iri, bytes(draft.packed))


@lru_cache(maxsize=KEPT)
def _record(iri: str, packed: bytes) -> Record:
    return Record.from_ntriples(iri, Revision.unpack(packed))


@lru_cache(maxsize=KEPT)
def _ready(iri: str, packed: bytes) -> Ready:
    return ready(_record(iri, packed))
