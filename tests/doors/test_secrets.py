"""Every door is walked as a harvester would, link by link: nothing that is not for everybody comes out of any."""

import gzip
import re
from collections import deque
from datetime import timedelta
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from catalog.editing import comments, drafts, review
from catalog.models import Notice, Resource, Revision
from catalog.protocols.feed import dumps
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from search import follow
from tests.catalog import factories
from tests.search.worlds import IRI, OF_DATASETS, OF_FILES, answer, hide, world

pytestmark = pytest.mark.django_db(transaction=True)
# What was withdrawn was public: its name stays in the notes of what is gone, and it has a test of its own below.
SECRET = [word for secrecy, word in {**OF_FILES, **OF_DATASETS}.items() if secrecy != "withdrawn"]
# In a draft over a public dataset, in what people say of it, and in what they are told.
OF_REVIEW = {"draft": "junipark", "scheduled": "kestrelwort", "comment": "lumenfrost", "note": "marrowick"}
SECRET += OF_REVIEW.values()
MOST = 6_000  # addresses of one walk
EVERYTHING = "SELECT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

# Where a walk begins. A door that is missing fails the walk.
ENTRANCES = (
    "/",
    "/datasets",
    "/datasets/sec-openness0-1/versions",
    "/datasets/sec-openness0-1/diff",
    "/datasets/sec-openness0-1/blame",
    "/datasets/sec-openness0-1/versions.link",
    "/datasets/sec-openness0-1/fair",
    "/fair",
    "/fair.json",
    "/organisations",
    "/robots.txt",
    "/sitemap.xml",
    "/llms.txt",
    "/.well-known/api-catalog",
    "/.well-known/void",
    "/catalog.ttl",
    "/catalog.jsonld?page=1",
    "/catalog.ttl?modified_since=2000-01-01",
    "/changes.atom",
    "/changes.ttl",
    "/dump.nq.gz",
    "/oai?verb=Identify",
    "/oai?verb=ListSets",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListIdentifiers&metadataPrefix=dcat_ap",
    "/fdp",
    "/fdp/page/catalog?size=100",
    "/api/",
    "/api/schema",
    "/notices",
    "/review",
    "/transfers",
    "/sparql",
    f"/sparql?query={quote(EVERYTHING)}",
    f"/sparql?query={quote('DESCRIBE ?s { ?s ?p ?o }')}",
)
WAYS_TO_READ = ("text/html", "text/turtle", "application/json")
# Of most datasets the history is one version in many formats, and so is the FAIR report; of the one whose versions have
# secrets both are walked.
_HISTORY = re.compile(r"/[a-z]+/(?!sec-openness0-1/)[a-z0-9-]+/(versions|diff|blame|fair\b)")
_ADDRESS = re.compile(
    rb"""(?:href|src|resource|about)=["']([^"'<>\s]+)|<((?:http|/)[^<>"\s]*)>|(https?://[^\s"'<>\\),;]+)"""
)


def addresses_in(body: bytes, base: str):
    for found in _ADDRESS.finditer(body):
        written = next(filter(None, found.groups())).decode(errors="replace")
        try:
            yield urljoin(base, unescape(written)).partition("#")[0]
        except ValueError:  # text that only looks like an address
            continue


def walked(client, entrances):
    """(address, status, headers, body) of all that is reached from the entrances on this host.

    Each is asked once a type, but once alone where the answer says that it is the same for all types (RFC 9110, 12.5.5).
    """
    waiting, seen = deque(entrances), set(entrances)
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        for wanted in WAYS_TO_READ:
            status, headers, body = answer(client, address, accept=wanted)
            body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
            yield address, status, headers, body
            for found in addresses_in(body, settings.BASE_URL + address):
                place = urlsplit(found)
                is_here = f"{place.scheme}://{place.netloc}" == settings.BASE_URL
                path = place.path + (f"?{place.query}" if place.query else "")
                is_left_out = path.startswith(("/static/", "/language")) or _HISTORY.match(path)
                if is_here and path not in seen and not is_left_out:
                    seen.add(path)
                    waiting.append(path)
            if status < 400 and "accept" not in re.split(r"[\s,]+", dict(headers).get("Vary", "").lower()):
                break


HIDDEN_THEN = "jestercoil"  # what public descriptions said while they were hidden


def hidden_for_a_while(made):
    """A public dataset that says something else and is closed, is a draft, and comes back: its versions have secrets."""
    row = Resource.objects.get(iri=f"{IRI}open-0")
    public = row.record
    for standing in ({"visibility": "organisation"}, {"visibility": "network"}, {"state": "draft"}):
        stand(row, Terms(reason=HIDDEN_THEN), "standing", organisation=made.mine, **standing)
        register(public.replace(DCAT.keyword, [literal(HIDDEN_THEN)]), row.kind, Terms(reason=HIDDEN_THEN))
        register(public, row.kind, Terms(reason=HIDDEN_THEN))
        stand(row, Terms(), "standing", visibility="everybody", state="published")
    stand(row, Terms(), "standing", organisation=None)


