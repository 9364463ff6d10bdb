"""The commands as people and schedules use them: sentences or JSON, and exit codes 0, 1 and 2."""

import gzip
import io
import json
import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from catalog import rebuild
from catalog.models import Link, Organisation, Resource, Revision, State
from fair_metadata.document import split
from fair_metadata.formats import FORMATS, LISTED
from fair_metadata.reading import read_all
from search.asking import matching
from search.engines import engine
from search.query import Query
from search.understanding import understand
from tests.bench.generator import turtle
from tests.conftest import ROOT
from tests.fair_metadata.graphs import canonical

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("room")]


def run(*words):
    """What the command wrote to standard output and to standard error, and its exit code."""
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, words), stdout=out, stderr=errors)
    except SystemExit as end:
        return out.getvalue(), errors.getvalue(), end.code
    return out.getvalue(), errors.getvalue(), 0


@pytest.fixture
def source(room):
    path = room / "datasets.ttl"
    path.write_text("".join(turtle(5)))
    return path


@pytest.fixture
def loaded(source):
    run("load", source, "--publish")
    return source


def test_load_says_what_became_of_everything(source, room):
    broken = room / "broken.ttl"
    broken.write_text("\n<http://e.org/x> a nowhere:C .")
    out, errors, code = run("load", source, broken, "--publish")
    lines = out.splitlines()
    assert (errors, code) == ("", 1)
    assert lines[0] == "10 created, 0 updated, 0 unchanged, 0 withdrawn, 0 refused; 1 unreadable."
    assert lines[1].startswith("321 triples read; 90 belong to no catalogued resource and stay with the arrival; ")
    assert lines[2] == f"- {broken}, line 2: the prefix nowhere: is not declared. Add “@prefix nowhere: <…> .” above."


def test_load_in_json_is_one_document(source):
    out, errors, code = run("load", source, "--json")
    summary = json.loads(out)
    assert (errors, code) == ("", 0)
    assert (summary["created"], summary["updated"], summary["problems"]) == (10, 0, [])
    assert set(Resource.objects.values_list("state", flat=True)) == {State.DRAFT}


def test_load_for_an_organisation_that_is_not_there_changes_nothing(source):
    run("organisation", "hospital-a", "Demo Hospital A")
    out, errors, code = run("load", source, "--organisation", "nobody")
    assert (out, code) == ("", 2)
    assert errors == "There is no organisation “nobody”. Organisations: hospital-a.\n"
    assert Resource.objects.count() == 0


def test_what_is_loaded_belongs_to_the_organisation_named(source):
    assert run("organisation", "hospital-a", "Demo Hospital A")[0] == "Demo Hospital A is “hospital-a”.\n"
    run("load", source, "--organisation", "hospital-a")
    assert set(Resource.objects.values_list("organisation__slug", flat=True)) == {"hospital-a"}


def test_an_organisation_with_a_bad_name_for_addresses_is_refused():
    out, errors, code = run("organisation", "bad slug", "Demo")
    assert (out, code, Organisation.objects.count()) == ("", 2, 0)
    assert errors.startswith("slug: ")


def described(source):
    """All that belongs to a catalogued resource."""
    return {triple for record in split(read_all(source.read_bytes()))[0] for triple in record}


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.is_rdf])
def test_an_export_is_isomorphic_to_what_was_loaded(name, loaded, room):
    row = FORMATS[name]
    out, _, code = run("export", "--format", name, "--output", room / f"all.{row.suffix}", "--json")
    body = (room / f"all.{row.suffix}").read_bytes()
    assert (code, json.loads(out)["bytes"]) == (0, len(body))
    assert canonical(read_all(body, media_type=row.media_type)) == canonical(described(loaded))


@pytest.mark.parametrize("name", [name for name in LISTED if not FORMATS[name].is_rdf])
def test_the_other_formats_export_every_dataset(name, loaded, room):
    run("export", "--format", name, "--output", room / "all")
    titles = Resource.objects.filter(kind="dataset").values_list("card__title__en", flat=True)
    text = (room / "all").read_text().casefold()  # some styles write titles as headlines
    assert [title for title in titles if title.casefold() not in text] == []


def test_an_exported_entry_is_the_one_that_its_page_offers(client, loaded, room):
    run("export", "--format", "bibtex", "--output", room / "all.bib")
    slugs = list(Resource.objects.order_by("id").values_list("slug", flat=True))
    text = (room / "all.bib").read_text()
    assert re.findall(r"^@misc{(.*),$", text, re.M) == slugs
    row = Resource.objects.filter(kind="dataset").first()
    assert client.get(f"/datasets/{row.slug}.bib").content.decode() in text


def test_equal_catalogues_give_equal_packed_exports(loaded, room):
    for name in ("a.gz", "b.gz"):
        run("export", "--compress", "--output", room / name)
    assert (room / "a.gz").read_bytes() == (room / "b.gz").read_bytes()
    body = gzip.decompress((room / "a.gz").read_bytes())
    assert canonical(read_all(body, name="a.nq")) == canonical(described(loaded))


def test_drafts_are_in_no_export(source, room):
    run("load", source)
    run("export", "--output", room / "all.nq")
    assert (room / "all.nq").read_bytes() == b""


def test_an_export_to_a_place_that_is_not_there_says_so(loaded, room):
    _, errors, code = run("export", "--output", room / "nowhere" / "all.nq")
    assert (code, errors) == (2, f"{room / 'nowhere' / 'all.nq'} cannot be written: No such file or directory.\n")


