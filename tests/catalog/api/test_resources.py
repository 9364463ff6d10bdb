"""Reading and writing one description: forms, versions, what stays, and what is told."""

import json

import pytest

from catalog.models import Answered, Link, Resource, Revision, State
from fair_metadata.flat import flat
from fair_metadata.namespaces import DCT, HEALTHDCATAP, MARROW
from fair_metadata.terms import literal
from tests.catalog import factories
from tests.catalog.api.asking import FLAT, LD, ODD, TITLED, put, stands


def test_the_flat_form_and_json_ld_are_chosen_by_accept_and_have_tags_of_their_own(asks, row):
    plain, linked = asks.nobody.get("resources/one"), asks.nobody.get("resources/one", accept=LD)
    assert (plain["Content-Type"], linked["Content-Type"]) == (
        "application/json; charset=utf-8",
        f"{LD}; charset=utf-8",
    )
    assert plain.json() == flat(row.record)
    assert linked.json()["@id"] == row.iri
    assert (plain["ETag"], linked["ETag"]) == (f'"{row.digest}.json"', f'"{row.digest}.jsonld"')
    assert plain["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in plain["Vary"]
    assert asks.nobody.get("resources/one", accept="text/turtle").status_code == 406


def test_what_the_client_has_is_not_sent_again(asks, row):
    tag = asks.nobody.tag("one")
    known = asks.nobody.get("resources/one", if_none_match=tag)
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
    assert asks.nobody.get("resources/one", if_none_match=tag, accept=LD).status_code == 200


@pytest.mark.parametrize("media", [FLAT, LD])
def test_a_description_read_and_sent_back_unchanged_changes_nothing(asks, row, media):
    before, read = stands("one"), asks.curator.get("resources/one", accept=media)
    sent = asks.curator("PUT", "resources/one", read.content, media=media, if_match=read["ETag"])
    assert (sent.status_code, sent.json()["outcome"]) == (200, "unchanged")
    assert stands("one") == before


def test_a_patch_changes_what_it_names_and_nothing_else(asks, row):
    before = row.record
    answer = asks.reviewer.patch("one", {"title": {"es": "Otro"}}, query="?reason=Better")
    after = Resource.objects.get(slug="one")
    changed = before.diff(after.record)
    assert (answer.status_code, answer.json()["outcome"], answer["ETag"]) == (200, "updated", f'"{after.digest}.json"')
    assert changed.removed == ((before.subject, DCT.title, '"Un registro"@es'),)
    assert changed.added == ((before.subject, DCT.title, '"Otro"@es'),)
    revision = Revision.objects.get(number=after.revision_id)
    assert (revision.author.username, revision.reason) == ("reviewer", "Better")


def test_putting_leaves_what_the_profile_does_not_know_unless_it_is_named(asks, row):
    asks.reviewer("PUT", "resources/one", TITLED, if_match=asks.reviewer.tag("one"))
    assert Resource.objects.get(slug="one").record.values(ODD) == ('"carried"',)
    asks.reviewer("PUT", "resources/one", TITLED | {"also": {}}, if_match=asks.reviewer.tag("one"))
    assert Resource.objects.get(slug="one").record.values(ODD) == ()


def test_a_patch_takes_away_what_the_profile_does_not_know_when_it_names_it(asks, row):
    asks.reviewer.patch("one", {"also": None})
    assert Resource.objects.get(slug="one").record.values(ODD) == ()


def test_without_a_version_nothing_is_changed_and_with_an_old_one_neither(asks, row):
    before, old = stands("one"), asks.reviewer.tag("one")
    for method, body in (("PUT", TITLED), ("PATCH", {"title": {"en": "x"}}), ("DELETE", None)):
        assert asks.reviewer(method, "resources/one", body).status_code == 428
    assert stands("one") == before
    asks.reviewer.patch("one", {"title": {"en": "New"}})
    now = stands("one")
    for method, body in (("PUT", TITLED), ("PATCH", {"title": {"en": "x"}}), ("DELETE", None)):
        late = asks.reviewer(method, "resources/one?reason=Old", body, if_match=old)
        assert (late.status_code, late["ETag"]) == (412, f'"{now[0]}.json"')
    assert stands("one") == now
    assert asks.reviewer.patch("one", {"title": {"en": "x"}}, if_match="*").status_code == 200
    assert (
        asks.reviewer.patch("one", {"title": {"en": "y"}}, if_match=f"W/{asks.reviewer.tag('one')}").status_code == 412
    )


def test_creating_makes_a_draft_with_an_iri_of_ours_or_the_one_that_it_states(asks):
    made = asks.contributor("POST", "resources?reason=First", TITLED)
    told = made.json()
    assert (made.status_code, told["outcome"], told["state"]) == (201, "created", "draft")
    assert told["iri"].startswith("http://testserver/id/dataset-")
    assert made["Location"] == f"http://testserver/api/resources/{told['slug']}"
    found = Resource.objects.get(iri=told["iri"])
    assert (found.organisation, found.digest) == (asks.holder, told["digest"])
    assert found.record.values(DCT.identifier) == (literal(told["iri"]),)
    own = asks.contributor("POST", "resources", TITLED | {"@id": "https://mine.example.org/r"})
    assert own.json()["iri"] == "https://mine.example.org/r"
    again = asks.contributor("POST", "resources", TITLED | {"@id": "https://mine.example.org/r"})
    assert (again.status_code, Resource.objects.count()) == (409, 2)


def test_json_ld_makes_a_resource_too_and_one_at_a_time(asks):
    context = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
    linked = {"@context": context, "@id": "", "@type": "dcat:Dataset", "dct:title": {"@value": "A", "@language": "en"}}
    made = asks.contributor("POST", "resources", linked, media=LD)
    assert made.status_code == 201
    assert made.json()["iri"].startswith("http://testserver/id/dataset-")
    two = linked | {"@id": "https://e.org/a", "dct:relation": {"@id": "https://e.org/b", "@type": "dcat:Dataset"}}
    refused = asks.contributor("POST", "resources", two, media=LD)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["detail"] == "It also describes https://e.org/b. Send each on its own, or all to /api/bulk."
    assert Resource.objects.count() == 1


def test_a_dry_run_tells_what_would_come_of_it_and_keeps_nothing(asks, row):
    before = stands("one")
    would = asks.reviewer.patch("one", {"title": {"en": "Tried"}}, query="?dry_run=true")
    assert (would.status_code, would.json()["outcome"], would.json()["dry_run"]) == (200, "updated", True)
    assert would.json()["digest"] != before[0]
    assert asks.reviewer("POST", "resources?dry_run=true", TITLED).json()["outcome"] == "created"
    assert asks.reviewer("POST", "resources/one/withdraw?dry_run=true", {"because": "x"}).json()["state"] == "withdrawn"
    assert (stands("one"), Resource.objects.count(), Answered.objects.count()) == (before, 1, 0)


def test_small_counts_are_left_out_at_the_door_and_the_answer_says_how_many(asks):
    made = asks.curator("POST", "resources", TITLED | {"number_of_unique_individuals": 7}, idempotency_key="k")
    assert made.json()["suppressed"] == 1
    record = Resource.objects.get().record
    assert (record.values(HEALTHDCATAP.numberOfUniqueIndividuals), record.values(MARROW.suppressedCount)) == (
        (),
        ('"<10"',),
    )
    assert '"7"' not in json.dumps([made.json(), *Answered.objects.values_list("body", "request")])


def test_a_shared_description_stays_joined_after_a_change(asks):
    factories.shared("https://shared.example.org/agent", "Shared holder")
    row = put(organisation=asks.holder, slug="uses", links={DCT.publisher: ["https://shared.example.org/agent"]})
    asks.reviewer.patch("uses", {"title": {"en": "New"}})
    assert (
        Link.objects.filter(source=row, path="").values_list("target", flat=True).get()
        == "https://shared.example.org/agent"
    )


def test_a_dataset_stays_a_dataset(asks, row):
    before = stands("one")
    answer = asks.curator("PUT", "resources/one", TITLED | {"@type": "dcat:Catalog"}, if_match="*")
    assert (answer.status_code, stands("one")) == (422, before)


def test_deleting_withdraws_with_the_reason_and_discards_a_draft_unseen(asks, row):
    assert asks.reviewer("DELETE", "resources/one", if_match="*").status_code == 409  # without a reason
    gone = asks.reviewer("DELETE", "resources/one?reason=Replaced", if_match="*").json()
    assert (gone["state"], gone["withdrawn_because"]) == ("withdrawn", "Replaced")
    assert (asks.nobody.get("resources/one").status_code, asks.nobody.get("resources/one").json()) == (
        410,
        flat(row.record),
    )
    draft = put(slug="draft", organisation=asks.holder, state=State.DRAFT)
    assert asks.contributor("DELETE", "resources/draft", if_match="*").status_code == 200
    draft.refresh_from_db()
    assert (draft.state, draft.public_number) == (State.WITHDRAWN, None)
    assert asks.nobody.get("resources/draft").status_code == asks.mate.get("resources/draft").status_code == 404
    assert asks.curator.get("resources/draft").status_code == 410


def test_publishing_asks_for_no_violations_and_says_what_to_mend(asks):
    row = put(slug="wanting", organisation=asks.holder, state=State.DRAFT)
    asks.curator.patch("wanting", {"description": {"en": "Short."}})
    before = stands("wanting")
    refused = asks.reviewer("POST", "resources/wanting/publish")
    assert (refused.status_code, stands("wanting")) == (422, before)
    assert {f["severity"] for f in refused.json()["findings"]} == {"violation"}
    Resource.objects.filter(pk=row.pk).update(violations=0)
    assert asks.reviewer("POST", "resources/wanting/publish").json()["state"] == "published"
    assert asks.reviewer("POST", "resources/wanting/publish").status_code == 409


def test_findings_are_told_in_the_language_that_is_liked(asks, row):
    english = asks.nobody.get("resources/one/findings").json()["findings"]
    spanish = asks.nobody.get("resources/one/findings", accept_language="es").json()["findings"]
    assert (len(english), [f["path"] for f in english]) == (len(spanish), [f["path"] for f in spanish])
    assert english[0]["message"] != spanish[0]["message"]
    assert asks.nobody.get("resources/one/findings?profile=odd").status_code == 400


def test_lists_go_on_after_a_cursor_and_hold_each_resource_once(asks):
    for place in range(7):
        put(slug=f"n{place}")
    put(slug="a-catalogue", kind="catalog")
    seen, address = [], "resources?kind=dataset&limit=3"
    while address:
        page = asks.nobody.get(address).json()
        seen += [item["slug"] for item in page["items"]]
        address = page["next"] and page["next"].partition("/api/")[2]
    assert seen == [f"n{place}" for place in range(7)]
    assert asks.nobody.get("resources?kind=odd").status_code == 400
    assert asks.nobody.get("resources?cursor=-1").status_code == 400


@pytest.mark.parametrize(
    "address", ["", "resources", "resources/one/standing", "resources/one/findings", "vocabularies/duo"]
)
def test_whatever_is_read_whole_is_not_sent_again_to_who_has_it(asks, row, address):
    first = asks.nobody.get(address)
    again = asks.nobody.get(address, if_none_match=first["ETag"])
    assert (first.status_code, again.status_code, again.content, again["ETag"]) == (200, 304, b"", first["ETag"])
