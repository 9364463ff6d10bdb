"""The trail: complete, shown to who answers for it, never changed, with no more of an address than a network."""

import csv
import io

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from catalog import audit, policy
from catalog.models import Decision, Verb
from tests.catalog import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_shortened_to_its_network(address, kept):
    assert audit.shortened(address) == kept


@given(st.ip_addresses())
def test_two_neighbours_cannot_be_told_apart(address):
    neighbour = type(address)(int(address) ^ 1)
    assert audit.shortened(str(address)) == audit.shortened(str(neighbour))


def test_a_decision_is_never_changed_or_removed(cast):
    audit.note(Verb.PUBLISHED, by=cast.users["reviewer"], resource=factories.resource(organisation=cast.mine))
    with pytest.raises(TypeError):
        Decision.objects.update(verb="withdrawn")
    with pytest.raises(TypeError):
        Decision.objects.all().delete()
    assert Decision.objects.get().verb == "published"


def test_the_organisation_is_that_of_the_resource(cast):
    audit.note(Verb.PUBLISHED, by=None, resource=factories.resource(organisation=cast.mine))
    assert Decision.objects.get().organisation == cast.mine


def test_each_sees_what_they_answer_for(cast):
    for organisation in (cast.mine, cast.theirs, None):
        audit.note(Verb.SETTINGS_CHANGED, by=None, organisation=organisation)
    shown = {
        who: set(audit.shown_to(policy.viewer_of(user)).values_list("organisation__slug", flat=True))
        for who, user in cast.users.items()
    }
    nothing = dict.fromkeys(("contributor", "curator", "reviewer", "guest"), set())
    assert shown == nothing | {
        "administrator": {"mine"},
        "stranger": {"theirs"},
        "operator": {"mine", "theirs", None},
    }


def test_a_page_of_one_organisation_has_no_word_of_another(cast):
    audit.note("secretly done", by=None, organisation=cast.theirs)
    audit.note("openly done", by=None, organisation=cast.mine)
    for suffix in ("", ".csv"):
        answer = cast.browser("administrator").get(f"/organisations/mine/decisions{suffix}")
        text = answer.getvalue().decode()
        assert ("openly done" in text, "secretly done" in text) == (True, False)


def test_the_table_is_whole_in_pages_and_in_csv(cast):
    for n in range(60):
        audit.note(Verb.PUBLISHED, by=cast.users["reviewer"], organisation=cast.mine, number=n)
    client = cast.browser("administrator")
    assert client.get("/organisations/mine/decisions?page=2").content.decode().count("<tr>") == 11
    assert client.get("/organisations/mine/decisions?page=3").status_code == 404
    rows = list(csv.DictReader(io.StringIO(client.get("/organisations/mine/decisions.csv").getvalue().decode())))
    assert [row["detail"] for row in rows] == [f'{{"number": {n}}}' for n in reversed(range(60))]
    assert {(row["who"], row["decision"], row["organisation"]) for row in rows} == {("reviewer", "published", "mine")}


def test_no_cell_is_a_formula_for_a_spreadsheet(cast):
    reviewer = cast.users["reviewer"]
    reviewer.first_name = "=cmd|'/C calc'!A0"
    reviewer.save()
    audit.note(Verb.PUBLISHED, by=reviewer, organisation=cast.mine)
    text = "".join(audit.as_csv(Decision.objects.all()))
    assert "'=cmd" in text
    assert "\n=cmd" not in text.replace(",=", "\n=")


def test_what_is_undone_is_not_noted(cast):
    with transaction.atomic():
        audit.note(Verb.PUBLISHED, by=None)
        transaction.set_rollback(True)
    assert Decision.objects.count() == 0
