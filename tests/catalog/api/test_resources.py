"""Reading and writing one description: forms, versions, what stays, and what is told."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.models import Answered, Link, Resource, Revision, State
from fair_metadata.flat import flat
from fair_metadata.namespaces import DCT, FOAF, HEALTHDCATAP, MARROW
from fair_metadata.terms import literal, named
from tests.catalog import factories
from tests.catalog.api.asking import FLAT, LD, TITLED, Asks, people, put, stands

ODD = named("https://odd.example.org/vocab#word")


@pytest.fixture
def row(asks):
    said = [(DCT.title, '"Un registro"@es'), (ODD, '"carried"'), (DCT.publisher, "_:p")]
    return put("dataset", *said, slug="one", organisation=asks.holder, nested=[("_:p", FOAF.name, '"Holder"@en')])


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


def test_a_discarded_draft_is_discarded_once_however_often_it_is_asked(asks):
    put(slug="draft", organisation=asks.holder, state=State.DRAFT)
    first = asks.contributor("DELETE", "resources/draft", if_match="*", idempotency_key="d")
    again = asks.contributor("DELETE", "resources/draft", if_match="*", idempotency_key="d")
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert Revision.objects.filter(resource__slug="draft").count() == 2


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


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"", FLAT, 400),
        (b"{", FLAT, 400),
        (b'{"title": NaN}', FLAT, 400),
        (b'{"title": {}, "title": {}}', FLAT, 400),
        (b"[" * 100_000, FLAT, 400),
        (b"[]", FLAT, 422),
        (b'{"title": {"en": "no class"}}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "titel": 1}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "@id": "no address"}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "title": {"en": "\\u0000"}}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "title": {"en": "\\ud800"}}', FLAT, 400),
        (b'{"@type": "dcat:Dataset", "\\ud800": 1}', FLAT, 400),
        (b'{"@context": "https://unknown.example.org", "@id": ""}', LD, 422),
        (b"{}", LD, 422),
        (b"<a> <b> <c> .", "text/turtle", 415),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason_and_nothing_is_written(asks, body, media, status):
    answer = asks.curator("POST", "resources", body, media=media)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert len(answer.json()["detail"]) > 10
    assert not Resource.objects.exists()


def test_a_dry_run_tells_what_would_come_of_it_and_keeps_nothing(asks, row):
    before = stands("one")
    would = asks.reviewer.patch("one", {"title": {"en": "Tried"}}, query="?dry_run=true")
    assert (would.status_code, would.json()["outcome"], would.json()["dry_run"]) == (200, "updated", True)
    assert would.json()["digest"] != before[0]
    assert asks.reviewer("POST", "resources?dry_run=true", TITLED).json()["outcome"] == "created"
    assert asks.reviewer("POST", "resources/one/withdraw?dry_run=true", {"because": "x"}).json()["state"] == "withdrawn"
    assert (stands("one"), Resource.objects.count(), Answered.objects.count()) == (before, 1, 0)


def test_the_same_request_again_is_answered_as_it_was_and_done_once(asks):
    first = asks.curator("POST", "resources", TITLED, idempotency_key="a-1")
    again = asks.curator("POST", "resources", TITLED, idempotency_key="a-1")
    assert (again.status_code, again.json(), again["Location"], again["ETag"]) == (
        201,
        first.json(),
        first["Location"],
        first["ETag"],
    )
    assert again["Idempotency-Replayed"] == "true"
    assert Resource.objects.count() == 1
    other = asks.curator("POST", "resources", TITLED | {"title": {"en": "B"}}, idempotency_key="a-1")
    assert (other.status_code, Resource.objects.count()) == (422, 1)
    assert asks.contributor("POST", "resources", TITLED, idempotency_key="a-1").status_code == 201
    Answered.objects.update(made_at=timezone.now() - timedelta(days=1, seconds=1))
    assert asks.curator("POST", "resources", TITLED, idempotency_key="a-1").status_code == 201
    assert (Resource.objects.count(), Answered.objects.count()) == (3, 1)


def test_what_was_refused_under_a_key_may_be_right_the_next_time(asks):
    assert asks.curator("POST", "resources", {"@type": "x"}, idempotency_key="k").status_code == 422
    assert asks.curator("POST", "resources", TITLED, idempotency_key="k").status_code == 201


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


def test_history_names_people_to_those_who_may_change_it(asks, row):
    first = row.revision_id
    asks.reviewer.patch("one", {"title": {"en": "New"}}, query="?reason=Better")
    told = asks.contributor.get("resources/one/revisions").json()["items"]
    assert [(r["change"], r["author"], r["reason"], r["audience"]) for r in told] == [
        ("updated", "reviewer", "Better", "public"),
        ("updated", None, "", "public"),
    ]
    shown = asks.nobody.get("resources/one/revisions").json()["items"]
    assert [(r["change"], r["author"], r["reason"], r["audience"]) for r in shown] == [
        ("updated", None, "Better", None),
        ("updated", None, "", None),
    ]
    number = told[0]["number"]
    difference = asks.nobody.get(f"resources/one/differences?from={first}").json()
    assert difference["removed"] == [f'<{row.iri}> <http://purl.org/dc/terms/title> "A registry"@en .']
    assert difference["added"] == [f'<{row.iri}> <http://purl.org/dc/terms/title> "New"@en .']
    assert [(f["place"], f["before"], f["after"]) for f in difference["fields"]] == [
        ("Title", '"A registry"@en', '"New"@en')
    ]
    one = asks.nobody.get(f"resources/one/revisions/{number}").json()
    assert (one["added"], one["description"]["title"]["en"]) == (difference["added"], "New")
    graph = asks.nobody.get(f"resources/one/revisions/{first}", accept="application/ld+json")
    assert (graph["Content-Type"], graph.json()["@id"]) == ("application/ld+json; charset=utf-8", row.iri)
    blame = asks.nobody.get("resources/one/blame").json()
    assert [(item["place"], item["since"]) for item in blame["items"]][0] == ("Title", number)
    other = put(slug="other", organisation=asks.holder)
    assert asks.reviewer.get(f"resources/one/revisions/{other.revision_id}").status_code == 404


def test_history_calls_people_as_the_pages_do(asks, row):
    asks.reviewer.patch("one", {"title": {"en": "New"}}, query="?reason=Better")
    person = Resource.objects.get(pk=row.pk).revision.author
    person.first_name, person.last_name, person.email = "The reviewer", "of the hospital", "mailbox@example.org"
    person.save()
    for path in ("revisions", f"revisions/{Resource.objects.get(pk=row.pk).revision_id}", "blame"):
        told = asks.contributor.get(f"resources/one/{path}").content.decode()
        shown = asks.nobody.get(f"resources/one/{path}").content.decode()
        assert ("The reviewer of the hospital" in told, "mailbox@" in told) == (True, False), path
        assert ("The reviewer" in shown, '"author":"' in shown.replace(" ", "")) == (False, False), path
    person.is_active = False
    person.save()
    told = asks.contributor.get("resources/one/revisions").json()["items"][0]
    assert told["author"] == "a former member"


def test_a_version_that_was_hidden_is_hidden_in_the_api(asks, row):
    public = row.revision_id
    asks.reviewer("POST", "resources/one/visibility", {"visibility": "organisation"})
    asks.reviewer.patch("one", {"title": {"en": "Whisper"}}, query="?reason=whisper")
    hidden = Resource.objects.get(slug="one").revision_id
    asks.reviewer.patch("one", {"title": {"en": "Newest"}})
    asks.reviewer("POST", "resources/one/visibility", {"visibility": "everybody"})
    for who in (asks.nobody, asks.stranger, asks.mate):
        for path in ("revisions", "differences", f"differences?from={public}", "blame", f"revisions/{public}"):
            answer = who.get(f"resources/one/{path}")
            assert (answer.status_code, b"hisper" in answer.content) == (200, False), path
        for path in (f"revisions/{hidden}", f"differences?from={hidden}", f"differences?to={hidden}"):
            assert who.get(f"resources/one/{path}").status_code == 404, path
    assert b"Whisper" in asks.contributor.get(f"resources/one/revisions/{hidden}").content


def test_a_revision_is_restored_or_becomes_a_draft(asks, row):
    first = row.revision_id
    asks.reviewer.patch("one", {"title": {"en": "New"}})
    path, before = f"resources/one/revisions/{first}/restore", stands("one")
    for who, status in (("nobody", 401), ("stranger", 403), ("mate", 403), ("reader", 403)):
        assert getattr(asks, who)("POST", path).status_code == status
    assert asks.reviewer("POST", f"{path}?dry_run=true").json()["outcome"] == "updated"
    assert stands("one") == before
    drafted = asks.contributor("POST", path).json()
    assert (drafted["outcome"], drafted["draft"], stands("one")) == ("draft", 2, before)
    assert asks.contributor("POST", path).status_code == 409
    restored = asks.reviewer("POST", f"{path}?reason=Better").json()
    assert (restored["outcome"], restored["digest"]) == ("updated", row.digest)
    assert asks.reviewer("POST", path).json()["outcome"] == "unchanged"


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


def test_what_is_not_there_and_what_cannot_be_done_are_problem_details_too(asks, row):
    for method, address, status in (("GET", "nothing", 404), ("PUT", "resources", 405), ("GET", "resources/none", 404)):
        answer = asks.nobody(method, address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), address
    assert asks.nobody("PUT", "resources")["Allow"] == "GET, POST, HEAD, OPTIONS"
    preflight = asks.nobody("OPTIONS", "resources/one")
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (
        204,
        "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
    )
    assert "If-Match" in preflight["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "address", ["", "resources", "resources/one/standing", "resources/one/findings", "vocabularies/duo"]
)
def test_whatever_is_read_whole_is_not_sent_again_to_who_has_it(asks, row, address):
    first = asks.nobody.get(address)
    again = asks.nobody.get(address, if_none_match=first["ETag"])
    assert (first.status_code, again.status_code, again.content, again["ETag"]) == (200, 304, b"", first["ETag"])


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "resources?organisation=%00", None, 400),
        ("POST", "resources?reason=%00", TITLED, 400),
        ("POST", "resources?organisation=%00", TITLED, 400),
        ("POST", "resources", {"@type": "dcat:Dataset", "@id": "https://e.org/\0"}, 422),
        ("POST", "resources/one/withdraw", {"because": "\0"}, 400),
        ("POST", "resources/one/withdraw", b'{"because": "\\ud800"}', 400),
        ("POST", "tokens", {"name": "\0"}, 422),
        ("POST", "tokens", b'{"name": "\\ud800"}', 400),
    ],
)
def test_characters_that_no_database_keeps_are_refused(asks, row, method, address, body, status):
    before = stands("one")
    assert asks.reviewer(method, address, body).status_code == status
    assert (stands("one"), Resource.objects.count()) == (before, 1)


def test_an_iri_that_leads_to_something_else_already_is_not_given_twice(asks, row):
    refused = asks.curator("POST", "resources", TITLED | {"@id": "http://testserver/id/one"})
    assert (refused.status_code, Resource.objects.count()) == (409, 1)


def test_a_share_of_requests_is_told_and_held(asks, settings):
    settings.API_RATE = 2
    first = asks.nobody.get("me")
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"], first["RateLimit-Policy"]) == ("2", "1", "2;w=60")
    answers = [asks.nobody.get("vocabularies") for _ in range(4)]
    over = answers[-1]
    assert (over.status_code, over["Content-Type"], over["RateLimit-Remaining"]) == (
        429,
        "application/problem+json",
        "0",
    )
    assert 1 <= int(over["Retry-After"]) <= 60
    assert asks.curator.get("vocabularies").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_version_one_wins(index):
    asks = people()
    put(slug="one", organisation=asks.holder)
    tag, writers = asks.reviewer.tag("one"), [Asks(asks.reviewer.user) for _ in range(6)]

    def write(place):
        try:
            return writers[place].patch("one", {"title": {"en": f"By {place}"}}, if_match=tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(write, range(6)))
    assert found == [200, 412, 412, 412, 412, 412]
    assert Revision.objects.filter(resource__slug="one").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_time_is_done_once(index):
    asks = people()
    writers = [Asks(asks.curator.user) for _ in range(6)]

    def write(place):
        try:
            answer = writers[place]("POST", "resources", TITLED, idempotency_key="same")
            return answer.status_code, answer.json()["iri"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(write, range(6)))
    assert len(found) == Resource.objects.count() == 1
