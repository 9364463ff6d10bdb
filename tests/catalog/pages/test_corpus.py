"""Every resource of every published file, of the demo, and of graphs made by chance has its page in every form."""

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html

from catalog.browse import address
from catalog.columns import columns_of
from catalog.intake.load import load
from catalog.models import Kind, Resource
from catalog.pages.asking import LINKSET_SUFFIXES
from catalog.register import Terms, register_many
from fair_metadata.document import split
from fair_metadata.formats import FORMATS
from tests.conftest import CORPUS, ROOT
from tests.fair_metadata.graphs import graphs

SUFFIXES = [row.suffix for row in FORMATS.values()] + list(LINKSET_SUFFIXES.values())
FILES = [*CORPUS, ROOT / "deploy" / "demo_data" / "datasets.ttl"]


def wrong(client):
    """Addresses that do not answer 200, and pages that do not name their resource."""
    found = []
    for resource in Resource.objects.exclude(kind=Kind.REFERENCE):
        place = address(resource)
        found += [f"{place}.{suffix}" for suffix in SUFFIXES if client.get(f"{place}.{suffix}").status_code != 200]
        for language in ("en", "es"):
            page = client.get(place, headers={"accept-language": language})
            if page.status_code != 200 or not html.fromstring(page.content).xpath("string(//h1)").strip():
                found.append(f"{place} in {language}")
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_resource_of_a_published_file_has_its_page_in_every_form(client, path):
    load([str(path)], Terms(publish=True))
    assert wrong(client) == []


@pytest.mark.django_db
@given(graphs)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_resource_of_any_graph_has_its_page_in_every_form(client, triples):
    kinds = {"Dataset": Kind.DATASET, "Catalog": Kind.CATALOG, "Distribution": Kind.DISTRIBUTION}
    records = split(triples)[0]
    batch = [
        columns_of(
            record, next((kind for name, kind in kinds.items() if f"dcat#{name}>" in record.ntriples), Kind.DATASET)
        )
        for record in records
    ]
    register_many(batch, Terms(publish=True))
    assert wrong(client) == []
    Resource.objects.update(revision=None)
    Resource.objects.all().delete()
