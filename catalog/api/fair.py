"""The FAIR report of a dataset, for who may see the dataset."""

from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import describing, writing
from catalog.api.door import Door, viewer_of
from catalog.api.problems import Problem
from catalog.fair import views
from catalog.models import Kind


class Fair(Door):
    """Each indicator with what was tested, the evidence and how to repair it; and the scores of earlier versions."""

    @describing.fair
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        if resource.kind != Kind.DATASET:
            raise Problem(404, f"{slug} is a {resource.kind}; only datasets are judged, their distributions with them.")
        return Response(views.document(resource, viewer))
