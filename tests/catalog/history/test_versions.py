"""Versions: each reader is shown those that were for them when they were made, and nothing of the others."""

import re
from importlib import import_module
from itertools import product
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils.http import http_date

from catalog.models import Draft, Resource, Revision, State
from fair_metadata.formats import FORMATS
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from tests.catalog import factories
from tests.catalog.history.worlds import IRI, world

pytestmark = pytest.mark.django_db
WHISPERS = ("matewhisper", "insidewhisper", "draftwhisper")
SEES = {
    "nobody": ("first", "last"),
    "stranger": ("first", "last"),
    "mate": ("first", "for-mates", "mates-text", "last"),
    "contributor": (
        "first",
        "for-mates",
        "mates-text",
        "inside",
        "inside-text",
        "draft",
        "draft-text",
        "clean",
        "last",
    ),
}


@pytest.fixture
def made():
    return world()


def text(response):
    return response.content.decode().lower()


@pytest.mark.parametrize("who", SEES)
def test_each_reader_is_shown_the_versions_that_were_for_them(made, who):
    page = text(made.get(who, "/versions"))
    assert [n for n in made.versions.values() if f"/versions/{n}" in page] == [made.versions[v] for v in SEES[who]]
    for name, number in made.versions.items():
        for tail in (f"/versions/{number}", f"/versions/{number}.ttl", f"/versions/{number}.jsonld"):
            assert made.get(who, tail).status_code == (200 if name in SEES[who] else 404), (name, tail)
    for first, last in product(made.versions, made.versions):
        tail = f"/diff?from={made.versions[first]}&to={made.versions[last]}"
        expected = 200 if {first, last} <= set(SEES[who]) else 404
        assert made.get(who, tail).status_code == expected, (first, last)


@pytest.mark.parametrize("who", ["nobody", "stranger", "mate"])
def test_no_word_of_another_version_comes_out(made, who):
    tails = ["/versions", "/versions?before=99999", "/versions.link", "/diff", "/blame", "/versions/at"]
    tails += [f"/versions/{made.versions[v]}{ending}" for v in SEES[who] for ending in ("", ".ttl", ".jsonld")]
    tails += [f"/diff?from={made.versions[a]}&to={made.versions[b]}" for a in SEES[who] for b in SEES[who]]
    tails += [f"{tail}&as=text" for tail in tails if "from=" in tail]
    secret = [word for word in WHISPERS if not (who == "mate" and word == "matewhisper")]
    secret += ["reason-draftwhisper", "reason-insidewhisper", "reason-draft", "reason-inside", "reason-clean"]
    secret += ["quillkeeper"]  # people are named to those who may edit
    for tail in tails:
        answer = made.get(who, tail)
        everything = text(answer) + repr(sorted(answer.headers.items())).lower()
        assert answer.status_code in (200, 302), tail
        assert [word for word in secret if word in everything] == [], tail


def test_who_may_edit_is_told_who_and_why_and_others_which_organisation(made):
    assert {"quillkeeper", "reason-draftwhisper"} <= set(
        re.findall(r"[\w-]+", text(made.get("contributor", "/versions")))
    )
    shown = text(made.get("nobody", "/versions"))
    assert "organisation holder" in shown
    assert "it began." in shown


def test_what_may_not_be_seen_has_no_history(made):
    Resource.objects.update(state=State.DRAFT)
    numbers = made.versions.values()
    tails = ["/versions", "/versions.link", "/versions/at", "/diff", "/blame", *(f"/versions/{n}" for n in numbers)]
    for tail in tails:
        assert [made.get(who, tail).status_code for who in ("nobody", "stranger", "mate")] == [404] * 3, tail
        assert made.get("contributor", tail).status_code in (200, 302), tail


def test_what_was_made_before_audiences_were_kept_is_for_editors(made):
    Revision.objects.filter(number=made.versions["first"]).update(audience="")
    assert made.get("nobody", f"/versions/{made.versions['first']}").status_code == 404
    assert made.get("contributor", f"/versions/{made.versions['first']}").status_code == 200


def test_a_version_reads_back_as_it_was_in_each_rdf_format(made):
    number = made.versions["first"]
    expected = Revision.objects.get(number=number).digest
    for row in FORMATS.values():
        answer = made.get("nobody", f"/versions/{number}.{row.suffix}")
        assert answer.status_code == 200, row.name
        if row.is_rdf:
            again = Record.of(IRI, read_all(answer.content, media_type=row.media_type))
            assert again.digest == expected, row.name
    assert (
        made.get("nobody", f"/versions/{number}", accept="text/turtle")["Content-Type"] == "text/turtle; charset=utf-8"
    )
    assert made.get("nobody", f"/versions/{number}.odd").status_code == 404


