"""Nothing that this reader may not see comes out of the endpoint, whatever is asked: compared to the byte."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from catalog import tokens
from catalog.models import Resource
from search.sparql import answering
from tests.search.worlds import IRI, OF_DATASETS, OF_FILES, hide, world

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = (*OF_DATASETS.values(), *OF_FILES.values())
JSON = "application/sparql-results+json"
HIDDEN = f"{IRI}{OF_DATASETS['organisation']}-set"
# Many ways to the same thing: everything there is.
WAYS = {
    "triples": {"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"},
    "graphs": {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"},
    "a graph by its name": {"query": f"SELECT * {{ GRAPH <{HIDDEN}> {{ ?s ?p ?o }} }}"},
    "FROM": {"query": f"SELECT * FROM <{HIDDEN}> {{ ?s ?p ?o }}"},
    "FROM NAMED": {"query": f"SELECT * FROM NAMED <{HIDDEN}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"},
    "the protocol's default graph": {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": HIDDEN},
    "the protocol's named graph": {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": HIDDEN},
    "a merge by its name": {"query": "SELECT * { GRAPH <urn:fdc:vocab:marrow:audience:public> { ?s ?p ?o } }"},
    "a description": {"query": f"DESCRIBE <{HIDDEN}>"},
    "a count": {"query": "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o }"},
    "whether it exists": {"query": f"ASK {{ <{HIDDEN}> ?p ?o }}"},
    "paths": {"query": "SELECT DISTINCT ?s ?o { ?s (<urn:x>|!<urn:x>)+ ?o } ORDER BY ?s ?o"},
    "the service description": {},
}


@pytest.fixture
def made(triples):
    """A world whose secrets are not there yet, and an endpoint that asks its store."""
    answering.workers.cache_clear()
    yield world()
    answering.workers().stop()
    answering.workers.cache_clear()


def ask(client, way, token=""):
    headers = {"accept": f"{JSON}, text/turtle;q=0.5"} | ({"authorization": f"Bearer {token}"} if token else {})
    response = client.get("/sparql?" + urlencode(WAYS[way]) if WAYS[way] else "/sparql", headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, sorted(response.headers.items()), body


def everything(client, token=""):
    return {way: ask(client, way, token) for way in WAYS}


def token_of(user):
    return tokens.issue(user, name="test", lifetime=timedelta(hours=1))


def test_secrets_change_no_answer_for_anybody_and_for_a_stranger(client, made):
    stranger = token_of(made.stranger)
    before = everything(client), everything(client, stranger)
    assert {status for status, _, _ in before[0].values()} == {200}
    hide(made)
    after = everything(client), everything(client, stranger)
    for then, now in zip(before, after, strict=True):
        assert {way: answer[2] for way, answer in now.items()} == {way: answer[2] for way, answer in then.items()}
    found = b"".join(body for answers in after for _, _, body in answers.values()).decode().lower()
    assert [word for word in WORDS if word in found] == []


def test_members_are_answered_from_what_they_may_see(client, made):
    hide(made)
    member, mate = token_of(made.member), token_of(made.mate)
    seen = {
        name: ask(client, "triples", token)[2].decode().lower() for name, token in (("member", member), ("mate", mate))
    }
    known = {who: {secrecy for secrecy, word in OF_DATASETS.items() if word in text} for who, text in seen.items()}
    assert known["member"] == {"draft", "in-review", "organisation", "network"}
    assert known["mate"] == {"network"}
    assert ask(client, "whether it exists", member)[2] != ask(client, "whether it exists", mate)[2]
    assert HIDDEN.encode() in ask(client, "graphs", member)[2]
    headers = dict(ask(client, "triples", member)[1])
    assert headers["Cache-Control"] == "no-cache, private"
    assert "Authorization" in headers["Vary"]


def test_a_drafts_edit_leaves_the_etag_of_everybody_as_it_is(client, made):
    before = dict(ask(client, "triples")[1])["ETag"]
    hide(made, ["draft"], files=[])
    assert dict(ask(client, "triples")[1])["ETag"] == before


def test_what_is_withdrawn_is_gone_at_once(client, made):
    from catalog import workflow
    from catalog.register import Terms

    row = Resource.objects.get(iri=f"{IRI}open-0")
    assert b"open-0" in ask(client, "triples")[2]
    workflow.withdraw(row, Terms(), because="Old.")
    assert b"Open registry 0" not in ask(client, "triples")[2]


def test_a_token_that_opens_nothing_is_answered_401(client, made):
    assert ask(client, "triples", "marrow_nobody")[0] == 401
