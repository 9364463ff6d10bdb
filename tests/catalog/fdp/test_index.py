"""Pings in and out: noted, never followed; told to nobody who was not named."""

import json
import re
import socket
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Arrival, IndexEntry, Kind, Permit
from catalog.protocols.fdp import index as door
from catalog.register import Terms, register
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db
URL = "https://fdp.example.org/point"
LONG_AGO = "2020-01-01T00:00:00Z"
COUNTS = {"ALL": 0, "ACTIVE": 0, "INACTIVE": 0, "UNREACHABLE": 0, "INVALID": 0, "UNKNOWN": 0}
ACCEPT = ('{"permit": "ACCEPTED"}', "application/json")
INWARD = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
)


def place(address):
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))


@pytest.fixture
def everywhere_is_open(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [place("93.184.215.14")])


def ping(client, body, address="10.0.0.1"):
    body = body if isinstance(body, str) else json.dumps(body)
    return client.post("/fdp", body, content_type="application/json", REMOTE_ADDR=address)


def accepted(url=URL):
    now = timezone.now()
    return IndexEntry.objects.create(client_url=url, permit=Permit.ACCEPTED, registered_at=now, pinged_at=now)


def test_a_ping_is_noted_and_waits_for_an_operator(client):
    assert ping(client, {"clientUrl": URL}).status_code == 204
    entry = IndexEntry.objects.get()
    assert (entry.client_url, entry.permit) == (URL, Permit.PENDING)
    assert client.get("/fdp/index/entries").json()["content"] == []


def test_nothing_is_fetched_for_a_ping(client, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a ping made a request")

    monkeypatch.setattr(httpx.Client, "send", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    assert ping(client, {"clientUrl": URL}).status_code == 204


def test_a_second_ping_renews_the_first(client):
    ping(client, {"clientUrl": URL})
    before = IndexEntry.objects.get()
    assert ping(client, {"clientUrl": URL + "/"}, "10.0.0.2").status_code == 204
    after = IndexEntry.objects.get()
    assert after.uuid == before.uuid
    assert after.pinged_at > before.pinged_at


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        {},
        {"clientUrl": 1},
        {"clientUrl": "fdp.example.org"},
        {"clientUrl": "ftp://fdp.example.org/"},
        {"clientUrl": "javascript:alert(1)"},
        {"clientUrl": "https://user:password@fdp.example.org/"},
        {"clientUrl": "http://localhost/fdp"},
        {"clientUrl": "http://intranet/fdp"},
        {"clientUrl": "http://127.0.0.1:9200/"},
        {"clientUrl": "http://10.1.2.3/"},
        {"clientUrl": "http://169.254.169.254/latest/meta-data"},
        {"clientUrl": "http://[::1]/"},
        {"clientUrl": "http://printer.local/"},
        {"clientUrl": "https://fdp.example.org/" + "a" * 500},
    ],
)
def test_what_is_no_address_in_the_open_web_is_refused(client, body):
    assert ping(client, body).status_code == 400
    assert not IndexEntry.objects.exists()


def test_too_many_pings_are_refused(client):
    answers = [ping(client, {"clientUrl": f"https://fdp-{n}.example.org"}).status_code for n in range(12)]
    assert answers == [204] * 10 + [429] * 2
    assert IndexEntry.objects.count() == 10


def test_strangers_cannot_fill_the_database(client, monkeypatch):
    monkeypatch.setattr(door, "MOST_PENDING", 1)
    assert [ping(client, {"clientUrl": f"https://fdp-{n}.example.org"}).status_code for n in range(2)] == [204, 429]
    assert IndexEntry.objects.count() == 1


def test_what_operators_accept_is_listed_page_by_page(client, people):
    for n in range(3):
        accepted(f"https://fdp-{n}.example.org")
    page = client.get("/fdp/index/entries?page=1&size=2").json()
    assert [entry["clientUrl"] for entry in page["content"]] == ["https://fdp-2.example.org"]
    assert (page["totalElements"], page["totalPages"], page["last"]) == (3, 2, True)
    assert len(client.get("/fdp/index/entries/all").json()) == 3
    assert client.get("/fdp/index/entries/info").json()["entriesCount"] == COUNTS | {"ALL": 3, "ACTIVE": 3}


def test_entries_are_asked_for_by_state(client):
    accepted("https://here.example.org")
    IndexEntry.objects.filter(pk=accepted("https://gone.example.org").pk).update(pinged_at=LONG_AGO)
    for state, said in (("active", "https://here.example.org"), ("INACTIVE", "https://gone.example.org")):
        page = client.get(f"/fdp/index/entries?state={state}").json()
        assert [(entry["clientUrl"], entry["state"]) for entry in page["content"]] == [(said, state.upper())]
    assert client.get("/fdp/index/entries/info").json()["entriesCount"] == COUNTS | {
        "ALL": 2,
        "ACTIVE": 1,
        "INACTIVE": 1,
    }


def test_an_entry_says_what_the_reference_says(client):
    entry = accepted()
    said = client.get(f"/fdp/index/entries/{entry.uuid}").json()
    assert said == {
        "uuid": str(entry.uuid),
        "clientUrl": URL,
        "state": "ACTIVE",
        "permit": "ACCEPTED",
        "createdAt": entry.registered_at.isoformat(),
        "registrationTime": entry.registered_at.isoformat(),
        "updatedAt": entry.pinged_at.isoformat(),
        "modificationTime": entry.pinged_at.isoformat(),
        "currentMetadata": {"repositoryUri": URL, "metadata": {}},
        "events": [],
    }


