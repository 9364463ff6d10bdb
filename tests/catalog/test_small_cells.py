"""Small counts of persons never get past the door: not into a row, a file, the index, a log, or anything that is shown."""

import gzip
import json
import logging
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from lxml import html

from catalog import beside
from catalog.export import exported
from catalog.intake import load as loading
from catalog.intake import preparing
from catalog.intake.load import load
from catalog.models import Arrival, Kind, Resource, Revision
from catalog.pages.presentation import page_of
from catalog.register import Outcome, Terms, register
from fair_metadata.card import card
from fair_metadata.counts import COHORT, PERSONS, SUPPRESSED
from fair_metadata.document import split
from fair_metadata.formats import FORMATS, LISTED, Description
from fair_metadata.namespaces import DCT
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import literal
from tests.bench.generator import turtle
from tests.catalog.factories import described
from tests.catalog.test_commands import run
from tests.conftest import CORPUS, ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("room")]

# Numbers that are nowhere by chance: both have to stay outside, the second because total − others is the first.
LIMIT, SMALL, OTHER, THIRD = 10**9, 471_108_215, 5_823_904_471, 9_118_273_645
NEEDLES = [text.encode() for n in (SMALL, OTHER) for text in (str(n), f"{n:,}", f"{n:,}".replace(",", " "))]
PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix h: <http://healthdataportal.eu/ns/health#> . @prefix marrow: <urn:fdc:vocab:marrow:> .
"""
SOURCE = (
    PREFIXES
    + f"""
<http://e.org/rare> a dcat:Dataset ; dct:title "A rare disease"@en ; h:numberOfUniqueIndividuals {SMALL} .
<http://e.org/parts> a dcat:Dataset ; dct:title "Three cohorts"@en ; h:numberOfUniqueIndividuals {SMALL + OTHER + THIRD} ;
  marrow:cohort [ a marrow:Cohort ; dct:title "One" ; h:numberOfUniqueIndividuals "{SMALL:,}" ] ,
    [ a marrow:Cohort ; dct:title "Two" ; h:numberOfUniqueIndividuals "about {OTHER}" ] ,
    [ a marrow:Cohort ; dct:title "Three" ; h:numberOfUniqueIndividuals {THIRD} ] .
<http://e.org/nowhere> dct:title "Hangs off nothing" ; h:numberOfUniqueIndividuals {SMALL} .
<http://e.org/one> a dcat:Dataset ; dct:title "One of two"@en ; dct:relation _:shared .
<http://e.org/two> a dcat:Dataset ; dct:title "Two of two"@en ; dct:relation _:shared .
_:shared dct:title "Of both" ; h:numberOfUniqueIndividuals {SMALL} .
"""
)


@pytest.fixture(autouse=True)
def _limit(settings):
    settings.SMALL_CELL_LIMIT = LIMIT


def put(room, name, body):
    path = room / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return str(path)


def database():
    """Every value of every column of every table, unpacked where it is packed."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for value in (value for row in cursor.fetchall() for value in row):
                body = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                yield zlib.decompress(body) if body[:1] == b"\x78" else body


def files(folder):
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def leaks(bodies):
    return [body for body in bodies if any(needle in body for needle in NEEDLES)]


def test_the_search_for_leaks_finds_what_is_there(settings, room):
    settings.SMALL_CELL_LIMIT = 10
    load([put(room, "a.ttl", SOURCE)], Terms(publish=True))
    assert len(leaks(database())) == 6  # four revisions, a card, the remainder
    assert len(leaks(files(room / "files"))) == 1


# JSON-LD as we write it states the shared node in each record that mentions it.
@pytest.mark.parametrize(
    ("name", "counted"),
    [("turtle", 5), ("json-ld", 6), ("rdf-xml", 5), ("n-quads", 5), ("trig", 5), ("n-triples", 5)],
)
def test_nothing_small_reaches_the_database_the_files_the_index_the_queries_or_the_log(
    name, counted, room, caplog, capfd
):
    records, _, remainder = split(read_all(SOURCE.encode()))
    row = FORMATS[name]
    body = b"".join(row.stream(Description(record) for record in [*records, Record.of("http://e.org/x", remainder)]))
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        summary = load([put(room, f"a.{row.suffix}", body)], Terms(publish=True))
    assert (summary.created, summary.suppressed) == (4, counted)
    assert leaks(database()) == []
    assert leaks([*files(room / "files"), *files(room / "index")]) == []
    assert leaks(str(query).encode() for query in queries.captured_queries) == []
    assert leaks(text.encode() for text in (caplog.text, *capfd.readouterr())) == []
    arrival = Arrival.objects.get()
    assert (arrival.body.name, arrival.sha256, arrival.size) == ("", "", len(body))
    assert (arrival.summary["suppressed"], arrival.summary["note"]) == (counted, loading.NOT_KEPT)
    assert f'{SUPPRESSED} "<{LIMIT}"' in arrival.remainder


