"""People who keep an eye on something, and the time that passes."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from catalog import policy
from catalog.models import Kind, Resource
from catalog.register import Terms, register
from catalog.saved import keeping
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from search.saved import looking, targets
from tests.search.worlds import IRI, MYELOMA, whole


def registry(name="one", title="Registry one", disease=MYELOMA, **terms):
    return whole(name, title, disease, publisher="Open hospital", patients=100, word="openness", **terms)


def reachable(*people):
    """With an address for mail."""
    for person in people:
        person.email = f"{person.username}@example.org"
        person.save()
    return people[0]


def anybody(name="reader"):
    return reachable(get_user_model().objects.create_user(name))


def eye(person, often="weekly", name="", **asked):
    """Something that is saved or followed, as a page does it."""
    target = targets.target(asked, policy.viewer_of(person))
    saved = keeping.keep(person, target, name=name, often=often)
    looking.begin(saved)
    saved.refresh_from_db()
    return saved


def weeks(count):
    """The moment a little after so many weeks."""
    return timezone.now() + timedelta(weeks=count, hours=1)


def said_again(name, *changes, kind=Kind.DATASET, **terms):
    """A description with other values: (property, values) or (property, values, language)."""
    row = Resource.objects.select_related("revision").get(iri=IRI + name)
    record = row.record
    for path, values, *language in changes:
        record = record.replace(path, values, **({"language": language[0]} if language else {}))
    register(record, kind, Terms(**{"publish": True} | terms))
    return Resource.objects.get(pk=row.pk)


def retitled(name, title):
    return said_again(name, (DCT.title, [literal(title, language="en")], "en"))
