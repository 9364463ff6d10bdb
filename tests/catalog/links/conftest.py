"""A real server on this machine that answers as servers do, and keeps who asked."""

import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PLAIN = {
    "/ok": 200,
    "/partial": 206,
    "/login": 401,
    "/forbidden": 403,
    "/question": 400,
    "/missing": 404,
    "/gone": 410,
    "/broken": 500,
    "/teapot": 418,
}
LEADS = {
    "/moved": (301, "/ok"),
    "/moved-twice": (308, "/moved"),
    "/elsewhere": (302, "/ok"),
    "/for-now-then-for-good": (307, "/moved"),
    "/to-nothing": (301, "/missing"),
    "/circle": (302, "/circle-2"),
    "/circle-2": (302, "/circle"),
    "/inside": (302, "http://10.0.0.1/secret"),
    "/inside-by-name": (302, "http://localhost.localdomain:1/secret"),
    "/file": (302, "file:///etc/hostname"),
    "/password": (302, "http://user:secret@127.0.0.1/ok"),
}


class Server:
    """What it was asked, how many at once from each host name, and a gate that slow answers wait for."""

    def __init__(self):
        self.asked, self.at_once, self.most, self.gate = [], Counter(), Counter(), threading.Event()
        self.lock = threading.Lock()
        self.changed = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Answers,), {"of": self}))
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def asks_of(self, path):
        return [method for method, at, _ in self.asked if at == path]

    def close(self):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


class Answers(BaseHTTPRequestHandler):
    """How each path answers; names of paths that need more than a status are names of methods."""

    of: Server  # the one that is asked
    protocol_version = "HTTP/1.0"

    def do_HEAD(self):
        try:
            with self.counted():
                self.answer()
        except OSError:
            pass  # who asked has gone

    do_GET = do_HEAD

    @contextmanager
    def counted(self):
        host = self.headers["Host"]
        with self.of.lock:
            self.of.asked.append((self.command, self.path, dict(self.headers)))
            self.of.at_once[host] += 1
            self.of.most[host] = max(self.of.most[host], self.of.at_once[host])
        try:
            yield
        finally:
            with self.of.lock:
                self.of.at_once[host] -= 1

    def answer(self):
        special = getattr(self, self.path.strip("/").replace("-", "_").split("/")[0], None)
        if special is not None:
            special()
        elif self.path in LEADS:
            status, place = LEADS[self.path]
            self.say(status, Location=place)
        else:
            self.say(self.of.changed.get(self.path) or PLAIN.get(self.path, 200))

    def say(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def no_head(self):
        self.say(405 if self.command == "HEAD" else 206 if self.headers["Range"] == "bytes=0-0" else 200)

    def head_lies(self):
        self.say(404 if self.command == "HEAD" else 200)

    def busy(self):
        self.say(503, Retry_After="259200")

    def slow(self):
        self.of.gate.wait()

    def trickle(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        while not self.of.gate.wait(0.02):
            self.wfile.write(b"X-More: 1\r\n")

    def endless(self):
        self.say(405 if self.command == "HEAD" else 200)
        while self.command == "GET" and not self.of.gate.is_set():
            self.wfile.write(b"x" * 65536)

    def many(self):
        self.path = "/many/" + self.path.rpartition("/")[2]
        hops = int(self.path.rpartition("/")[2])
        self.say(302, Location=f"/many/{hops + 1}")

    def log_message(self, *said):
        pass


@pytest.fixture
def server(settings):
    settings.FETCH_INNER_HOSTS = ["127.0.0.1", "localhost"]
    settings.LINK_CHECKS, settings.LINK_CHECK_PAUSE = True, 0
    made = Server()
    yield made
    made.close()
