"""People of two organisations, a place for what arrives, and a way to send a file."""

import io
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Arrival, Draft, Import, Link, Resource, Revision
from tests.catalog import factories as make

TURTLE = b"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://data.example.org/%s> a dcat:Dataset ; dct:title "%s"@en ; dct:description "Whom it follows."@en .
"""


@dataclass
class World:
    """Our organisation, one of its curators and another's, each with a browser."""

    ours: object
    theirs: object
    curator: object
    stranger: object
    client: Client
    other: Client

    def send(self, body, name="in.ttl", *, client=None, follow=True, **fields):
        file = SimpleUploadedFile(name, body if isinstance(body, bytes) else body.getvalue())
        fields = {"organisation": self.ours.slug, "file": file, "way": "file"} | fields
        return (client or self.client).post("/import", fields, follow=follow)

    def entries(self):
        return list(Import.objects.latest("pk").entries.all())

    def take_all(self):
        return self.client.post(f"/import/{Import.objects.latest('pk').pk}", {"which": "all"}, follow=True)


@pytest.fixture
def world(room, db):
    ours, theirs = make.organisation("ours"), make.organisation("theirs")
    curator, stranger = make.person("curator", of=ours), make.person("stranger", of=theirs)
    made = World(ours, theirs, curator, stranger, Client(), Client())
    made.client.force_login(curator)
    made.other.force_login(stranger)
    return made


def state():
    """All of the catalogue that an import may change."""
    return (
        list(Resource.objects.order_by("id").values()),
        list(Revision.objects.values()),
        list(Link.objects.order_by("id").values()),
        list(Draft.objects.values()),
    )


def turtle(name="registry", title="A registry"):
    return TURTLE % (name.encode(), title.encode())


def arrivals():
    return [(arrival.source, bool(arrival.body)) for arrival in Arrival.objects.order_by("pk")]


def stream(body):
    return io.BytesIO(body)
