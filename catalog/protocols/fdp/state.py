"""Where a record stands, as JSON, and its publication."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from catalog import policy, workflow
from catalog.models import Kind, Resource, State
from catalog.policy import Viewer
from catalog.protocols.fdp import bodies, places
from catalog.protocols.fdp.answering import Refused, viewer, writer
from catalog.protocols.fdp.judging import refuse_violations
from catalog.protocols.fdp.places import Place
from catalog.protocols.fdp.reading import place_of
from catalog.register import Terms

# Review is ours; to a client of the reference what is not published is a draft.
_STATES = {
    State.DRAFT: "DRAFT",
    State.IN_REVIEW: "DRAFT",
    State.PUBLISHED: "PUBLISHED",
    State.WITHDRAWN: "WITHDRAWN",
}
DEEPEST = 10  # steps from a record up to the FAIR Data Point


def meta(request: HttpRequest, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """Who is asking, where the record stands, and the way up from it."""
    place, whom = place_of(request, prefix, tail), viewer(request)
    state = {"current": _current(place), "children": _below(place, whom)}
    return JsonResponse({"member": _member(place, whom), "state": state, "path": _path(place, whom)})


def _current(place: Place) -> str:
    return _STATES[State(place.resource.state)] if place.resource is not None else "PUBLISHED"


def _below(place: Place, whom: Viewer) -> dict[str, str]:
    """The members of the first page of each container; all of them would be as many as there are."""
    found: dict[str, str] = {}
    for child in place.definition.children:
        rows = places.members(place, child, whom).order_by("id").values_list("kind", "slug", "state")
        found |= {places.address_of(kind, slug): _STATES[State(s)] for kind, slug, s in rows[: places.CONTAINED]}
    return found


def _member(place: Place, whom: Viewer) -> dict[str, Any]:
    owner = place.resource.organisation_id if place.resource is not None else None
    roles = sorted(whom.roles.get(owner or 0, ()))
    if not roles:
        return {"user": None, "membership": None}
    return {"user": {"uuid": str(whom.user_id)}, "membership": {"name": roles[0]}}


def _path(place: Place, whom: Viewer) -> dict[str, dict[str, str]]:
    """Address → what it is, what it is called, and its parent's address: the trail that clients show."""
    found: dict[str, dict[str, str]] = {}
    here: Place | None = place
    while here is not None and here.address not in found and len(found) < DEEPEST:
        above = _above(here, whom)
        title = here.resource.words("title", "en") if here.resource is not None else ""
        step = {"resourceDefinitionUuid": here.definition.uuid, "title": title or _own_title(here)}
        found[here.address] = step | ({"parent": above.address} if above is not None else {})
        here = above
    return found


def _own_title(place: Place) -> str:
    return place.resource.slug if place.resource is not None else str(settings.CATALOGUE_NAME)


def _above(place: Place, whom: Viewer) -> Place | None:
    if place == places.root():
        return None
    if place.definition.kind == Kind.CATALOG:
        return places.root()
    found = places.parents(place, whom)
    return places.of(Resource.objects.get(pk=found[0].id)) if found else places.site()


def change(request: HttpRequest, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """`{"current": "PUBLISHED"}`: shown to whom its visibility names. It has to be right by then."""
    bearer, place = writer(request), place_of(request, prefix, tail)
    wanted = bodies.json_object(request).get("current")
    if place.resource is None or not policy.may_publish(bearer.viewer, place.resource):
        raise Refused(403, "Publishing is for reviewers and administrators of the organisation that keeps it.")
    if wanted != "PUBLISHED":
        raise Refused(400, "Only {“current”: “PUBLISHED”} can be asked for. What was shown is withdrawn by DELETE.")
    refuse_violations([place.resource.record])
    try:
        workflow.publish(place.resource, Terms(author=bearer.user, reason="Published through the FAIR Data Point"))
    except workflow.FourEyes as refusal:
        raise Refused(403, str(refusal)) from refusal
    except workflow.NotPossible as refusal:
        raise Refused(400, str(refusal)) from refusal
    return JsonResponse({"current": "PUBLISHED"})
