"""The harvesters that people use, against a server: sickle and oaipmh-scythe, all of it and what is new, during changes."""

import threading
from collections import Counter

import oaipmh_scythe
import pytest
import sickle
from django.db import connection
from lxml import etree
from sickle.oaiexceptions import BadArgument, CannotDisseminateFormat, IdDoesNotExist, NoRecordsMatch

from catalog import workflow
from catalog.columns import columns_of
from catalog.models import Kind, Resource
from catalog.register import Terms, register, register_many
from catalog.signals import together
from fair_metadata.namespaces import DCAT, DCT, XSD
from fair_metadata.terms import literal, named
from tests.catalog.factories import described
from tests.catalog.protocols.oai import DC
from tests.fair_metadata.xsd import datacite_schema

pytestmark = pytest.mark.django_db(transaction=True)
IRI = "https://data.example.org/"
COUNT = 1_200
CHANGED = 150
GONE = 20


def record(n, words="First"):
    said = [
        (DCT.identifier, literal(f"set-{n}")),
        (DCT.description, literal(words, language="en")),
        (DCT.issued, literal("2020-05-06", datatype=XSD.date[1:-1])),
        (DCAT.distribution, named(f"{IRI}set-{n}/csv")),
    ]
    return described(f"{IRI}set-{n}", Kind.DATASET, *said, title=f"Number {n}")


@pytest.fixture
def site(live_server):
    """A catalogue of more than two pages."""
    register_many([columns_of(record(n), Kind.DATASET) for n in range(COUNT)], Terms(publish=True))
    return f"{live_server.url}/oai"


def by_sickle(site, prefix="oai_dc", verb="ListRecords", **more):
    """Identifier, datestamp, deleted or not, what it says."""
    found = getattr(sickle.Sickle(site), verb)(metadataPrefix=prefix, **more)
    return [_facts(each.header if verb == "ListRecords" else each, each.raw) for each in found]


def by_scythe(site, prefix="oai_dc", from_=None):
    with oaipmh_scythe.Scythe(site) as scythe:
        return [_facts(each.header, each.raw) for each in scythe.list_records(from_=from_, metadata_prefix=prefix)]


def _facts(header, raw):
    return header.identifier.rsplit(":", 1)[1], header.datestamp, header.deleted, raw


HARVESTERS = pytest.mark.parametrize("harvest", [by_sickle, by_scythe])


@HARVESTERS
@pytest.mark.parametrize("prefix", ["oai_dc", "oai_datacite", "dcat_ap"])
def test_all_is_had_once(site, harvest, prefix):
    assert [slug for slug, *_ in harvest(site, prefix)] == [f"set-{n}" for n in range(COUNT)]


@HARVESTERS
def test_the_next_harvest_has_what_changed_since_and_what_is_gone(site, harvest):
    newest = max(stamp for _, stamp, *_ in harvest(site))
    Resource.objects.update(public_at="2026-01-01T00:00:00Z")
    register(record(3, "Second"), Kind.DATASET, Terms())
    workflow.withdraw(Resource.objects.get(slug="set-5"), Terms(), because="Old.")
    found = harvest(site, from_="2026-01-02") if harvest is by_scythe else harvest(site, **{"from": "2026-01-02"})
    assert [(slug, is_deleted) for slug, _, is_deleted, _ in found] == [("set-3", False), ("set-5", True)]
    assert "Second" in found[0][3]
    assert min(stamp for _, stamp, *_ in found) >= newest[:10]


@HARVESTERS
def test_while_records_change_nothing_is_lost_and_nothing_is_twice_the_same(site, harvest):
    writer = threading.Thread(target=_write)
    writer.start()
    found = harvest(site)
    writer.join()
    newest = max(stamp for _, stamp, *_ in found)
    found += harvest(site, from_=newest) if harvest is by_scythe else harvest(site, **{"from": newest})
    kept = {slug: (is_deleted, raw) for slug, _, is_deleted, raw in found}
    assert kept.keys() == {f"set-{n}" for n in range(COUNT)}
    for n in range(COUNT):
        is_deleted, raw = kept[f"set-{n}"]
        assert is_deleted == (n < GONE)
        assert is_deleted or ("Second" if n < CHANGED else "First") in raw
    again = Counter(raw for _, stamp, _, raw in found if stamp < newest)
    assert [raw for raw, times in again.items() if times > 1] == []


def _write():
    """Changes and withdrawals, one by one, beside the harvest."""
    with together():
        for n in range(CHANGED):
            if n < GONE:
                workflow.withdraw(Resource.objects.get(slug=f"set-{n}"), Terms(), because="Old.")
            else:
                register(record(n, "Second"), Kind.DATASET, Terms())
    connection.close()


def test_sickle_reads_what_the_other_verbs_say(site):
    harvester = sickle.Sickle(site)
    assert harvester.Identify().deletedRecord == "persistent"
    assert [each.metadataPrefix for each in harvester.ListMetadataFormats()] == ["oai_dc", "oai_datacite", "dcat_ap"]
    assert "kind:dataset" in [each.setSpec for each in harvester.ListSets()]
    assert harvester.GetRecord(identifier="oai:testserver:set-1", metadataPrefix="oai_dc").metadata["title"] == [
        "Number 1"
    ]
    assert len(by_sickle(site, verb="ListIdentifiers", set="openaire_data")) == COUNT
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", set="kind:service")
    with pytest.raises(IdDoesNotExist):
        harvester.GetRecord(identifier="oai:testserver:gone", metadataPrefix="oai_dc")
    with pytest.raises(CannotDisseminateFormat):
        harvester.ListRecords(metadataPrefix="marc21")
    with pytest.raises(BadArgument):
        harvester.ListRecords(metadataPrefix="oai_dc", until="yesterday")


def test_a_harvester_that_posts_has_the_same(site):
    posted = [
        _facts(each.header, each.raw)
        for each in sickle.Sickle(site, http_method="POST").ListRecords(metadataPrefix="oai_dc")
    ]
    assert [facts[:3] for facts in posted] == [facts[:3] for facts in by_sickle(site)]


def test_datacite_as_it_is_harvested_is_valid(site):
    schema = datacite_schema()
    for _, _, _, raw in by_sickle(site, "oai_datacite")[:50]:
        (metadata,) = etree.fromstring(raw)[1]
        schema.assertValid(etree.fromstring(etree.tostring(metadata)))
    assert DC
