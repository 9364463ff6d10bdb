"""New identifiers by the base and pattern of each organisation: no two the same, and none that exists is changed."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalog import minting, pids
from catalog.minting import minted, wrong_base, wrong_pattern
from catalog.models import Decision, Import, Organisation, Pid, Resource
from tests.catalog import factories
from tests.catalog.api.asking import Asks
from tests.catalog.api.test_bulk import sent
from tests.catalog.people.test_at_once import at_once

YEAR = timezone.now().year


def organisation(slug="mine", **form):
    made = factories.organisation(slug)
    Organisation.objects.filter(pk=made.pk).update(**form)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{year}-{number}", f"{YEAR}-1"),
        ("{organisation}/{kind}/{number}", "mine/dataset/1"),
        ("{slug}-{number}", "an-aml-registry-1"),
        ("x{number}y", "x1y"),
        ("{random}", r"[0-9a-f]{12}"),
        ("", r"dataset-[0-9a-f]{12}"),
    ],
)
@pytest.mark.django_db
def test_a_pattern_is_filled_in(settings, pattern, expected):
    mine = organisation(pid_pattern=pattern)
    found = minted("dataset", mine, "An AML registry")
    assert re.fullmatch(re.escape(settings.PID_BASE) + expected, found), found


@pytest.mark.django_db
def test_who_has_no_pattern_has_that_of_everybody_and_reserves_nothing(settings, django_assert_num_queries):
    mine = organisation()
    with django_assert_num_queries(0):
        for owner in (None, mine):
            assert re.fullmatch(re.escape(settings.PID_BASE) + "series-[0-9a-f]{12}", minted("series", owner))


@pytest.mark.django_db
def test_numbers_count_up_and_are_given_out_once(settings):
    mine = organisation(pid_pattern="reg-{number}")
    assert [minted("dataset", mine) for _ in range(3)] == [f"{settings.PID_BASE}reg-{n}" for n in (1, 2, 3)]
    assert [row.organisation for row in Pid.objects.all()] == [mine] * 3


@pytest.mark.django_db
def test_two_organisations_with_one_pattern_never_get_the_same(settings):
    first, second = (organisation(slug, pid_pattern="{year}-{number}") for slug in ("first", "second"))
    found = [minted("dataset", owner) for owner in (first, second, second, first)]
    assert found == [f"{settings.PID_BASE}{YEAR}-{n}" for n in (1, 2, 3, 4)]
    third = organisation("third", pid_pattern=f"{YEAR}-{{number}}")
    assert minted("dataset", third) == f"{settings.PID_BASE}{YEAR}-5"


@pytest.mark.django_db
def test_a_name_that_leads_to_something_else_is_passed_over(settings):
    factories.resource(slug="reg-1")
    factories.resource(slug="other", iri=settings.PID_BASE + "reg-2")
    assert minted("dataset", organisation(pid_pattern="reg-{number}")) == settings.PID_BASE + "reg-3"


@pytest.mark.django_db
def test_patterns_that_meet_in_a_name_do_not_share_it(settings):
    first, second = organisation("first", pid_pattern="a{number}"), organisation("second", pid_pattern="a1{number}")
    ten = [minted("dataset", first) for _ in range(11)]
    assert minted("dataset", second) == settings.PID_BASE + "a12"
    assert minted("dataset", first) == settings.PID_BASE + "a13"
    assert len({*ten}) == 11


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_as_many_names(index):
    owners = [organisation(slug, pid_pattern="{number}-{year}") for slug in ("first", "second")]
    found = at_once(*[lambda owner=owner: minted("dataset", owner) for owner in owners * 4])
    assert len({*found}) == len(found) == 8
    assert sorted(int(re.findall(r"/(\d+)-", name)[0]) for name in found) == list(range(1, 9))


@given(st.lists(st.sampled_from([*minting.PLACEHOLDERS, "-", "a", "7", "/", "."]), max_size=6))
def test_a_pattern_is_right_or_the_reader_is_told_why(parts):
    pattern = "".join(f"{{{p}}}" if p in minting.PLACEHOLDERS else p for p in parts)
    if not wrong_pattern(pattern):
        filled = minting._filled(pattern, minting.Thing("dataset", "A title", Organisation(slug="mine")))
        assert re.fullmatch(r"[A-Za-z0-9._~/{}-]+", filled)
        assert "//" not in filled
        assert not filled.startswith("/")
        assert {"{number}", "{random}"} & set(re.findall(r"\{\w+\}", pattern))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{nummer}", "There is no {nummer}. Choose from {kind}, {slug}"),
        ("{number", "A bracket is open"),
        ("{number}}", "A bracket is open"),
        ("año-{number}", "only letters without accents"),
        ("a b {number}", "only letters without accents"),
        ("{number}?x", "only letters without accents"),
        ("{year}", "add {number} or {random}"),
        ("/{number}", "neither begin nor end"),
        ("{number}/", "neither begin nor end"),
        ("a//{number}", "neither begin nor end"),
        ("../{number}", "neither begin nor end"),
    ],
)
def test_a_wrong_pattern_is_told_with_what_to_write_instead(pattern, words):
    assert words in wrong_pattern(pattern)


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("id.example.org/", "Write a whole web address"),
        ("ftp://id.example.org/", "Write a whole web address"),
        ("https://user:secret@id.example.org/", "Write a whole web address"),
        ("https://id.example.org/?id=", "Write a whole web address"),
        ("https://id.example.org/#", "Write a whole web address"),
        ("https://[::1/", "Write a whole web address"),
        ("https://id.example.org:port/", "Write a whole web address"),
        ("https://ñ.example.org/", "Write a whole web address"),
        ("https://id.example.org/mine", "End it with “/”"),
        ("https://doi.org/10.1234/", "DOIs and handles are registered"),
        ("http://testserver/datasets/", "only what begins with http://testserver/id/"),
    ],
)
def test_a_wrong_base_is_told_with_what_to_write_instead(base, words):
    assert words in wrong_base(base)


@pytest.mark.parametrize(
    "base", ["https://id.example.org/", "http://testserver/id/mine/", "https://w3id.example.org/a/b/"]
)
def test_a_base_of_ours_or_of_others_is_right(base):
    assert wrong_base(base) == ""


# Where they lead.


@pytest.mark.django_db
def test_a_base_below_ours_answers_303(client):
    mine = organisation(pid_base="http://testserver/id/mine/", pid_pattern="{number}-x")
    name = minted("dataset", mine)
    assert name == "http://testserver/id/mine/1-x"
    row = factories.resource(iri=name)
    answer = client.get("/id/mine/1-x")
    assert (answer.status_code, answer["Location"]) == (303, factories.page(row))


@pytest.mark.django_db
def test_a_further_base_that_is_led_here_answers_303_and_is_cited(client, settings):
    settings.PID_BASES, settings.ALLOWED_HOSTS = ["https://pid.mine.org/", "https://pid.yours.org/"], ["*"]
    mine = factories.resource(slug="mine-ds", iri="https://pid.mine.org/2026-1")
    yours = factories.resource(slug="yours-ds", iri="https://pid.yours.org/2026-1")
    for host, row in (("pid.mine.org", mine), ("pid.yours.org", yours)):
        answer = client.get("/id/2026-1", headers={"host": host})
        assert (answer.status_code, answer["Location"]) == (303, factories.page(row))
        assert f'<{row.iri}>; rel="cite-as"' in client.get(factories.page(row))["Link"]


@pytest.mark.django_db
def test_a_base_that_somebody_else_serves_is_not_pretended_to_be_ours(client):
    row = factories.resource(slug="theirs", iri="https://pid.elsewhere.org/1")
    links = client.get(factories.page(row))["Link"]
    assert '<http://testserver/id/theirs>; rel="cite-as"' in links
    assert '<https://pid.elsewhere.org/1>; rel="related"' in links
    assert client.get("/id/1").status_code == 404
    assert not pids.is_ours(row.iri)


# Every way in that makes a new identifier.


@pytest.fixture
def mine(db, index, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return organisation(pid_base="http://testserver/id/mine/", pid_pattern="{kind}.{number}")


def test_the_editor_the_api_and_bulk_name_what_is_new_by_the_pattern(mine):
    curator = factories.person("curator", of=mine)
    browser, asks = Client(), Asks(curator)
    browser.force_login(curator)
    browser.post("/edit/new", {"kind": "dataset", "organisation": "mine", "title": "By the editor"})
    asks("POST", "resources", {"@type": "dcat:Distribution", "title": {"en": "By the API"}})
    sent(asks, [{"@type": "dcat:Dataset", "title": {"en": "In bulk"}}])
    names = Resource.objects.order_by("pk").values_list("iri", flat=True)
    assert [*names] == [f"http://testserver/id/mine/{tail}" for tail in ("dataset.1", "distribution.1", "dataset.2")]
    for row in Resource.objects.all():
        assert browser.get(row.iri.removeprefix("http://testserver"))["Location"] == factories.page(row)


def test_the_fair_data_point_names_what_is_new_by_the_pattern_with_its_parts(mine):
    curator = factories.person("curator", of=mine)
    body = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    <> a dcat:DatasetSeries ; dct:title "New"@en ; dct:description "About it."@en ; dct:relation <#part> .
    <#part> dct:title "A part"@en ."""
    answer = Client().post("/fdp/datasetseries", body, content_type="text/turtle", headers=Asks(curator).headers)
    assert answer.status_code == 201, answer.content
    [row] = Resource.objects.exclude(kind="reference")
    assert row.iri == "http://testserver/id/mine/series.1"
    assert f"<{row.iri}#part>" in row.record.ntriples
    assert Client().get(answer["Location"], headers=Asks(curator).headers).status_code == 200