def test_nothing_small_is_shown_in_any_form(room, client):
    load([put(room, "a.ttl", SOURCE)], Terms(publish=True))
    suffixes = ["", *(f".{row.suffix}" for row in FORMATS.values())]
    addresses = [f"/datasets/{slug}{suffix}" for slug in ("rare", "parts", "one") for suffix in suffixes]
    pages = {address: client.get(address) for address in [*addresses, "/datasets", "/datasets?q=rare&sort=patients"]}
    assert {page.status_code for page in pages.values()} == {200}
    assert leaks(page.content for page in pages.values()) == []
    assert leaks(b"".join(exported(FORMATS[name])) for name in LISTED) == []
    out = room / "all.nq"
    assert run("export", "--output", out)[2] == 0
    assert out.stat().st_size > 0
    assert leaks([out.read_bytes()]) == []


def test_loading_the_same_again_changes_nothing(room):
    source = put(room, "a.ttl", SOURCE)
    load([source], Terms(publish=True))
    again = load([source], Terms(publish=True))
    assert (again.unchanged, again.updated, again.created, again.suppressed) == (4, 0, 0, 5)
    assert Revision.objects.count() == 4


def test_what_was_exported_loads_as_the_same(room):
    load([put(room, "a.ttl", SOURCE)], Terms(publish=True))
    again = load([put(room, "b.nq", b"".join(exported(FORMATS["n-quads"])))], Terms(publish=True))
    assert (again.unchanged, again.updated, again.suppressed) == (4, 0, 0)
    assert Arrival.objects.first().body.name != ""


def test_a_number_and_another_small_number_give_the_same_description(room):
    load([put(room, "a.ttl", SOURCE)], Terms(publish=True))
    other = SOURCE.replace(str(SMALL), str(SMALL - 1)).replace(f"{SMALL:,}", f"{SMALL - 1:,}")
    assert load([put(room, "b.ttl", other)], Terms(publish=True)).unchanged == 4


def test_a_document_on_disk_is_as_clean(room, settings):
    settings.READ_MEMORY_TRIPLES = 3
    assert load([put(room, "a.ttl", SOURCE)], Terms(publish=True)).suppressed == 5
    assert leaks([*database(), *files(room / "files")]) == []


@pytest.mark.slow
def test_other_processes_get_nothing_small_to_work_on(room, monkeypatch):
    seen = []
    submit = beside.ProcessPoolExecutor.submit
    monkeypatch.setattr(preparing, "BESIDE_FROM", 1)
    monkeypatch.setattr(
        beside.ProcessPoolExecutor,
        "submit",
        lambda *words: (seen.append(repr(words[2:]).encode()), submit(*words))[1],
    )
    assert load([put(room, "a.ttl", SOURCE)], Terms(publish=True)).created == 4
    assert len(seen) == 3  # one to start with, the columns, the documents of the index
    assert leaks([*seen, *database()]) == []


def test_the_register_lets_nothing_small_in_either():
    nested = [("_:x", PERSONS, literal(str(SMALL))), ("_:x", DCT.title, literal("One"))]
    record = described("http://e.org/a", Kind.DATASET, (PERSONS, literal(f"~{SMALL}")), (COHORT, "_:x"), nested=nested)
    assert register(record, Kind.DATASET, Terms(publish=True)) is Outcome.CREATED
    assert register(record, Kind.DATASET, Terms(publish=True)) is Outcome.UNCHANGED
    kept = Resource.objects.get()
    assert leaks(database()) == []
    assert kept.record.value(SUPPRESSED) == literal(f"<{LIMIT}")
    assert kept.digest == kept.record.digest
    assert kept.card == {"title": {"en": "A registry"}, "patients_text": f"<{LIMIT}"}


BROKEN = [
    SOURCE + "\n<http://e.org/x> a nowhere:C .",
    PREFIXES + f"<http://e.org/x> h:numberOfUniqueIndividuals {SMALL} {SMALL} .",
    (PREFIXES + f"<http://e.org/x> h:numberOfUniqueIndividuals {SMALL} {SMALL} .").encode("utf-16"),
    gzip.compress((PREFIXES + f"<http://e.org/x> h:numberOfUniqueIndividuals {SMALL} {SMALL} .").encode()),
]


@pytest.mark.parametrize("body", BROKEN)
def test_what_cannot_be_read_and_may_hold_a_small_count_is_noted_without_its_bytes(body, room):
    source = put(room, "broken.ttl", body)
    summary = load([source], Terms())
    assert (summary.unreadable, summary.created) == (1, 0)
    assert leaks([*database(), *files(room / "files"), summary.problems[0].reason.encode()]) == []
    arrival = Arrival.objects.get()
    assert (arrival.source, arrival.body.name, arrival.summary["note"]) == (source, "", loading.NOT_KEPT)


@pytest.mark.parametrize("name", ["register_many", "_note_remainder"])
def test_a_load_that_dies_half_way_leaves_no_bytes(name, room, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, name, die)
    with pytest.raises(KeyboardInterrupt):
        load([put(room, "a.ttl", SOURCE)], Terms())
    assert leaks([*database(), *files(room / "files")]) == []


