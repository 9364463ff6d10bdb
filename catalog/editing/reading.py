"""A draft's record, parsed once: one edits the same description for a while, and a large one takes its time."""

from functools import lru_cache

from django.utils import timezone

from catalog import browse, policy
from catalog.editing import drafts
from catalog.editing.aiming import aims_of
from catalog.models import Draft, Resource, Revision
from fair_metadata.forms import Ready, ready
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import iri, is_iri

KEPT = 8  # descriptions; those that were saved last by this process


def standing_draft(resource: Resource) -> Draft:
    """The draft over a resource, or what it would begin as: looking begins none."""
    now, stands = timezone.now(), resource.revision
    assert stands is not None
    begun = {"begun_at": now, "saved_at": now}
    found = drafts.of(resource)
    return found or Draft(resource=resource, base=stands, packed=stands.packed, digest=stands.digest, **begun)


def record_of(draft: Draft) -> Record:
    """What the draft says. The bytes are the key, so nothing old is ever answered."""
    return _record(draft.resource.iri, bytes(draft.packed))


def ready_of(draft: Draft) -> Ready:
    """How far it is, by the standards that all are held to and those that its organisation aims at."""
    return _ready(draft.resource.iri, bytes(draft.packed), aims_of(draft.resource), _parts(draft))


@lru_cache(maxsize=KEPT)
def _record(iri: str, packed: bytes) -> Record:
    return Record.from_ntriples(iri, Revision.unpack(packed))


@lru_cache(maxsize=KEPT)
def _ready(iri: str, packed: bytes, aims: tuple[str, ...], parts: tuple[Record, ...]) -> Ready:
    return ready(_record(iri, packed), aims, parts)


def _parts(draft: Draft) -> tuple[Record, ...]:
    """The descriptions of its distributions, of those that everybody may see who may see the dataset; one query."""
    named = [iri(value) for value in record_of(draft).values(DCAT.distribution) if is_iri(value)]
    return browse.parts_named(named, policy.reader_of(draft.resource)) if named else ()
