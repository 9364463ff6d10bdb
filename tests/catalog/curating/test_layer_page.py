"""What a source says otherwise is settled on a page, field by field, by those who may, and by nobody else."""

import pytest
from lxml import html

from catalog.curating import deciding
from catalog.editing import drafts, review
from catalog.layers import keep_ours
from catalog.models import Arrival, Decision, Draft, Kind, Layer, Resource, Revision
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, DCT, FOAF
from fair_metadata.terms import literal, named
from tests.catalog.editing.people import described, titled, world

pytestmark = pytest.mark.django_db(transaction=True)
L0, L1, L2 = (named(f"https://licences.example.org/{n}") for n in range(3))
PAGE = "/edit/one/layer"


@pytest.fixture
def made(index):
    return world()


def licensed(title="First", licence=L0, keyword="AML"):
    record = titled(described("one"), title)
    return record.replace(DCT.license, [licence]).replace(DCAT.keyword, [literal(keyword)])


def comes(record, made):
    from django.utils import timezone

    arrival = Arrival.objects.create(
        source="https://source.example.org/c.ttl", sha256="", size=0, arrived_at=timezone.now()
    )
    register(record, Kind.SERIES, Terms(arrival=arrival, organisation=made.holder, publish=True))


@pytest.fixture
def conflict(made):
    """The licence is in conflict, the title is ours, and the source has another keyword by now."""
    comes(licensed(), made)
    register(licensed("Ours", L1), Kind.SERIES, Terms(author=made.curator))
    comes(licensed("First", L2, "CLL"), made)
    assert Resource.objects.get().record == licensed("Ours", L1, "CLL")
    return Resource.objects.get()


def shown(client, person):
    client.force_login(person)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def fields(page):
    """Legend → what each column says, and the name of its choice."""
    found = {}
    for field in page.xpath("//fieldset"):
        columns = [" ".join(cell.text_content().split()) for cell in field.xpath(".//dd")]
        found[" ".join(field.xpath("string(legend)").split())] = (columns, field.xpath("string(.//input/@name)"))
    return found


def decide(client, page, **choices):
    """Send the form with these choices: legend → value."""
    (form,) = page.xpath("//form[contains(@action, '/layer')]")
    data = dict(form.form_values())
    data |= {fields(page)[label][1]: value for label, value in choices.items()}
    return client.post(PAGE, data)


LICENCE = "dct:license The source says something else now"


def state():
    return [list(model.objects.order_by("pk").values()) for model in (Resource, Revision, Layer, Draft, Decision)]


def test_the_page_says_what_the_source_said_what_it_says_and_what_is_ours(client, made, conflict):
    page = shown(client, made.curator)
    found = {label: columns for label, (columns, _) in fields(page).items()}
    assert found == {
        LICENCE: [L0[1:-1], L2[1:-1], L1[1:-1]],
        "Title en": ["First", "Ours"],
    }
    assert "https://source.example.org/c.ttl" in page.text_content()


def test_keeping_ours_ends_the_conflict_and_writes_no_revision(client, made, conflict):
    before = Revision.objects.count()
    answer = decide(client, shown(client, made.curator), **{LICENCE: "ours"})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    layer = Layer.objects.get()
    assert (layer.fields, layer.conflicts, Revision.objects.count()) == (2, 0, before)
    assert Resource.objects.get().record == licensed("Ours", L1, "CLL")
    comes(licensed("First", L2, "CLL"), made)  # the same again is no new conflict
    assert Layer.objects.get().conflicts == 0
    comes(licensed("First", L0, "CLL"), made)  # another change is
    assert (Layer.objects.get().conflicts, Resource.objects.get().record) == (1, licensed("Ours", L1, "CLL"))
    assert Decision.objects.get().detail == {"kept": 1, "taken": 0}


def test_who_may_publish_takes_the_sources_at_once(client, made, conflict):
    answer = decide(client, shown(client, made.reviewer), **{LICENCE: "theirs"})
    assert answer.status_code == 302
    assert Resource.objects.get().record == licensed("Ours", L2, "CLL")
    newest = Revision.objects.order_by("-number").first()
    assert (newest.author, newest.reason, newest.arrival) == (made.reviewer, deciding.REASON, None)
    assert (Layer.objects.get().fields, Layer.objects.get().conflicts) == (1, 0)


