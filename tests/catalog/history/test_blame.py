"""Blame: each value with the version that stated it first; every version is read once."""

import pytest

from catalog.history import log
from catalog.history.blame import blame, lines
from catalog.models import Resource
from catalog.policy import Viewer
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, VCARD
from fair_metadata.terms import literal, named
from tests.catalog.history.worlds import IRI, says

pytestmark = pytest.mark.django_db
EVERYTHING = Viewer(1, is_operator=True)


def made(*records):
    """The numbers of the versions, one a record."""
    for record in records:
        register(record, "dataset", Terms(publish=True))
    return list(Resource.objects.get().revisions.values_list("number", flat=True))


def told():
    record, since = blame(Resource.objects.get(), EVERYTHING)
    found = [(line.words, line.triple[2], line.revision.number) for line in lines(record, since, "en")]
    return [line for line in found if line[0] != "rdf:type"]


def contact(email):
    nested = [("_:c", VCARD.fn, literal("Data office")), ("_:c", VCARD.hasEmail, named(email))]
    return says(IRI, (DCAT.contactPoint, "_:c"), nested=nested)


def test_a_nested_value_is_as_old_as_itself_whatever_its_node_is_called():
    first, second = made(contact("mailto:a@example.org"), contact("mailto:b@example.org"))
    assert told() == [
        ("Title", literal("A registry", language="en"), first),
        ("Contact point › Name", literal("Data office"), first),
        ("Contact point › E-mail", named("mailto:b@example.org"), second),
    ]


def test_what_went_and_came_back_counts_from_when_it_came_back():
    with_word, without = says(IRI, (DCAT.keyword, literal("aml"))), says(IRI)
    *_, third = made(with_word, without, with_word)
    assert told()[-1] == ("Keyword", literal("aml"), third)


@pytest.mark.parametrize("many", [5, 120])
def test_each_version_is_read_once_and_in_few_queries(many, monkeypatch, django_assert_num_queries):
    numbers = made(*(says(IRI, title=f"Title {n}") for n in range(many)))
    resource, read = Resource.objects.get(), []
    record_of = log.record_of
    monkeypatch.setattr(log, "record_of", lambda row, version: read.append(version.number) or record_of(row, version))
    with django_assert_num_queries(1):
        _, since = blame(resource, EVERYTHING)
    assert read == numbers
    assert {version.number for version in since.values()} == {numbers[0], numbers[-1]}
