"""Real servers for tests, and what can go wrong between them and us."""

import os
import socket
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from search.engines import Unavailable
from search.engines.elastic import Elastic
from tests.conftest import missing_server

ADDRESS = os.environ.get("TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9200")


def an_alias():
    return f"test-{uuid4().hex[:12]}"


def elastic(address=ADDRESS, alias=""):
    """A real cluster, with an alias of this test alone."""
    engine = Elastic(address, alias=alias or an_alias())
    try:
        engine.position()
    except Unavailable:
        close(engine)
        missing_server("Elasticsearch", "start_es.sh")
    yield engine
    with suppress(Unavailable):
        sweep(engine)
    close(engine)


def client(engine):
    return engine._shelf.client


def indices(engine):
    """Names of all indexes of its alias."""
    return sorted(client(engine).indices.get(index=f"{engine._shelf.alias}*", expand_wildcards="all"))


def sweep(engine):
    for name in indices(engine):
        client(engine).indices.delete(index=name)


def close(engine):
    client(engine).close()


class Moods:
    """What stands in front of a server: each request is let through, refused with a status, or dropped."""

    def __init__(self, moods):
        self._moods, self._lock = iter(moods), threading.Lock()
        self.refused = 0

    def next(self, path):
        with self._lock:
            mood = next(self._moods, 0) if "_bulk" in path else 0
            self.refused += bool(mood)
            return mood


@contextmanager
def in_front_of(address, moods):
    """The address of a proxy. A mood for each bulk request: 0 passes, a status refuses, -1 drops the connection before
    the server has heard of it, and -2 after."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            mood = moods.next(self.path)
            refused = (mood, "application/json", b"{}")
            answer = self._passed_on(body) if mood in (0, -2) else refused
            self._drop() if mood < 0 else self._answer(*answer)

        def _answer(self, status, kind, answer):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

        def _passed_on(self, body):
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
            try:
                with urlopen(Request(address + self.path, body or None, kept, method=self.command)) as answer:
                    return answer.status, answer.headers["Content-Type"] or "", answer.read()
            except HTTPError as error:
                return error.code, error.headers["Content-Type"] or "", error.read()

        def _drop(self):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
