"""Two people at one description: what both may say is merged, what they say differently is asked."""

import pytest

from fair_metadata.forms import changes, form, merged
from fair_metadata.namespaces import DCAT, DCT, RDF, VCARD
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.fair_metadata.forms.filling import FULL, QUICK, filled, sent

IRI = "https://data.example.org/registry"
SELF = named(IRI)
CONTACT = "_:contact"


@pytest.fixture
def record():
    return Record.of(
        IRI,
        [
            (SELF, RDF.type, DCAT.Dataset),
            (SELF, DCT.title, literal("A registry", language="en")),
            (SELF, DCT.title, literal("Un registro", language="es")),
            (SELF, DCAT.keyword, literal("leukaemia", language="en")),
            (SELF, named("https://example.org/odd"), literal("kept")),
            (SELF, DCAT.contactPoint, CONTACT),
            (CONTACT, RDF.type, VCARD.Kind),
            (CONTACT, VCARD.fn, literal("Data office")),
            (CONTACT, VCARD.hasEmail, named("mailto:data@example.org")),
        ],
    )


def saved(record, answers, *, seen_in=None, view=FULL):
    """What becomes of a record when somebody who saw `seen_in` sends their form."""
    shown = form(seen_in or record, view=view)
    posted = changes(sent(shown) | answers, shown.seen, shown.shape)
    return merged(record, posted.edits, shown.seen)


def said(record, *paths):
    node, values = record.subject, ()
    for path in paths:
        values = record.values(path, node)
        node = values[0] if values else ""
    return values


def test_two_who_change_different_properties_are_merged(record):
    theirs = saved(record, {"keyword.0": "leukemia"}).record
    both = saved(theirs, {"title.0": "A better title"}, seen_in=record)
    assert both.conflicts == ()
    assert said(both.record, DCT.title) == ('"A better title"@en', '"Un registro"@es')
    assert said(both.record, DCAT.keyword) == ('"leukemia"@en',)
    assert said(both.record, named("https://example.org/odd")) == ('"kept"',)


def test_two_who_change_two_languages_are_merged(record):
    theirs = saved(record, {"title.1": "Un registro mejor"}).record
    both = saved(theirs, {"title.0": "A better title"}, seen_in=record)
    assert said(both.record, DCT.title) == ('"A better title"@en', '"Un registro mejor"@es')


def test_two_who_change_the_same_text_are_asked_and_theirs_stands_till_then(record):
    theirs = saved(record, {"title.0": "Theirs"}).record
    both = saved(theirs, {"title.0": "Yours"}, seen_in=record)
    assert both.record == theirs
    (conflict,) = both.conflicts
    assert (conflict.was, conflict.theirs, conflict.yours) == ('"A registry"@en', ('"Theirs"@en',), '"Yours"@en')


def test_two_who_write_the_same_are_not_asked(record):
    theirs = saved(record, {"title.0": "Same"}).record
    assert saved(theirs, {"title.0": "Same"}, seen_in=record).conflicts == ()


def test_two_who_change_different_properties_of_one_nested_node_are_merged(record):
    """Its name is made of what it says, so it has another one by then."""
    theirs = saved(record, {"contact_point.0.fn.0": "Registry office"}).record
    both = saved(theirs, {"contact_point.0.has_email.0": "registry@example.org"}, seen_in=record)
    assert both.conflicts == ()
    assert said(both.record, DCAT.contactPoint, VCARD.fn) == ('"Registry office"',)
    assert said(both.record, DCAT.contactPoint, VCARD.hasEmail) == ("<mailto:registry@example.org>",)


def test_who_writes_into_a_nested_node_that_is_gone_is_told(record):
    theirs = saved(record, {"contact_point.0:gone": "1"}).record
    both = saved(theirs, {"contact_point.0.fn.0": "Registry office"}, seen_in=record)
    assert both.record == theirs
    assert [(c.node, c.yours) for c in both.conflicts] == [(None, '"Registry office"')]


