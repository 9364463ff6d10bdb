"""Steps of a resource: publish it, withdraw it, say to whom it is shown; and how it stands."""

from collections.abc import Callable
from datetime import UTC, datetime
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
from catalog.editing import drafts, review
from catalog.models import Change, Draft, Resource, Visibility
from catalog.register import stand
from fair_metadata.profiles import CHECKED, JUDGED


class Standing(Door):
    """How a resource stands: its state, whom it is for, how much there is to mend, what the reader may do with it."""

    @describing.standing
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        draft = drafts.of(resource) if policy.may_edit(viewer, resource) else None
        stood = writing.about(resource) | {"may": _may(viewer, resource)}
        return Response(stood | ({"draft": writing.draft_of(draft)} if draft else {}))


def _may(viewer: policy.Viewer, resource: Resource) -> dict[str, bool]:
    four_eyes = workflow.needs_four_eyes(resource)
    return {
        "edit": policy.may_edit(viewer, resource),
        "publish": policy.may_publish(viewer, resource),
        "change_directly": policy.may_change_directly(viewer, resource, four_eyes=four_eyes),
        "submit": policy.may_submit(viewer, resource),
        "review": policy.may_review(viewer, resource),
    }


class Findings(Door):
    """What is to be mended in a description, by a profile."""

    @describing.findings
    def get(self, request: Request, slug: str) -> Response:
        resource = writing.found(slug, viewer_of(request))
        name = request.query_params.get("profile", CHECKED.name)
        if name not in JUDGED:
            raise Problem(400, f"“profile” is one of {', '.join(JUDGED)}.")
        return Response({"profile": name, "digest": resource.digest, "findings": told(resource.record, JUDGED[name])})


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
    writing.refuse_own(resource, act)
    workflow.publish(resource, act.terms())


def _withdraw(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    workflow.withdraw(resource, act.terms(), because=_text(given, "because"))


def _show(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    visibility = given.get("visibility")
    if visibility not in Visibility.values:
        raise Problem(400, f"“visibility” is one of {', '.join(Visibility.values)}.")
    if visibility != resource.visibility:
        stand(resource, act.terms(), Change.STANDING, visibility=str(visibility))


def _open(resource: Resource) -> Draft:
    draft = drafts.of(resource)
    if draft is None:
        raise Problem(409, "There is no draft of it. Send a change with “?as=draft” first.")
    return draft


def _text(given: dict[str, Any], name: str) -> str:
    text = given.get(name, "")
    if not isinstance(text, str) or "\0" in text:
        raise Problem(400, f"“{name}” is a text.")
    return text.strip()


def _submit(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    draft = _open(resource) if resource.state in policy.SHOWN else drafts.begin(resource, act.user)
    review.submit(draft, act.user, _text(given, "note"))


def _take_back(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    review.take_back(_open(resource), act.user)


def _return(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    review.give_back(_open(resource), act.user, because=_text(given, "because"))


def _approve(resource: Resource, act: Act, given: dict[str, Any]) -> None:
    seen, at = given.get("version"), _text(given, "at")
    if not isinstance(seen, int):
        raise Problem(400, "“version” is the number of the draft that you read; “standing” tells it.")
    try:
        when = datetime.fromisoformat(at) if at else None
        if when is not None and when.tzinfo is None:
            raise Problem(400, "“at” says where its clock is, as 2027-01-31T08:00:00Z.")
        when = when and when.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Problem(400, "“at” is a time, as 2027-01-31T08:00:00Z.") from None
    writing.refuse_own(resource, act)
    review.approve(_open(resource), act.user, seen=seen, reason=_text(given, "reason"), at=when)


class Submit(Action):
    step = staticmethod(_submit)
    find = staticmethod(writing.editable)

    @describing.submit
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)


class TakeBack(Action):
    step = staticmethod(_take_back)
    find = staticmethod(writing.editable)

    @describing.take_back
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)


class Return(Action):
    step = staticmethod(_return)
    find = staticmethod(writing.publishable)

    @describing.give_back
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)


class Approve(Action):
    step = staticmethod(_approve)
    find = staticmethod(writing.publishable)

    @describing.approve
    def post(self, request: Request, slug: str) -> Response:
        return self.act(request, slug)


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
