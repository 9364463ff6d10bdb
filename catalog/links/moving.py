"""An address that has moved for good, written into the draft with one click."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalog.editing import drafts
from catalog.models import Address, Draft, Resource
from fair_metadata.addresses import LEADING
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_literal, literal, named, text


class NotThere(ValueError):
    """The draft does not name this address any more, or it has not moved."""


def follow(resource: Resource, address: Address, author: AbstractBaseUser) -> Draft:
    """The draft with the new address wherever it named the old one; other changes in it stay.

    NotThere, and `drafts.NotOpen` or `drafts.Conflict` while somebody else is at it; then nothing is changed.
    """
    with transaction.atomic():
        draft = drafts.begin(resource, author)
        changes = _changes(draft.record, address.url, address.leads_to) if address.leads_to else {}
        if not changes:
            raise NotThere
        return drafts.save(draft, draft.record.with_changes(changes), author, version=draft.version)


def _changes(record: Record, was: str, now: str) -> dict[Triple, Triple]:
    """A part after `#` belongs to who wrote it, and stays."""
    return {
        (s, p, o): (s, p, _written(o, now))
        for s, p, o in record.triples
        if p in LEADING and o[0] != "_" and text(o).strip().partition("#")[0] == was
    }


def _written(value: Term, now: str) -> Term:
    _, hash_sign, part = text(value).strip().partition("#")
    there = now if "#" in now else f"{now}{hash_sign}{part}"
    return literal(there) if is_literal(value) else named(there)