def test_the_data_of_an_entry_are_what_came_from_it_and_may_be_seen(client, people):
    entry = accepted()
    arrival = Arrival.objects.create(source=URL, sha256="0" * 64, size=1, arrived_at=timezone.now())
    terms = Terms(arrival=arrival, organisation=people.mine)
    register(described("https://fdp.example.org/open"), Kind.DATASET, replace(terms, publish=True))
    register(described("https://fdp.example.org/draft"), Kind.DATASET, terms)
    register(described("https://elsewhere.example.org/other"), Kind.DATASET, Terms(publish=True))
    at = f"/fdp/index/entries/{entry.uuid}/data"
    answer = client.get(at, headers={"accept": "application/n-triples"})
    assert answer.headers["Content-Type"].startswith("application/n-triples")
    assert set(re.findall(r"^<(\S+)>", answer.content.decode(), re.M)) == {"https://fdp.example.org/open"}
    entry.permit = Permit.PENDING
    entry.save()
    assert client.get(at).status_code == 404


@pytest.mark.parametrize("inward", INWARD)
def test_what_resolves_to_this_machine_or_its_network_is_not_accepted(client, people, monkeypatch, inward):
    """All its addresses have to be open: one that is not would do."""
    ping(client, {"clientUrl": URL})
    entry = IndexEntry.objects.get()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [place(each) for each in ("93.184.215.14", inward)])
    answer = client.put(f"/fdp/index/entries/{entry.uuid}", *ACCEPT, headers=people.bearing("operator"))
    assert answer.status_code == 400
    assert "leads to no address that everybody can open" in answer.content.decode()
    assert IndexEntry.objects.get().permit == Permit.PENDING


def test_what_does_not_resolve_is_not_accepted(client, people, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror("Name or service not known")

    ping(client, {"clientUrl": URL})
    entry = IndexEntry.objects.get()
    monkeypatch.setattr("socket.getaddrinfo", unknown)
    at = f"/fdp/index/entries/{entry.uuid}"
    assert client.put(at, *ACCEPT, headers=people.bearing("operator")).status_code == 400
    rejected = client.put(at, '{"permit": "REJECTED"}', "application/json", headers=people.bearing("operator"))
    assert rejected.json()["permit"] == "REJECTED"


def test_only_operators_see_and_decide_what_waits(client, people, everywhere_is_open):
    ping(client, {"clientUrl": URL})
    entry = IndexEntry.objects.get()
    at, said = f"/fdp/index/entries/{entry.uuid}", json.dumps({"permit": "ACCEPTED"})
    for headers, seen in (({}, 404), (people.bearing("administrator"), 404), (people.bearing("operator"), 200)):
        assert client.get(at, headers=headers).status_code == seen
        assert len(client.get("/fdp/index/entries?permit=pending", headers=headers).json()["content"]) == (seen == 200)
    for headers in ({}, people.bearing("administrator")):
        assert client.put(at, said, content_type="application/json", headers=headers).status_code == 403
        assert client.delete(at, headers=headers).status_code == 403
    operator = people.bearing("operator")
    assert client.put(at, '{"permit": "MAYBE"}', content_type="application/json", headers=operator).status_code == 400
    assert client.put(at, said, content_type="application/json", headers=operator).json()["permit"] == "ACCEPTED"
    assert client.get(at).status_code == 200
    assert client.delete(at, headers=operator).status_code == 204
    assert not IndexEntry.objects.exists()


# The command.


@pytest.fixture
def an_index():
    """A server that takes pings: its address, and what it was told."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if self.path == "/" else 429)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", told
    server.shutdown()
    server.server_close()


def test_nobody_is_told_unless_the_settings_name_them(capsys, settings):
    assert settings.FDP_INDEX_URLS == []
    with pytest.raises(SystemExit) as end:
        call_command("fdp", "ping")
    assert (end.value.code, capsys.readouterr().err) == (
        2,
        "FDP_INDEX_URLS names no index, so nobody was told anything.\n",
    )


def test_the_indexes_that_are_named_are_told_where_we_are(capsys, settings, an_index):
    address, told = an_index
    settings.FDP_INDEX_URLS = [address]
    call_command("fdp", "ping", "--json")
    assert told == [{"clientUrl": "http://testserver/fdp"}]
    assert json.loads(capsys.readouterr().out) == [
        {"index": address, "is_accepted": True, "said": "answers 204 No Content"}
    ]


def test_an_index_that_refuses_or_is_not_there_is_said_and_the_others_are_told(capsys, settings, an_index):
    address, told = an_index
    settings.FDP_INDEX_URLS = ["http://127.0.0.1:1/", f"{address}full", address]
    with pytest.raises(SystemExit) as end:
        call_command("fdp", "ping")
    out = capsys.readouterr().out.splitlines()
    assert (end.value.code, len(told)) == (1, 2)
    assert out[0].startswith("http://127.0.0.1:1/ does not answer")
    assert out[1:] == [f"{address}full answers 429 Too Many Requests", f"{address} answers 204 No Content"]


def test_the_command_accepts_and_shows_who_told_us(capsys, client):
    ping(client, {"clientUrl": URL})
    call_command("fdp", "index", "--accept", URL)
    assert capsys.readouterr().out.startswith(f"{URL}  accepted  heard of ")
    assert client.get("/fdp/index/entries").json()["totalElements"] == 1
    with pytest.raises(SystemExit):
        call_command("fdp", "index", "--reject", "https://unknown.example.org")
    assert "has not told us" in capsys.readouterr().err