def test_a_row_of_a_spreadsheet_without_identifier_is_named_by_the_pattern_and_its_title(mine):
    Organisation.objects.update(pid_pattern="{slug}.{number}")
    browser = Client()
    browser.force_login(factories.person("curator", of=mine))
    file = SimpleUploadedFile("rows.csv", b"Identifier,Title\nid,title [en]\n,AML registry\n,ALL registry\n")
    browser.post("/import", {"organisation": "mine", "file": file, "way": "file"})
    browser.post(f"/import/{Import.objects.get().pk}", {"which": "all"})
    names = Resource.objects.order_by("pk").values_list("iri", flat=True)
    assert [*names] == [f"http://testserver/id/mine/{tail}" for tail in ("aml-registry.1", "all-registry.1")]


def test_what_exists_keeps_its_identifier_when_the_pattern_changes(mine):
    curator = factories.person("curator", of=mine)
    asks = Asks(curator)
    asks("POST", "resources", {"@type": "dcat:Dataset", "title": {"en": "First"}})
    row = Resource.objects.get()
    before = (row.iri, row.slug, row.digest, row.revision_id)
    Organisation.objects.update(pid_base="", pid_pattern="new-{number}")
    row.refresh_from_db()
    assert (row.iri, row.slug, row.digest, row.revision_id) == before
    assert Client().get(row.iri.removeprefix("http://testserver")).status_code == 404  # a draft, to strangers
    answer = asks("PATCH", f"resources/{row.slug}", {"title": {"en": "Changed"}}, if_match="*")
    assert (answer.status_code, Resource.objects.get().iri) == (200, before[0])