@pytest.fixture
def walkers(triples, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    made = world()
    hide(made, from_the_start=True)
    hidden_for_a_while(made)
    _in_review(made)
    dumps.write()
    assert follow.lag() == 0
    stranger = Client()
    stranger.force_login(made.stranger)
    return {"anybody": Client(), "a stranger": stranger}


def _in_review(made):
    """Public datasets of the organisation with drafts over them: one in review, one approved for next year."""
    reviewer = factories.person("reviewer", of=made.mine, role="reviewer")
    for slug, place in (("plain-0", "draft"), ("plain-1", "scheduled")):
        Resource.objects.filter(slug=slug).update(organisation=made.mine, violations=100)
        row = Resource.objects.get(slug=slug)
        draft = drafts.begin(row, made.member)
        written = draft.record.replace(DCT.title, [literal(f"{OF_REVIEW[place]} trial", language="en")], language="en")
        draft = drafts.save(draft, written, made.member, version=draft.version)
        draft = review.submit(draft, made.member, OF_REVIEW["note"])
        comments.say(row, reviewer, OF_REVIEW["comment"], node=f"<{row.iri}>", path=DCT.title)
        if place == "scheduled":
            at = timezone.now() + timedelta(days=365)
            review.approve(draft, reviewer, seen=draft.version, reason=OF_REVIEW["note"], at=at)
    assert Notice.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anybody", "a stranger"])
def test_nothing_that_is_not_for_everybody_comes_out_of_any_door(walkers, who):
    doors, told = {}, []
    for address, status, headers, body in walked(walkers[who], ENTRANCES):
        assert status < 500, address
        doors[address] = max(status < 400, doors.get(address, False))
        everything = body.lower() + repr(headers).lower().encode()
        told += [(address, word) for word in (*SECRET, HIDDEN_THEN) if word.encode() in everything]
    assert sorted(set(told)) == []
    assert [address for address in ENTRANCES if not doors[address]] == []
    assert any(re.search(r"/versions/\d+\.ttl$", address) for address in doors)
    assert any("/diff?" in address for address in doors)
    assert any(f"/datasets/{slug}" in doors for slug in ("sec-openness0-1", "open-0"))


def told(client, address):
    """All that is said, but how many questions one has left, and the tag, which is made of the question too."""
    status, headers, body = answer(client, address, accept="application/json")
    return repr((status, [header for header in headers if not header[0].startswith(("RateLimit", "ETag"))], body))


def test_nobody_outside_is_told_whether_there_is_a_draft(walkers):
    """A public dataset with a draft over it and one without are answered alike, but for their names."""
    for who in ("anybody", "a stranger"):
        for pattern in (
            "/api/resources/{0}?as=draft",
            "/review/{0}",
            "/edit/{0}/submit",
            "/api/resources/{0}/standing",
        ):
            with_draft, without = (told(walkers[who], pattern.format(slug)) for slug in ("plain-0", "plain-2"))
            assert ("as=draft" in pattern) <= ("404" in with_draft[:6]), pattern
            if "standing" not in pattern:
                assert with_draft.replace("plain-0", "plain-2") == without, (who, pattern)
            assert "draft" not in with_draft or "standing" not in pattern


def test_no_address_says_whether_something_secret_is_there(walkers):
    """What is there and secret, and what is not there at all, are answered alike."""
    word, nothing = OF_DATASETS["organisation"], "zzyzxologic"
    patterns = [
        "/datasets/{0}-set",
        "/id/{0}-set",
        "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:sec-{0}-1",
        "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set={0}",
        "/fdp/dataset/sec-{0}-1",
        "/fdp/dataset/sec-{0}-1/meta",
        "/api/resources/sec-{0}-1",
        "/api/resources/sec-{0}-1/revisions",
        "/api/resources/sec-{0}-1/differences",
        "/api/resources/sec-{0}-1/blame",
        "/datasets/sec-{0}-1/versions",
        "/datasets/sec-{0}-1/versions/1",
        "/datasets/sec-{0}-1/versions/at",
        "/datasets/sec-{0}-1/versions.link",
        "/datasets/sec-{0}-1/diff",
        "/datasets/sec-{0}-1/blame",
        f"/sparql?query={quote('ASK { <' + IRI)}{{0}}{quote('-set> ?p ?o }')}",
    ]
    for pattern in patterns:
        there, absent = (told(walkers["anybody"], pattern.format(name)) for name in (word, nothing))
        assert there.replace(word, nothing) == absent, pattern
    assert Revision.objects.exists()
