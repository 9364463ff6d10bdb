"""What one keeps an eye on: a list of it, something more, an end to it; the same as on `/saved`."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import bodies
from catalog.api.describing import ANYTHING, JSON, operation, reading
from catalog.api.door import Door, viewer_of, writer_of
from catalog.api.problems import Problem, who_are_you
from catalog.models import Often, Saved, What
from catalog.policy import Viewer
from catalog.saved import keeping, naming
from catalog.saved.keeping import Target
from search.saved import looking, targets

_OF = [What.SEARCH, What.DATASET, What.ORGANISATION, What.DISEASE]
_KNOWN = {*_OF, "name", "often"}
_NEW = {
    "type": "object",
    "properties": {
        "search": {"type": "string", "description": "An address of /datasets, or what is behind its question mark."},
        "dataset": {"type": "string", "description": "The slug of a description."},
        "organisation": {"type": "string", "description": "Its slug."},
        "disease": {"type": "string", "description": "The IRI of a concept of Mondo; its kinds are included."},
        "name": {"type": "string", "maxLength": 200},
        "often": {"type": "string", "enum": Often.values},
    },
}
_more: dict[str, Any] = {"tag": "you", "public": False}


class AllSaved(Door):
    """The saved searches of who is asking, and what they follow."""

    parser_classes = [bodies.FlatBody]

    @reading("listSaved", "Your saved searches, and what you follow", answers={200: ANYTHING}, **_more)
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            raise who_are_you()
        rows = Saved.objects.filter(person=request.user).select_related("resource", "organisation")
        return Response({"items": [_about(saved, viewer_of(request)) for saved in rows]})

    @operation(
        "keepSaved",
        "Save a search, or follow a dataset, an organisation or a disease; what is there already is changed",
        answers={201: ANYTHING},
        problems=(403, 413, 415, 422),
        body={JSON: _NEW},
        example={"search": "/datasets?q=adults with AML", "name": "AML", "often": "weekly"},
        **_more,
    )
    def post(self, request: Request) -> Response:
        viewer = writer_of(request)
        target, name, often = _given(bodies.as_json(bodies.body_of(request)), viewer)
        try:
            saved = keeping.keep(request.user, target, name=name, often=often)
        except keeping.TooMany as refusal:
            raise Problem(422, str(refusal)) from None
        looking.begin(saved)
        saved.refresh_from_db()
        return Response(_about(saved, viewer), status=201, headers={"Location": f"/api/saved/{saved.pk}"})


class OneSaved(Door):
    """One of them."""

    @reading("readSaved", "One that you saved or follow", answers={200: ANYTHING}, problems=(404,), **_more)
    def get(self, request: Request, number: int) -> Response:
        if not request.user.is_authenticated:
            raise who_are_you()
        return Response(_about(_own(request, number), viewer_of(request)))

    @operation("deleteSaved", "Delete it", answers={204: None}, problems=(403, 404), **_more)
    def delete(self, request: Request, number: int) -> Response:
        writer_of(request)
        _own(request, number).delete()
        return Response(status=204)


def _own(request: Request, number: int) -> Saved:
    saved = keeping.found(request.user, number)
    if saved is None:
        raise Problem(404, "You have saved or follow no such thing.")
    return saved


def _given(document: Any, viewer: Viewer) -> tuple[Target, str, str]:
    """422 for what names nothing, or nothing that may be seen."""
    if not isinstance(document, dict) or document.keys() - _KNOWN:
        raise Problem(422, f"Send an object with one of {_said(_OF)}, and “name” and “often” if you like.")
    if not all(isinstance(value, str) and "\0" not in value for value in document.values()):
        raise Problem(422, "Each value is a text.")
    target = targets.target({name: document[name] for name in _OF if name in document}, viewer)
    if target is None:
        raise Problem(422, f"There is no such thing to keep an eye on. Name one of {_said(_OF)}, and one only.")
    often, name = document.get("often", Often.WEEKLY), document.get("name", "").strip()
    if often not in Often.values:
        raise Problem(422, f"“often” is one of {_said(Often.values)}.")
    if len(name) > 200:
        raise Problem(422, "“name” is a text of at most 200 characters.")
    return target, name or (target.name if target.what == What.SEARCH else ""), often


def _said(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _about(saved: Saved, viewer: Viewer) -> dict[str, Any]:
    told = {"what": saved.what, "name": naming.called(saved, viewer), "often": saved.often}
    page = settings.BASE_URL + naming.address(saved, viewer)
    moments = {name: moment.isoformat() if moment else None for name, moment in _moments(saved)}
    return {"id": saved.pk, **told, "page": page, "finds_too_much": saved.is_too_large, **moments}


def _moments(saved: Saved) -> tuple[tuple[str, Any], ...]:
    return (("made_at", saved.made_at), ("due_at", saved.due_at))
