"""What every door says beside its body: how long to keep it, of which version it is, what it depends on, who may read it."""

import gzip
import re

import pytest
from django.core.management import call_command

from tests.search.worlds import world

pytestmark = pytest.mark.django_db(transaction=True)
CORS, VARIES = "Access-Control-Allow-Origin", "Vary"
FEED = {"ETag", "Last-Modified", CORS}
PLACES = {"ETag", CORS}

# Address, what is accepted → headers that are there; what the answer varies by; how it may be kept; is it conditional.
DOORS = {
    "feed": ("/catalog", "text/turtle", FEED, {"Accept"}, "public, no-cache", True),
    "feed as Turtle": ("/catalog.ttl", "*/*", FEED, set(), "public, no-cache", True),
    "feed since": ("/catalog.jsonld?modified_since=2000-01-01", "*/*", FEED, set(), "public, no-cache", True),
    "changes": ("/changes", "text/turtle", FEED, {"Accept"}, "public, no-cache", True),
    "a span of changes": ("/changes/0.nt", "*/*", FEED, set(), "public, no-cache", True),
    "Atom": ("/changes.atom", "*/*", FEED, set(), "public, no-cache", True),
    "VoID": ("/.well-known/void", "text/turtle", FEED, {"Accept"}, "public, no-cache", True),
    "dump": ("/dump.nq.gz", "*/*", FEED | {"Accept-Ranges", "Repr-Digest"}, set(), "public, no-cache", True),
    "OAI-PMH": ("/oai?verb=ListRecords&metadataPrefix=oai_dc", "*/*", {CORS}, set(), "no-cache", False),
    "FDP": ("/fdp", "text/turtle", PLACES, {"Accept", "Authorization", "Cookie"}, "public, no-cache", True),
    "FDP record": ("/fdp/catalog/_all", "*/*", PLACES, {"Accept", "Authorization", "Cookie"}, "public, no-cache", True),
}


def whole(answer):
    return answer.getvalue()


@pytest.fixture
def site(client):
    world()
    call_command("dump", "--json")
    return client


@pytest.mark.parametrize(("address", "accept", "there", "varies", "kept", "conditional"), DOORS.values(), ids=DOORS)
def test_a_door_says_what_caches_and_other_sites_need(site, address, accept, there, varies, kept, conditional):
    found = site.get(address, headers={"accept": accept})
    assert (found.status_code, {name for name in there if name not in found.headers}) == (200, set())
    assert {name.strip() for name in found.headers.get(VARIES, "").split(",")} - {""} == varies | {"Accept-Encoding"}
    assert found.headers["Cache-Control"] == kept
    assert found.headers[CORS] == "*"
    body = whole(found)
    head = site.head(address, headers={"accept": accept})
    assert (head.status_code, whole(head)) == (200, b"")
    assert {name: head.headers.get(name) for name in there} == {name: found.headers.get(name) for name in there}
    if conditional:
        _check_conditions(site, address, accept, found, body)


def _check_conditions(site, address, accept, found, body):
    assert re.fullmatch(r'(W/)?"[^"]+"', found.headers["ETag"])
    same = site.get(address, headers={"accept": accept, "if-none-match": found.headers["ETag"]})
    assert (same.status_code, whole(same)) == (304, b"")
    assert same.headers["ETag"] == found.headers["ETag"]
    other = site.get(address, headers={"accept": accept, "if-none-match": '"another"'})
    assert (other.status_code, whole(other)) == (200, body)
    if "Last-Modified" in found.headers:
        since = site.get(address, headers={"accept": accept, "if-modified-since": found.headers["Last-Modified"]})
        assert since.status_code == 304


def test_oai_pmh_packs_its_answers_for_who_takes_that(site):
    address = DOORS["OAI-PMH"][0]
    plain = whole(site.get(address))
    packed = site.get(address, headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers[VARIES]
    assert _undated(gzip.decompress(whole(packed))) == _undated(plain)


@pytest.mark.parametrize("address", [row[0] for row in DOORS.values() if row[-1]])
def test_what_has_a_version_goes_as_it_is_under_its_strong_etag(site, address):
    """Editors write against it; what is large is in the dumps, which are packed."""
    found = site.get(address, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in found.headers
    assert "Accept-Encoding" in found.headers[VARIES]
    assert found.headers["ETag"][0] == '"'


def _undated(body):
    return re.sub(rb"<responseDate>[^<]*", b"", body)