def test_a_load_that_dies_while_reading_leaves_nothing(room, monkeypatch):
    monkeypatch.setattr(loading.Document, "settle", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        load([put(room, "a.ttl", SOURCE)], Terms())
    assert (Arrival.objects.count(), leaks(files(room / "files"))) == (0, [])


def test_bytes_that_were_kept_under_a_lower_limit_go_when_they_come_again(room, settings):
    settings.SMALL_CELL_LIMIT = 10
    source = put(room, "a.ttl", SOURCE)
    load([source], Terms())
    settings.SMALL_CELL_LIMIT = LIMIT
    load([source], Terms())
    assert [arrival.body.name for arrival in Arrival.objects.all()] == ["", ""]
    assert leaks(files(room / "files")) == []


def test_load_says_how_many_counts_are_not_kept(room):
    source = put(room, "a.ttl", SOURCE)
    assert run("load", source)[0].splitlines()[2] == (
        f"5 counts of persons are not kept, because they or what they would give away are under {LIMIT}; "
        "files that hold such counts are not kept as they came."
    )
    assert json.loads(run("load", source, "--json")[0])["suppressed"] == 5


def test_a_file_without_small_counts_is_kept_as_it_came_and_no_word_is_lost_on_it(room, settings):
    settings.SMALL_CELL_LIMIT = 10
    body = "".join(turtle(3))
    out = run("load", put(room, "a.ttl", body))[0]
    assert "not kept" not in out
    arrival = Arrival.objects.get()
    assert (Path(arrival.body.path).read_text(), "note" in arrival.summary) == (body, False)


@pytest.mark.skipif(not CORPUS, reason="no corpus")
def test_nothing_of_the_corpus_is_suppressed(settings):
    settings.SMALL_CELL_LIMIT = 10
    assert load([str(path) for path in CORPUS], Terms()).suppressed == 0


def test_a_limit_under_five_is_refused_at_the_start(tmp_path):
    environment = os.environ | {"SMALL_CELL_LIMIT": "4", "DATA_DIR": str(tmp_path), "SECRET_KEY": "tests"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "SMALL_CELL_LIMIT is 4. Counts under 5 can identify people: set it to 5 or more.\n"


def test_a_page_says_that_a_number_is_small_and_why(room, settings, client):
    settings.SMALL_CELL_LIMIT = 10
    body = '<http://e.org/set%s> a dcat:Dataset ; dct:title "D"@en ; h:numberOfUniqueIndividuals "%s" .\n'
    load(
        [put(room, "a.ttl", PREFIXES + "".join(body % it for it in [(1, 7), (2, "in 7 files"), (3, ">700000")]))],
        Terms(publish=True),
    )

    def words(address, language):
        document = html.fromstring(
            client.get(address, headers={"accept-language": language, "accept": "text/html"}).content
        )
        for block in document.xpath("//main//p | //main//dd"):
            block.text = f" {block.text or ''}"
        return " ".join(document.xpath("//main")[0].text_content().split())

    because = "Small numbers are not shown, so that nobody can be recognised."
    assert "Patients <10fewer than 10" in words("/datasets/set1", "en")
    assert f"Number of individuals <10fewer than 10 {because}" in words("/datasets/set1", "en")
    assert "Patients not shown" in words("/datasets/set2", "en")
    assert "Patients >700000more than 700,000" in words("/datasets/set3", "en")
    assert because not in words("/datasets/set3", "en")
    because = "Los números pequeños no se muestran, para que no se pueda reconocer a nadie."
    assert f"Número de personas <10menos de 10 {because}" in words("/datasets/set1", "es")
    assert "Pacientes<10menosde10" in words("/datasets", "es").replace(" ", "")


def test_a_nested_count_that_is_hidden_says_so_too():
    said = [(COHORT, "_:x")]
    record = described("http://e.org/a", Kind.DATASET, *said, nested=[("_:x", SUPPRESSED, '"suppressed"')])
    with override("en"):
        page = page_of(record, DEFAULT, language="en", related={})
    [cohort] = [row for group in page.groups for row in group.rows if row.path == "marrow:cohort"]
    [row] = cohort.values[0].rows
    assert (row.label, row.values[0].text, row.path) == ("Number of individuals", "not shown", "marrow:suppressedCount")


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        ("412", {"patients": 412}),
        ("1,234", {"patients": 1234}),
        ("0", {"patients": 0}),
        (">700000", {"patients": 700_001, "patients_text": ">700000"}),
        ("100-200", {"patients": 100, "patients_text": "100-200"}),
        ("~540", {"patients": 540, "patients_text": "~540"}),
        ("n/a", {}),
    ],
)
def test_a_card_keeps_at_least_how_many_and_shows_what_is_written(written, facts):
    assert card(described("http://e.org/a", Kind.DATASET, (PERSONS, literal(written)))) == {
        "title": {"en": "A registry"},
        **facts,
    }
