"""Private Atom addresses: a secret each, which shows what its person may see now, and nothing to anybody without it."""

import pytest
from django.test import Client
from lxml import etree

from catalog.models import Feed, Visibility
from catalog.register import Terms, stand
from catalog.saved import feeds
from catalog.tokens import hashed
from search import follow
from tests.catalog import factories
from tests.search.saved.eyes import anybody, eye, reachable, retitled
from tests.search.worlds import MYELOMA, put, whole

pytestmark = pytest.mark.django_db(transaction=True)
ATOM = "{http://www.w3.org/2005/Atom}"


def opened(address, **headers):
    return Client().get(address.removeprefix("http://testserver"), headers=headers)


def titles(address):
    answer = opened(address)
    assert answer.status_code == 200
    return [entry.findtext(f"{ATOM}title") for entry in etree.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_a_feed_of_a_search_has_its_results_the_last_changed_first(engine):
    whole("one", "Registry one", MYELOMA, publisher="H", patients=50, word="one")
    put("other", "Something else")
    saved = eye(anybody(), search="q=myeloma", name="Myeloma <&>")
    address = feeds.renew(saved.person, saved)
    whole("two", "Registry two", MYELOMA, publisher="H", patients=50, word="two")
    assert set(titles(address)) == {"Registry one", "Registry two"}
    document = etree.fromstring(opened(address).content)
    assert document.findtext(f"{ATOM}title").startswith("Myeloma <&> – ")
    assert document.findtext(f"{ATOM}id") == f"http://testserver/saved/{saved.pk}"
    assert document.find(f"{ATOM}link[@rel='self']").get("href") == address
    assert document.find(f"{ATOM}link[@rel='alternate']").get("href") == "http://testserver/datasets?q=myeloma"


def test_one_feed_has_all_that_a_person_keeps_an_eye_on_each_once(engine):
    holder, reader = factories.organisation("holder"), anybody()
    theirs = put("theirs", "Theirs", organisation=holder)
    put("plain", "Plain")
    whole("one", "Registry one", MYELOMA, publisher="H", patients=50, word="one", organisation=holder)
    series = put("series", "A series", kind="series")
    for asked in (
        {"organisation": "holder"},
        {"disease": MYELOMA[1:-1]},
        {"dataset": theirs.slug},
        {"dataset": series.slug},
    ):
        eye(reader, **asked)
    address = feeds.renew(reader)
    assert sorted(titles(address)) == ["A series", "Registry one", "Theirs"]
    eye(reader, often="never", search="q=plain")
    assert sorted(titles(address)) == ["A series", "Plain", "Registry one", "Theirs"]


def test_a_feed_shows_what_its_person_may_see_now_whoever_asks(engine):
    holder = factories.organisation("holder")
    member = reachable(factories.person("member", of=holder))
    row = put("inside", "Quillonite trial", organisation=holder)
    stand(row, Terms(), "standing", visibility=Visibility.ORGANISATION)
    addresses = {person: feeds.renew(person, eye(person, search="")) for person in (member, anybody())}
    assert [titles(address) for address in addresses.values()] == [["Quillonite trial"], []]
    client = Client()
    client.force_login(member)
    strangers = list(addresses.values())[1].removeprefix("http://testserver")
    assert b"Quillonite" not in client.get(strangers).content
    member.memberships.all().delete()
    assert titles(addresses[member]) == []


def test_what_is_hidden_is_gone_from_a_feed_before_the_index_knows(index, deaf):
    row = put("one", "Quillonite trial")
    follow.catch_up()
    reader = anybody()
    address = feeds.renew(reader, eye(reader, search=""))
    assert titles(address) == ["Quillonite trial"]
    stand(row, Terms(), "standing", visibility=Visibility.ORGANISATION)
    assert follow.lag() > 0
    assert titles(address) == []


def test_only_the_hash_of_the_secret_is_kept_and_it_is_shown_once(index, client):
    reader = anybody()
    saved = eye(reader, search="q=a", name="A search")
    client.force_login(reader)
    page = client.post(f"/saved/{saved.pk}/feed").content.decode()
    address = page.partition('<code id="secret">')[2].partition("</code>")[0]
    secret = address.rpartition("/")[2].removesuffix(".atom")
    assert (len(secret) >= 43, Feed.objects.get().sha256) == (True, hashed(secret))
    assert secret not in str(list(Feed.objects.values()))
    assert secret not in client.get("/saved").content.decode()
    assert opened(address).status_code == 200


def test_a_renewed_address_and_an_ended_one_open_nothing(index, client):
    reader = anybody()
    saved = eye(reader, search="q=a")
    first, of_all = feeds.renew(reader, saved), feeds.renew(reader)
    second = feeds.renew(reader, saved)
    assert [opened(address).status_code for address in (first, second, of_all)] == [404, 200, 200]
    client.force_login(reader)
    client.post("/saved/feed/end")
    assert [opened(address).status_code for address in (second, of_all)] == [200, 404]
    client.post(f"/saved/{saved.pk}/feed/end")
    assert opened(second).status_code == 404


def test_a_feed_ends_with_the_account_and_with_what_it_is_of(index):
    reader = anybody()
    saved = eye(reader, search="q=a")
    address, of_all = feeds.renew(reader, saved), feeds.renew(reader)
    saved.delete()
    assert [opened(one).status_code for one in (address, of_all)] == [404, 200]
    type(reader).objects.update(is_active=False)
    assert opened(of_all).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "..%2f", "é"])
def test_a_secret_that_is_none_opens_nothing(index, secret):
    assert Client().get(f"/saved/feeds/{secret}.atom").status_code == 404


def test_no_cache_no_robot_and_no_other_site_learns_the_address(index):
    reader = anybody()
    address = feeds.renew(reader, eye(reader, search=""))
    answer = opened(address)
    kept = {name: answer[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Content-Type")}
    assert kept == {
        "Cache-Control": "private, no-cache",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "Content-Type": "application/atom+xml; charset=utf-8",
    }
    assert not answer.cookies
    assert Client().post(address.removeprefix("http://testserver")).status_code == 405


def test_who_has_it_already_is_told_so(index):
    reader = anybody()
    put("one", "Registry one")
    address = feeds.renew(reader, eye(reader, search=""))
    tag = opened(address)["ETag"]
    again = opened(address, **{"if-none-match": tag})
    assert (again.status_code, again["Cache-Control"], again.content) == (304, "private, no-cache", b"")
    retitled("one", "Registry two")
    assert opened(address, **{"if-none-match": tag}).status_code == 200


def test_a_search_engine_that_does_not_answer_is_said(index, settings):
    from search import engines

    reader = anybody()
    address = feeds.renew(reader, eye(reader, search=""))
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    engines.engine.cache_clear()
    assert opened(address).status_code == 503
    settings.ELASTICSEARCH_URL = ""
    engines.engine.cache_clear()
