"""Many at once: each line has its result, a bad one does not stop the rest, and what is read can be written back."""

import json
import subprocess
import sys
from io import BytesIO

import pytest

from catalog.models import Resource, Revision, State
from fair_metadata.namespaces import DCT
from tests.catalog import factories
from tests.catalog.api.asking import NDJSON, put, stands
from tests.search.worlds import OF_DATASETS, hide, world

BAD = {
    3: b"{not json",
    5: b'{"@type": "dcat:Dataset", "titel": {}}',
    7: b'{"title": {"en": "no class"}}',
    9: b'["no object"]',
    11: b'{"@type": "dcat:Dataset", "title": {"en": "\\u0000"}}',
    13: b'{"@type": "dcat:Dataset", "@id": "\\ud800"}',
    15: b'{"@type": "dcat:Dataset", "@id": "https://e.org/\\u0000"}',
    17: b'{"@type": "dcat:Dataset", "\\ud800": 1}',
    19: b"[" * 5000,
}


def line(place, **more):
    return {
        "@id": f"https://bulk.example.org/{place}",
        "@type": "dcat:Dataset",
        "title": {"en": f"Number {place}"},
    } | more


def sent(asks, lines, query=""):
    body = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    answer = asks("POST", f"bulk{query}", body, media=NDJSON)
    assert (answer.status_code, answer["Content-Type"]) == (200, NDJSON), answer.content
    return [json.loads(found) for found in b"".join(answer.streaming_content).splitlines()]


def read(asks, query=""):
    answer = asks.get(f"bulk{query}", accept=NDJSON)
    return [json.loads(found) for found in b"".join(answer.streaming_content).splitlines()]


def test_each_line_has_its_result_and_a_bad_one_does_not_stop_the_rest(asks):
    results = sent(asks.curator, [BAD.get(place) or line(place) for place in range(1, 251)], "?reason=Import")
    assert [found["line"] for found in results] == list(range(1, 251))
    assert {found["line"] for found in results if found["outcome"] == "refused"} == set(BAD)
    assert all(len(found["detail"]) > 10 for found in results if found["outcome"] == "refused")
    assert results[4]["errors"][0]["pointer"] == "/titel"
    assert Resource.objects.count() == 241
    assert set(Revision.objects.values_list("reason", "author__username")) == {("Import", "curator")}


def test_the_same_lines_again_change_nothing(asks):
    lines = [line(place) for place in range(20)]
    sent(asks.curator, lines)
    revisions = Revision.objects.count()
    assert {found["outcome"] for found in sent(asks.curator, lines)} == {"unchanged"}
    assert Revision.objects.count() == revisions


def test_what_is_read_can_be_written_back_and_changes_nothing(asks):
    said = [(DCT.title, '"Un registro"@es'), (DCT.publisher, "_:p")]
    for place in range(5):
        put("dataset", *said, slug=f"n{place}", organisation=asks.holder, nested=[("_:p", DCT.title, f'"{place}"')])
    before = [stands(f"n{place}") for place in range(5)]
    lines = [found["description"] for found in read(asks.curator)]
    assert {found["outcome"] for found in sent(asks.curator, lines)} == {"unchanged"}
    assert [stands(f"n{place}") for place in range(5)] == before


def test_a_resource_that_comes_twice_is_as_the_last_line_says(asks):
    results = sent(asks.curator, [line(1), line(1, title={"en": "Second"}), line(1, title={"en": "Third"})])
    assert [found["outcome"] for found in results] == ["created", "updated", "updated"]
    assert Resource.objects.get().record.values(DCT.title) == ('"Third"@en',)


def test_lines_for_what_belongs_to_others_are_refused_and_change_nothing(asks):
    put(slug="theirs", iri="https://bulk.example.org/1", organisation=factories.organisation("others"))
    put(slug="nobodys", iri="https://bulk.example.org/2")
    before = stands("theirs"), stands("nobodys")
    results = sent(asks.administrator, [line(1), line(2), line(3)])
    assert [found["outcome"] for found in results] == ["refused", "refused", "created"]
    assert (stands("theirs"), stands("nobodys")) == before


def test_publishing_shows_those_without_violations_and_keeps_the_others_as_drafts(asks):
    contributors = asks.contributor("POST", "bulk?publish=true", json.dumps(line(1)), media=NDJSON)
    assert (contributors.status_code, Resource.objects.count()) == (403, 0)
    with_violations = line(1)
    without = {"@id": "https://bulk.example.org/c", "@type": "dcat:Distribution", "access_url": ["https://e.org/f"]}
    without |= {"applicable_legislation": ["http://data.europa.eu/eli/reg/2025/327/oj"]}
    results = sent(asks.reviewer, [with_violations, without], "?publish=true")
    assert [(found["state"], found["violations"] > 0) for found in results] == [("draft", True), ("published", False)]


