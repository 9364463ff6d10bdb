"""Shared descriptions, which other records mention: what a description uses of them is kept beside it."""

from collections.abc import Collection, Iterable

from catalog.batching import batched
from catalog.columns import Columns, columns_of
from catalog.models import Kind, Resource
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, named

ASKED = 900  # names in one condition


def columns(record: Record, kind: str, shared: Collection[str] | None = None) -> Columns:
    """What the register keeps; `shared` are the names of shared descriptions that it may mention."""
    known = shared_in([record]) if shared is None else shared
    return columns_of(record, kind, uses=[_term(name) for name in _mentioned(record) if name in known])


def shared_in(records: Iterable[Record]) -> set[str]:
    """The names of the shared descriptions that records mention."""
    names = sorted({name for record in records for name in _mentioned(record)})
    rows = Resource.objects.filter(kind=Kind.REFERENCE)
    return {name for part in batched(names, ASKED) for name in rows.filter(iri__in=part).values_list("iri", flat=True)}


def _mentioned(record: Record) -> list[str]:
    """What it mentions and does not describe, by its IRI or label."""
    return sorted({iri(o) for _, _, o in record.triples if o[0] != '"' and o not in record.nodes})


def _term(name: str) -> Term:
    return name if name.startswith("_:") else named(name)
