"""Who contributes, and who is asking."""

from typing import Any

from django.db.models import Count, Q
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import browse, policy
from catalog.api import describing
from catalog.api.door import Door, viewer_of
from catalog.api.problems import Problem, who_are_you
from catalog.models import Kind, Organisation, Resource
from catalog.pages.signposting import absolute


def _seen(viewer: policy.Viewer) -> Any:
    """Organisations with something that the viewer may see, and the viewer's own."""
    shown = browse.organisations(viewer).values("pk")
    return Organisation.objects.filter(Q(pk__in=shown) | Q(pk__in=viewer.organisations)).order_by("slug")


class Organisations(Door):
    """Who describes data here."""

    @describing.organisations
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        counts = Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET).values_list("organisation")
        datasets = dict(counts.annotate(n=Count("pk")).order_by())
        return Response({"items": [_about(row, datasets.get(row.pk, 0)) for row in _seen(viewer)]})


class OneOrganisation(Door):
    """One of them, with how much of each kind it describes."""

    @describing.organisation
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        row = _seen(viewer).filter(slug=slug).first()
        if row is None:
            raise Problem(404, "There is no such organisation, or nothing of it is for you to see.")
        listed = Resource.objects.filter(policy.listed(viewer), organisation=row).values_list("kind")
        counts = dict(listed.annotate(n=Count("pk")).order_by("kind"))
        return Response(_about(row, counts.get(Kind.DATASET, 0)) | {"counts": counts})


def _about(row: Organisation, datasets: int) -> dict[str, Any]:
    page = absolute(f"/organisations/{row.slug}")
    said = {"slug": row.slug, "name": row.name, "names": row.names, "descriptions": row.descriptions}
    return said | {"identifier": row.identifier, "homepage": row.homepage, "page": page, "datasets": datasets}


class Me(Door):
    """Who is asking, in which roles, and whether by a token that may write."""

    @describing.me
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            raise who_are_you()
        bearer, viewer = getattr(request._request, "bearer", None), viewer_of(request)
        slugs = dict(Organisation.objects.filter(pk__in=viewer.organisations).values_list("pk", "slug"))
        roles = {slugs[pk]: sorted(roles) for pk, roles in viewer.roles.items()}
        may_write = bearer is None or bearer.may_write
        return Response(
            {
                "user": request.user.get_username(),
                "roles": roles,
                "is_operator": viewer.is_operator,
                "may_write": may_write,
            }
        )
