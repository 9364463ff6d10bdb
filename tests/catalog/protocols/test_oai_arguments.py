"""What is asked of OAI-PMH and what is wrong with it: every verb, every argument, every error code."""

import itertools

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Kind
from tests.catalog import factories
from tests.catalog.protocols.oai import BASE, OAI, VERBS, Answer, ask, judged
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
NEEDED = {
    "GetRecord": ["identifier", "metadataPrefix"],
    "ListIdentifiers": ["metadataPrefix"],
    "ListRecords": ["metadataPrefix"],
}
KNOWN = {
    "GetRecord": {"identifier", "metadataPrefix"},
    "Identify": set(),
    "ListIdentifiers": {"metadataPrefix", "from", "until", "set", "resumptionToken"},
    "ListMetadataFormats": {"identifier"},
    "ListRecords": {"metadataPrefix", "from", "until", "set", "resumptionToken"},
    "ListSets": {"resumptionToken"},
}
GOOD = {
    "identifier": "oai:testserver:here",
    "metadataPrefix": "oai_dc",
    "from": "2020-01-01",
    "until": "2999-01-01T00:00:00Z",
    "set": "kind:dataset",
    "resumptionToken": "none",
}


@pytest.fixture
def here():
    return factories.resource(slug="here")


@pytest.mark.parametrize("how", ["get", "post"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_with_what_it_needs_is_answered_by_get_and_by_post(client, here, verb, how):
    arguments = {name: GOOD[name] for name in NEEDED.get(verb, [])}
    assert ask(client, how, verb=verb, **arguments).codes == []


@pytest.mark.parametrize(
    "arguments", [{}, {"verb": ""}, {"verb": "listrecords"}, {"verb": "Identify\x00"}, {"metadataPrefix": "oai_dc"}]
)
def test_without_a_verb_of_the_protocol_it_is_a_bad_verb(client, arguments):
    assert ask(client, **arguments).codes == ["badVerb"]


def test_a_repeated_verb_is_a_bad_verb(client):
    assert raw(client, "verb=Identify&verb=Identify").codes == ["badVerb"]


@pytest.mark.parametrize(("verb", "name"), [(verb, name) for verb in NEEDED for name in NEEDED[verb]])
def test_what_is_needed_and_missing_is_named(client, here, verb, name):
    arguments = {each: GOOD[each] for each in NEEDED[verb] if each != name}
    answer = ask(client, verb=verb, **arguments)
    assert (answer.codes, answer.words) == (["badArgument"], [f"{verb} needs “{name}”."])


@pytest.mark.parametrize(("verb", "name"), [(verb, name) for verb in VERBS for name in {*GOOD, "colour"} - KNOWN[verb]])
def test_an_argument_of_another_verb_is_a_bad_argument(client, here, verb, name):
    arguments = {each: GOOD[each] for each in NEEDED.get(verb, [])} | {name: GOOD.get(name, "red")}
    answer = ask(client, verb=verb, **arguments)
    assert (answer.codes, answer.words) == (["badArgument"], [f"{verb} has no argument “{name}”."])


@pytest.mark.parametrize(
    ("verb", "name"), [(verb, name) for verb in VERBS for name in KNOWN[verb] - {"resumptionToken"}]
)
def test_an_argument_given_twice_is_a_bad_argument(client, here, verb, name):
    needed = "".join(f"&{each}={GOOD[each]}" for each in {*NEEDED.get(verb, []), name})
    assert raw(client, f"verb={verb}{needed}&{name}={GOOD[name]}").codes == ["badArgument"]


@pytest.mark.parametrize("name", ["metadataPrefix", "from", "set"])
def test_a_token_stands_alone(client, here, name):
    token = {"verb": "ListRecords", "resumptionToken": "x", name: GOOD[name]}
    answer = ask(client, **token)
    assert (answer.codes, answer.words) == (["badArgument"], [f"resumptionToken stands alone: leave out {name}."])


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers", "ListSets"])
@pytest.mark.parametrize("token", ["", "x", "W10:nothing", "é\u2028", "a" * 5000])
def test_a_token_that_was_not_given_here_is_a_bad_one(client, here, verb, token):
    assert ask(client, verb=verb, resumptionToken=token).codes == ["badResumptionToken"]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"from": "2020"}, "from is a day"),
        ({"from": ""}, "from is a day"),
        ({"until": "2020-01-01T00:00:00"}, "until is a day"),
        ({"until": "2020-01-01T00:00:00.5Z"}, "until is a day"),
        ({"from": "2020-01-01T00:00:00+01:00"}, "from is a day"),
        ({"from": "２０２０-01-01"}, "from is a day"),
        ({"from": "2020-02-30"}, "There is no day or second 2020-02-30 (from)."),
        ({"until": "2020-01-01T25:00:00Z"}, "There is no day or second 2020-01-01T25:00:00Z (until)."),
        ({"from": "0000-01-01"}, "There is no day or second 0000-01-01 (from)."),
        ({"from": "2020-01-01", "until": "2021-01-01T00:00:00Z"}, "from and until are both days, or both seconds."),
        ({"from": "2021-01-02", "until": "2021-01-01"}, "from is after until."),
        ({"set": ""}, "set is words with colons between them"),
        ({"set": "kind:"}, "set is words with colons between them"),
        ({"set": "kind dataset"}, "set is words with colons between them"),
        ({"metadataPrefix": "oai dc"}, "metadataPrefix is a word"),
    ],
)
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_value_that_is_none_is_a_bad_argument(client, here, verb, dates, words):
    answer = ask(client, **{"verb": verb, "metadataPrefix": "oai_dc", **dates})
    assert answer.codes == ["badArgument"]
    assert answer.words[0].startswith(words)


