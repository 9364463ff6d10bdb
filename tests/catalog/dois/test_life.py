"""A DOI from its reservation to its tombstone, at a double of DataCite that counts what it is sent."""

import re
from base64 import b64decode

import pytest
from django.core.management import call_command
from lxml import etree

from catalog import workflow
from catalog.dois import asking, planning
from catalog.dois.steps import STEPS
from catalog.editing import drafts, review
from catalog.models import Change, Decision, Doi, DoiCall, Draft, Resource, Revision
from catalog.register import Terms, register, stand
from catalog.workflow import NotPossible
from fair_metadata import dois
from fair_metadata.formats import FORMATS, Description
from fair_metadata.formats.citation import citation
from fair_metadata.namespaces import ADMS, DCT, SKOS
from fair_metadata.terms import iri, literal, text
from tests.catalog.dois.double import KERNEL, PREFIX
from tests.catalog.editing.people import stood, titled


def published(at):
    at.ask("reserve")
    at.ask("publish")
    return at.doi.name


def test_a_reserved_doi_is_a_draft_of_which_datacite_knows_the_name_alone(at):
    call = at.ask("reserve")
    assert re.fullmatch(rf"{re.escape(PREFIX)}/[0-9a-z]{{5}}-[0-9a-z]{{5}}", at.doi.name)
    assert at.datacite.asked == [("POST", "/dois", {"doi": at.doi.name})]
    assert (at.datacite.state(at.doi.name), at.doi.state, call.state) == ("draft", "draft", "done")
    assert at.row.doi == ""
    assert dois.stated(at.row.record) == []


def test_publishing_a_dataset_registers_nothing_by_itself(at):
    at.ask("reserve")
    row = at.row
    workflow.withdraw(row, Terms(), because="Wrong.")
    workflow.publish(row, Terms())
    register(titled(row.record, "Another title"), row.kind, Terms())
    call_command("dois")
    assert at.datacite.writes == [("POST", "")]


def test_a_published_doi_is_findable_and_datacite_is_told_what_everybody_reads(at):
    name = published(at)
    assert at.datacite.writes == [("POST", ""), ("PUT", "publish")]
    there = at.datacite.dois[name]
    assert (there["state"], at.doi.state) == ("findable", "findable")
    assert there["url"] == "http://testserver/datasets/one"
    sent = etree.fromstring(b64decode(there["xml"]))
    found = {tag: sent.findtext(KERNEL + tag) for tag in ("identifier", "publisher", "publicationYear")}
    assert found == {"identifier": name, "publisher": "Data access body", "publicationYear": "2024"}
    assert sent.find(f".//{KERNEL}creatorName").text == "A hospital"


def test_the_pid_stays_the_subject_and_the_doi_is_an_identifier_beside_it(at):
    before = at.row
    name = published(at)
    record = at.row.record
    assert record.iri == before.iri
    assert record.values(DCT.identifier) == before.record.values(DCT.identifier)
    [node] = record.values(ADMS.identifier)
    assert [text(value) for value in record.values(SKOS.notation, node)] == [f"https://doi.org/{name}"]
    assert [text(value) for value in record.values(ADMS.schemaAgency, node)] == ["DataCite"]
    taken = set(before.record.triples) - set(record.triples)
    assert taken == set()


def test_the_page_is_cited_by_its_doi_once_that_leads_there(at, client):
    cited = lambda: re.findall(r'<([^>]+)>; rel="cite-as"', client.get("/datasets/one")["Link"])  # noqa: E731
    assert cited() == ["http://testserver/id/one"]
    at.ask("reserve")
    assert cited() == ["http://testserver/id/one"]
    at.ask("publish")
    assert cited() == [f"https://doi.org/{at.doi.name}"]
    assert citation(Description(at.row.record)).doi == at.doi.name
    assert f"doi = {{{at.doi.name}}}" in FORMATS["bibtex"].write(Description(at.row.record)).decode()
    assert client.get("/id/one")["Location"] == "/datasets/one"


def test_a_registered_doi_leads_to_the_page_and_may_be_made_findable_later(at):
    at.ask("reserve")
    at.ask("register")
    assert (at.datacite.state(at.doi.name), at.row.doi) == ("registered", at.doi.name)
    at.ask("publish")
    assert at.datacite.writes == [("POST", ""), ("PUT", "register"), ("PUT", "publish")]
    assert at.doi.state == "findable"


def test_changes_are_sent_when_a_curator_says_so(at):
    name = published(at)
    register(titled(at.row.record, "A better title"), "dataset", Terms())
    assert len(at.datacite.writes) == 2
    at.ask("update")
    assert at.datacite.writes[2:] == [("PUT", "")]
    assert b"A better title" in b64decode(at.datacite.dois[name]["xml"])


