"""Every door has a description after it is approved, and had nothing of it before."""

import gzip
import json
from urllib.parse import quote

import pytest
from django.test import Client

from catalog.editing import comments, drafts, review
from catalog.models import Kind, Resource, State
from catalog.protocols.feed import dumps
from catalog.register import Terms, register
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from search import follow
from tests.catalog.editing.people import fit_dataset, world
from tests.search.worlds import answer

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "quillonite"
ASK = 'ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "quillonite")) }'

# Door → its answer where the description has to be.
DOORS = {
    "page": "/datasets/reg-01",
    "Turtle": "/datasets/reg-01.ttl",
    "search": f"/datasets.json?q={WORD}",
    "suggestions": f"/suggest?q={WORD}",
    "API": "/api/resources/reg-01",
    "API, many": "/api/bulk",
    "OAI-PMH": "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "FAIR Data Point": "/fdp/dataset/reg-01",
    "DCAT feed": "/catalog.ttl",
    "changes": "/changes.atom",
    "dump": "/dump.nq.gz",
}


def doors_with_the_word():
    client, found = Client(), set()
    dumps.write()
    for door, address in DOORS.items():
        status, _headers, body = answer(client, address, accept="*/*")
        body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        found |= {door} if status == 200 and WORD in body.decode().lower() else set()
    status, _headers, body = answer(client, f"/sparql?query={quote(ASK)}", accept="application/sparql-results+json")
    asked = {"name": "search", "arguments": {"question": WORD}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}
    told = client.post("/mcp", json.dumps(message), content_type="application/json")
    found |= {"MCP"} if WORD in json.dumps(told.json()["result"]["structuredContent"]["datasets"]) else set()
    return found | ({"SPARQL"} if status == 200 and json.loads(body)["boolean"] else set())


@pytest.mark.slow
@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_a_description_is_in_every_door_once_it_is_approved_and_in_none_before(triples, tmp_path, settings, state):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    people = world()
    terms = Terms(organisation=people.holder, publish=state == State.PUBLISHED)
    register(fit_dataset("reg-01", "A registry"), Kind.DATASET, terms)
    row = Resource.objects.get(slug="reg-01")
    draft = drafts.begin(row, people.contributor)
    title = literal(f"{WORD} registry", language="en")
    written = draft.record.replace(DCT.title, [title], language="en")
    draft = drafts.save(draft, written, people.contributor, version=draft.version)
    draft = review.submit(draft, people.contributor, f"{WORD} in a note")
    comments.say(row, people.reviewer, f"{WORD} in a comment")
    assert follow.lag() == 0
    assert doors_with_the_word() == set()
    review.approve(draft, people.reviewer, seen=draft.version)
    assert follow.lag() == 0
    assert doors_with_the_word() == {*DOORS, "SPARQL", "MCP"}
