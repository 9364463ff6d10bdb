"""Records of OAI-PMH: which resources, in which formats and sets, what their datestamps say, and what stays of them."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from catalog import workflow
from catalog.models import Change, Kind, Resource, State, Visibility
from catalog.protocols.oai import items
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCAT, DCT, RDF
from fair_metadata.reading import read_all
from fair_metadata.terms import literal, named
from tests.catalog import factories
from tests.catalog.factories import described
from tests.catalog.protocols.oai import DC, ask
from tests.fair_metadata.xsd import datacite_schema

pytestmark = pytest.mark.django_db
IRI = "https://data.example.org/"
AML = named("http://purl.obolibrary.org/obo/MONDO_0018874")
WGS = named("urn:fdc:vocab:data-kinds:WGS")
ISSUED = (DCT.issued, literal("2020-05-06"))


def put(slug, *said, kind=Kind.DATASET, **terms):
    record = described(IRI + slug, kind, (DCT.identifier, literal(slug)), *said, title=f"About {slug}")
    register(record, kind, Terms(**{"publish": True} | terms))
    return row(slug)


def row(slug):
    return Resource.objects.get(iri=IRI + slug)


def second(moment):
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def get(client, slug, prefix="oai_dc"):
    return ask(client, verb="GetRecord", identifier=f"oai:testserver:{slug}", metadataPrefix=prefix)


def listed(client, verb="ListIdentifiers", **more):
    return ask(client, **({"verb": verb, "metadataPrefix": "oai_dc"} | more))


@pytest.mark.parametrize("kind", [Kind.CATALOG, Kind.SERIES, Kind.DATASET, Kind.SERVICE])
def test_what_has_a_life_of_its_own_is_an_item(client, kind):
    factories.resource(kind, slug="one")
    assert listed(client).slugs == ["one"]
    assert [header.specs[0] for header in get(client, "one").headers] == [f"kind:{kind}"]


def test_items_come_in_the_order_of_their_last_public_change(client):
    first, second_, third = (put(slug) for slug in ("aaa", "bbb", "ccc"))
    put("aaa", (DCT.description, literal("More.")))
    assert listed(client).slugs == ["bbb", "ccc", "aaa"]
    assert [header.datestamp for header in listed(client).headers] == [
        second(each.public_at) for each in (second_, third, row("aaa"))
    ]
    assert first.public_number < row("aaa").public_number


def test_dublin_core_says_what_is_stated(client):
    put("one", (DCAT.keyword, literal("AML & more", language="en")))
    (metadata,) = get(client, "one").metadata.values()
    assert metadata.findtext(f"{DC}title") == "About one"
    assert metadata.findtext(f"{DC}subject") == "AML & more"
    assert [node.text for node in metadata.iterfind(f"{DC}identifier")] == [IRI + "one", "one"]


def test_what_xml_cannot_hold_is_left_out_and_the_rest_is_there(client):
    row_ = factories.resource(slug="odd", title="A\x0bB\x01C\ufffe <&>\"'\U0001f9ec")
    assert row_.slug == "odd"
    assert get(client, "odd").metadata["odd"].findtext(f"{DC}title") == "ABC <&>\"'\U0001f9ec"
    assert get(client, "odd", "dcat_ap").codes == ["cannotDisseminateFormat"]
    assert listed(client, "ListRecords", metadataPrefix="dcat_ap").codes == ["noRecordsMatch"]


def test_dcat_ap_is_the_description_with_its_distributions(client):
    dataset = put("one", (DCAT.distribution, named(IRI + "csv")))
    part = put("csv", (DCAT.accessURL, named("https://files.example.org/a.csv")), kind=Kind.DISTRIBUTION)
    (metadata,) = get(client, "one", "dcat_ap").metadata.values()
    assert metadata.tag == RDF["RDF"][1:-1].replace("#", "#}").join(["{", ""])
    triples = set(read_all(etree.tostring(metadata), media_type="application/rdf+xml"))
    assert triples == {*whole(dataset), *whole(part)}


def whole(resource):
    return Resource.objects.select_related("revision").get(pk=resource.pk).record.triples


def test_datacite_is_valid_by_the_official_schema(client):
    put("one", ISSUED, (DCAT.theme, AML))
    put("two", (DCT.modified, literal("2021")), kind=Kind.SERVICE)
    schema = datacite_schema()
    for metadata in ask(client, verb="ListRecords", metadataPrefix="oai_datacite").metadata.values():
        schema.assertValid(etree.fromstring(etree.tostring(metadata)))


def test_an_item_has_the_formats_that_it_can_be_said_in(client):
    factories.resource(slug="plain")
    factories.resource(slug="odd", title="A\x0bB")
    formats = [
        ask(client, verb="ListMetadataFormats", identifier=f"oai:testserver:{slug}").texts("metadataPrefix")
        for slug in ("plain", "odd")
    ]
    assert formats == [["oai_dc", "oai_datacite", "dcat_ap"], ["oai_dc", "oai_datacite"]]


# Datestamps.


def test_a_change_of_a_distribution_is_a_change_of_its_dataset(client):
    put("one", (DCAT.distribution, named(IRI + "csv")))
    put("two")
    part = put("csv", kind=Kind.DISTRIBUTION)
    assert listed(client).slugs == ["two", "one"]
    assert get(client, "one").headers[0].datestamp == second(part.public_at)
    put("two", (DCT.description, literal("More.")))
    assert listed(client).slugs == ["one", "two"]
    workflow.withdraw(part, Terms(), because="Old.")
    assert listed(client).slugs == ["two", "one"]
    assert "csv" not in etree.tostring(get(client, "one", "dcat_ap").metadata["one"]).decode().replace(
        f'"{IRI}csv"', ""
    )


def test_a_distribution_that_nobody_outside_sees_changes_nothing(client):
    mine = factories.organisation("mine")
    put("one", (DCAT.distribution, named(IRI + "csv")))
    put("two")
    put("csv", kind=Kind.DISTRIBUTION, publish=False, organisation=mine)
    assert listed(client).slugs == ["one", "two"]


def test_a_file_of_many_datasets_moves_them_all(client):
    for n in range(5):
        put(f"set-{n}", (DCAT.distribution, named(IRI + "shared")))
    put("last")
    part = put("shared", kind=Kind.DISTRIBUTION)
    assert sorted(listed(client).slugs[1:]) == [f"set-{n}" for n in range(5)]
    assert {header.datestamp for header in listed(client).headers[1:]} == {second(part.public_at)}


def test_both_ends_belong_to_a_span_in_either_granularity(client):
    at = put("one").public_at
    day, moment = f"{at:%Y-%m-%d}", second(at)
    for since, until in ((day, day), (moment, moment), (day, ""), ("", moment)):
        span = {"from_": since} if since else {}
        span |= {"until": until} if until else {}
        assert listed(client, **span).slugs == ["one"]


def test_an_item_whose_distribution_changed_later_is_not_in_an_earlier_span(client, django_assert_num_queries):
    put("one", (DCAT.distribution, named(IRI + "csv")))
    Resource.objects.update(public_at="2020-01-01T00:00:00Z")
    put("csv", kind=Kind.DISTRIBUTION)
    assert listed(client, until="2020-12-31").codes == ["noRecordsMatch"]
    assert listed(client, from_="2021-01-01").slugs == ["one"]


def test_the_answer_is_dated_no_later_than_what_may_still_be_written(client, monkeypatch):
    """What a writer dates now and commits in a moment must not be before the date that a harvester goes on from."""
    put("one")
    monkeypatch.setattr(items, "SLOWEST_WRITE", timedelta(hours=1))
    assert listed(client).texts("responseDate") == [second(row("one").public_at)]
    Resource.objects.update(public_at="2020-01-01T00:00:00Z")
    now = datetime(2020, 1, 2, tzinfo=UTC)
    monkeypatch.setattr(items.timezone, "now", lambda: now)
    assert listed(client).texts("responseDate") == ["2020-01-01T23:00:00Z"]


# What is gone.


def gone(slug, how):
    if how == "withdrawn":
        workflow.withdraw(row(slug), Terms(), because="Old.")
    elif how == "draft":
        stand(row(slug), Terms(), Change.STANDING, state=State.DRAFT)
    else:
        stand(row(slug), Terms(), Change.STANDING, visibility=Visibility(how))


@pytest.mark.parametrize("how", ["withdrawn", "draft", "network", "organisation"])
def test_what_is_gone_stays_as_a_header_with_the_time_and_the_sets_of_then(client, how):
    mine = factories.organisation("mine")
    catalog = put("list", (DCAT.dataset, named(IRI + "one")), kind=Kind.CATALOG)
    put("one", ISSUED, (DCAT.theme, AML), (DCT.subject, WGS), organisation=mine)
    specs = get(client, "one").headers[0].specs
    gone("one", how)
    left = row("one")
    for answer in (
        get(client, "one"),
        get(client, "one", "oai_datacite"),
        listed(client, "ListRecords", set="data:molecular"),
    ):
        assert (answer.slugs, answer.metadata) == (["one"], {})
        (header,) = answer.headers
        assert (header.is_deleted, header.datestamp, header.specs) == (True, second(left.public_at), specs)
    assert listed(client).slugs == ["list", "one"]
    assert catalog.slug == "list"


@pytest.mark.parametrize("how", ["draft", "network", "organisation"])
def test_what_happens_to_it_afterwards_is_not_told(client, how):
    mine = factories.organisation("mine")
    put("list", kind=Kind.CATALOG)
    put("one", (DCAT.theme, AML), organisation=mine)
    gone("one", how)
    before = [listed(client, set=spec).headers for spec in ("organisation:mine", "disease:AML")]
    more = [(DCT.subject, WGS), (DCT.isPartOf, named(IRI + "list")), (DCAT.distribution, named(IRI + "csv"))]
    put("one", *more, organisation=mine, publish=False)
    put("csv", kind=Kind.DISTRIBUTION)
    assert [listed(client, set=spec).headers for spec in ("organisation:mine", "disease:AML")] == before
    assert listed(client, set="data:molecular").codes == ["noRecordsMatch"]
    assert listed(client, set="catalog:list").codes == ["noRecordsMatch"]


def test_what_comes_back_is_a_record_again(client):
    put("one")
    gone("one", "withdrawn")
    workflow.publish(row("one"), Terms())
    assert [header.is_deleted for header in listed(client).headers] == [False]


def test_what_never_was_public_never_was_there(client):
    put("one", publish=False)
    assert get(client, "one").codes == ["idDoesNotExist"]
    assert listed(client).codes == ["noRecordsMatch"]


# Sets.


def test_an_item_is_in_the_sets_that_it_states_and_in_those_above_them(client):
    mine = factories.organisation("mine")
    put("list", (DCAT.dataset, named(IRI + "one")), kind=Kind.CATALOG)
    put("other", kind=Kind.CATALOG)
    put("one", (DCAT.theme, AML), (DCT.subject, WGS), (DCT.isPartOf, named(IRI + "other")), organisation=mine)
    put("two")
    expected = (
        "kind:dataset",
        "openaire_data",
        "organisation:mine",
        "catalog:list",
        "catalog:other",
        "data:molecular:genomic:WGS",
        "disease:AML",
    )
    assert get(client, "one").headers[0].specs == expected
    above = ["organisation", "catalog", "data", "data:molecular", "data:molecular:genomic", "disease"]
    for spec in (*expected[2:], *above):
        assert listed(client, set=spec).slugs == ["one"], spec
    for spec in ("kind:dataset", "openaire_data"):
        assert listed(client, set=spec).slugs == ["one", "two"]
    for spec in ("data:molecular:genomic:WXS", "disease:MM", "disease:A", "kind:series"):
        assert listed(client, set=spec).codes == ["noRecordsMatch"]


def test_sets_are_listed_with_names_and_a_family_before_its_members(client):
    factories.resource(organisation=factories.organisation("mine"))
    factories.resource(Kind.CATALOG, slug="list", title="A list")
    answer = ask(client, verb="ListSets")
    names = dict(zip(answer.texts("setSpec"), answer.texts("setName"), strict=True))
    specs = list(names)
    assert names["catalog:list"] == "A list"
    assert names["organisation:mine"] == "Organisation mine"
    assert names["disease:AML"] == "acute myeloid leukaemia"
    assert names["data:molecular:genomic:WGS"] == "Whole genome sequencing"
    assert all(spec.rpartition(":")[0] in specs[: specs.index(spec)] for spec in specs if ":" in spec)


def test_every_set_of_a_header_is_listed(client, demo):
    known = set(ask(client, verb="ListSets").texts("setSpec"))
    headers = listed(client).headers
    assert {spec for header in headers for spec in header.specs} <= known
    assert {spec.partition(":")[0] for header in headers for spec in header.specs} >= {"kind", "disease", "data"}


def test_the_demo_is_harvested_in_every_format(client, demo):
    shown = Resource.objects.filter(kind__in=["catalog", "dataset", "series", "service"]).values_list("slug", flat=True)
    for prefix in ("oai_dc", "oai_datacite", "dcat_ap"):
        assert sorted(listed(client, "ListRecords", metadataPrefix=prefix).metadata) == sorted(shown)
    schema = datacite_schema()
    found = listed(client, "ListRecords", metadataPrefix="oai_datacite").metadata
    for metadata in found.values():
        schema.assertValid(etree.fromstring(etree.tostring(metadata)))