def test_an_agreement_given_once_sends_each_later_change_and_no_change_twice(at):
    name = published(at)
    asking.agree(at.row, at.people.curator, keeps_up=True)
    assert len(at.datacite.writes) == 2
    register(titled(at.row.record, "A better title"), "dataset", Terms())
    assert at.datacite.writes[2:] == [("PUT", "")]
    assert b"A better title" in b64decode(at.datacite.dois[name]["xml"])
    call_command("dois")
    register(titled(at.row.record, "A better title"), "dataset", Terms())
    assert len(at.datacite.writes) == 3
    asking.agree(at.row, at.people.curator, keeps_up=False)
    register(titled(at.row.record, "The best title"), "dataset", Terms())
    assert len(at.datacite.writes) == 3


def test_a_draft_over_it_is_not_sent_before_it_is_published(at):
    published(at)
    asking.agree(at.row, at.people.curator, keeps_up=True)
    draft = drafts.begin(at.row, at.people.contributor)
    draft = drafts.save(draft, titled(draft.record, "In review"), at.people.contributor, version=draft.version)
    draft = review.submit(draft, at.people.contributor)
    assert len(at.datacite.writes) == 2
    review.approve(draft, at.people.reviewer, seen=draft.version)
    assert len(at.datacite.writes) == 3


def test_an_agreement_does_not_hide_what_is_withdrawn(at):
    name = published(at)
    asking.agree(at.row, at.people.curator, keeps_up=True)
    workflow.withdraw(at.row, Terms(), because="A consent was withdrawn.")
    call_command("dois")
    assert (at.datacite.state(name), len(at.datacite.writes)) == ("findable", 2)


def test_a_withdrawn_dataset_s_doi_is_hidden_and_leads_to_the_page_that_says_why(at, client):
    name = published(at)
    workflow.withdraw(at.row, Terms(), because="A consent was withdrawn.")
    at.ask("hide")
    assert at.datacite.writes[2:] == [("PUT", "hide")]
    assert (at.datacite.state(name), at.doi.state) == ("registered", "registered")
    page = client.get(at.datacite.dois[name]["url"].removeprefix("http://testserver"))
    assert page.status_code == 410
    assert b"A consent was withdrawn." in page.content
    assert f'<https://doi.org/{name}>; rel="cite-as"' in page["Link"]
    workflow.publish(at.row, Terms())
    at.ask("publish")
    assert at.datacite.state(name) == "findable"


def test_each_word_is_in_the_trail_with_who_gave_it(at):
    name = published(at)
    asking.agree(at.row, at.people.curator, keeps_up=True)
    trail = [(row.verb, row.actor.username, row.detail["doi"]) for row in Decision.objects.order_by("pk")]
    assert trail == [
        ("doi reserved", "reviewer", name),
        ("doi published", "reviewer", name),
        ("doi kept up to date", "curator", name),
    ]


# Through the one door, past review.


def test_who_may_not_change_what_is_published_writes_the_doi_into_a_draft(at):
    before = at.row.digest
    at.ask("reserve", by="curator")
    at.ask("publish", by="curator")
    assert at.row.digest == before
    draft = Draft.objects.get(resource=at.row)
    assert dois.stated(draft.record) == [at.doi.name]
    assert list(draft.writers.values_list("username", flat=True)) == ["curator"]
    assert at.row.doi == at.doi.name  # it leads there, whatever the description says
    draft = review.submit(draft, at.people.curator)
    review.approve(draft, at.people.reviewer, seen=draft.version)
    assert dois.stated(at.row.record) == [at.doi.name]


def test_with_four_eyes_a_reviewer_s_doi_waits_for_a_second_person(at):
    type(at.people.holder).objects.update(four_eyes=True)
    published(at)
    assert dois.stated(at.row.record) == []
    draft = review.submit(Draft.objects.get(), at.people.reviewer)
    with pytest.raises(workflow.FourEyes):
        review.approve(draft, at.people.reviewer, seen=draft.version)
    review.approve(draft, at.people.second, seen=draft.version)
    assert dois.stated(at.row.record) == [at.doi.name]


def test_what_somebody_else_writes_is_kept_beside_the_doi(at):
    draft = drafts.begin(at.row, at.people.contributor)
    drafts.save(draft, titled(draft.record, "Being written"), at.people.contributor, version=draft.version)
    at.ask("reserve", by="curator")
    at.ask("publish", by="curator")
    record = Draft.objects.get().record
    assert dois.stated(record) == [at.doi.name]
    assert record.values(DCT.title) == (literal("Being written", language="en"),)


def test_a_draft_in_review_is_not_touched_and_the_doi_is_written_when_it_is_open_again(at):
    draft = drafts.begin(at.row, at.people.contributor)
    draft = drafts.save(draft, titled(draft.record, "In review"), at.people.contributor, version=draft.version)
    draft = review.submit(draft, at.people.contributor)
    at.ask("reserve", by="curator")
    at.ask("publish", by="curator")
    assert (at.doi.state, at.doi.is_settled) == ("findable", False)
    assert Draft.objects.get().version == draft.version
    review.give_back(draft, at.people.reviewer, because="Say more.")
    call_command("dois")
    assert at.doi.is_settled
    assert dois.stated(Draft.objects.get().record) == [at.doi.name]
    assert len(at.datacite.writes) == 2