def test_a_dry_run_tells_all_and_keeps_nothing(asks):
    results = sent(asks.curator, [line(1), b"{", line(2), line(1)], "?dry_run=true")
    assert [found["outcome"] for found in results] == ["created", "refused", "created", "unchanged"]
    assert not Resource.objects.exists()


def test_small_counts_are_left_out_of_every_line(asks):
    sent(asks.curator, [line(place, number_of_unique_individuals=place) for place in (3, 9, 10)])
    assert [found["description"].get("suppressed_count") for found in read(asks.curator, "?state=draft")] == [
        "<10",
        "<10",
        None,
    ]


def test_a_body_in_chunks_without_a_length_is_read_where_the_server_says_that_it_ends(asks):
    body = json.dumps(line(1)).encode()
    chunked = {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = asks.curator.client.post("/api/bulk", b"", content_type=NDJSON, headers=asks.curator.headers, **chunked)
    assert [json.loads(found)["outcome"] for found in answer.streaming_content] == ["created"]
    refused = asks.curator("POST", "bulk", b"", media=NDJSON)
    assert (refused.status_code, Resource.objects.count()) == (400, 1)


def test_reading_goes_on_after_the_last_cursor(asks):
    for place in range(5):
        put(slug=f"n{place}")
    first = read(asks.nobody, "?limit=2")
    rest = read(asks.nobody, f"?cursor={first[-1]['cursor']}")
    assert [found["slug"] for found in first + rest] == [f"n{place}" for place in range(5)]
    put(slug="later")
    assert [found["slug"] for found in read(asks.nobody, f"?since={rest[-1]['revision']}")] == ["later"]


@pytest.mark.slow
def test_five_thousand_lines_with_bad_ones_all_have_their_result(asks):
    results = sent(asks.curator, [b"{" if place % 100 == 0 else line(place) for place in range(1, 5001)])
    assert [found["line"] for found in results] == list(range(1, 5001))
    outcomes = [found["outcome"] for found in results]
    assert (outcomes.count("created"), outcomes.count("refused")) == (4950, 50)
    assert Resource.objects.filter(state=State.DRAFT).count() == 4950
    assert len(read(asks.curator, "?state=draft")) == 4950


_MEMORY = """
import io, json, resource, sys
from types import SimpleNamespace
import django; django.setup()
from catalog.api import bulk
class Lines:
    def kept(self, batch): return [{"line": line.place} for line in batch]
class Sent(io.RawIOBase):
    left = int(sys.argv[1])
    def read(self, size=-1):
        n = min(1000, self.left); self.left -= n
        return (json.dumps({"@type": "dcat:Dataset", "title": {"en": "x" * 900}}).encode() + b"\\n") * n
count = sum(1 for _ in bulk._kept(bulk._spooled(Sent()), Lines()))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_lines():
    """A process of its own for each size: ten times as many lines may take a few megabytes more, not ten times."""
    peaks = {}
    for count in (10_000, 100_000):
        done = subprocess.run([sys.executable, "-c", _MEMORY, str(count)], capture_output=True, text=True, check=True)
        lines, peak = map(int, done.stdout.split())
        assert lines == count
        peaks[count] = peak
    assert peaks[100_000] < peaks[10_000] * 1.25


@pytest.mark.parametrize("who", ["nobody", "stranger"])
def test_nothing_that_is_hidden_comes_out_of_any_address(index, transactional_db, settings, client, who):
    """With drafts, network and organisation only, withdrawn: to the byte what comes out without them."""
    made = world()
    settings.API_RATE_KNOWN = settings.API_RATE = 10**6
    if who == "stranger":
        client.force_login(made.stranger)
    secrets = ("draft", "in-review", "organisation", "network", "nobody")
    words = [OF_DATASETS[secrecy] for secrecy in secrets]
    queries = [
        "resources",
        "resources?state=draft",
        "resources?state=in-review",
        "bulk",
        "bulk?state=draft",
        "organisations",
    ]
    queries += [
        "search",
        *(f"search?q={word}" for word in words),
        *(f"suggest?q={word[:6]}" for word in words),
        "facets/publisher",
    ]
    before = {query: said(client, query) for query in queries}
    hide(made, secrets, files=())
    assert {query: said(client, query) for query in queries} == before
    for word in words:
        for part in ("", "/standing", "/findings", "/revisions", "/differences"):
            hidden = client.get(f"/api/resources/{slug_of(word)}{part}")
            absent = client.get(f"/api/resources/{slug_of(word)}x{part}")
            assert (hidden.status_code, bare(hidden)) == (404, bare(absent).replace(f"{slug_of(word)}x", slug_of(word)))


def slug_of(word):
    return Resource.objects.get(iri__contains=f"{word}-set").slug


def bare(response):
    return response.content.decode()


def said(client, query):
    response = client.get(f"/api/{query}")
    return response.status_code, b"".join(response.streaming_content) if response.streaming else response.content