def test_two_who_give_a_value_where_there_is_room_for_one_are_asked(record):
    theirs = saved(record, {"version.0": "1"}).record
    both = saved(theirs, {"version.0": "2"}, seen_in=record)
    assert (both.record, [c.theirs for c in both.conflicts]) == (theirs, [('"1"',)])


def test_what_a_form_shows_from_now_on_can_be_saved_again(record):
    """Autosave: the page stays as it is while names of nested nodes change below it."""
    shown = form(record, view=FULL)
    first = changes(sent(shown) | {"contact_point.0.fn.0": "Office"}, shown.seen, shown.shape)
    once = merged(record, first.edits, shown.seen)
    answers = sent(shown) | {"contact_point.0.fn.0": "Office of data", "keyword.1": "AML"}
    second = changes(answers, once.seen, shown.shape)
    assert [(e.was, e.becomes) for e in second.edits] == [('"Office"', '"Office of data"'), (None, '"AML"')]
    twice = merged(once.record, second.edits, once.seen)
    assert said(twice.record, DCAT.contactPoint, VCARD.fn) == ('"Office of data"',)
    assert changes(answers, twice.seen, shown.shape).edits == ()


def test_a_new_nested_node_comes_with_its_class_and_what_it_begins_with(record):
    after, posted = filled(record, {"distribution.0.access_url.0": "data.example.org/ask"})
    assert posted.unclear == ()
    (made,) = said(after.record, DCAT.distribution)
    assert set(after.record.nodes[made]) == {
        RDF.type,
        DCAT.accessURL,
        named("http://data.europa.eu/r5r/applicableLegislation"),
    }
    assert after.record.values(DCAT.accessURL, made) == ("<https://data.example.org/ask>",)


def test_nested_nodes_come_in_nested_nodes_and_go_when_they_are_emptied(record):
    place = "publisher.0.contact_point.0.email.0"
    after, _ = filled(record, {"publisher.0.name.0": "A hospital", place: "data@example.org"})
    (publisher,) = said(after.record, DCT.publisher)
    assert len(after.record.nodes[publisher]) == 3
    emptied, _ = filled(after.record, {"publisher.0.name.0": "", place: ""})
    assert said(emptied.record, DCT.publisher) == ()
    assert emptied.record.digest == record.digest


def test_a_text_keeps_its_language_and_takes_another_when_it_is_chosen(record):
    after, _ = filled(record, {"keyword.0:lang": "es"}, QUICK)
    assert said(after.record, DCAT.keyword) == ('"leukaemia"@es',)


def test_the_very_concept_that_was_chosen_counts_while_its_name_stands_there(record):
    gaucher = {"spatial.0": "Germany", "spatial.0:is": "http://publications.europa.eu/resource/authority/country/DEU"}
    after, _ = filled(record, gaucher)
    assert said(after.record, DCT.spatial) == ("<http://publications.europa.eu/resource/authority/country/DEU>",)
    other, _ = filled(record, gaucher | {"spatial.0": "Spain"})
    assert said(other.record, DCT.spatial) == ("<http://publications.europa.eu/resource/authority/country/ESP>",)


def test_what_is_unclear_changes_nothing_and_the_rest_is_taken(record):
    after, posted = filled(record, {"temporal.0.start_date.0": "05/06/2020", "title.0": "Better"})
    (unclear,) = posted.unclear
    assert [mend.text for mend in unclear.heard.mends] == ["2020-06-05", "2020-05-06"]
    assert said(after.record, DCT.title)[0] == '"Better"@en'
    assert said(after.record, DCT.temporal) == ()


def test_a_literal_where_an_address_is_due_is_kept_until_it_is_mended(record):
    wrong = record.with_triples([(SELF, DCAT.landingPage, literal("https://e.org/page"))])
    assert filled(wrong, {})[0].record == wrong
    after, _ = filled(wrong, {"landing_page.0:again": "1"})
    assert said(after.record, DCAT.landingPage) == ("<https://e.org/page>",)
