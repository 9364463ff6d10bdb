"""Steps of a resource: publish it, withdraw it, say to whom it is shown; and how it stands."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from catalog import policy, workflow
from catalog.api import bodies, describing, writing
from catalog.api.door import Door, viewer_of
from catalog.api.findings import told
from catalog.api.problems import Problem
from catalog.api.repeating import once
from catalog.api.writing import Act
from catalog.models import Change, Resource, Visibility
from catalog.register import stand
from fair_metadata.profiles import CHECKED, PROFILES


class Standing(Door):
    """How a resource stands: its state, whom it is for, how much there is to mend, what the reader may do with it."""

    @describing.standing
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        may = {"edit": policy.may_edit(viewer, resource), "publish": policy.may_publish(viewer, resource)}
        return Response(writing.about(resource) | {"may": may})


class Findings(Door):
    """What is to be mended in a description, by a profile."""

    @describing.findings
    def get(self, request: Request, slug: str) -> Response:
        resource = writing.found(slug, viewer_of(request))
        name = request.query_params.get("profile", CHECKED.name)
        if name not in PROFILES:
            raise Problem(400, f"“profile” is one of {', '.join(PROFILES)}.")
        return Response({"profile": name, "digest": resource.digest, "findings": told(resource.record, PROFILES[name])})


Step = Callable[[Resource, Act, Any], None]


class Action(Door):
    """One step of the workflow, as a POST of an object that may be empty."""

    parser_classes = [bodies.FlatBody]
    step: Step
    find: Callable[[str, Act], Resource] = staticmethod(writing.publishable)

    def act(self, request: Request, slug: str) -> Response:
        act = writing.act_of(request)
        self.find(slug, act)
        body = request.data if isinstance(request.data, bytes) else b""
        given = bodies.as_json(body) if body.strip() else {}
        if not isinstance(given, dict):
            raise Problem(400, "Send an object: {…}.")

        def work() -> Response:
            resource = self.find(slug, act)
            writing.step(lambda: self.step(resource, act, given))
            return Response(writing.standing(resource, act))

        return once(request, body, work)


def _publish(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    writing.refuse_violations(resource)
    workflow.publish(resource, act.terms())


def _withdraw(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    because = given.get("because", "")
    if not isinstance(because, str) or "\0" in because:
        raise Problem(400, "“because” is a text.")
    workflow.withdraw(resource, act.terms(), because=because)


def _show(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    visibility = given.get("visibility")
    if visibility not in Visibility.values:
        raise Problem(400, f"“visibility” is one of {', '.join(Visibility.values)}.")
    if visibility != resource.visibility:
        stand(resource, act.terms(), Change.STANDING, visibility=str(visibility))


class Publish(Action):
    step = staticmethod(_publish)

    @describing.publish
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)


class Withdraw(Action):
    step = staticmethod(_withdraw)

    @describing.withdraw
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)


class Show(Action):
    step = staticmethod(_show)

    @describing.show
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)