def test_a_small_count_of_long_ago_is_not_shown_when_the_limit_has_grown(made, settings):
    from catalog.register import Terms, register
    from fair_metadata.counts import PERSONS
    from fair_metadata.terms import literal
    from tests.catalog.history.worlds import says

    register(says(IRI, (PERSONS, literal("17"))), "dataset", Terms())
    number = Resource.objects.get().revision_id
    settings.SMALL_CELL_LIMIT = 20
    register(says(IRI), "dataset", Terms())
    for tail in (f"/versions/{number}", f"/versions/{number}.nt", f"/diff?from={number}", "/blame"):
        assert '"17"' not in text(made.get("contributor", tail))
        assert ">17<" not in text(made.get("contributor", tail))


def moment(made, name):
    return Revision.objects.get(number=made.versions[name]).made_at


def test_a_memento_says_of_what_it_is_one_and_which_are_beside_it(made):
    first, last = made.versions["first"], made.versions["last"]
    answer = made.get("nobody", f"/versions/{first}.ttl")
    page = "http://testserver/datasets/registry"
    assert answer["Memento-Datetime"] == http_date(moment(made, "first").timestamp())
    assert answer["Link"] == (
        f'<{page}>; rel="original latest-version", <{page}/versions/at>; rel="timegate", '
        f'<{page}/versions.link>; rel="timemap"; type="application/link-format", '
        f'<{page}/versions>; rel="version-history", <{page}/versions/{last}>; rel="successor-version"'
    )
    assert f'<{page}/versions/{first}>; rel="predecessor-version"' in made.get("nobody", f"/versions/{last}")["Link"]


def test_the_time_gate_leads_to_what_it_said_then(made):
    Revision.objects.filter(number=made.versions["first"]).update(made_at="2020-01-01T12:00:00Z")
    at = {
        "": "last",
        "Mon, 01 Jan 2018 00:00:00 GMT": "first",
        "Wed, 01 Jan 2020 12:00:00 GMT": "first",
        "Fri, 01 Jan 2021 00:00:00 GMT": "first",
        "Sat, 01 Jan 2101 00:00:00 GMT": "last",
    }
    for asked, expected in at.items():
        answer = made.get("nobody", "/versions/at", **({"accept-datetime": asked} if asked else {}))
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/datasets/registry/versions/{made.versions[expected]}",
        )
        assert "Accept-Datetime" in answer["Vary"]
    assert made.get("nobody", "/versions/at", **{"accept-datetime": "yesterday"}).status_code == 400


def test_the_time_map_lists_each_version_that_may_be_seen(made):
    answer = made.get("mate", "/versions.link")
    assert answer["Content-Type"] == "application/link-format"
    lines = answer.content.decode().strip().split(",\n")
    page = "http://testserver/datasets/registry"
    assert lines[3:] == [
        f'<{page}/versions/{made.versions[v]}>; rel="memento"; datetime="{http_date(moment(made, v).timestamp())}"'
        for v in SEES["mate"]
    ]


def test_the_landing_page_leads_to_its_history(made):
    answer = made.get("nobody", "")
    page = "http://testserver/datasets/registry"
    assert f'<{page}/versions>; rel="version-history"' in answer["Link"]
    assert f'<{page}/versions/at>; rel="timegate"' in answer["Link"]
    assert 'href="/datasets/registry/versions"' in text(answer)


def test_the_difference_marks_the_words_that_changed(made):
    page = made.get("nobody", "/diff").content.decode()
    assert "<del>A</del><ins>The</ins> registry" in page
    plain = made.get("nobody", "/diff?as=text").content.decode().splitlines()
    assert plain == [
        "Title (en): “A registry” → “The registry”",
        "Description (en): removed “What it holds.”",
        "Keyword: added “aml”",
    ]


def test_markup_in_a_description_stays_text(made):
    from catalog.register import Terms, register
    from tests.catalog.history.worlds import says

    register(says(IRI, title="<script>alert(1)</script> [x](javascript:y)"), "dataset", Terms())
    for tail in ("/diff", "/versions", "/blame"):
        assert "<script>alert" not in made.get("nobody", tail).content.decode()


def test_blame_counts_from_when_a_value_came(made):
    page = re.sub(r"\s+", " ", made.get("contributor", "/blame").content.decode())
    found = re.findall(r'<th scope="row">\s*(.*?)\s*</th>.*?/versions/(\d+)', page)
    assert found == [
        ("Title", str(made.versions["clean"])),
        ("Keyword", str(made.versions["clean"])),
        ("rdf:type", str(made.versions["first"])),
    ]


