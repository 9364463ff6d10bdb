"""Review through the API and the FAIR Data Point: a change beside what is published, submitted and approved."""

import pytest

from catalog.models import Arrival, Draft, Resource, Revision, Stage
from catalog.register import Terms, register
from fair_metadata.namespaces import DCT, HEALTHDCATAP
from tests.catalog.api.asking import Asks
from tests.catalog.editing.people import described, fit_dataset, series, stood, world
from tests.catalog.fdp.sending import send

pytestmark = pytest.mark.django_db(transaction=True)
PATCH = {"title": {"en": "New"}}


@pytest.fixture
def people(index, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return world()


def asks(people, role):
    return Asks(people.users[role])


def test_a_contributor_s_change_is_kept_beside_what_is_published_and_approved_by_a_reviewer(people):
    row = series("one", people.holder)
    contributor, reviewer = asks(people, "contributor"), asks(people, "reviewer")
    before = row.digest, row.revision_id
    refused = contributor.patch("one", PATCH)
    assert (refused.status_code, "“?as=draft”" in refused.json()["detail"]) == (403, True)
    kept = contributor.patch("one", PATCH, query="?as=draft")
    told = kept.json()["draft"]
    assert (kept.status_code, kept.json()["outcome"], told["stage"], told["version"]) == (202, "draft", "writing", 2)
    row.refresh_from_db()
    assert (row.digest, row.revision_id) == before
    assert contributor.get("resources/one?as=draft").json()["title"] == {"en": "New"}
    assert contributor.get("resources/one").json()["title"] == {"en": "A series"}
    assert contributor("POST", "resources/one/submit", {"note": "Please."}).json()["state"] == "published"
    standing = reviewer.get("resources/one/standing").json()
    assert (standing["draft"]["stage"], standing["draft"]["version"]) == ("in-review", 2)
    done = reviewer("POST", "resources/one/approve", {"version": 2, "reason": "Checked."})
    row.refresh_from_db()
    assert (done.status_code, done.json()["digest"], row.digest) == (200, told["digest"], told["digest"])
    assert (row.revision.author, row.revision.approver, row.revision.reason) == (
        people.contributor,
        people.reviewer,
        "Checked.",
    )


def test_a_second_change_does_not_take_the_place_of_a_draft(people):
    series("one", people.holder)
    asks(people, "contributor").patch("one", PATCH, query="?as=draft")
    curator = asks(people, "curator")
    before = stood()
    answer = curator.patch("one", {"title": {"en": "Other"}}, query="?as=draft")
    assert (answer.status_code, stood()) == (409, before)


def test_a_dry_run_keeps_no_draft(people):
    series("one", people.holder)
    answer = asks(people, "contributor").patch("one", PATCH, query="?as=draft&dry_run=true")
    assert (answer.status_code, answer.json()["dry_run"], Draft.objects.count()) == (202, True, 0)


def test_small_counts_are_left_out_of_drafts_too(people):
    register(fit_dataset("data", "A registry"), "dataset", Terms(organisation=people.holder, publish=True))
    answer = asks(people, "contributor").patch("data", {"number_of_unique_individuals": 7}, query="?as=draft")
    assert (answer.status_code, answer.json()["suppressed"]) == (202, 1)
    assert Draft.objects.get().record.values(HEALTHDCATAP.numberOfUniqueIndividuals) == ()


@pytest.mark.parametrize(
    ("given", "status"),
    [({}, 400), ({"version": 2, "at": "soon"}, 400), ({"version": 2, "at": "2027-01-01"}, 400), ({"version": 1}, 409)],
)
def test_an_approval_says_what_it_approves_and_when(people, given, status):
    series("one", people.holder)
    contributor = asks(people, "contributor")
    contributor.patch("one", PATCH, query="?as=draft")
    contributor("POST", "resources/one/submit")
    reviewer = asks(people, "reviewer")
    before = stood()
    assert reviewer("POST", "resources/one/approve", given).status_code == status
    assert stood() == before


def test_many_at_once_go_past_no_review(people):
    series("one", people.holder)
    series("two", people.holder)
    lines = "\n".join(f'{{"@id": "https://data.example.org/{slug}", "@type": "dcat:DatasetSeries"}}' for slug in ("one", "two"))  # fmt: skip
    contributor = asks(people, "contributor")
    before = stood()
    answer = contributor("POST", "bulk", lines, media="application/x-ndjson")
    told = b"".join(answer.streaming_content).decode()
    assert (told.count('"refused"'), told.count("?as=draft"), stood()) == (2, 2, before)


def test_the_fair_data_point_keeps_a_change_beside_what_is_published(people, client):
    row = series("one", people.holder)
    headers = asks(people, "contributor").headers
    read = client.get("/fdp/datasetseries/one", headers={"accept": "text/turtle"} | headers).content.decode()
    changed = read.replace("A series", "New")
    revisions = Revision.objects.count()
    refused = send(client, "put", "/datasetseries/one", changed, headers, accept="application/json")
    assert (refused.status_code, "?as=draft" in refused.json()["detail"]) == (403, True)
    kept = send(client, "put", "/datasetseries/one?as=draft", changed, headers)
    assert (kept.status_code, kept.json()["draft"]["stage"]) == (202, Stage.WRITING)
    assert Draft.objects.get().record.diff(described("one", "New")).added == ()
    assert (Resource.objects.get().digest, Revision.objects.count(), Arrival.objects.count()) == (
        row.digest,
        revisions,
        0,
    )
    assert Draft.objects.get().record.values(DCT.title) == ('"New"@en',)
