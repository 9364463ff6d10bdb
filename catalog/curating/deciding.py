"""Where a source and we say different things: who looks decides, field by field, which of the two stays."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from catalog import audit, layers, policy, workflow
from catalog.editing import drafts
from catalog.models import Layer, Resource
from catalog.policy import Viewer
from catalog.register import Terms, alone, register_many
from catalog.shared import columns
from fair_metadata.layering import Edit, Field, edits, taken

REASON = "Taken from the source again"


class Changed(ValueError):
    """The source came again, or somebody edited, since it was read."""

    def __init__(self) -> None:
        super().__init__(_("It was changed since you opened this page. Look at it again; nothing was decided."))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many fields stay ours, how many are the source's again, and whether those wait in a draft for review."""

    kept: int
    taken: int
    in_draft: bool


def layer_of(resource: Resource) -> Layer | None:
    return Layer.objects.select_related("resource__arrival").filter(resource=resource).first()


def open_edits(layer: Layer, resource: Resource) -> tuple[Edit, ...]:
    """The fields in which we differ, those in conflict first."""
    found = edits(layer.was, resource.record, layer.theirs)
    return tuple(sorted(found, key=lambda edit: not edit.is_conflict))


def key(field: Field) -> str:
    """A field's name in a form."""
    return sha256(" ".join(field).encode()).hexdigest()[:16]


def seen(layer: Layer, resource: Resource) -> str:
    """What was read: both descriptions."""
    return f"{resource.digest[:20]}{layer.theirs_digest[:20]}"


def decide(
    resource: Resource, viewer: Viewer, by: AbstractBaseUser, *, keep: Collection[str], take: Collection[str], read: str
) -> Outcome:
    """Ours stays in the fields `keep` and theirs is taken in `take`, by their keys. Changed, and nothing is written.

    Who may not change a published description directly takes theirs into the draft. drafts.NotOpen, drafts.Conflict.
    """
    with alone():
        stands = Resource.objects.select_related("revision", "organisation").get(pk=resource.pk)
        layer = layer_of(stands)
        if layer is None or seen(layer, stands) != read:
            raise Changed
        found = {key(edit.field): edit.field for edit in open_edits(layer, stands)}
        kept, given = ([found[name] for name in names if name in found] for names in (keep, take))
        if kept:
            layers.keep_ours(layer, stands.record, kept)
        in_draft = bool(given) and not _directly(stands, viewer)
        if in_draft:
            _into_draft(stands, layer, given, by)
        elif given:
            record = taken(stands.record, layer.theirs, given)
            register_many([columns(record, stands.kind)], Terms(author=by, reason=REASON))
        if kept or given:
            audit.note("settled with the source", by=by, resource=stands, kept=len(kept), taken=len(given))
    return Outcome(len(kept), len(given), in_draft)


def _directly(resource: Resource, viewer: Viewer) -> bool:
    return policy.may_change_directly(viewer, resource, four_eyes=workflow.needs_four_eyes(resource))


def _into_draft(resource: Resource, layer: Layer, given: Collection[Field], by: AbstractBaseUser) -> None:
    draft = drafts.begin(resource, by)
    drafts.save(draft, taken(draft.record, layer.theirs, given), by, version=draft.version)
