"""`manage.py import`: the same as the page does, at a terminal."""

import io
import json

import pytest
from django.core.management import call_command

from catalog.models import Arrival, Draft, Resource, State
from tests.catalog import factories as make
from tests.catalog.intake.conftest import state, turtle

pytestmark = pytest.mark.django_db(transaction=True)
IRI = "https://data.example.org/registry"


@pytest.fixture
def run(world, tmp_path):
    """run(body, …): the exit code, and the JSON document that was printed."""

    def command(body, *options, name="in.ttl"):
        path = tmp_path / name
        path.write_bytes(body)
        out, code = io.StringIO(), 0
        try:
            call_command("import", str(path), "--organisation", "ours", "--json", *options, stdout=out, stderr=out)
        except SystemExit as ended:
            code = ended.code
        return code, json.loads(out.getvalue()) if out.getvalue()[:1] == "{" else out.getvalue()

    return command


def test_a_dry_run_says_what_would_become_of_each_and_changes_nothing(run):
    before = state()
    code, told = run(turtle(), "--dry-run")
    assert (code, told["created"], told["dry_run"]) == (0, 1, True)
    assert [(e["iri"], e["fate"], e["outcome"]) for e in told["entries"]] == [(IRI, "created", "")]
    assert (state(), Arrival.objects.count()) == (before, 0)


def test_something_new_becomes_a_draft_and_a_change_a_draft_over_it(run):
    code, told = run(turtle())
    row = Resource.objects.get()
    assert (code, told["entries"][0]["outcome"], row.state, row.organisation.slug) == (
        0,
        "created",
        State.DRAFT,
        "ours",
    )
    assert row.revision.arrival == Arrival.objects.get()
    _, told = run(turtle(title="Another"))
    assert told["entries"][0]["outcome"] == "drafted"
    assert Draft.objects.get().resource == row
    _, told = run(turtle(title="Another"))
    assert (told["unchanged"], told["entries"][0]["outcome"]) == (1, "")


def test_what_another_organisation_keeps_ends_with_1(run, world):
    make.resource(iri=IRI, organisation=world.theirs)
    before = state()
    code, told = run(turtle())
    assert (code, told["refused"]) == (1, 1)
    assert state() == before


def test_a_table_is_told_row_by_row(run):
    code, told = run(b"id,title [en],number_of_records\n,A registry,many\n,Another,5\n", name="t.csv")
    assert (code, told["refused"], told["created"]) == (1, 1, 1)
    first = told["entries"][0]
    assert (first["where"], first["problems"]) == (
        "row 2",
        [
            {
                "place": "C2",
                "column": "Number of records",
                "detail": "Number of records is “many”, which is not a whole number, such as 1250 "
                "(xsd:nonNegativeInteger). Correct it.",
            }
        ],
    )
    assert Resource.objects.get().card["title"] == {"en": "Another"}


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"%PDF-1.7", "This is a PDF, not RDF."), (b"", "Nothing found: it is empty.")],
)
def test_what_cannot_be_read_ends_with_2(run, body, words):
    code, told = run(body)
    assert (code, words in told) == (2, True)


def test_an_unknown_organisation_ends_with_2_and_names_those_that_there_are(world, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("import", "x.ttl", "--organisation", "nobody")
    assert ended.value.code == 2
    assert "Organisations: ours, theirs." in capsys.readouterr().err
