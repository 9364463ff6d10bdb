"""Laws over published files: each record of them is served whole, and writing back what was read changes nothing."""

import pytest

from catalog import policy
from catalog.intake.load import load
from catalog.models import Resource, Revision
from catalog.protocols.fdp import places, writing
from catalog.register import Terms
from fair_metadata.namespaces import DCAT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import is_iri
from tests.conftest import CORPUS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loaded(people, request):
    def of(path):
        load([str(path)], Terms(publish=True, organisation=people.mine))
        return list(Resource.objects.exclude(policy.REFERENCES).select_related("revision"))

    return of


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_record_of_a_published_file_goes_out_and_in_again_unchanged(client, people, loaded, path, monkeypatch):
    monkeypatch.setattr(writing, "refuse_violations", lambda records: list(records))  # few of them conform
    rows, before = loaded(path), Revision.objects.count()
    headers = people.bearing("curator")
    for row in rows:
        address = places.of(row).address.removeprefix("http://testserver")
        read = client.get(address, headers={"accept": "text/turtle"} | headers)
        assert read.status_code == 200
        said = Record.of(row.iri, read_all(read.content, media_type="text/turtle"))
        stated = [
            (p, o)
            for s, p, o in row.record.triples
            if s == row.record.subject and is_iri(o) and p not in (DCAT.dataset, DCAT.mediaType)
        ]
        assert {(p, o) for p, o in stated} <= {(p, o) for s, p, o in said.triples if s == said.subject}
        answer = client.put(address, read.content, content_type="text/turtle", headers=headers)
        assert answer.status_code == 200, answer.content
        assert Resource.objects.get(pk=row.pk).digest == row.digest, address
    assert Revision.objects.count() == before
