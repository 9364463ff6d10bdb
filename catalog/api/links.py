"""How the web addresses of a description answer, for who may edit it."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from catalog import policy
from catalog.api import describing, writing
from catalog.api.door import Door, viewer_of
from catalog.api.problems import Problem, who_are_you
from catalog.links.health import Health, health


class Links(Door):
    """Since when an address is broken, when it was last well, how often it broke."""

    @describing.links
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        if viewer.user_id is None:
            raise who_are_you()
        resource = writing.found(slug, viewer)
        if not policy.may_edit(viewer, resource):
            raise Problem(403, "How its addresses answer is for who may edit it.")
        return Response({"items": [_entry(each) for each in health(resource)]})


def _entry(each: Health) -> dict[str, Any]:
    return {
        "resource": each.slug,
        "property": each.path,
        "url": each.url,
        "standing": str(each.standing),
        "status": each.status,
        "problem": each.problem or None,
        "because": each.because or None,
        "checked_at": _moment(each.checked_at),
        "ok_at": _moment(each.ok_at),
        "broken_since": _moment(each.broken_since),
        "asked": each.asked,
        "broke": each.broke,
        "leads_to": each.leads_to or None,
        "history": [
            {"at": _moment(event.at), "status": event.status, "problem": event.problem or None}
            for event in each.history
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
