"""What an organisation says of itself and aims at, in what it begins, in what is asked, and in what is approved."""

import pytest

from catalog import workflow
from catalog.editing import drafts, review
from catalog.editing.beginning import begun
from catalog.models import Organisation, Resource
from catalog.register import Terms, register
from catalog.workflow import NotPossible
from fair_metadata.forms import ready
from fair_metadata.namespaces import CV, DCAT, DCT, FOAF, GEODCATAP, VCARD
from fair_metadata.profiles import AIMS, PROFILES
from fair_metadata.terms import literal
from fair_metadata.validation import Severity, check
from tests.catalog import factories as make
from tests.catalog.editing.people import stood, world
from tests.fair_metadata.forms.filling import QUICK, filled
from tests.fair_metadata.forms.test_ready import ANSWERS, BESIDES

pytestmark = pytest.mark.django_db
IRI = "https://data.example.org/id/registry"
SAID = {
    "names": {"en": "A hospital", "es": "Un hospital"},
    "descriptions": {"en": "The hospital of the region."},
    "homepage": "https://www.example.org/",
    "identifier": "https://ror.org/02mhbdp94",
    "email": "data@example.org",
}


@pytest.fixture
def hospital():
    made = make.organisation("hospital")
    Organisation.objects.filter(pk=made.pk).update(name="A hospital", **SAID)
    made.refresh_from_db()
    return made


def test_what_it_begins_names_it_in_every_language_and_says_where_to_ask(hospital):
    record = begun(IRI, "dataset", "A registry", hospital)
    for path in (DCT.publisher, GEODCATAP.custodian):
        agent = record.value(path)
        assert record.values(FOAF.name, agent) == ('"A hospital"@en', '"Un hospital"@es')
        assert record.values(DCT.identifier, agent) == ('"https://ror.org/02mhbdp94"',)
        assert record.values(FOAF.homepage, agent) == ("<https://www.example.org/>",)
        assert record.values(FOAF.mbox, agent) == ("<mailto:data@example.org>",)
        contact = record.value(CV.contactPoint, agent)
        assert record.values(CV.email, contact) == ('"data@example.org"',)
    note = record.values(DCT.description, record.value(DCT.publisher))
    assert note == ('"The hospital of the region."@en',)
    assert record.values(VCARD.hasEmail, record.value(DCAT.contactPoint)) == ("<mailto:data@example.org>",)
    assert record.values(DCT.creator) == ()


@pytest.mark.parametrize("kind", ["dataset", "series", "catalog", "service", "distribution"])
def test_what_it_begins_breaks_no_rule_by_what_is_said_of_it(hospital, kind):
    hospital.aims = list(AIMS)
    record = begun(IRI, kind, "A registry", hospital)
    plain = make.organisation("plain")
    for name in ("healthdcat-ap", "dcat-ap"):
        wrong, without = (
            {(f.path, f.component) for f in check(said, PROFILES[name]) if f.severity is Severity.VIOLATION}
            for said in (record, begun(IRI, kind, "A registry", plain))
        )
        assert wrong <= without


def test_one_that_says_only_its_name_begins_as_before():
    plain = make.organisation("plain")
    record = begun(IRI, "dataset", "A registry", plain)
    assert record.values(FOAF.name, record.value(DCT.publisher)) == ('"Organisation plain"',)
    assert len(record.nodes[record.value(DCT.publisher)]) == 2
    assert record.values(DCAT.contactPoint) == ()


def test_who_made_it_is_said_where_a_standard_that_it_aims_at_asks(hospital):
    hospital.aims = ["health-ri"]
    record = begun(IRI, "dataset", "A registry", hospital)
    assert record.values(FOAF.mbox, record.value(DCT.creator)) == ("<mailto:data@example.org>",)
    missing = {each.path for each in ready(record, ["health-ri"]).missing}
    assert missing & {DCT.creator, DCT.publisher, DCAT.contactPoint, FOAF.mbox, FOAF.homepage, VCARD.fn} == set()


def quick(record):
    after, posted = filled(record, ANSWERS | BESIDES | {"access_rights.0": "restricted"}, QUICK)
    assert posted.unclear == ()
    return after.record


@pytest.fixture
def submitted(index, hospital):
    """A dataset that is ready for everybody and not for Health-RI, in review."""

    def of(aims):
        people = world()
        Organisation.objects.filter(pk=people.holder.pk).update(aims=aims)
        people.holder.refresh_from_db()
        record = quick(begun(IRI, "dataset", "A registry", hospital))
        register(record, "dataset", Terms(author=people.contributor, organisation=people.holder))
        row = Resource.objects.get()
        return people, review.submit(drafts.begin(row, people.contributor), people.contributor)

    return of


def test_what_its_organisation_aims_at_is_asked_on_the_quick_form(submitted, client):
    people, _draft = submitted(["health-ri"])
    client.force_login(people.curator)
    page = client.get(f"/edit/{Resource.objects.get().slug}").content.decode()
    assert "Ready to publish" not in page
    for place in ("distribution.0.byte_size.0", "distribution.0.rights.0", "creator.0"):
        assert f'name="{place}' in page, place
    Organisation.objects.update(aims=[])
    page = client.get(f"/edit/{Resource.objects.get().slug}").content.decode()
    assert "Ready to publish" in page
    assert "HealthDCAT-AP release 8, DCAT-AP 3.0.1" in page
    assert 'name="distribution.0.byte_size.0' not in page


def test_it_is_not_approved_while_it_breaks_rules_of_what_is_aimed_at(submitted):
    people, draft = submitted(["health-ri"])
    before = stood()
    with pytest.raises(NotPossible, match=r"rules of Health-RI\."):
        review.approve(draft, people.reviewer, seen=draft.version)
    assert stood() == before
    Organisation.objects.update(aims=[])
    assert review.approve(draft, people.reviewer, seen=draft.version).state == "published"


def test_no_other_way_of_publishing_goes_past_it(submitted):
    people, draft = submitted(["health-ri"])
    before = stood()
    with pytest.raises(NotPossible, match=r"rules of Health-RI\."):
        workflow.publish(draft.resource, Terms(author=people.reviewer))
    assert stood() == before


def test_what_is_published_already_may_still_be_mended_bit_by_bit(submitted):
    people, draft = submitted([])
    row = review.approve(draft, people.reviewer, seen=draft.version)
    Organisation.objects.update(aims=["health-ri"])
    row = Resource.objects.get(pk=row.pk)
    again = drafts.begin(row, people.contributor)
    said = again.record.replace(DCAT.version, [literal("2")])
    again = drafts.save(again, said, people.contributor, version=again.version)
    review.submit(again, people.contributor)
    again.refresh_from_db()
    assert review.approve(again, people.reviewer, seen=again.version).record.values(DCAT.version) == ('"2"',)


def test_the_review_says_what_is_to_be_mended_for_it(submitted, client):
    people, _draft = submitted(["health-ri"])
    client.force_login(people.reviewer)
    assert "Size in bytes is missing" in client.get(f"/review/{Resource.objects.get().slug}").content.decode()
