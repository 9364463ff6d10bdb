"""The pages of what one keeps an eye on: saving, following, changing, silencing; nobody sees or changes another's."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from catalog.models import Digest, Feed, Notice, Often, Quiet, Saved, Told, What
from catalog.people import accounts
from catalog.saved import feeds, keeping
from search.saved import looking
from tests.catalog import factories
from tests.search.saved.eyes import anybody, eye, retitled, weeks
from tests.search.worlds import LYMPHOMA, MYELOMA, put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(index):
    return anybody()


@pytest.fixture
def browser(reader, client):
    client.force_login(reader)
    return client


def links(page, beginning):
    return [
        m.replace("&amp;", "&") for m in re.findall(r'href="([^"]+)"', page.content.decode()) if m.startswith(beginning)
    ]


def stood():
    rows = Saved.objects.order_by("pk").values_list("pk", "name", "often", "position", "query")
    return list(rows), list(Feed.objects.values_list("pk", "sha256")), Digest.objects.count(), Notice.objects.count()


def test_a_search_is_saved_from_its_results(browser, reader):
    put("one", "Registry of myeloma")
    (address,) = links(browser.get("/datasets?q=myeloma&sort=patients"), "/saved/new?search")
    page = browser.get(address).content.decode()
    assert 'name="search" value="q=myeloma&amp;sort=patients"' in page
    assert 'value="myeloma"' in page
    done = browser.post("/saved/new", {"search": "q=myeloma&sort=patients", "name": "Mine", "often": "daily"})
    assert (done.status_code, done["Location"]) == (302, "/saved")
    saved = Saved.objects.get(person=reader)
    assert (saved.what, saved.name, saved.query, saved.often) == (
        What.SEARCH,
        "Mine",
        "q=myeloma&sort=patients",
        "daily",
    )
    assert (saved.known is not None, saved.position > 0) == (True, True)
    listed = browser.get("/saved").content.decode()
    assert '<a href="/datasets?q=myeloma&amp;sort=patients"><b>Mine</b></a>' in listed


def test_the_same_search_is_saved_once_whatever_its_order(browser):
    for written in (
        "q=a&outcome=x",
        "/datasets?outcome=x&q=a&page=3",
        "http://testserver/datasets?q=a&outcome=x&view=table&sort=title",
    ):
        browser.post("/saved/new", {"search": written, "name": written[:9], "often": "weekly"})
    assert Saved.objects.count() == 1
    assert "You have this already." in browser.get("/saved/new", {"search": "outcome=x&q=a"}).content.decode()
    browser.post("/saved/new", {"search": "q=b&outcome=x", "name": "b", "often": "weekly"})
    assert Saved.objects.count() == 2


def test_a_question_in_plain_words_is_saved_as_it_is_asked(browser, reader):
    question = "at least 100 adults with AML and MRD after 2015"
    browser.post("/saved/new", {"search": f"q={question}", "name": "", "often": "weekly"})
    saved = Saved.objects.get(person=reader)
    assert (saved.name, saved.query) == (question, "q=at+least+100+adults+with+AML+and+MRD+after+2015")


def test_a_dataset_an_organisation_and_a_disease_are_followed_from_their_pages(browser, reader):
    holder = factories.organisation("holder")
    row = put("one", "Registry of myeloma", organisation=holder)
    pages = (
        f"/datasets/{row.slug}",
        "/organisations/holder",
        f"/datasets?disease={MYELOMA[1:-1]}",
        "/datasets?q=myeloma",
    )
    found = [links(browser.get(page), "/saved/new?") for page in pages]
    assert found[0] == [f"/saved/new?dataset={row.slug}"]
    assert found[1] == ["/saved/new?organisation=holder"]
    assert found[2][1:] == found[3][1:] == ["/saved/new?disease=http%3A%2F%2Fpurl.obolibrary.org%2Fobo%2FMONDO_0009693"]
    for asked in ({"dataset": row.slug}, {"organisation": "holder"}, {"disease": MYELOMA[1:-1]}):
        assert browser.get("/saved/new", asked).status_code == 200
        assert browser.post("/saved/new", asked | {"name": "", "often": "weekly"}).status_code == 302
    assert set(Saved.objects.values_list("what", "name")) == {("dataset", ""), ("organisation", ""), ("disease", "")}
    page = browser.get("/saved").content.decode()
    for called in ("Registry of myeloma", "Organisation holder"):
        assert f"<b>{called}</b>" in page
    retitled("one", "Another title")
    assert "<b>Another title</b>" in browser.get("/saved").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"dataset": "nothing"},
        {"dataset": "hidden"},
        {"organisation": "nobody"},
        {"disease": "https://example.org/nothing"},
        {"disease": ""},
        {"search": "q=a", "dataset": "x"},
        {"search": "&".join(f"publisher={n}" for n in range(600))},
        {
            "search": "&".join(f"{key}_min=1" for key in ("patients", "samples", "age", "followup", "lead"))
            + "&"
            + "&".join(
                f"not_{k}=x&{k}=y"
                for k in (
                    "outcome",
                    "source",
                    "country",
                    "access",
                    "publisher",
                    "holder",
                    "keyword",
                    "format",
                    "licence",
                )
            )
        },
    ],
)
def test_what_there_is_not_cannot_be_saved(browser, asked):
    put("hidden", "Hidden", publish=False, organisation=factories.organisation("holder"))
    from catalog.models import Resource

    Resource.objects.update(slug="hidden")
    before = stood()
    assert browser.get("/saved/new", asked).status_code == 404
    assert browser.post("/saved/new", asked | {"name": "x", "often": "weekly"}).status_code == 404
    assert stood() == before


def test_what_is_written_wrongly_is_said_and_nothing_is_kept(browser):
    for wrong in ({"often": "hourly"}, {"often": "weekly", "name": "x" * 201}):
        page = browser.post("/saved/new", {"search": "q=a", "name": "x"} | wrong)
        assert (page.status_code, b"errorlist" in page.content) == (200, True)
    assert not Saved.objects.exists()


def test_one_is_called_otherwise_told_otherwise_and_deleted(browser, reader):
    saved = eye(reader, search="q=a", name="First")
    assert 'value="First"' in browser.get(f"/saved/{saved.pk}").content.decode()
    browser.post(f"/saved/{saved.pk}", {"name": "Second", "often": "never"})
    saved.refresh_from_db()
    assert (saved.name, saved.often, saved.due_at) == ("Second", Often.NEVER, None)
    assert browser.get(f"/saved/{saved.pk}/delete").status_code == 405
    browser.post(f"/saved/{saved.pk}/delete")
    assert not Saved.objects.exists()


def test_a_person_has_as_many_as_one_may_have(browser, reader, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    for text in ("a", "b"):
        eye(reader, search=f"q={text}")
    page = browser.post("/saved/new", {"search": "q=c", "name": "c", "often": "weekly"}).content.decode()
    assert "You keep an eye on 2 things already" in page
    assert browser.post("/saved/new", {"search": "q=a", "name": "again", "often": "daily"}).status_code == 302
    assert set(Saved.objects.values_list("name", flat=True)) == {"again", ""} | set(
        Saved.objects.filter(query="q=b").values_list("name", flat=True)
    )


DOORS = ("", "/delete", "/feed", "/feed/end")


@pytest.mark.parametrize("door", DOORS)
def test_nobody_sees_or_changes_what_is_another_s(browser, reader, door):
    saved = eye(anybody("other"), search="q=secret", name="A secret name")
    feeds.renew(saved.person, saved)
    before = stood()
    for method in (browser.get, browser.post):
        answer = method(f"/saved/{saved.pk}{door}", {"name": "x", "often": "never"})
        assert answer.status_code in (404, 405)
        assert "A secret name" not in answer.content.decode()
    assert "A secret name" not in browser.get("/saved").content.decode()
    stranger = Client()
    assert stranger.post(f"/saved/{saved.pk}{door}").status_code == 302
    assert stood() == before


@pytest.mark.parametrize(
    "address", ["/saved", "/saved/new?search=q%3Da", "/saved/1", "/saved/digests/1", "/saved/99999999999999999999"]
)
def test_who_is_not_signed_in_signs_in_first(address, index):
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"].startswith("/accounts/login/?next=/saved")) == (302, True)


def test_numbers_that_no_database_has_are_not_there(browser):
    for address in ("/saved/99999999999999999999", "/saved/digests/99999999999999999999"):
        assert browser.get(address).status_code == 404


def test_forms_are_not_taken_from_other_sites(reader):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post("/saved/new", {"search": "q=a", "name": "", "often": "weekly"}).status_code == 403
    assert strict.post("/saved/feed").status_code == 403
    assert (Saved.objects.count(), Feed.objects.count()) == (0, 0)


def digest_mail(reader):
    put("one", "Registry one")
    saved, other = eye(reader, search="", name="All"), eye(reader, search="q=registry", name="Registries")
    retitled("one", "Registry two")
    assert looking.run(weeks(1)) == 1
    message = mail.outbox.pop()
    return saved, other, message


def test_one_click_ends_all_digests_and_looking_at_the_link_ends_nothing(reader):
    saved, other, message = digest_mail(reader)
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = Client(enforce_csrf_checks=True)
    before = stood()
    assert b"<button" in program.get(address).content
    assert (program.head(address).status_code, Quiet.objects.count(), stood()) == (200, 0, before)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Quiet.objects.values_list("person__username", "kind").get() == ("reader", Told.FOLLOWED)
    retitled("one", "Registry three")
    assert (looking.run(weeks(2)), mail.outbox) == (0, [])


def test_the_link_beneath_a_part_ends_that_part(reader):
    saved, other, message = digest_mail(reader)
    (address,) = {
        found
        for found in re.findall(r"http://testserver/saved/off/\S+", message.body)
        if keeping.of_token(found.rsplit("/", 1)[-1]) == saved
    }
    program = Client(enforce_csrf_checks=True)
    before = stood()
    page = program.get(address)
    assert (page.status_code, b"<button" in page.content, stood()) == (200, True, before)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"], page["Cache-Control"]) == (
        "no-referrer",
        "noindex",
        "private, no-store",
    )
    assert b"All" not in page.content.partition(b"<main")[2].partition(b"</main>")[0].replace(b"All datasets", b"")
    for _ in range(2):
        assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    saved.refresh_from_db()
    other.refresh_from_db()
    assert (saved.often, other.often) == (Often.NEVER, Often.WEEKLY)
    retitled("one", "Registry three")
    looking.run(weeks(2))
    assert [message.subject.rpartition(" ")[2] for message in mail.outbox] == ["Registries"]


def test_what_was_silenced_while_its_mail_waited_is_not_sent(reader, settings):
    put("one", "Registry one")
    saved = eye(reader, search="", name="All")
    retitled("one", "Registry two")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    looking.run(weeks(1))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Client().post(f"/saved/off/{keeping.off_token(saved)}")
    assert (looking.run(weeks(1)), mail.outbox) == (0, [])


@pytest.mark.parametrize("token", ["nonsense", "", "a:b:c"])
def test_a_token_that_is_none_opens_nothing(reader, token):
    saved = eye(reader, search="q=a")
    assert Client().post(f"/saved/off/{token}").status_code in (302, 404)
    other = keeping.off_token(saved).replace(":", ";")
    assert Client().post(f"/saved/off/{other}").status_code == 404
    saved.refresh_from_db()
    assert saved.often == Often.WEEKLY


def test_the_list_costs_the_same_however_long_it_is(
    browser, reader, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get("/saved").status_code == 200
        return len(asked)

    put("one", "Registry one", organisation=factories.organisation("holder"))
    eye(reader, organisation="holder")
    few = queries()
    eye(reader, disease=LYMPHOMA[1:-1])
    for n in range(10):
        eye(reader, search=f"q=word{n}")
    assert queries() == few


def test_who_closes_an_account_leaves_nothing_of_this(reader):
    put("one", "Registry one")
    saved = eye(reader, search="")
    feeds.renew(reader, saved)
    feeds.renew(reader)
    retitled("one", "Registry two")
    looking.run(weeks(1))
    accounts.close(get_user_model().objects.get(pk=reader.pk))
    assert (Saved.objects.count(), Feed.objects.count(), Digest.objects.count()) == (0, 0, 0)
