"""Handing over: offered and accepted; until then all stays as it is."""

import pytest

from catalog import policy
from catalog.editing import review, transfers
from catalog.models import Draft, Kind, Link, Notice, Resource, Stage, State, Told, Transfer
from catalog.workflow import NotPossible
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri
from tests.catalog import factories as make
from tests.catalog.editing.people import series, standing_as, stood, written

pytestmark = pytest.mark.django_db


def told(kind=Told.TRANSFERRED):
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def test_an_offer_changes_nothing_and_tells_the_other_administrators(people):
    row = series("one", people.holder)
    before = stood()[:2]
    transfers.offer(row, people.mates, people.administrator, "It is yours by now.")
    assert (stood()[:2], told()) == (before, {"mate"})
    with pytest.raises(NotPossible, match="offered to an organisation already"):
        transfers.offer(row, people.others, people.administrator)
    assert Transfer.objects.count() == 1


def test_what_is_accepted_belongs_to_the_other_with_what_hangs_on_it(people):
    row = standing_as("in review over published", people)
    review.assign(Draft.objects.get(), people.second, people.curator)
    offer = transfers.offer(row, people.mates, people.administrator)
    transfers.accept(offer, people.mate)
    row.refresh_from_db()
    revision = row.revision
    assert (row.organisation, row.state) == (people.mates, State.PUBLISHED)
    assert (revision.author, revision.approver) == (people.administrator, people.mate)
    # Its new owner's reviewers have not seen it.
    assert Draft.objects.values_list("stage", "assigned_to").get() == (Stage.WRITING, None)
    assert policy.may_edit(people.viewer("mate"), row)
    assert not policy.may_edit(people.viewer("administrator"), row)
    assert told() == {"mate", "administrator"}


def test_a_description_that_is_in_review_is_a_draft_of_the_new_owner(people):
    row = standing_as("in review", people)
    transfers.accept(transfers.offer(row, people.mates, people.administrator), people.mate)
    row.refresh_from_db()
    assert (row.state, row.public_number, Draft.objects.get().stage) == (State.DRAFT, None, Stage.WRITING)


def test_files_of_a_dataset_go_along_unless_another_dataset_has_them_too(people):
    files = {name: make.resource(Kind.DISTRIBUTION, slug=name, organisation=people.holder) for name in ("own", "both")}
    links = {DCAT.distribution: [row.iri for row in files.values()]}
    row = make.resource(slug="data", organisation=people.holder, links=links)
    other = make.resource(slug="other", organisation=people.holder)
    Link.objects.create(source=other, path=iri(DCAT.distribution), target=files["both"].iri)
    from catalog.models import Position

    Position.objects.update_or_create(name="revisions", defaults={"number": 100})
    transfers.accept(transfers.offer(row, people.mates, people.administrator), people.mate)
    owners = dict(Resource.objects.values_list("slug", "organisation__slug"))
    assert owners == {"data": "mates", "own": "mates", "both": "holder", "other": "holder"}


@pytest.mark.parametrize("by", ["mate", "administrator"])
def test_what_is_declined_or_taken_back_stays(people, by):
    row = series("one", people.holder)
    offer = transfers.offer(row, people.mates, people.administrator)
    transfers.decline(offer, people.users[by])
    row.refresh_from_db()
    assert row.organisation == people.holder
    with pytest.raises(NotPossible, match="answered already"):
        transfers.accept(offer, people.mate)


def test_an_offer_of_what_was_handed_on_cannot_be_accepted(people):
    row = series("one", people.holder)
    offer = transfers.offer(row, people.mates, people.administrator)
    Resource.objects.update(organisation=people.others)
    with pytest.raises(NotPossible, match="belongs to another organisation"):
        transfers.accept(offer, people.mate)


@pytest.mark.parametrize(
    ("who", "accept", "decline"),
    [("curator", 404, 404), ("stranger", 404, 404), ("administrator", 403, 303), ("mate", 303, 303)],
)
def test_who_answers_an_offer(people, client, who, accept, decline):
    offer = transfers.offer(series("one", people.holder), people.mates, people.administrator)
    client.force_login(people.users[who])
    before = stood()
    answer = client.post(f"/transfers/{offer.pk}/accept")
    assert answer.status_code == accept
    if accept != 303:
        assert stood() == before
        assert client.post(f"/transfers/{offer.pk}/decline").status_code == decline


def test_offers_are_shown_to_the_administrators_of_both(people, client):
    written(series("one", people.holder), people.contributor)
    transfers.offer(Resource.objects.get(), people.mates, people.administrator, "Yours by now.")
    for who, shown in (("mate", True), ("administrator", True), ("curator", False), ("stranger", False)):
        client.force_login(people.users[who])
        assert (b"Yours by now." in client.get("/transfers").content) is shown, who
