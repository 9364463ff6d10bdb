"""Dumps: complete or not there, written when something public changed, fetched whole or in pieces."""

import gzip
import hashlib
import io
import json
from base64 import b64decode

import pytest
from django.core.management import call_command
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from catalog.export import exported
from catalog.models import Resource, State
from catalog.protocols.feed import dumps, nightly
from fair_metadata.formats import FORMATS
from fair_metadata.reading import read_all
from tests.catalog import factories
from tests.catalog.protocols.harvester import body, read
from tests.fair_metadata.graphs import canonical
from tests.search.worlds import OF_DATASETS, OF_FILES, hide, world

pytestmark = pytest.mark.django_db

VOID, SPDX = Namespace("http://rdfs.org/ns/void#"), Namespace("http://spdx.org/rdf/terms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
CATALOGUE = URIRef("http://testserver/void#catalogue")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def run(*words):
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("dump", *words, stdout=out, stderr=errors)
    except SystemExit as end:
        return out.getvalue(), errors.getvalue(), end.code
    return out.getvalue(), errors.getvalue(), 0


def fill():
    factories.shared("https://data.example.org/agent", "Hospital")
    for kind in factories.KINDS:
        for _ in range(3):
            factories.resource(kind, uses=("https://data.example.org/agent",))


def test_before_the_first_dump_it_is_said_how_to_have_one(client):
    response = client.get("/dump.nq.gz", headers={"accept": "text/plain"})
    assert (response.status_code, "manage.py dump" in response.content.decode()) == (404, True)
    other = client.get("/dump.zip.gz", headers={"accept": "text/plain"})
    assert (other.status_code, "/dump.nq.gz, /dump.ttl.gz, /dump.jsonld.gz" in other.content.decode()) == (404, True)


@pytest.mark.parametrize("suffix", ["nq", "ttl", "jsonld"])
def test_each_dump_is_the_export(client, suffix):
    fill()
    factories.resource(state=State.DRAFT, title="Not yet")
    assert run()[2] == 0
    packed = body(client.get(f"/dump.{suffix}.gz"))
    said = read_all(gzip.decompress(packed), name=f"x.{suffix}")
    plain = read_all(b"".join(exported(FORMATS["n-triples"])), name="x.nt")
    assert canonical(said) == canonical(plain)


def test_many_descriptions_are_written_in_step(monkeypatch):
    monkeypatch.setattr(dumps, "_IN_STEP", 2)
    fill()
    assert dumps.write().statistics.entities == 19
    files = {dump.suffix: gzip.decompress((dumps.folder() / dump.file).read_bytes()) for dump in dumps.manifest().dumps}
    assert files == {row.suffix: b"".join(exported(row)) for row in dumps.WRITTEN_AS}


def test_they_are_written_again_only_when_something_public_changed():
    fill()
    first = json.loads(run("--json")[0])
    assert (first["written"], len(first["files"])) == (True, 3)
    again = json.loads(run("--json")[0])
    assert again == first | {"written": False}
    factories.resource(state=State.DRAFT)
    assert json.loads(run("--json")[0])["written"] is False
    factories.revised(Resource.objects.filter(kind="dataset", state=State.PUBLISHED).first(), state=State.WITHDRAWN)
    assert json.loads(run("--json")[0])["written"] is True
    assert json.loads(run("--json", "--afresh")[0])["written"] is True


def test_equal_catalogues_give_equal_files_and_old_ones_go(client):
    fill()
    first, second, third = (dumps.write(afresh=True) for _ in range(3))
    assert [d.sha256 for d in first.dumps] == [d.sha256 for d in second.dumps] == [d.sha256 for d in third.dumps]
    kept = {dump.file for found in (second, third) for dump in found.dumps} | {"manifest.json", "lock"}
    assert {path.name for path in dumps.folder().iterdir()} == kept


def test_a_dump_that_is_cut_short_leaves_the_one_before_as_it_was(monkeypatch, client):
    fill()
    before = (dumps.write(), body(client.get("/dump.nq.gz")))
    factories.resource()
    monkeypatch.setattr("catalog.protocols.feed.statistics._count", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        dumps.write()
    assert (dumps.manifest(), body(client.get("/dump.nq.gz"))) == before
    monkeypatch.undo()


def test_two_do_not_write_at_once():
    with dumps._alone():
        out, errors, code = run()
    assert (out, code) == ("", 2)
    assert (
        errors == "The dumps are not written: The dumps are being written by another process; wait until it is done.\n"
    )
    assert dumps.manifest() is None


def test_a_dump_has_a_name_a_checksum_and_a_time(client):
    fill()
    run()
    response, found = client.get("/dump.ttl.gz"), dumps.manifest().of("ttl")
    packed = body(response)
    assert hashlib.sha256(packed).hexdigest() == found.sha256 == response["ETag"].strip('"')
    assert b64decode(response["Repr-Digest"].removeprefix("sha-256=:").rstrip(":")).hex() == found.sha256
    assert int(response["Content-Length"]) == len(packed) == found.size
    assert response["Content-Disposition"] == 'attachment; filename="catalogue.ttl.gz"'
    assert (response["Content-Type"], response["Accept-Ranges"]) == ("application/gzip", "bytes")
    head = client.head("/dump.ttl.gz")
    assert (body(head), head["Content-Length"], head["ETag"]) == (b"", str(found.size), response["ETag"])
    assert client.get("/dump.ttl.gz", headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get("/dump.ttl.gz", headers={"if-modified-since": response["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-99999999", slice(5, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
def test_a_download_can_be_gone_on_with(client, asked, piece):
    fill()
    run()
    whole = body(client.get("/dump.nq.gz"))
    response = client.get("/dump.nq.gz", headers={"range": asked})
    start, end, _ = piece.indices(len(whole))
    assert (response.status_code, body(response)) == (206, whole[piece])
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(whole)}"
    assert int(response["Content-Length"]) == end - start


def test_a_piece_that_is_not_there_is_416_and_what_is_no_range_is_the_whole(client):
    fill()
    run()
    whole = client.get("/dump.nq.gz")
    size, etag = int(whole["Content-Length"]), whole["ETag"]
    for asked in (f"bytes={size}-", "bytes=-0", "bytes=9-3"):
        response = client.get("/dump.nq.gz", headers={"range": asked})
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{size}")
    for asked in ("lines=1-2", "bytes=1-2,4-5", "bytes=-", "bytes=x-y"):
        assert client.get("/dump.nq.gz", headers={"range": asked}).status_code == 200
    assert client.get("/dump.nq.gz", headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert client.get("/dump.nq.gz", headers={"range": "bytes=0-1", "if-range": '"older"'}).status_code == 200


def test_void_says_what_the_dumps_hold_and_how_to_verify_them(client):
    fill()
    run()
    found = read(client.get("/void.ttl"), "ttl")
    assert (CATALOGUE, RDF.type, VOID.Dataset) in found
    files = set(found.objects(CATALOGUE, VOID.dataDump))
    assert files == {URIRef(f"http://testserver/dump.{suffix}.gz") for suffix in ("nq", "ttl", "jsonld")}
    for file in files:
        packed = body(client.get(str(file).removeprefix("http://testserver")))
        checksum = found.value(file, SPDX.checksum)
        assert found.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(found.value(checksum, SPDX.checksumValue)) == hashlib.sha256(packed).hexdigest()
        assert int(found.value(file, DCAT.byteSize)) == len(packed)


@pytest.mark.usefixtures("demo")
@pytest.mark.django_db(transaction=True)
def test_the_figures_in_void_are_those_of_the_dump(client):
    run()
    dump = Graph().parse(data=gzip.decompress(body(client.get("/dump.ttl.gz"))), format="turtle")
    found = read(client.get("/.well-known/void", headers={"accept": "text/turtle"}), "ttl")
    assert int(found.value(CATALOGUE, VOID.triples)) == len(dump)
    assert int(found.value(CATALOGUE, VOID.properties)) == len(set(dump.predicates()))
    classes = {kind: len(set(dump.subjects(RDF.type, kind))) for kind in set(dump.objects(None, RDF.type))}
    parts = list(found.objects(CATALOGUE, VOID.classPartition))
    assert {found.value(p, VOID["class"]): int(found.value(p, VOID.entities)) for p in parts} == classes
    mondo = sum(str(o).startswith("http://purl.obolibrary.org/obo/MONDO_") for o in dump.objects())
    assert int(found.value(URIRef("http://testserver/void#links-mondo"), VOID.triples)) == mondo > 0


def test_void_is_there_before_any_dump_and_without_figures(client):
    found = read(client.get("/void.nt"), "nt")
    assert found.value(CATALOGUE, DCTERMS.license)
    assert found.value(CATALOGUE, VOID.triples) is None
    assert list(found.objects(CATALOGUE, VOID.dataDump)) == []
    etag = client.get("/void.nt")["ETag"]
    run()
    assert client.get("/void.nt", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.usefixtures("index")
def test_nothing_that_is_not_for_everybody_comes_out(client):
    hide(world())
    run()
    for suffix in ("nq", "ttl", "jsonld"):
        said = gzip.decompress(body(client.get(f"/dump.{suffix}.gz"))).decode()
        for word in {*OF_DATASETS.values(), *OF_FILES.values()}:
            assert word not in said.replace(f"{word}-set", "").lower()
    said = body(client.get("/void.ttl")).decode()
    assert not [word for word in OF_DATASETS.values() if word in said]


@pytest.mark.django_db(transaction=True)
def test_a_server_without_a_broker_writes_them_when_they_are_asked_for(client, settings, monkeypatch):
    fill()
    settings.DUMP_EVERY = 24
    first = client.get("/dump.nq.gz")
    assert first.status_code in (200, 503)
    nightly.wait(60)
    assert client.get("/dump.nq.gz").status_code == 200
    made = dumps.manifest()
    factories.resource()
    client.get("/dump.nq.gz")
    nightly.wait(60)
    assert dumps.manifest() == made, "not before a day has gone by"
    settings.DUMP_EVERY = 1e-9
    client.get("/catalog.ttl")
    nightly.wait(60)
    assert dumps.manifest() != made


def test_with_a_broker_the_server_leaves_them_to_workers(client, settings, monkeypatch):
    settings.DUMP_EVERY, settings.CELERY_BROKER_URL = 24, "redis://127.0.0.1:1/0"
    monkeypatch.setattr(nightly, "_write", lambda: pytest.fail("a thread was started"))
    assert client.get("/dump.nq.gz").status_code == 404


def test_while_the_first_is_being_written_one_is_told_to_ask_again(client, monkeypatch):
    monkeypatch.setattr(nightly, "is_being_written", lambda: True)
    response = client.get("/dump.nq.gz")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
