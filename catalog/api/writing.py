"""What a write does: one description through the one door, its findings told, nothing kept on a dry run."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import browse, pids, policy, workflow
from catalog.api.conditions import etag, hold
from catalog.api.door import flag, word, writer_of
from catalog.api.findings import Json, told
from catalog.api.problems import Problem, who_are_you
from catalog.editing import drafts
from catalog.models import Draft, Organisation, Resource, State
from catalog.register import Terms, register_many
from catalog.shared import columns
from fair_metadata.counts import SUPPRESSED, suppressed
from fair_metadata.flat import flat
from fair_metadata.flat.values import node_of
from fair_metadata.namespaces import DCT
from fair_metadata.record import Record
from fair_metadata.terms import literal
from fair_metadata.validation import Severity

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Act:
    """Who writes and why; on a dry run all is done and then taken back."""

    user: AbstractBaseUser
    viewer: policy.Viewer
    reason: str
    is_dry: bool

    def terms(self, organisation: Organisation | None = None, *, publish: bool = False) -> Terms:
        return Terms(author=self.user, reason=self.reason, organisation=organisation, publish=publish)


def act_of(request: Request) -> Act:
    """401 or 403 for who may not write at all."""
    viewer = writer_of(request)
    return Act(request.user, viewer, word(request, "reason", most=LONGEST_REASON), flag(request, "dry_run"))


def found(slug: str, viewer: policy.Viewer) -> Resource:
    """The resource. 404 when there is none, or the viewer may not see that there is one."""
    resource = browse.shown_at(slug, viewer)
    if resource is None:
        raise Problem(404, "There is no such resource, or it is not for you to see.")
    return resource


def editable(slug: str, act: Act) -> Resource:
    """The resource, for who may change it. 404 when they may not see it, 403 when they may not change it."""
    resource = found(slug, act.viewer)
    if not policy.may_edit(act.viewer, resource):
        raise Problem(403, "It belongs to another organisation. Ask its curators.")
    if resource.replaced_by_id:
        raise Problem(409, "It was merged into another description. Change that one, or undo the merge first.")
    return resource


def refuse_past_review(resource: Resource, record: Record, act: Act) -> None:
    """403 that says what to do for who changes what is published and goes through review; what it says may be sent."""
    may = policy.may_change_directly(act.viewer, resource, four_eyes=workflow.needs_four_eyes(resource))
    if not may and suppressed(record, settings.SMALL_CELL_LIMIT).digest != resource.digest:
        raise Problem(403, PAST_REVIEW)


PAST_REVIEW = (
    "It is published, and your change has to be reviewed. Send it with “?as=draft”: it is kept beside what is "
    "published, and you submit it for review."
)


def publishable(slug: str, act: Act) -> Resource:
    """The resource, for who may say to whom it is shown."""
    resource = editable(slug, act)
    if not policy.may_publish(act.viewer, resource):
        raise Problem(403, "Publishing and withdrawing is for reviewers and administrators of its organisation.")
    return resource


def owner_of_new(slug: str, viewer: policy.Viewer) -> Organisation | None:
    """The organisation for which something is described: the named one, or the only one that the viewer is in."""
    if viewer.user_id is None:
        raise who_are_you()
    everything = Organisation.objects.all()
    mine = everything if viewer.is_operator else everything.filter(id__in=viewer.organisations)
    if slug:
        organisation = mine.filter(slug=slug).first()
        if organisation is None:
            raise Problem(403, f"You have no role in an organisation “{slug[:80]}”.")
        return organisation
    if viewer.is_operator:
        return None
    choices = list(mine[:2])
    if len(choices) == 1:
        return choices[0]
    if choices:
        raise Problem(422, "Say for which of your organisations: “?organisation=SLUG”.")
    raise Problem(403, "You have no role in an organisation yet. Ask an administrator for one.")


def own_iri(name: str) -> str:
    """The IRI that a new description gives itself. 422 for what is none that lasts."""
    if not name:
        return ""
    try:
        node_of(name)
    except ValueError as refusal:
        raise Problem(422, f"“@id”: {refusal}") from None
    if name.startswith("_:") or len(name) > 2000:
        raise Problem(422, "“@id” is an IRI of at most 2000 characters. Leave it out and one is made.")
    tail = name.removeprefix(next(filter(name.startswith, pids.bases()), ""))
    if tail != name and Resource.objects.filter(slug=tail).exclude(iri=name).exists():
        raise Problem(409, f"{name} leads to another resource already. Take another IRI, or leave “@id” out.")
    return name


def with_identifier(record: Record) -> Record:
    """A record whose IRI was made here has it as its identifier, unless it states one."""
    if record.values(DCT.identifier):
        return record
    return record.replace(DCT.identifier, [literal(record.iri)])


def create(record: Record, kind: str, act: Act, organisation: Organisation | None) -> Json:
    """Keep a new description as a draft. 409 when its IRI is taken. Call it `alone`."""
    if Resource.objects.filter(iri=record.iri).exists():
        raise Problem(409, f"There is a description of {record.iri} already. Change that one, or take another IRI.")
    outcome = register_many([columns(record, kind)], act.terms(organisation))[0]
    return _receipt(record, str(outcome), act)


def keep_draft(resource: Resource, record: Record, act: Act) -> Json:
    """Keep a change as the draft over what is published, which stays as it is. 409 when somebody writes one already.

    Call it `alone`.
    """
    try:
        kept = drafts.propose(resource, record, act.user)
    except drafts.NotOpen as refusal:
        raise Problem(409, str(refusal)) from None
    receipt = about(resource) | {"outcome": "draft", "dry_run": act.is_dry, "draft": draft_of(kept)}
    receipt["suppressed"] = _suppressed(record, kept.record)
    if act.is_dry:
        transaction.set_rollback(True)
    return receipt | {"findings": told(kept.record)}


def drafted(resource: Resource, viewer: policy.Viewer) -> Response:
    """What the draft over a resource says, in the flat form, for who may edit it."""
    draft = drafts.of(resource) if policy.may_edit(viewer, resource) else None
    if draft is None:
        raise Problem(404, "There is no draft of it, or it is not for you to see.")
    return Response(flat(draft.record), headers={"ETag": etag(draft.digest)})


def draft_of(draft: Draft) -> Json:
    """How a draft stands, and where its review is."""
    page = f"{settings.BASE_URL}/review/{draft.resource.slug}"
    return {"version": draft.version, "stage": draft.stage, "digest": draft.digest, "review": page}


def replace(record: Record, kind: str, act: Act) -> Json:
    """Keep another description of a resource that is there. Call it `alone`."""
    outcome = register_many([columns(record, kind)], act.terms())[0]
    return _receipt(record, str(outcome), act)


def take_away(slug: str, act: Act, tags: tuple[str, ...]) -> Json:
    """Withdraw what is published, with the reason on the page that stays; discard a draft, which nobody sees again.

    A discarded draft is withdrawn within its organisation: the log keeps it, and no harvester learns that it was.
    Call it `alone`.
    """
    resource = editable(slug, act)
    hold(tags, resource.digest)
    if resource.state in (State.PUBLISHED, State.WITHDRAWN):
        publishable(slug, act)
        step(lambda: workflow.withdraw(resource, act.terms(), because=act.reason))
    else:
        step(lambda: workflow.discard(resource, act.terms(), because=act.reason))
    return standing(resource, act)


def refuse_own(resource: Resource, act: Act) -> None:
    """403 for who wrote a part of it, where the organisation wants a second person."""
    try:
        workflow.refuse_own(resource, act.user)
    except workflow.FourEyes as refusal:
        raise Problem(403, str(refusal)) from None


def step(work: Any) -> None:
    """A step of the workflow. 409 when its state does not allow it."""
    try:
        work()
    except workflow.NotPossible as refusal:
        raise Problem(409, str(refusal)) from None


def standing(resource: Resource, act: Act) -> Json:
    """Where the resource stands after a step; on a dry run all is taken back."""
    resource.refresh_from_db()
    stood = about(resource) | {"outcome": "updated", "dry_run": act.is_dry}
    if act.is_dry:
        transaction.set_rollback(True)
    return stood


def about(resource: Resource) -> Json:
    """Who and where a resource is, and how it stands."""
    return {
        "iri": resource.iri,
        "slug": resource.slug,
        "kind": resource.kind,
        "page": settings.BASE_URL + browse.address(resource),
        "organisation": resource.organisation.slug if resource.organisation else None,
        "state": resource.state,
        "visibility": resource.visibility,
        "withdrawn_because": resource.withdrawn_because,
        "digest": resource.digest,
        "revision": resource.revision_id,
        "violations": resource.violations,
        "warnings": resource.warnings,
        "created_at": resource.created_at.isoformat(),
        "modified_at": resource.modified_at.isoformat(),
    }


def _receipt(record: Record, outcome: str, act: Act) -> Json:
    """What became of a description, as it is kept: its findings, and how many small counts were left out."""
    resource = Resource.objects.select_related("organisation", "revision").get(iri=record.iri)
    kept = resource.record
    receipt = about(resource) | {"outcome": outcome, "dry_run": act.is_dry, "suppressed": _suppressed(record, kept)}
    if act.is_dry:
        transaction.set_rollback(True)
    return receipt | {"findings": told(kept)}


def _suppressed(came: Record, kept: Record) -> int:
    return sum(p == SUPPRESSED for _, p, _ in kept.triples) - sum(p == SUPPRESSED for _, p, _ in came.triples)


def refuse_violations(resource: Resource) -> None:
    """422 with what to mend: one publishes one's own without violations."""
    if resource.violations:
        found = [f for f in told(resource.record) if f["severity"] == Severity.VIOLATION]
        raise Problem(422, "Mend the violations first; “findings” says how.", findings=found)
