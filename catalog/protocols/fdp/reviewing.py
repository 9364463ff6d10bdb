"""What is published is changed by review: at once by who may publish it, else as a draft beside it (`?as=draft`)."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from catalog import policy, workflow
from catalog.editing import drafts
from catalog.models import Resource
from catalog.policy import Viewer
from catalog.protocols.fdp.answering import Refused
from catalog.tokens import Bearer
from fair_metadata.document import REFERENCE, Part
from fair_metadata.record import Record

PAST_REVIEW = (
    "It is published, and your change has to be reviewed. Send it with “?as=draft”: it is kept beside what is "
    "published, and you submit it for review."
)


def goes_beside(request: HttpRequest, resource: Resource | None) -> bool:
    """Is this change to be a draft beside what is published?"""
    wanted = request.GET.get("as", "")
    if wanted not in ("", "draft"):
        raise Refused(400, "“as” is “draft”, or left out.")
    return wanted == "draft" and resource is not None and resource.state in policy.SHOWN


def refuse_past_review(parts: Sequence[tuple[Part, Record]], was: Resource | None, viewer: Viewer) -> None:
    """403 for who changes what is published and may not at once; what it says already may be sent by everybody.

    The same for shared descriptions that come along.
    """
    said = {record.iri: record.digest for _, record in parts}
    for row in Resource.objects.filter(iri__in=said).select_related("organisation").defer("card"):
        if row.digest == said[row.iri] or _may_change(viewer, row):
            continue
        is_meant = was is not None and row.pk == was.pk
        other = f"{row.iri} is described here already, and not yours to change. Leave it out."
        raise Refused(403, PAST_REVIEW if is_meant else other)


def kept_beside(resource: Resource | None, parts: Sequence[tuple[Part, Record]], bearer: Bearer) -> HttpResponse:
    """202 with the draft and where its review is; what is published stays as it is."""
    others = [record.iri for part, record in parts if part.kind == REFERENCE]
    if others:
        raise Refused(400, f"A draft is of one description. Leave out what you say of {others[0]}.")
    assert resource is not None
    try:
        kept = drafts.propose(resource, parts[0][1], bearer.user)
    except drafts.NotOpen as refusal:
        raise Refused(409, str(refusal)) from refusal
    review = f"{settings.BASE_URL}/review/{resource.slug}"
    about = {"version": kept.version, "stage": kept.stage, "digest": kept.digest, "review": review}
    return JsonResponse({"draft": about}, status=202)


def _may_change(viewer: Viewer, resource: Resource) -> bool:
    return policy.may_change_directly(viewer, resource, four_eyes=workflow.needs_four_eyes(resource))