# What cannot be done changes nothing and sends nothing.


def nothing(at, step, words, by="reviewer"):
    before, sent, calls = stood(), list(at.datacite.asked), DoiCall.objects.count()
    with pytest.raises(NotPossible, match=words):
        at.ask(step, by=by)
    assert (stood(), at.datacite.asked, DoiCall.objects.count()) == (before, sent, calls)


def test_only_what_everybody_can_open_is_registered(at):
    at.ask("reserve")
    stand(at.row, Terms(), Change.STANDING, visibility="network")
    nothing(at, "publish", "Publish the description for everybody first")
    stand(at.row, Terms(), Change.STANDING, visibility="everybody", state="draft")
    nothing(at, "register", "Publish the description for everybody first")


def test_a_draft_may_have_a_doi_reserved_and_nothing_of_it_is_sent(at):
    stand(at.row, Terms(), Change.STANDING, state="draft")
    at.ask("reserve")
    assert at.datacite.asked == [("POST", "/dois", {"doi": at.doi.name})]


@pytest.mark.parametrize("step", ["publish", "register", "update", "hide"])
def test_a_step_that_the_state_does_not_know_is_refused(at, step):
    nothing(at, step, "does not stand so")


def test_what_is_still_published_is_not_hidden(at):
    published(at)
    nothing(at, "hide", "Withdraw the description first")


def test_a_description_that_states_another_doi_gets_no_second(at):
    register(dois.with_doi(at.row.record, "10.5555/other"), "dataset", Terms())
    nothing(at, "reserve", "10.5555/other")


def test_without_an_account_nothing_is_asked(at):
    at.account.delete()
    nothing(at, "reserve", "no account")


def test_after_a_transfer_the_doi_stays_under_the_account_of_who_registered_it(at):
    published(at)
    stand(at.row, Terms(), Change.STANDING, organisation_id=at.people.mates.pk)
    nothing(at, "update", "under the account of Organisation holder")


def test_another_account_in_its_place_changes_no_doi_of_the_first(at):
    published(at)
    type(at.account).objects.update(server="test")
    nothing(at, "update", "another one than that of the DOI")


def test_what_was_not_seen_is_not_sent(at):
    at.ask("reserve")
    plan = planning.planned(at.row, STEPS["publish"])
    register(titled(at.row.record, "Changed meanwhile"), "dataset", Terms())
    with pytest.raises(asking.Changed):
        asking.ask(at.row, STEPS["publish"], at.people.reviewer, seen=plan.seen)
    assert at.datacite.writes == [("POST", "")]


def test_missing_values_are_listed_with_their_fields_before_anything_is_sent(at):
    at.ask("reserve")
    record = at.row.record
    for path in (DCT.creator, DCT.publisher, DCT.issued):
        record = record.replace(path, [])
    register(record, "dataset", Terms())
    plan = planning.planned(at.row, STEPS["publish"])
    assert [(gap.label, gap.address) for gap in plan.missing] == [
        ("Creator", "/edit/one?form=full#f-creator"),
        ("Publisher", "/edit/one?form=full#f-publisher"),
    ]
    nothing(at, "publish", "values that are not stated")


def test_the_year_of_what_states_no_date_is_that_since_when_everybody_sees_it(at):
    at.ask("reserve")
    register(at.row.record.replace(DCT.issued, []), "dataset", Terms())
    first = Revision.objects.filter(resource=at.row, audience="public").earliest("number").made_at
    plan = planning.planned(at.row, STEPS["publish"])
    assert (plan.missing, f"<publicationYear>{first.year}</publicationYear>" in plan.xml) == ((), True)


def test_a_doi_of_the_test_system_is_named_neither_by_the_page_nor_by_the_description(at, client):
    type(at.account).objects.update(server="test")
    name = published(at)
    assert (at.doi.state, at.doi.is_test, at.row.doi) == ("findable", True, "")
    assert dois.stated(at.row.record) == []
    assert name not in client.get("/datasets/one")["Link"]
    assert at.doi.address == f"https://handle.test.datacite.org/{name}"


def test_two_descriptions_have_two_dois(at):
    at.ask("reserve")
    other = Resource.objects.get(slug="one")
    from tests.catalog.dois.conftest import citable

    register(citable("two", "Another"), "dataset", Terms(organisation=at.people.holder, publish=True))
    two = Resource.objects.get(slug="two")
    plan = planning.planned(two, STEPS["reserve"])
    asking.ask(two, STEPS["reserve"], at.people.reviewer, seen=plan.seen)
    assert Doi.objects.count() == 2 == len(at.datacite.dois)
    assert iri(other.record.subject) != two.iri
