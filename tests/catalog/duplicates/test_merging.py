"""Two descriptions become one: chosen values come in, addresses lead on, and all of it may be undone."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

from catalog import browse, workflow
from catalog.duplicates import finding, merging
from catalog.models import Decision, Likeness, Merge, Resource, Revision, Role, State, Verb, Verdict, Visibility
from catalog.register import Outcome, Terms, register, stand
from catalog.workflow import NotPossible
from fair_metadata.namespaces import DCAT, DCT, VCARD
from fair_metadata.reading import read_all
from fair_metadata.terms import literal, named
from tests.catalog import factories
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db
KEPT, OTHER = "https://data.example.org/laml", "https://elsewhere.example.org/laml-2"
DOI = (DCT.identifier, literal("10.5072/laml"))


@pytest.fixture
def people():
    ours, theirs = factories.organisation("ours"), factories.organisation("theirs")
    people = {role: factories.person(role, of=ours, role=role) for role in (Role.CURATOR, Role.REVIEWER)}
    both = factories.person("both", of=ours, role=Role.REVIEWER)
    both.memberships.create(organisation=theirs, role=Role.ADMINISTRATOR)
    people |= {"both": both, "theirs": factories.person("theirs", of=theirs), "nobody": None}
    return {"ours": ours, "theirs-organisation": theirs} | people


@pytest.fixture
def pair(people):
    nested = [("_:c", VCARD.fn, literal("Data office")), ("_:c", VCARD.hasEmail, named("mailto:data@example.org"))]
    one = described(KEPT, "dataset", DOI, (DCT.description, literal("Short.", language="en")), title="LAML")
    other = described(
        OTHER,
        "dataset",
        DOI,
        (DCT.description, literal("A long text about it.", language="en")),
        (DCAT.keyword, literal("aml")),
        (DCAT.contactPoint, "_:c"),
        title="LAML",
        nested=nested,
    )
    register(one, "dataset", Terms(organisation=people["ours"], publish=True))
    register(other, "dataset", Terms(organisation=people["theirs-organisation"], publish=True))
    return Resource.objects.get(iri=KEPT), Resource.objects.get(iri=OTHER)


def client(user):
    browser = Client()
    if user:
        browser.force_login(user)
    return browser


def seen(*rows):
    return [row.revision_id for row in rows]


def choices(kept, other):
    return {change.words("en"): place for place, change in enumerate(merging.offered(kept.record, other.record))}


def stands():
    return (
        list(Resource.objects.order_by("pk").values_list("iri", "digest", "state", "replaced_by", "revision")),
        Revision.objects.count(),
        list(Likeness.objects.values_list("one", "other", "verdict")),
        Merge.objects.count(),
    )


def merged(pair, *names, terms=None):
    kept, other = pair
    offers = choices(kept, other)
    return merging.merge(kept, other, [offers[n] for n in names], terms or Terms(), seen=seen(kept, other))


def test_only_what_the_other_says_otherwise_or_more_is_offered(pair):
    assert list(choices(*pair)) == ["Description", "Contact point", "Keyword"]


def test_the_chosen_values_come_in_and_no_others(pair):
    kept, other = pair
    before = kept.record
    merged(pair, "Contact point", "Keyword")
    now = Resource.objects.get(iri=KEPT).record
    assert [o for _, p, o in now.triples if p == DCT.description] == [literal("Short.", language="en")]
    added = before.diff(now)
    assert added.removed == ()
    assert {(p, o) for _, p, o in added.added if o[0] != "_"} == {
        (DCAT.keyword, literal("aml")),
        (VCARD.fn, literal("Data office")),
        (VCARD.hasEmail, named("mailto:data@example.org")),
        (DCT.replaces, named(OTHER)),
    }


def test_the_others_addresses_lead_to_the_kept_one_and_its_documents_say_so(pair):
    kept, other = pair
    merged(pair)
    there, web = browse.address(kept), Client()
    for address in (browse.address(other), browse.address(other) + "?a=b"):
        answer = web.get(address, headers={"accept": "text/html"})
        assert (answer.status_code, answer["Location"]) == (301, there + address.partition(browse.address(other))[2])
    pid = web.get(f"/id/{other.slug}")
    assert (pid.status_code, pid["Location"]) == (301, f"http://testserver/id/{kept.slug}")
    document = web.get(browse.address(other) + ".nt")
    assert document.status_code == 410
    said = read_all(document.content, media_type="application/n-triples")
    assert (named(OTHER), DCT.isReplacedBy, named(KEPT)) in said
    assert web.get(there).status_code == 200


def test_harvesters_are_told_that_the_other_is_gone_and_search_has_one(pair, index):
    from search import follow

    def found():
        follow.catch_up()
        return Client().get("/datasets.json?q=laml").json()["total"]

    assert found() == 2
    merged(pair)
    assert found() == 1
    told = Client().get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").getvalue().decode()
    assert told.count("<header") == 2
    assert told.count('<header status="deleted">') == 1


def test_what_its_source_says_later_changes_the_merged_one_no_more(pair):
    merged(pair)
    before = stands()
    again = described(OTHER, "dataset", title="Newly harvested")
    assert register(again, "dataset", Terms(publish=True)) is Outcome.UNCHANGED
    with pytest.raises(NotPossible):
        workflow.publish(Resource.objects.get(iri=OTHER), Terms())
    assert stands() == before


def test_a_merge_that_is_undone_leaves_both_as_they_were(pair):
    kept, other = pair
    finding.find()
    done = merged(pair, "Description", "Keyword", "Contact point")
    assert Likeness.objects.get().verdict == Verdict.MERGED
    merging.undo(done, Terms())
    for row in pair:
        again = Resource.objects.get(pk=row.pk)
        assert (again.digest, again.state, again.replaced_by_id) == (row.digest, State.PUBLISHED, None)
    assert Client().get(browse.address(other)).status_code == 200
    assert Likeness.objects.get().verdict == Verdict.OPEN
    before = stands()
    with pytest.raises(NotPossible):
        merging.undo(done, Terms())
    assert stands() == before


def test_what_was_written_since_a_merge_outlives_its_undoing(pair):
    kept, other = pair
    done = merged(pair, "Keyword")
    now = Resource.objects.get(iri=KEPT).record
    register(now.replace(DCT.title, [literal("Newer", language="en")]), "dataset", Terms())
    merging.undo(done, Terms())
    record = Resource.objects.get(iri=KEPT).record
    assert (record.value(DCT.title), record.value(DCAT.keyword), record.value(DCT.replaces)) == (
        literal("Newer", language="en"),
        literal("aml"),
        None,
    )
    assert Resource.objects.get(iri=OTHER).state == State.PUBLISHED


@pytest.mark.parametrize("how", ["same", "draft", "changed", "kind"])
def test_what_cannot_be_merged_is_left_alone(pair, how):
    kept, other = pair
    versions = seen(kept, other)
    if how == "draft":
        stand(other, Terms(), "standing", state=State.DRAFT)
        versions = seen(kept, Resource.objects.get(pk=other.pk))
    if how == "changed":
        register(described(KEPT, "dataset", title="Newer"), "dataset", Terms())
    if how == "same":
        other = kept
    if how == "kind":
        other = factories.resource("catalog")
        versions = seen(kept, other)
    before = stands()
    with pytest.raises(NotPossible):
        merging.merge(kept, other, [], Terms(), seen=versions)
    assert stands() == before


def test_duplicates_are_found_by_command(pair, capsys):
    call_command("duplicates", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "open": 1,
        "pairs": [{"one": KEPT, "other": OTHER, "score": 98, "reasons": [["doi", "10.5072/laml"], ["title", "laml"]]}],
    }
    call_command("duplicates")
    assert capsys.readouterr().out.endswith("\n1 to be looked at.\n")


def test_what_is_not_a_duplicate_is_asked_once(pair, people):
    finding.find()
    row = Likeness.objects.get()
    finding.say_two(row, people["curator"])
    assert finding.find() == 0
    assert Likeness.objects.get().verdict == Verdict.DIFFERENT


def test_what_does_not_look_alike_any_more_is_forgotten(pair):
    assert finding.find() == 1
    register(described(OTHER, "dataset", title="Something else"), "dataset", Terms())
    assert finding.find() == 0
    assert not Likeness.objects.exists()


# Through the pages.


def asked(pair, people, who, step, **data):
    finding.find()
    return client(people[who]).post(f"/duplicates/{Likeness.objects.get().pk}/{step}", data)


def test_curators_see_pairs_of_their_organisation_that_they_may_see(pair, people):
    finding.find()
    number = Likeness.objects.get().pk
    outsider = factories.person("outsider", of=factories.organisation("far"))
    for user, listed, status in (
        (people["curator"], True, 200),
        (people["theirs"], True, 200),
        (outsider, False, 404),
        (factories.person("operator", is_operator=True), True, 200),
    ):
        page = client(user).get("/duplicates")
        assert (page.status_code, f"/duplicates/{number}" in page.content.decode()) == (200, listed)
        assert client(user).get(f"/duplicates/{number}").status_code == status
    for address in ("/duplicates", f"/duplicates/{number}"):
        answer = client(None).get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")
    stand(pair[1], Terms(), "standing", visibility=Visibility.ORGANISATION)
    assert f"/duplicates/{number}" not in client(people["curator"]).get("/duplicates").content.decode()
    assert client(people["curator"]).get(f"/duplicates/{number}").status_code == 404


@pytest.mark.parametrize("who", ["nobody", "curator", "reviewer", "theirs"])
def test_only_who_may_publish_both_merges(pair, people, who):
    kept, other = pair
    finding.find()
    before = stands()
    data = {"keep": kept.pk, "seen": [f"{kept.pk}:{kept.revision_id}", f"{other.pk}:{other.revision_id}"]}
    answer = asked(pair, people, who, "merge", **data)
    assert answer.status_code == (302 if who == "nobody" else 403)
    assert stands() == before


def test_who_may_publish_both_merges_and_undoes_it_on_the_page(pair, people):
    kept, other = pair
    finding.find()
    browser, number = client(people["both"]), Likeness.objects.get().pk
    page = browser.get(f"/duplicates/{number}?keep={kept.pk}").content.decode()
    assert "Data office" in page
    offers = choices(kept, other)
    data = {"keep": kept.pk, "take": [offers["Keyword"]], "reason": "The same registry."}
    data["seen"] = [f"{kept.pk}:{kept.revision_id}", f"{other.pk}:{other.revision_id}"]
    answer = browser.post(f"/duplicates/{number}/merge", data)
    assert (answer.status_code, answer["Location"]) == (302, f"/duplicates/{number}")
    row = Resource.objects.get(iri=KEPT)
    assert (row.record.value(DCAT.keyword), row.revision.reason) == (literal("aml"), "The same registry.")
    assert Resource.objects.get(iri=OTHER).replaced_by_id == kept.pk
    assert browser.post(f"/duplicates/{number}/merge", data).status_code == 409
    assert client(people["curator"]).post(f"/duplicates/{number}/undo").status_code == 403
    assert browser.post(f"/duplicates/{number}/undo").status_code == 302
    noted = Decision.objects.order_by("id").values_list("verb", "resource", "actor")
    by = people["both"].pk
    assert list(noted) == [(verb, row.pk, by) for verb in (Verb.MERGED, Verb.MERGE_UNDONE) for row in (kept, other)]
    assert Resource.objects.get(iri=OTHER).digest == other.digest


def test_a_curator_says_that_they_are_different(pair, people):
    answer = asked(pair, people, "curator", "different")
    assert (answer.status_code, Likeness.objects.get().verdict) == (302, Verdict.DIFFERENT)
    assert Likeness.objects.get().judged_by == people["curator"]


def test_the_list_asks_as_often_whatever_its_length(pair, people, django_assert_max_num_queries):
    finding.find()
    browser = client(people["curator"])
    with django_assert_max_num_queries(11):
        browser.get("/duplicates")
