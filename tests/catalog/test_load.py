"""Loading real and hostile files into the database: all of it comes in, twice is once, and nothing bad gets past."""

import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from catalog import workflow
from catalog.intake import preparing
from catalog.intake.load import load
from catalog.models import Arrival, Kind, Link, Organisation, Resource, Revision, State
from catalog.register import Terms
from fair_metadata.document import split
from fair_metadata.reading import Unreadable, read_all
from fair_metadata.terms import ntriples, read_ntriples
from tests.bench.generator import turtle
from tests.conftest import CORPUS
from tests.fair_metadata.graphs import canonical, corpus
from tests.fair_metadata.test_hostile import NOTHING, REFUSED
from tests.fair_metadata.test_sharing import catalogue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("room")]
READABLE = dict(corpus())
files = pytest.mark.parametrize(
    "path",
    [p for p in CORPUS if p.name in READABLE] or [pytest.param(None, marks=pytest.mark.skip("no corpus"))],
    ids=str,
)
A_DATASET = b'<http://e.org/%d> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "%s"@en .\n'


def state():
    """All that loading may change."""
    return (
        list(Resource.objects.order_by("id").values()),
        list(Revision.objects.values()),
        list(Link.objects.order_by("id").values()),
    )


def put(room, name, body):
    path = room / name
    path.write_bytes(body)
    return str(path)


@files
def test_a_corpus_file_loaded_twice_changes_nothing_the_second_time(path):
    first = load([str(path)], Terms())
    before = state()
    second = load([str(path)], Terms())
    assert (first.unreadable, first.refused, second.created, second.updated) == (0, 0, 0, 0)
    # Shared descriptions are kept once and counted with the rest.
    assert second.unchanged == first.created == Resource.objects.count() == Revision.objects.count()
    assert state() == before


@files
def test_what_the_database_holds_of_a_corpus_file_is_isomorphic_to_the_file(path):
    load([str(path)], Terms())
    kept = {triple for resource in Resource.objects.select_related("revision") for triple in resource.record}
    kept |= set(read_ntriples(Arrival.objects.get().remainder))
    assert canonical(kept) == canonical(READABLE[path.name])


def test_a_file_that_cannot_be_read_is_reported_with_its_line_and_the_rest_is_loaded(room):
    (room / "in").mkdir()
    put(room / "in", "a.ttl", A_DATASET % (1, b"one"))
    broken = put(room / "in", "b.ttl", b"@prefix e: <http://e.org/> .\ne:x a e:C .\ne:y a nowhere:C .\n")
    put(room / "in", "c.ttl", A_DATASET % (2, b"two"))
    summary = load([str(room / "in")], Terms())
    assert (summary.created, summary.unreadable) == (2, 1)
    [problem] = summary.problems
    assert (problem.source, problem.line) == (broken, 3)
    assert problem.reason == "the prefix nowhere: is not declared. Add “@prefix nowhere: <…> .” above."
    assert set(Resource.objects.values_list("iri", flat=True)) == {"http://e.org/1", "http://e.org/2"}