def test_validate_tells_in_plain_words_what_to_mend_and_keeps_nothing(room):
    path = room / "poor.ttl"
    path.write_text(
        '<http://e.org/x> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "Blood"@en .'
    )
    out, _, code = run("validate", path, "--profile", "dcat-ap")
    assert code == 1
    assert "violation: «Blood»: Description is missing." in out
    assert out.splitlines()[-1].startswith("1 descriptions, 1 violations, ")
    assert Resource.objects.count() == 0
    out, _, code = run("validate", path, "--profile", "dcat-ap", "--language", "es")
    assert "violation: «Blood»: Falta Descripción. " in out


def test_validate_in_json_and_of_what_cannot_be_read(source, room):
    out, _, code = run("validate", source, "--json")
    document = json.loads(out)
    assert (document["descriptions"], code) == (
        10,
        1 if any(f["severity"] == "violation" for f in document["findings"]) else 0,
    )
    out, _, code = run("validate", room / "nothing.ttl", "--json")
    assert (code, json.loads(out)["unreadable"]) == (
        1,
        f"{room / 'nothing.ttl'} cannot be opened: No such file or directory.",
    )


def test_rebuild_gives_the_same_columns_and_answers(triples, loaded):
    question = matching(understand(Query(text="registry")))
    cards = list(Resource.objects.order_by("id").values("card", "violations", "warnings"))
    links = sorted(Link.objects.values_list("source__iri", "path", "target"))
    before = engine().search(question, ["public"])
    Resource.objects.update(card={}, violations=99)
    Link.objects.filter(path__contains="distribution").delete()
    out, _, code = run("rebuild")
    assert (sorted(out.splitlines()), code) == (
        [f"{name}: 10 taken in." for name in ("addresses", "columns", "index", "triples")],
        0,
    )
    assert list(Resource.objects.order_by("id").values("card", "violations", "warnings")) == cards
    assert sorted(Link.objects.values_list("source__iri", "path", "target")) == links
    assert engine().search(question, ["public"]) == before


def test_an_unknown_projection_is_refused_by_name():
    _, errors, code = run("rebuild", "crystal-ball")
    assert (code, errors) == (
        2,
        f"There is no projection “crystal-ball”. There are: {', '.join(rebuild.PROJECTIONS)}.\n",
    )


def test_withdraw_finds_by_address_and_by_iri(loaded):
    first, second = Resource.objects.filter(kind="dataset").order_by("id")[:2]
    assert run("withdraw", first.slug, "--because", "Too old.")[0] == f"{first.slug} is withdrawn.\n"
    assert json.loads(run("withdraw", second.iri, "--because", "Too old.", "--json")[0])["state"] == "withdrawn"
    before = Revision.objects.count()
    assert run("withdraw", first.slug, "--because", "Again.")[1:] == (f"{first.slug} is withdrawn already.\n", 2)
    assert run("withdraw", "nothing", "--because", "x")[2] == 2
    assert Revision.objects.count() == before


def test_doctor_finds_nothing_wrong_and_names_what_is(loaded, settings):
    out, _, code = run("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(out)}
    assert checks["descriptions"]["found"] == "10 at revision 10"
    assert checks["index"] == {
        "name": "index",
        "is_well": True,
        "found": "0 revisions behind",
        "mend": "Start the server, or run “manage.py rebuild index”.",
    }
    settings.BASE_URL = "http://catalogue.example.org"
    out, _, code = run("doctor")
    assert code == 1
    assert "BAD address: http://catalogue.example.org\n    Serve on https and set BASE_URL to it.\n" in out


def test_every_command_has_help_and_no_colour_when_told(tmp_path):
    for name in ("load", "export", "validate", "rebuild", "doctor", "withdraw", "organisation"):
        done = subprocess.run(
            [sys.executable, "manage.py", name, "--help"],
            cwd=ROOT,
            env={"NO_COLOR": "1", "DATA_DIR": str(tmp_path), "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith(f"usage: manage.py {name} ")
        assert "\x1b" not in done.stdout


def test_a_reader_that_has_seen_enough_ends_an_export_quietly(tmp_path, room):
    """`manage.py export | head -c 1`, in processes of their own."""
    source = room / "many.ttl"
    source.write_text("".join(turtle(400)))
    env = {"DATA_DIR": str(tmp_path / "data"), "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error"}
    manage = [sys.executable, "manage.py"]
    for words in (["migrate", "-v0"], ["load", str(source), "--publish"]):
        subprocess.run([*manage, *words], cwd=ROOT, env=env, check=True, capture_output=True)
    export = subprocess.Popen([*manage, "export"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert export.stdout.read(1) == b"<"
    export.stdout.close()
    assert export.stderr.read() == b""
    export.stderr.close()
    assert export.wait() == 0


def test_demo_data_are_the_records_of_their_sources():
    """All 71 datasets and three files are there, and the made-up ones say so."""
    records, _, remainder = split(read_all((ROOT / "deploy" / "demo_data" / "datasets.ttl").read_bytes()))
    titles = [str(record.value("<http://purl.org/dc/terms/title>")) for record in records]
    assert remainder == []
    assert len(records) == 1 + 71 + 3
    assert sum("SYNTHETIC demo contribution" in title for title in titles) == 12
    assert sum("SYNTHETIC demo file" in title for title in titles) == 3
