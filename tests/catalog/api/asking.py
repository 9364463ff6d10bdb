"""A client that sends JSON and shows a token, and a holder of data with people in each role."""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from catalog import tokens
from catalog.models import Kind, Position, Resource, Role, Scope
from catalog.register import REVISIONS
from fair_metadata.terms import named
from tests.catalog import factories

FLAT, LD, PATCH, NDJSON = (
    "application/json",
    "application/ld+json",
    "application/merge-patch+json",
    "application/x-ndjson",
)
ODD = named("https://odd.example.org/vocab#word")  # what no profile knows
TITLED = {"@type": ["dcat:Dataset"], "title": {"en": "A registry"}}


class Asks:
    """Requests of one person by a token; of nobody without one."""

    def __init__(self, user=None, scope=Scope.WRITE):
        self.user = user
        secret = tokens.issue(user, name="test", scope=scope, lifetime=timedelta(days=1)) if user else ""
        self.headers = {"authorization": f"Bearer {secret}"} if user else {}
        self.client = Client()

    def __call__(self, method, address, body=None, *, media=FLAT, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes | str) else "" if body is None else json.dumps(body)
        sent = {"data": data, "content_type": media} if method not in ("GET", "HEAD") else {}
        return self.client.generic(method, f"/api/{address}", headers=self.headers | given, **sent)

    def get(self, address, **headers):
        return self("GET", address, **headers)

    def tag(self, slug):
        """The ETag of a description as this person reads it."""
        return self.get(f"resources/{slug}")["ETag"]

    def patch(self, slug, patch, *, query="", **headers):
        return self("PATCH", f"resources/{slug}{query}", patch, media=PATCH, **{"if_match": self.tag(slug)} | headers)


@dataclass(frozen=True)
class People:
    """Those of the organisation that holds the data, one of its network, a stranger, an operator, and nobody."""

    holder: object
    contributor: Asks
    curator: Asks
    reviewer: Asks
    administrator: Asks
    mate: Asks
    stranger: Asks
    operator: Asks
    nobody: Asks
    reader: Asks  # a reviewer by a token that may only read


def people():
    network = factories.network("ours")
    holder, mates = (factories.organisation(slug, network=network) for slug in ("holder", "mates"))
    inside = {role: Asks(factories.person(role, of=holder, role=role)) for role in Role.values}
    return People(
        holder,
        **inside,
        mate=Asks(factories.person("mate", of=mates)),
        stranger=Asks(factories.person("stranger", of=factories.organisation("elsewhere"))),
        operator=Asks(factories.person("operator", is_operator=True)),
        nobody=Asks(),
        reader=Asks(factories.person("reader", of=holder, role=Role.REVIEWER), scope=Scope.READ),
    )


def put(kind=Kind.DATASET, *said, **how):
    """A resource with a revision, after which the register goes on."""
    row = factories.resource(kind, *said, **how)
    Position.objects.update_or_create(name=REVISIONS, defaults={"number": row.revision_id})
    return row


def stands(slug):
    """All that tells whether something changed."""
    row = Resource.objects.get(slug=slug)
    return row.digest, row.state, row.visibility, row.revision_id