def test_taking_all_of_it_leaves_no_layer_and_the_source_is_followed_again(client, made, conflict):
    decide(client, shown(client, made.reviewer), **{LICENCE: "theirs", "Title en": "theirs"})
    assert (Resource.objects.get().record, Layer.objects.count()) == (licensed("First", L2, "CLL"), 0)
    comes(licensed("Third", L0), made)
    assert Resource.objects.get().record == licensed("Third", L0)


def test_who_may_not_publish_takes_it_into_a_draft_and_its_approval_ends_the_conflict(client, made, conflict):
    answer = decide(client, shown(client, made.contributor), **{LICENCE: "theirs"})
    assert answer.status_code == 302
    assert Resource.objects.get().record == licensed("Ours", L1, "CLL")
    draft = drafts.of(Resource.objects.get())
    assert draft.record == licensed("Ours", L2, "CLL")
    assert Layer.objects.get().conflicts == 1
    draft = review.submit(draft, made.contributor)
    review.approve(draft, made.reviewer, seen=draft.version)
    assert Resource.objects.get().record == licensed("Ours", L2, "CLL")
    assert Layer.objects.get().conflicts == 0


def test_with_four_eyes_nobody_takes_it_at_once(client, made, conflict):
    type(made.holder).objects.update(four_eyes=True)
    decide(client, shown(client, made.administrator), **{LICENCE: "theirs"})
    assert Resource.objects.get().record == licensed("Ours", L1, "CLL")
    assert Draft.objects.get().record == licensed("Ours", L2, "CLL")


def test_nothing_chosen_changes_nothing(client, made, conflict):
    before = state()
    assert decide(client, shown(client, made.reviewer)).status_code == 302
    assert state() == before


@pytest.mark.parametrize("change", ["source", "edit"])
def test_what_was_changed_since_the_page_was_opened_is_looked_at_again(client, made, conflict, change):
    page = shown(client, made.reviewer)
    if change == "source":
        comes(licensed("First", L0, "CLL"), made)
    else:
        register(licensed("Other", L1, "CLL"), Kind.SERIES, Terms())
    before = state()
    answer = decide(client, page, **{LICENCE: "theirs"})
    assert answer.status_code == 409
    assert "It was changed since you opened this page" in answer.content.decode()
    assert state() == before


def test_a_draft_that_is_in_review_is_not_written_to(client, made, conflict):
    draft = drafts.begin(conflict, made.contributor)
    draft = drafts.save(draft, titled(draft.record, "Better"), made.contributor, version=draft.version)
    review.submit(draft, made.contributor)
    before = state()
    answer = decide(client, shown(client, made.contributor), **{LICENCE: "theirs", "Title en": "ours"})
    assert (answer.status_code, "This draft is in review" in answer.content.decode()) == (409, True)
    assert state() == before


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("stranger", 403), ("mate", 403)])
def test_others_neither_see_nor_settle_it(client, made, conflict, who, status):
    if who:
        client.force_login(made.users[who])
    before = state()
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"seen": "x"}).status_code == status
    assert state() == before


def test_what_says_what_its_source_says_has_nothing_to_settle(client, made):
    comes(licensed(), made)
    page = shown(client, made.curator)
    assert "It says what its source says" in page.text_content()
    assert client.post(PAGE, {"seen": ""}).status_code == 409


def test_what_is_described_here_has_no_source(client, made):
    register(licensed(), Kind.SERIES, Terms(organisation=made.holder, publish=True))
    assert "comes from no other source" in shown(client, made.curator).text_content()


def test_a_field_of_another_node_says_whose_it_is(client, made):
    who = named("https://data.example.org/hospital")

    def by(name):
        record = licensed().replace(DCT.publisher, [who])
        return record.with_triples([(who, FOAF.name, literal(name))])

    comes(by("Hospital"), made)
    register(by("The hospital"), Kind.SERIES, Terms())
    assert list(fields(shown(client, made.curator))) == ["foaf:name (The hospital)"]


def test_ours_is_kept_by_one_function_that_settles_the_rest(made, conflict):
    layer = Layer.objects.get()
    found = [edit.field for edit in deciding.open_edits(layer, conflict) if edit.is_conflict]
    keep_ours(layer, conflict.record, found)
    assert Layer.objects.get().conflicts == 0
