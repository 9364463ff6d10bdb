"""Published descriptions name addresses, and those are asked: when, how often, and what is kept of it."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog import workflow
from catalog.links import checking, following
from catalog.models import Address, AddressCheck, AddressUse, Kind, Position, Resource
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, FOAF
from fair_metadata.terms import literal, named
from tests.catalog.factories import described

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("room")]
IRI = "https://data.example.org/one"


@pytest.fixture
def room(index, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"


def names(*urls, iri=IRI, path=DCAT.landingPage, publish=True):
    """A description that names these addresses."""
    register(described(iri, Kind.DATASET, *((path, named(url)) for url in urls)), Kind.DATASET, Terms(publish=publish))
    return Resource.objects.get(iri=iri)


def come_again():
    """As if the time had come for every address."""
    Address.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    return checking.check()


def test_every_address_of_a_published_description_is_found_also_of_what_is_nested_in_it():
    nested = [
        ("_:d", DCAT.accessURL, named("https://a.example.org/access")),
        ("_:d", DCAT.downloadURL, literal("https://a.example.org/file.csv#top")),
        ("_:d", FOAF.page, "_:p"),
        ("_:d", DCAT.landingPage, named("mailto:data@example.org")),
    ]
    said = [
        (DCAT.distribution, "_:d"),
        (FOAF.page, named("https://b.example.org/")),
        (FOAF.homepage, named("https://c.example.org/")),
        (FOAF.depiction, named("https://d.example.org/")),
    ]
    register(described(IRI, Kind.DATASET, *said, nested=nested), Kind.DATASET, Terms(publish=True))
    assert following.catch_up() == 1
    assert list(Address.objects.values_list("url", "host")) == [
        ("https://a.example.org/access", "a.example.org"),
        ("https://a.example.org/file.csv", "a.example.org"),
        ("https://b.example.org/", "b.example.org"),
        ("https://c.example.org/", "c.example.org"),
    ]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_is_not_asked_for(server, state):
    resource = names(server.url("/ok"), publish=state == "withdrawn")
    if state == "withdrawn":
        workflow.withdraw(resource, Terms(), because="Old.")
    assert checking.check().asked == 0
    assert (server.asked, Address.objects.count()) == ([], 0)


def test_our_own_addresses_are_not_asked_for(settings):
    names(f"{settings.BASE_URL}/datasets/one", f"{settings.PID_BASE}one")
    following.catch_up()
    assert Address.objects.count() == 0


def test_an_address_that_nothing_names_any_more_goes_and_one_that_two_name_stays(server):
    names(server.url("/ok"), server.url("/gone"))
    names(server.url("/ok"), iri="https://data.example.org/two")
    checking.check()
    names(server.url("/partial"))
    following.catch_up()
    assert sorted(Address.objects.values_list("url", flat=True)) == [server.url("/ok"), server.url("/partial")]
    assert AddressUse.objects.count() == 2


def test_following_twice_and_from_the_start_finds_the_same(server):
    names(server.url("/ok"), server.url("/missing"))
    assert (following.catch_up(), following.catch_up()) == (1, 0)
    before = list(AddressUse.objects.values_list("address__url", "resource", "path"))
    call_command("rebuild", "addresses")
    assert list(AddressUse.objects.values_list("address__url", "resource", "path")) == before


def test_nothing_is_asked_unless_the_operator_wants_it(server, settings, capsys):
    names(server.url("/ok"))
    settings.LINK_CHECKS = False
    with pytest.raises(checking.NotSwitchedOn):
        checking.check()
    with pytest.raises(SystemExit) as ended:
        call_command("check-links")
    assert (ended.value.code, server.asked, Address.objects.count()) == (2, [], 0)
    assert "LINK_CHECKS=true" in capsys.readouterr().err


def test_a_good_address_is_asked_once_a_week(server):
    names(server.url("/ok"))
    assert checking.check().asked == 1
    assert checking.check().asked == 0
    address = Address.objects.get()
    assert (address.due_at - address.checked_at, address.ok_at) == (timedelta(days=7), address.checked_at)
    assert (address.is_broken, address.failures, address.status) == (False, 0, 200)


def test_one_that_fails_is_asked_after_a_day_two_four_and_then_once_a_week(server):
    names(server.url("/broken"))
    waited = []
    for _ in range(5):
        come_again() if waited else checking.check()
        address = Address.objects.get()
        waited.append((address.due_at - address.checked_at).days)
    assert waited == [1, 2, 4, 7, 7]
    assert address.failures == 5


def test_what_may_pass_is_broken_the_second_time_and_what_is_gone_at_once(server):
    names(server.url("/broken"), server.url("/missing"))
    first = checking.check()
    assert (first.asked, first.failed, first.broken) == (2, 2, 1)
    assert Address.objects.get(is_broken=True).url == server.url("/missing")
    assert come_again().broken == 2


def test_the_history_says_since_when_it_is_broken_and_when_it_last_answered(server):
    names(server.url("/page"))
    checking.check()
    well = Address.objects.get().ok_at
    server.changed["/page"] = 404
    come_again()
    broken = Address.objects.get()
    assert (broken.is_broken, broken.ok_at, broken.failing_since) == (True, well, broken.checked_at)
    come_again()
    again = Address.objects.get()
    assert (again.failing_since, again.failures) == (broken.failing_since, 2)
    server.changed["/page"] = 200
    assert come_again().mended == 1
    mended = Address.objects.get()
    assert (mended.is_broken, mended.failing_since, mended.problem) == (False, None, "")
    told = list(AddressCheck.objects.order_by("checked_at").values_list("status", "problem"))
    assert told == [(200, ""), (404, "gone"), (200, "")]


def test_a_server_that_says_when_to_come_back_is_not_asked_before(server):
    names(server.url("/busy"))
    checking.check()
    address = Address.objects.get()
    assert address.due_at - address.checked_at == timedelta(days=3)
    assert Address.objects.get().is_broken is False


def test_where_it_moved_for_good_is_kept(server):
    names(server.url("/moved"))
    checking.check()
    assert Address.objects.get().leads_to == server.url("/ok")


def test_a_host_is_asked_one_question_at_a_time(server):
    names(*(server.url(f"/page-{n}", host) for n in range(8) for host in ("127.0.0.1", "localhost")))
    assert checking.check().asked == 16
    assert set(server.most.values()) == {1}
    assert len(server.most) == 2


def test_between_two_questions_to_a_host_there_is_a_pause(server, settings, monkeypatch):
    slept = []
    monkeypatch.setattr(checking, "sleep", slept.append)
    settings.LINK_CHECK_PAUSE = 2.5
    names(*(server.url(f"/page-{n}") for n in range(4)))
    checking.check()
    assert slept == [2.5, 2.5, 2.5]


def test_a_host_with_very_many_addresses_is_asked_for_some_of_them_in_one_run(server, monkeypatch):
    monkeypatch.setattr(checking, "OF_A_HOST", 2)
    names(*(server.url(f"/page-{n}") for n in range(5)))
    assert [(s.asked, s.waiting) for s in (checking.check(), checking.check(), checking.check())] == [
        (2, 3),
        (2, 1),
        (1, 0),
    ]
    assert len({at for _, at, _ in server.asked}) == len(server.asked) == 5


def test_two_runs_at_once_are_one(server):
    names(server.url("/ok"))
    with checking._alone():
        with pytest.raises(checking.Busy):
            checking.check()
    assert server.asked == []
    assert checking.check().asked == 1


def test_a_run_that_was_killed_keeps_nobody_out_for_ever(server):
    names(server.url("/ok"))
    Position.objects.update_or_create(name="address-checks", defaults={"number": 1})  # long ago
    assert checking.check().asked == 1


def test_the_task_and_the_command_say_what_was_done(server, capsys, settings):
    from config.tasks import check_links

    names(server.url("/ok"), server.url("/missing"))
    call_command("check-links", "--json")
    assert json.loads(capsys.readouterr().out) == {"asked": 2, "failed": 1, "broken": 1, "mended": 0, "waiting": 0}
    assert check_links() == 0
    settings.LINK_CHECKS = False
    assert check_links() is None


def test_a_long_address_with_no_host_spoils_nothing(server):
    names("http:///nothing", server.url("/ok"), "https://e.org/" + "x" * 1990)
    assert checking.check().asked == 1


def test_a_host_is_asked_once_for_what_it_allows_and_kept_to(server):
    server.robots = (200, "User-agent: *\nDisallow: /\n\nUser-agent: Marrow\nDisallow: /private\n")
    names(*(server.url(path) for path in ("/ok", "/private/one", "/page-1")))
    checking.check()
    assert len(server.robots_asked) == 1
    assert sorted(at for _, at, _ in server.asked) == ["/ok", "/page-1"]
    barred = Address.objects.get(problem="barred")
    assert (barred.url, barred.is_broken, barred.failures, barred.asked) == (server.url("/private/one"), False, 0, 0)
    assert (barred.due_at - barred.checked_at).days == 7


def test_what_a_host_forbids_later_is_not_called_broken_any_more(server):
    names(server.url("/missing"))
    assert checking.check().broken == 1
    server.robots = (200, "User-agent: *\nDisallow: /\n")
    summary = come_again()
    assert (summary.broken, summary.mended, server.asks_of("/missing")) == (0, 0, ["HEAD", "GET"])


def test_a_host_that_fails_to_say_what_it_allows_is_failing_and_not_asked_for_more(server):
    server.robots = (503, "")
    names(server.url("/ok"))
    checking.check()
    address = Address.objects.get()
    assert (server.asked, address.problem, address.is_broken) == ([], "failing", False)
    assert come_again().broken == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_that_has_no_such_file_allows_all(server, status):
    server.robots = (status, "User-agent: *\nDisallow: /\n")
    names(server.url("/ok"))
    checking.check()
    assert Address.objects.get().ok_at is not None


def test_the_pause_that_a_host_asks_for_is_made(server, settings, monkeypatch):
    slept = []
    monkeypatch.setattr(checking, "sleep", slept.append)
    server.robots = (200, "User-agent: *\nCrawl-delay: 7\n")
    names(*(server.url(f"/page-{n}") for n in range(3)))
    checking.check()
    assert slept == [7.0, 7.0]


def test_a_busy_host_is_not_asked_for_its_other_addresses_either(server):
    names(server.url("/busy"), server.url("/page-1"), server.url("/page-2"))
    Address.objects.all().delete()
    following.catch_up()
    first = timezone.now() - timedelta(days=9)
    Address.objects.filter(url=server.url("/busy")).update(due_at=first)
    assert checking.check().asked == 1
    assert [at for _, at, _ in server.asked] == ["/busy"]
    assert all(due > timezone.now() + timedelta(days=2) for due in Address.objects.values_list("due_at", flat=True))


def test_how_often_it_was_asked_and_how_often_it_broke_is_counted(server):
    names(server.url("/page"))
    checking.check()
    for status in (404, 404, 200, 404):
        server.changed["/page"] = status
        come_again()
    address = Address.objects.get()
    assert (address.asked, address.broke, address.failures) == (5, 2, 1)


def test_the_history_of_an_address_is_bounded_and_keeps_the_latest(server, monkeypatch):
    monkeypatch.setattr(checking, "KEPT", 3)
    names(server.url("/page"))
    checking.check()
    for status in (404, 200, 410, 200, 404):
        server.changed["/page"] = status
        come_again()
    assert list(AddressCheck.objects.values_list("status", flat=True)) == [404, 200, 410]
    assert Address.objects.get().broke == 3