@pytest.mark.parametrize("until", ["9999-12-31", "9999-12-31T23:59:59Z"])
def test_the_last_day_of_the_calendar_is_a_day(client, here, until):
    assert ask(client, verb="ListRecords", metadataPrefix="oai_dc", until=until).slugs == ["here"]


@pytest.mark.parametrize(
    "span",
    [
        {"until": "1999-01-01"},
        {"from_": "2999-01-01"},
        {"set": "kind:service"},
        {"set": "no:such"},
        {"set": "disease:XX"},
    ],
)
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_an_empty_list_is_no_records_match(client, here, verb, span):
    assert ask(client, verb=verb, metadataPrefix="oai_dc", **span).codes == ["noRecordsMatch"]


def test_an_empty_catalogue_is_no_records_match(client):
    assert ask(client, verb="ListRecords", metadataPrefix="oai_dc").codes == ["noRecordsMatch"]
    assert ask(client, verb="Identify").texts("earliestDatestamp") == ["1970-01-01T00:00:00Z"]


@pytest.mark.parametrize("verb", NEEDED)
def test_a_format_that_there_is_not_cannot_be_had(client, here, verb):
    arguments = {each: GOOD[each] for each in NEEDED[verb]} | {"metadataPrefix": "marc21"}
    assert ask(client, verb=verb, **arguments).codes == ["cannotDisseminateFormat"]


@pytest.mark.parametrize("verb", ["GetRecord", "ListMetadataFormats"])
@pytest.mark.parametrize(
    "name",
    [
        "oai:testserver:gone",
        "oai:elsewhere:here",
        "here",
        "",
        'invalid"id',
        "oai:testserver:here\x00",
        "oai:testserver:HERE",
    ],
)
def test_an_item_that_there_is_not_does_not_exist(client, here, verb, name):
    arguments = {"verb": verb} | {each: GOOD[each] for each in NEEDED.get(verb, [])} | {"identifier": name}
    response = client.get("/oai", arguments)
    echoed = arguments | {"identifier": name.replace("\x00", "")}  # which XML cannot hold
    assert Answer(b"".join(response.streaming_content), echoed).codes == ["idDoesNotExist"]


@pytest.mark.parametrize("kind", [Kind.DISTRIBUTION, Kind.CATALOG_RECORD, Kind.REFERENCE])
def test_what_goes_with_others_is_no_item(client, kind):
    factories.resource(kind, slug="part")
    assert ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier="oai:testserver:part").codes == [
        "idDoesNotExist"
    ]
    assert ask(client, verb="ListRecords", metadataPrefix="oai_dc").codes == ["noRecordsMatch"]


def test_all_that_is_wrong_is_said_at_once(client):
    answer = raw(client, "verb=GetRecord&colour=red&identifier=a&identifier=b")
    assert answer.codes == ["badArgument"] * 3


