"""A triple store of a test's own behind the endpoint, on a real server."""

import shutil
import tempfile
import threading
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import httpx
import psutil
import pyoxigraph
import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from search.sparql import answering


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
def client(address):
    with httpx.Client(base_url=address.removesuffix("/sparql"), timeout=60) as made:
        yield made


def fill(folder, text="", syntax=pyoxigraph.RdfFormat.TRIG, graphs=()):
    """A store with these triples; `graphs` are (name, text, syntax) more."""
    store = pyoxigraph.Store(str(folder))
    store.extend(pyoxigraph.parse(text, format=syntax))
    for name, said, of in graphs:
        store.load(said, format=of, base_iri=name, to_graph=pyoxigraph.NamedNode(name))
    store.flush()


@cache
def _made(text):
    """A folder to copy: to make one takes half a second."""
    folder = Path(tempfile.mkdtemp(prefix="marrow-tests-"))
    fill(folder, text)
    return folder


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


@pytest.fixture
def store(tmp_path, settings, limits):
    """store(trig): the endpoint asks these triples."""
    settings.TRIPLES_DIR = tmp_path / "triples"

    def filled(text=""):
        shutil.copytree(_made(text), settings.TRIPLES_DIR)
        return settings.TRIPLES_DIR

    return filled


def workers_alive():
    """Processes that evaluate, of this process."""
    return [p for p in psutil.Process().children(recursive=True) if p.ppid() != psutil.Process().pid and p.is_running()]
