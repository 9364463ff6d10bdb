"""Local layers: what was changed here over a description from elsewhere stays when that comes again.

The register asks, in one place, before and after it writes. What is new costs nothing, and resources that were changed
nowhere but at their source have no layer and cost one look for the whole batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils import timezone

from catalog.columns import USES, Columns
from catalog.models import Layer, Resource, Revision
from catalog.shared import columns, shared_in
from fair_metadata.layering import Field, edits, layered, rebased, taken
from fair_metadata.record import Record

Layers = Mapping[str, "Arriving"]  # by the IRI of the resource


class Arriving(NamedTuple):
    """What a source says now of a resource that has a layer, with our edits in it; `was` is for the next time."""

    layer: Layer
    theirs: Record
    was: Record
    entry: Columns


def met(batch: Iterable[Columns]) -> Layers:
    """Those of a batch that meet a layer, with our edits in them; one query when none does, none for no batch."""
    arriving = {entry.iri: entry for entry in batch}
    if not arriving:
        return {}
    found = Layer.objects.filter(resource__iri__in=list(arriving)).select_related("resource__revision")
    return {layer.resource.iri: _arriving(layer, arriving[layer.resource.iri]) for layer in found}


def _arriving(layer: Layer, entry: Columns) -> Arriving:
    was, ours, theirs = layer.was, layer.resource.record, _record(entry)
    try:
        merged, was = layered(was, ours, theirs), rebased(was, ours, theirs)
    except ValueError:  # too tangled to be named together: ours stays until somebody has looked
        merged = ours
    known = shared_in([merged]) | {target for path, target in entry.links if path == USES}
    return Arriving(layer, theirs, was, columns(merged, entry.kind, known))


def keep(arriving: Iterable[Arriving]) -> None:
    """The source has come again: what it says now is noted, and where that leaves our edits."""
    for layer, theirs, was, entry in arriving:
        layer.was_packed = Revision.pack(was.ntriples)
        layer.theirs_packed, layer.theirs_digest = Revision.pack(theirs.ntriples), theirs.digest
        layer.theirs_at = timezone.now()
        _settle(layer, _record(entry))


def edited(entries: Sequence[Columns], before: Mapping[str, bytes]) -> None:
    """Descriptions from elsewhere were changed here; `before` is what the resources said until now."""
    known = Layer.objects.filter(resource__iri__in=list(before)).select_related("resource")
    layers = {layer.resource.iri: layer for layer in known}
    fresh = Resource.objects.filter(iri__in=before.keys() - layers.keys()).select_related("arrival")
    layers |= {resource.iri: _fresh(resource, before[resource.iri]) for resource in fresh}
    for entry in entries:
        if entry.iri in layers:
            _settle(layers[entry.iri], _record(entry))


def keep_ours(layer: Layer, ours: Record, fields: Iterable[Field]) -> None:
    """Somebody has looked at these fields: ours stays, and is no conflict until the source changes them again."""
    layer.was_packed = Revision.pack(taken(layer.was, layer.theirs, fields).ntriples)
    _settle(layer, ours)


def _fresh(resource: Resource, packed: bytes) -> Layer:
    """Nothing was changed here before, so what the resource said is what its source says."""
    at = resource.arrival.arrived_at if resource.arrival else resource.modified_at
    digest = Record.from_ntriples(resource.iri, Revision.unpack(packed)).digest
    return Layer(resource=resource, was_packed=packed, theirs_packed=packed, theirs_digest=digest, theirs_at=at)


def _settle(layer: Layer, ours: Record) -> None:
    """Count what is ours and what is in conflict; a layer in which nothing is ours goes."""
    was, theirs = layer.was, layer.theirs
    found = edits(was, ours, theirs)
    if not found:
        Layer.objects.filter(pk=layer.pk).delete()
        return
    layer.was_packed = Revision.pack(rebased(was, ours, theirs).ntriples)
    layer.fields, layer.conflicts = len(found), sum(edit.is_conflict for edit in found)
    layer.save()


def _record(entry: Columns) -> Record:
    return Record.from_ntriples(entry.iri, Revision.unpack(entry.packed))