def test_too_many_arguments_are_bad_ones(client, settings):
    assert raw(client, "verb=Identify&" + "&".join(f"a{n}=1" for n in range(2000))).codes == ["badArgument"]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client.post("/oai", {"verb": "Identify", "a": "b" * 500})
    assert Answer(b"".join(response.streaming_content), {}).codes == ["badArgument"]


def test_a_body_that_is_no_form_says_nothing(client):
    response = client.post("/oai?verb=Identify", b'{"verb": "Identify"}', content_type="application/json")
    assert Answer(b"".join(response.streaming_content), {}).codes == ["badVerb"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_is_written_here(client, method):
    assert getattr(client, method)("/oai").status_code == 405


def test_a_harvester_that_takes_gzip_gets_it(client, here):
    import gzip

    response = client.get("/oai", {"verb": "Identify"}, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert judged(gzip.decompress(b"".join(response.streaming_content)), {"verb": "Identify"}) is not None
    assert ask(client, verb="Identify").texts("compression") == ["gzip"]


def test_identify_says_who_and_from_when(client, here, settings):
    settings.BASE_URL, settings.CONTACT_EMAIL = "https://data.example.org", "office@example.org"
    body = b"".join(client.get("/oai", {"verb": "Identify"}).streaming_content).decode()
    assert "<baseURL>https://data.example.org/oai</baseURL>" in body
    assert "<adminEmail>office@example.org</adminEmail>" in body
    assert f"<earliestDatestamp>{here.public_at:%Y-%m-%dT%H:%M:%SZ}</earliestDatestamp>" in body
    assert "<deletedRecord>persistent</deletedRecord>" in body
    assert "<sampleIdentifier>oai:data.example.org:example</sampleIdentifier>" in body


def test_a_host_that_is_no_domain_makes_no_promise_of_identifiers(client):
    assert ask(client, verb="Identify").root.find(f".//{OAI}description") is None


def test_the_formats_are_those_of_the_table(client, here):
    answer = ask(client, verb="ListMetadataFormats")
    assert answer.texts("metadataPrefix") == ["oai_dc", "oai_datacite", "dcat_ap"]


NAMES = st.sampled_from(["verb", *GOOD, "From", "x", "", "é", "xml:lang", "\x01"])
VALUES = st.one_of(st.sampled_from([*VERBS, *GOOD.values(), "2020-13-01", "dcat_ap"]), st.text(max_size=20))


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(arguments=st.lists(st.tuples(NAMES, VALUES), max_size=6), is_post=st.booleans())
def test_whatever_is_asked_the_answer_is_200_and_true_to_the_protocol(here, arguments, is_post):
    from urllib.parse import urlencode

    query = urlencode([(name, value.encode("utf-8", "replace")) for name, value in arguments])
    client = Client()
    kept = {"content_type": "application/x-www-form-urlencoded"}
    response = client.post("/oai", query, **kept) if is_post else client.get(f"/oai?{query}")
    assert response.status_code == 200
    body = b"".join(response.streaming_content)
    echoed = expected_echo(body)
    judged(body, echoed)
    given_verbs = [value for name, value in arguments if name == "verb"]
    if len(given_verbs) != 1 or given_verbs[0] not in VERBS:
        assert b'code="badVerb"' in body
        return
    others = [name for name, _ in arguments if name != "verb"]
    is_illegal = len(set(others)) < len(others) or not set(others) <= KNOWN[given_verbs[0]]
    assert not is_illegal or b'code="badArgument"' in body


def expected_echo(body):
    """What the answer says was asked; the test before compares it where it is exact."""
    from lxml import etree

    return dict(etree.fromstring(body)[1].attrib)


def raw(client, query):
    response = client.get(f"/oai?{query}")
    assert response.status_code == 200
    return Answer(b"".join(response.streaming_content), {})


def test_the_argument_checks_cover_every_pair_of_verb_and_argument():
    assert {name for names in KNOWN.values() for name in names} == set(GOOD)
    assert len(list(itertools.product(VERBS, GOOD))) == 36
    assert BASE == "http://testserver/oai"


def test_people_see_an_answer_with_a_style_sheet_that_is_there(client):
    (style,) = ask(client, verb="Identify").root.xpath("/processing-instruction('xml-stylesheet')")
    assert style.get("type") == "text/css"
    assert (ROOT / style.get("href").lstrip("/")).read_text().startswith("/* Answers of /oai")