@pytest.mark.parametrize(("body", "media_type", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_hostile_input_changes_nothing_and_is_kept_as_it_came(room, body, media_type, reason):
    load([put(room, "before.ttl", A_DATASET % (1, b"one"))], Terms())
    before = state()
    suffix = {
        "text/turtle": "ttl",
        "application/rdf+xml": "rdf",
        "application/ld+json": "jsonld",
        "application/n-triples": "nt",
    }.get(media_type.partition(";")[0], "bin")
    with pytest.raises(Unreadable):
        read_all(body, media_type=media_type)
    summary = load([put(room, f"hostile.{suffix}", body)], Terms(publish=True))
    # A file says nothing of its characters, so two of these are other refusals there.
    assert summary.unreadable == 1 or "charset" in media_type
    if summary.unreadable:
        assert state() == before
        assert Path(Arrival.objects.get(source__contains="/hostile.").body.path).read_bytes() == body


@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING.keys())
def test_a_file_that_states_nothing_is_no_success_and_removes_nothing(room, body):
    source = put(room, "it.ttl", A_DATASET % (1, b"one"))
    load([source], Terms())
    before = state()
    summary = load([put(room, "it.ttl", body)], Terms())
    assert summary.unreadable == 1
    assert "nothing found" in summary.problems[0].reason
    assert state() == before


def test_a_failure_half_way_through_a_document_keeps_nothing_of_it(room):
    lines = b"".join(A_DATASET % (n, b"fine") for n in range(20_000)) + b"<http://e.org/x> a"
    summary = load([put(room, "long.ttl", lines)], Terms())
    assert (summary.unreadable, summary.created, Resource.objects.count()) == (1, 0, 0)


def test_ten_thousand_distributions_come_out_whole(room, client):
    dataset = "<http://e.org/large>"
    dcat = "http://www.w3.org/ns/dcat#"
    lines = [f"{dataset} a <{dcat}Dataset> ; <http://purl.org/dc/terms/title> 'Many files'@en ."]
    for file in (f"<http://e.org/f/{n}>" for n in range(10_000)):
        lines += [f"{dataset} <{dcat}distribution> {file} .", f"{file} a <{dcat}Distribution> ."]
    summary = load([put(room, "many.ttl", "\n".join(lines).encode())], Terms(publish=True))
    assert (summary.created, summary.triples) == (10_001, 20_002)
    assert Resource.objects.filter(kind=Kind.DISTRIBUTION).count() == 10_000
    assert len(Resource.objects.get(kind=Kind.DATASET).record) == 10_002
    page = client.get("/datasets/large")
    assert page.status_code == 200
    assert len(page.content) < 200_000
    assert client.get("/datasets/large?page=500").status_code == 200


def test_thirty_five_thousand_keywords_come_out_whole(room, client):
    keyword = "<http://www.w3.org/ns/dcat#keyword>"
    words = " , ".join(f"'word {n}'@en" for n in range(35_000))
    body = f"<http://e.org/large> a <http://www.w3.org/ns/dcat#Dataset> ; {keyword} {words} ."
    assert load([put(room, "words.ttl", body.encode())], Terms(publish=True)).created == 1
    assert len(Resource.objects.get().record.values(keyword)) == 35_000
    page = client.get("/datasets/large")
    assert (page.status_code, len(page.content) < 200_000) == (200, True)


@pytest.mark.slow
def test_other_processes_prepare_the_same_columns_as_this_one(room, monkeypatch):
    source = put(room, "some.ttl", "".join(turtle(60)).encode())
    load([source], Terms(publish=True))
    here = [(r.iri, r.slug, r.digest, r.card, r.violations) for r in Resource.objects.order_by("iri")]
    Resource.objects.update(revision=None)
    for model in (Link, Revision, Resource):
        model.objects.all().delete()
    monkeypatch.setattr(preparing, "BESIDE_FROM", 100)
    monkeypatch.setattr(preparing, "BATCH_TRIPLES", 200)
    load([source], Terms(publish=True))
    assert [(r.iri, r.slug, r.digest, r.card, r.violations) for r in Resource.objects.order_by("iri")] == here
    assert load([source], Terms(publish=True)).unchanged == len(here)


def test_a_disk_instead_of_memory_gives_the_same(room, settings):
    source = put(room, "some.ttl", "".join(turtle(20)).encode())
    settings.READ_MEMORY_TRIPLES = 50
    assert load([source], Terms()).created == 40
    expected = {record.iri: record.digest for record in split(read_all((room / "some.ttl").read_bytes()))[0]}
    assert dict(Resource.objects.values_list("iri", "digest")) == expected


def test_what_another_organisation_owns_is_refused_and_stays(room):
    one, two = (Organisation.objects.create(slug=slug, name=slug) for slug in ("one", "two"))
    load([put(room, "a.ttl", A_DATASET % (1, b"first"))], Terms(organisation=one))
    before = state()
    summary = load([put(room, "a.ttl", A_DATASET % (1, b"taken over"))], Terms(organisation=two))
    assert (summary.refused, summary.updated) == (1, 0)
    assert summary.problems[0].reason == "http://e.org/1 is not kept: another organisation owns it."
    assert state() == before


def test_publishing_later_publishes_what_was_a_draft(room):
    source = put(room, "a.ttl", A_DATASET % (1, b"one"))
    load([source], Terms())
    assert Resource.objects.get().state == State.DRAFT
    assert load([source], Terms(publish=True)).updated == 1
    assert Resource.objects.get().state == State.PUBLISHED


def test_gzip_and_folders_are_read_and_equal_bytes_are_kept_once(room):
    (room / "in").mkdir()
    put(room / "in", "a.ttl.gz", gzip.compress(A_DATASET % (1, b"one"), mtime=0))
    put(room / "in", "b.ttl.gz", gzip.compress(A_DATASET % (1, b"one"), mtime=0))
    put(room / "in", "notes.txt", b"not RDF, and not looked at")
    summary = load([str(room / "in")], Terms())
    assert (summary.created, summary.unchanged, summary.unreadable) == (1, 1, 0)
    assert Arrival.objects.count() == 2
    assert len({arrival.body.name for arrival in Arrival.objects.all()}) == 1


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def server(room):
    """A real web server on loopback that serves the folder."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(room)))
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_an_address_is_fetched_and_one_that_is_not_there_is_reported(room, server):
    put(room, "a.ttl", A_DATASET % (1, b"one"))
    summary = load([f"{server}/a.ttl", f"{server}/nothing.ttl", "http://127.0.0.1:9/x", str(room / "no.ttl")], Terms())
    assert (summary.created, summary.unreadable) == (1, 3)
    reasons = [problem.reason for problem in summary.problems]
    assert reasons[0] == f"{server}/nothing.ttl answers 404 File not found."
    assert reasons[1].startswith("http://127.0.0.1:9/x does not answer: ")
    assert reasons[2] == f"{room / 'no.ttl'} cannot be opened: No such file or directory."
    assert Arrival.objects.get().source == f"{server}/a.ttl"


def test_an_address_that_sends_too_much_is_refused(room, server, settings):
    settings.READ_BYTES_LIMIT = 50
    put(room, "a.ttl", A_DATASET % (1, b"one"))
    summary = load([f"{server}/a.ttl"], Terms())
    assert summary.problems[0].reason == f"{server}/a.ttl sends more than the limit of 50 bytes (READ_BYTES_LIMIT)."
    assert Resource.objects.count() == 0


def test_datasets_that_share_a_large_scheme_come_out_whole_and_are_joined_again(room, client):
    triples = catalogue(datasets=60, concepts=400, agents=5)
    summary = load([put(room, "shared.nt", ntriples(triples).encode())], Terms(publish=True))
    kept = {triple for resource in Resource.objects.select_related("revision") for triple in resource.record}
    assert (kept, summary.remainder) == (set(triples), 0)
    assert sum(len(r.record) for r in Resource.objects.filter(kind=Kind.DATASET)) < 60 * 150
    slug = Resource.objects.get(iri="http://example.org/dataset/7").slug
    turtle = client.get(f"/datasets/{slug}.ttl")
    name = ("<http://example.org/concept/7>", "<http://www.w3.org/2004/02/skos/core#prefLabel>", '"Concept 7"@en')
    assert name in read_all(turtle.content, media_type="text/turtle")
    assert name not in Resource.objects.get(slug=slug).record.triples


def test_what_was_withdrawn_stays_so_when_it_is_loaded_again(room, client):
    source = put(room, "a.ttl", A_DATASET % (1, b"one"))
    load([source], Terms(publish=True))
    resource = Resource.objects.get()
    workflow.withdraw(resource, Terms(), because="Asked for by its holder.")
    assert load([source], Terms(publish=True)).unchanged == 1
    assert load([put(room, "a.ttl", A_DATASET % (1, b"another"))], Terms(publish=True)).updated == 1
    resource.refresh_from_db()
    assert (resource.state, resource.withdrawn_because) == (State.WITHDRAWN, "Asked for by its holder.")
    assert client.get(f"/datasets/{resource.slug}").status_code == 410