# The page.

PAGE = "/organisations/mine/identifiers"


@pytest.fixture
def administrator(mine):
    Organisation.objects.update(pid_base="", pid_pattern="")
    browser = Client()
    browser.force_login(factories.person("administrator", of=mine, role="administrator"))
    return browser


def test_a_pattern_is_tried_out_without_being_kept(administrator):
    page = administrator.post(PAGE, {"pid_base": "", "pid_pattern": "{year}/{number}", "look": "1"})
    assert f"http://testserver/id/{YEAR}/1" in page.content.decode()
    assert Organisation.objects.get().pid_pattern == ""
    assert (Pid.objects.count(), Decision.objects.count()) == (0, 0)


def test_a_pattern_is_kept_and_in_the_trail(administrator):
    assert administrator.post(PAGE, {"pid_base": "", "pid_pattern": "{year}-{number}"}).status_code == 302
    assert Organisation.objects.get().pid_pattern == "{year}-{number}"
    assert [(row.verb, row.detail) for row in Decision.objects.all()] == [
        ("settings changed", {"pid_pattern": "{year}-{number}"})
    ]


def test_a_wrong_pattern_is_refused_and_nothing_is_kept(administrator):
    page = administrator.post(PAGE, {"pid_base": "https://x.example.org", "pid_pattern": "{nummer}"}).content.decode()
    assert "There is no {nummer}." in page
    assert "End it with “/”" in page
    assert Organisation.objects.get().pid_pattern == ""
    assert Decision.objects.count() == 0


def test_the_page_counts_what_is_shown(administrator):
    page = administrator.post(PAGE, {"pid_base": "", "pid_pattern": "p{number}", "look": "1"}).content.decode()
    assert ["p1</code>" in page, "p2</code>" in page, "p3</code>" in page] == [True, True, False]


def test_the_page_says_when_a_base_is_somebody_else_s(administrator):
    page = administrator.post(PAGE, {"pid_base": "https://pid.example.org/", "pid_pattern": "", "look": "1"})
    assert "This catalogue does not serve https://pid.example.org/" in page.content.decode()
    assert json.dumps(list(Organisation.objects.values_list("pid_base", flat=True))) == '[""]'
