"""`fair`: one dataset, in this process and over HTTP, and all of them."""

import json

import pytest
from django.core.management import call_command

from catalog.models import Score
from fair_metadata.namespaces import DCT
from tests.catalog.fair import showing
from tests.catalog.fair.showing import OPEN, without


def run(capsys, *args, **options):
    """What it printed, and its exit code."""
    code = 0
    try:
        call_command("fair", *args, **options)
    except SystemExit as left:
        code = left.code
    return capsys.readouterr(), code


def test_it_says_the_figures_and_what_to_repair_and_ends_with_1(shown, capsys):
    showing.edited(OPEN, without(DCT.provenance))
    said, code = run(capsys, OPEN)
    lines = said.out.splitlines()
    assert lines[0] == "94 of 100 points, 40 of 41 RDA indicators, Signposting level 2, Google 17 of 20."
    assert lines[1] == "RDA-R1.2-01M: Say in words how the data came about."
    assert (len(lines), code) == (5, 1)


def test_by_iri_and_as_json_it_is_the_report(shown, capsys, client):
    said, code = run(capsys, showing.row(OPEN).iri, json=True)
    assert code == 1
    assert json.loads(said.out)["results"] == client.get(f"/datasets/{OPEN}/fair.json").json()["results"]


def test_what_is_not_there_is_refused(shown, capsys):
    said, code = run(capsys, "nothing")
    assert (said.err, code) == ("There is no dataset “nothing”.\n", 2)
    assert run(capsys)[1] == 2
    assert run(capsys, OPEN, all=True)[1] == 2
    assert run(capsys, showing.FILES_OF[OPEN][0])[1] == 2


def test_all_are_judged_and_kept(shown, capsys):
    said, code = run(capsys, all=True)
    assert (said.out, code, Score.objects.count()) == ("2 datasets judged.\n", 0, 2)


@pytest.mark.django_db(transaction=True)
def test_over_http_it_asks_the_server_for_every_document_and_finds_the_same(live_server, settings, shown, capsys):
    settings.BASE_URL, pid_base = live_server.url, settings.PID_BASE
    settings.PID_BASE = f"{live_server.url}/id/"
    record = showing.row(OPEN).record
    assert record.iri.startswith(pid_base)
    said, _ = run(capsys, OPEN, over_http=True, json=True)
    inside, _ = run(capsys, OPEN, json=True)
    outcomes = [{each["code"]: each["outcome"] for each in json.loads(one.out)["results"]} for one in (said, inside)]
    assert outcomes[0] == outcomes[1]
    [documents] = [each["evidence"] for each in json.loads(said.out)["results"] if each["code"] == "SP2-types"]
    asked, of = documents[0].split(" documents")[0].split(" of ")
    assert asked == of
    assert json.loads(said.out)["signposting"] == 2


def test_a_server_that_does_not_answer_passes_nothing_of_the_page(settings, shown, capsys):
    settings.BASE_URL = "http://127.0.0.1:9"
    said, code = run(capsys, OPEN, over_http=True, json=True)
    found = {each["code"]: each["outcome"] for each in json.loads(said.out)["results"] if each["judged_on"] == "page"}
    passed = {code for code, outcome in found.items() if outcome == "passed"}
    assert (passed, code) == ({"RDA-A1-03D"}, 1)