def test_a_public_reader_is_told_the_public_version_in_which_a_value_stood_first(made):
    page = re.sub(r"\s+", " ", made.get("nobody", "/blame").content.decode())
    assert re.findall(r"/versions/(\d+)\"><time", page) == [str(made.versions[v]) for v in ("last", "last", "first")]


def test_odd_numbers_are_no_versions(made):
    for tail in ("/versions/0", "/versions/999999999999999999", "/diff?from=x", "/diff?from=-1", "/versions?before=x"):
        assert made.get("nobody", tail).status_code == 404, tail
    assert made.people["nobody"].get("/datasets/nothing/versions").status_code == 404
    moved = made.people["nobody"].get(f"/catalogs/registry/versions/{made.versions['first']}?a=b")
    assert (moved.status_code, moved["Location"]) == (301, f"/datasets/registry/versions/{made.versions['first']}?a=b")


def stands():
    row = Resource.objects.get()
    return row.revision_id, row.digest, row.state, Draft.objects.count(), Revision.objects.count()


def test_a_reviewer_restores_a_version_as_a_new_one(made):
    first, before = made.versions["first"], Revision.objects.count()
    answer = made.post("reviewer", f"/versions/{first}/restore", {"reason": "It was better."})
    assert (answer.status_code, answer["Location"]) == (302, "/datasets/registry/versions")
    row = Resource.objects.get()
    assert row.digest == Revision.objects.get(number=first).digest
    assert (row.state, Revision.objects.count(), Draft.objects.count()) == (State.PUBLISHED, before + 1, 0)
    assert (row.revision.author.get_username(), row.revision.reason) == ("reviewer", "It was better.")
    assert made.post("reviewer", f"/versions/{first}/restore").status_code == 302
    assert Revision.objects.count() == before + 1  # it says this already


def test_who_may_not_publish_restores_into_a_draft(made):
    first, before = made.versions["first"], stands()
    assert made.post("contributor", f"/versions/{first}/restore").status_code == 302
    assert stands() == (*before[:3], 1, before[4])
    assert Draft.objects.get().digest == Revision.objects.get(number=first).digest


def test_a_draft_that_somebody_is_writing_is_not_written_over(made):
    made.post("contributor", f"/versions/{made.versions['first']}/restore")
    written = Draft.objects.get().digest
    assert made.post("contributor", f"/versions/{made.versions['draft-text']}/restore").status_code == 409
    assert Draft.objects.get().digest == written


@pytest.mark.parametrize(("who", "status"), [("nobody", 403), ("stranger", 403), ("mate", 403)])
def test_who_may_not_edit_restores_nothing(made, who, status):
    before = stands()
    for step in ("restore", "keep-inside"):
        assert made.post(who, f"/versions/{made.versions['first']}/{step}").status_code == status
        assert made.post(who, f"/versions/{made.versions['inside-text']}/{step}").status_code == 404
        assert made.get("reviewer", f"/versions/{made.versions['first']}/{step}").status_code == 405
    assert made.post("contributor", f"/versions/{made.versions['first']}/keep-inside").status_code == 403
    assert stands() == before
    assert made.get("nobody", f"/versions/{made.versions['first']}").status_code == 200


def test_a_version_that_should_never_have_been_shown_is_kept_inside(made):
    assert made.post("reviewer", f"/versions/{made.versions['first']}/keep-inside").status_code == 302
    for who, status in (("nobody", 404), ("stranger", 404), ("mate", 404), ("contributor", 200)):
        assert made.get(who, f"/versions/{made.versions['first']}").status_code == status
    assert "what it holds." not in text(made.get("nobody", "/diff"))
    assert made.post("reviewer", f"/versions/{made.versions['last']}/keep-inside").status_code == 409
    assert made.get("nobody", f"/versions/{made.versions['last']}").status_code == 200


def test_pages_ask_as_often_for_two_versions_as_for_ten(made, django_assert_max_num_queries):
    for who in ("nobody", "contributor"):
        for tail in ("/versions", "/diff", "/blame", f"/versions/{made.versions['last']}"):
            with django_assert_max_num_queries(14):
                made.get(who, tail)


def test_of_what_was_made_before_only_the_latest_public_text_is_shown(made):
    hidden = factories.resource(visibility="organisation")
    Revision.objects.update(audience="")
    import_module("catalog.migrations.0010_history").fill(apps, SimpleNamespace(connection=connection))
    shown = list(Revision.objects.filter(audience="public").values_list("number", flat=True))
    assert shown == [made.versions["last"]]
    assert hidden.revision_id not in shown


def test_of_a_very_large_description_the_list_does_not_compare(made, monkeypatch):
    from catalog.history import log

    monkeypatch.setattr(log, "LARGEST", 10)
    page = made.get("nobody", "/versions").content.decode()
    assert "too large to be compared in a list" in page
