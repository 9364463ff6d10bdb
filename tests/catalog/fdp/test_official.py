"""What the doors send of a description that is ready is accepted by the official shapes of their standards."""

import pytest

from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, RDF
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.forms.test_ready import FILES, IRI, aimed, begun, violations

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["begun"]
DOORS = {
    "fair-data-point": ("/fdp/dataset/dataset-1", {"accept": "text/turtle"}),
    "health-ri": (
        "/datasets/dataset-1",
        {"accept": "text/turtle", "accept-profile": "<http://data.health-ri.nl/core/p2/>"},
    ),
}


@pytest.mark.parametrize("name", DOORS)
def test_the_door_sends_what_its_official_shapes_accept(client, people, begun, name):
    needs_shared("standards")
    record = aimed(begun, "restricted")
    register(record, "dataset", Terms(publish=True, organisation=people.mine))
    address, headers = DOORS[name]
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    said = read_all(answer.getvalue(), media_type="text/turtle")
    assert len(said) >= len(record)
    theirs = Record(record.subject, tuple(sorted({*said, (record.subject, RDF.type, DCAT.Resource)})))
    assert theirs.iri == IRI
    assert violations(theirs, official.turtle(FILES[name])) == []


def test_without_the_wish_for_a_profile_the_page_says_it_as_it_is_kept(client, people, begun):
    record = aimed(begun, "restricted")
    register(record, "dataset", Terms(publish=True, organisation=people.mine))
    for headers in ({}, {"accept-profile": "<http://www.w3.org/ns/dcat#>"}):
        answer = client.get("/datasets/dataset-1", headers={"accept": "text/turtle"} | headers)
        assert Record.of(IRI, read_all(answer.getvalue(), media_type="text/turtle")).digest == record.digest
