"""A triple store of a test's own behind the endpoint, on a real server."""

import threading
from contextlib import contextmanager

import httpx
import psutil
import pyoxigraph
import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from search.sparql import answering
from tests.processes import below
from tests.search.sparql import plain
from tests.search.sparql.asking import DATA


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Server(ThreadedWSGIServer):
    request_queue_size = 200

    def handle_error(self, *_):
        """A client that goes away in the middle is no news."""


@contextmanager
def serving():
    """The address of the endpoint. Programs' questions need no database."""
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address():
    with serving() as found:
        yield found


@pytest.fixture
def http(address):
    with httpx.Client(base_url=address.removesuffix("/sparql"), timeout=60) as made:
        yield made


@pytest.fixture
def limits(settings):
    """limits(SPARQL_…=…): other limits, and workers that know them."""

    changed = []

    def set_to(**said):
        _stop()
        changed.append(said)
        for name, value in said.items():
            setattr(settings, name, value)

    yield set_to
    if changed:
        _stop()


def _stop():
    answering.workers().stop()
    answering.workers.cache_clear()
    answering.turns.cache_clear()


@pytest.fixture
def place(tmp_path, monkeypatch, limits):
    """The folder of a plain store that the endpoint asks."""
    folder = tmp_path / "plain"
    monkeypatch.setattr(answering.place, "folder", lambda: folder)
    monkeypatch.setattr(answering.place, "stamp", lambda _: plain.stamp(folder))
    monkeypatch.setattr(answering.place, "evaluate", plain.evaluate)
    limits()
    return folder


@pytest.fixture
def store(place):
    """store(trig): the endpoint asks these triples, and no others."""

    def filled(text=""):
        plain.write(place, pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TRIG))

    return filled


def workers_alive():
    """Processes that evaluate, of this process; a browser of other tests may be there too."""
    own = {process.pid for process in psutil.Process().children()}
    return [process for process in below("python") if process.pid not in own]


@pytest.fixture
def three_graphs(store):
    store(DATA)
