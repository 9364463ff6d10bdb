"""One question to a real server: what is there, what is not, and what is never asked."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.links import asking
from catalog.links.asking import Answer
from catalog.models import Trouble


def ask(url):
    """In a thread of its own, as checking does: a browser that was used before keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asking.ask, url).result()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/ok", 200), ("/partial", 206), ("/login", 401), ("/forbidden", 403), ("/question", 400), ("/elsewhere", 200)],
)
def test_something_is_there(server, path, status):
    assert ask(server.url(path)) == Answer(status)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/missing", Trouble.GONE),
        ("/gone", Trouble.GONE),
        ("/teapot", Trouble.REFUSED),
        ("/to-nothing", Trouble.GONE),
        ("/circle", Trouble.CIRCLE),
        ("/many/0", Trouble.CIRCLE),
    ],
)
def test_nothing_is_there_and_will_not_be(server, path, problem):
    found = ask(server.url(path))
    assert (found.problem, found.is_passing, found.leads_to) == (problem, False, "")


def test_a_server_that_fails_may_be_well_again(server):
    assert ask(server.url("/broken")) == Answer(500, Trouble.FAILING)


def test_a_busy_server_says_when_to_come_back_and_is_not_asked_twice(server):
    found = ask(server.url("/busy"))
    assert found == Answer(503, Trouble.FAILING, wait=259_200)
    assert server.asks_of("/busy") == ["HEAD"]


def test_where_it_moved_for_good_is_told_and_where_it_is_for_now_is_not(server):
    assert ask(server.url("/moved-twice")) == Answer(200, leads_to=server.url("/ok"))
    assert ask(server.url("/for-now-then-for-good")).leads_to == ""


def test_a_server_that_does_not_know_head_is_asked_for_one_byte(server):
    assert ask(server.url("/no-head")) == Answer(206)
    assert server.asks_of("/no-head") == ["HEAD", "GET"]
    assert ask(server.url("/head-lies")) == Answer(200)
    assert server.asks_of("/ok") == []


def test_who_asks_says_so_and_names_a_contact(server, settings):
    settings.CONTACT_EMAIL = "webmaster@catalogue.example.org"
    ask(server.url("/ok"))
    ((method, _, headers),) = server.asked
    said = headers["User-Agent"]
    assert (method, said) == ("HEAD", f"Marrow link check (+{settings.BASE_URL}; webmaster@catalogue.example.org)")
    assert headers["Host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("path", ["/slow", "/trickle"])
def test_a_server_that_never_comes_to_an_end_is_left(server, monkeypatch, path):
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    found = ask(server.url(path))
    assert (found, found.is_passing) == (Answer(problem=Trouble.SILENT), True)


def test_a_body_without_end_is_not_read(server):
    assert ask(server.url("/endless")) == Answer(200)


def test_a_host_that_is_not_known_may_be_again():
    found = ask("http://nobody.invalid/")
    assert found == Answer(problem=Trouble.UNKNOWN)


def test_a_closed_port_may_open_again(server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = ask(f"http://127.0.0.1:{port}/")
    assert (found, found.is_passing) == (Answer(problem=Trouble.UNREACHED), True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"])
def test_nothing_on_an_inner_network_is_asked(server, settings, host):
    settings.FETCH_INNER_HOSTS = []
    found = ask(f"http://{host}:{server.port}/ok")
    assert (found.status, found.problem in (Trouble.INNER, Trouble.UNKNOWN), server.asked) == (None, True, [])


@pytest.mark.parametrize("path", ["/inside", "/inside-by-name", "/file", "/password"])
def test_no_redirection_leads_where_one_may_not_ask(server, path):
    found = ask(server.url(path))
    assert (found.status, found.problem in (Trouble.INNER, Trouble.UNKNOWN)) == (None, True)
    assert {at for _, at, _ in server.asked} == {path}


@pytest.mark.parametrize("url", ["http://", "http://[", "https://exa mple.org/", "http://é" + "x" * 70 + ".example/"])
def test_what_is_no_address_is_answered_too(server, url):
    assert ask(url).problem is not None
    assert server.asked == []


def test_a_date_on_which_to_come_back_is_understood(server):
    found = ask(server.url("/busy-until"))
    assert (found.status, found.problem, 5 * 3600 - 60 < found.wait <= 5 * 3600 + 1) == (429, Trouble.FAILING, True)
