"""One's own tokens: a list of them, a new one, an end to one. The secret is shown when it is made, and never again."""

from datetime import timedelta
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from catalog import tokens
from catalog.api import bodies, describing
from catalog.api.door import Door, writer_of
from catalog.api.problems import Problem
from catalog.models import Scope, Token

USUAL_DAYS = 90
_KNOWN = {"name", "scope", "days"}


class Tokens(Door):
    """The tokens of who is asking, by session or by a token that may write."""

    parser_classes = [bodies.FlatBody]

    @describing.tokens
    def get(self, request: Request) -> Response:
        writer_of(request)
        return Response({"items": [_about(token) for token in Token.objects.filter(user=request.user)]})

    @describing.make_token
    def post(self, request: Request) -> Response:
        writer_of(request)
        given = _given(bodies.as_json(bodies.body_of(request)))
        lifetime = timedelta(days=given["days"])
        try:
            secret = tokens.issue(request.user, name=given["name"], scope=given["scope"], lifetime=lifetime)
        except ValueError as refusal:
            raise Problem(422, str(refusal)) from None
        made = Token.objects.get(sha256=tokens.hashed(secret))
        return Response(_about(made) | {"token": secret}, status=201, headers={"Cache-Control": "no-store"})


def _given(document: Any) -> dict[str, Any]:
    """What a new token shall be. 422 for what makes none."""
    if not isinstance(document, dict) or document.keys() - _KNOWN:
        raise Problem(422, "Send an object with “name”, and “scope” and “days” if you like.")
    name, scope, days = document.get("name"), document.get("scope", Scope.READ), document.get("days", USUAL_DAYS)
    if not isinstance(name, str) or not name.strip() or len(name) > 100 or "\0" in name:
        raise Problem(422, "“name” is a text of 1 to 100 characters that tells your tokens apart.")
    if scope not in Scope.values:
        raise Problem(422, f"“scope” is one of {', '.join(Scope.values)}.")
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= tokens.LONGEST.days:
        raise Problem(422, f"“days” is a whole number from 1 to {tokens.LONGEST.days}.")
    return {"name": name.strip(), "scope": scope, "days": days}


class OneToken(Door):
    """One of one's own tokens."""

    @describing.revoke_token
    def delete(self, request: Request, number: int) -> Response:
        writer_of(request)
        token = Token.objects.filter(user=request.user, pk=min(number, 2**62)).first()
        if token is None:
            raise Problem(404, "You have no such token.")
        tokens.revoke(token)
        return Response(status=204)


def _about(token: Token) -> dict[str, Any]:
    moments = {n: getattr(token, n) for n in ("made_at", "expires_at", "used_at", "revoked_at")}
    told = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return {"id": token.pk, "name": token.name, "beginning": token.beginning, "scope": token.scope} | told
