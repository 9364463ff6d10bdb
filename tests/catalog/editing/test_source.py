"""The source view beside others who write: what fits is merged field by field, what does not is asked."""

import pytest

from catalog.editing import drafts
from catalog.models import Draft, Resource
from fair_metadata.namespaces import DCAT, DCT, HEALTHDCATAP, VCARD
from fair_metadata.terms import literal
from tests.catalog import factories as make
from tests.catalog.editing.forms import form_of, send

pytestmark = pytest.mark.django_db
SOURCE = "/edit/registry/source"


@pytest.fixture
def hospital():
    return make.organisation("hospital")


@pytest.fixture
def curator(client, hospital):
    make.resource(
        "dataset",
        (DCT.description, literal("All adults.", language="en")),
        (DCAT.contactPoint, "_:k"),
        slug="registry",
        organisation=hospital,
        nested=[("_:k", VCARD.fn, literal("Office"))],
    )
    client.force_login(make.person("curator", of=hospital))
    return client


def said(path):
    return drafts.of(Resource.objects.get(slug="registry")).record.values(path)


def begun(client):
    """What the page sends of a text that nobody touched."""
    return {name: values[0] for name, values in form_of(client.get(SOURCE), "").items()}


def posted(client, form, *changes):
    for was, now in changes:
        assert was in form["turtle"]
        form = form | {"turtle": form["turtle"].replace(was, now)}
    return client.post(SOURCE, form)


def theirs(client, **answers):
    """Somebody saves in between, by the form."""
    assert send(client, "/edit/registry", client.get("/edit/registry"), **answers).status_code == 303


def test_changes_of_different_fields_are_both_kept(curator):
    form = begun(curator)
    theirs(curator, title__0="Their title", keyword__0="AML")
    answer = posted(curator, form, ("All adults.", "All adults of the region."))
    assert answer.status_code == 303
    assert said(DCT.title) == ('"Their title"@en',)
    assert said(DCAT.keyword) == ('"AML"@en',)
    assert said(DCT.description) == ('"All adults of the region."@en',)
    assert "Both changes are in it now." in curator.get(SOURCE).content.decode()


def test_the_same_field_in_two_languages_is_no_conflict(curator):
    form = begun(curator)
    theirs(curator, title__0="Their title")
    answer = posted(curator, form, ('"A registry"@en', '"A registry"@en, "Un registro"@es'))
    assert answer.status_code == 303
    assert said(DCT.title) == ('"Their title"@en', '"Un registro"@es')


def test_two_who_wrote_the_same_are_of_one_mind(curator):
    form = begun(curator)
    theirs(curator, title__0="One title")
    assert posted(curator, form, ("A registry", "One title")).status_code == 303
    assert said(DCT.title) == ('"One title"@en',)


def test_where_both_changed_the_same_nothing_is_saved_and_both_are_shown(curator):
    form = begun(curator)
    theirs(curator, title__0="Their title", keyword__0="AML")
    before = Draft.objects.get().version, Draft.objects.get().digest
    answer = posted(curator, form, ("A registry", "My title"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert (Draft.objects.get().version, Draft.objects.get().digest) == before
    for words in ("It was: A registry", "Theirs: Their title", "Yours: My title"):
        assert words in " ".join(page.replace("</dt>", "").replace("<dd>", " ").split()), words
    text = form_of(answer, "")["turtle"][0]
    assert ("My title" in text, "Their title" in text, '"AML"' in text) == (True, False, True)


def test_what_is_sent_after_a_conflict_decides(curator):
    form = begun(curator)
    theirs(curator, title__0="Their title", keyword__0="AML")
    answer = posted(curator, form, ("A registry", "My title"))
    again = {name: values[0] for name, values in form_of(answer, "").items()}
    assert curator.post(SOURCE, again).status_code == 303
    assert (said(DCT.title), said(DCAT.keyword)) == (('"My title"@en',), ('"AML"@en',))


def test_somebody_who_saves_while_the_conflict_is_looked_at_is_met_again(curator):
    form = begun(curator)
    theirs(curator, title__0="Their title")
    answer = posted(curator, form, ("A registry", "My title"))
    again = {name: values[0] for name, values in form_of(answer, "").items()}
    theirs(curator, keyword__0="later")
    assert curator.post(SOURCE, again).status_code == 303
    assert (said(DCT.title), said(DCAT.keyword)) == (('"My title"@en',), ('"later"@en',))
    theirs(curator, title__0="Third title")
    assert curator.post(SOURCE, again | {"turtle": again["turtle"].replace("My", "Our")}).status_code == 409


def test_a_nested_description_that_both_changed_is_one_field(curator):
    form = begun(curator)
    theirs(curator, contact_point__0__fn__0="Their office")
    answer = posted(curator, form, ('"Office"', '"My office"'))
    assert answer.status_code == 409
    assert "a nested description" in answer.content.decode()


def test_a_mistake_in_the_text_forgets_nothing_of_what_it_was_begun_with(curator):
    form = begun(curator)
    theirs(curator, keyword__0="AML")
    answer = posted(curator, form, ('"A registry"@en', '"My title"@en, <not turtle'))
    assert answer.status_code == 422
    again = {name: values[0] for name, values in form_of(answer, "").items()}
    again["turtle"] = again["turtle"].replace(", <not turtle", "")
    assert curator.post(SOURCE, again).status_code == 303
    assert (said(DCT.title), said(DCAT.keyword)) == (('"My title"@en',), ('"AML"@en',))


def test_small_counts_stay_outside_in_a_merge_too(curator):
    form = begun(curator)
    theirs(curator, keyword__0="AML")
    count = "<http://healthdataportal.eu/ns/health#numberOfUniqueIndividuals> 3 ; "
    assert posted(curator, form, ("dct:title", count + "dct:title")).status_code == 303
    assert said(HEALTHDCATAP.numberOfUniqueIndividuals) == ()


@pytest.mark.parametrize("seen", ["", "made up", "eJzLSM3JyQcABiwCFQ=="])
def test_without_what_it_was_begun_with_it_is_not_saved_over_what_others_wrote(curator, seen):
    form = begun(curator)
    theirs(curator, keyword__0="AML")
    before = Draft.objects.get().digest
    answer = posted(curator, form | {"seen": seen}, ("A registry", "My title"))
    assert answer.status_code == 409
    assert "load the page again" in answer.content.decode()
    assert "My title" in answer.content.decode()
    assert Draft.objects.get().digest == before
