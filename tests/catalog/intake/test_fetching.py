"""Addresses that somebody gave are fetched from the open internet only, and never without end."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from catalog.intake import fetching
from catalog.intake.fetching import Unreachable, fetched
from catalog.outward import is_open

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
]


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.headers["Host"], self.path))
        status, headers, body = self.server.answers[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for part in body if isinstance(body, list) else [body]:
            self.wfile.write(part)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    serving.asked, serving.answers = [], {"/ok": (200, {"Content-Type": "text/turtle"}, b"abc")}
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


def at(server, path="/ok", host="127.0.0.1"):
    return f"http://{host}:{server.server_port}{path}"


def refused(address, **more):
    with pytest.raises(Unreachable) as refusal, fetched(address, limit=1000, **more):
        pass
    return str(refusal.value)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not is_open(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_outside_is_public(address):
    assert is_open(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_a_host_inside_is_not_asked_however_it_is_written(server, host):
    assert "is not on the open internet" in refused(at(server, host=host))
    assert server.asked == []


def test_a_host_that_is_allowed_by_name_is_asked(server, settings):
    settings.FETCH_INNER_HOSTS = ["localhost"]
    with fetched(at(server, host="localhost"), limit=1000) as found:
        assert (found.body.read(), found.media_type, found.address) == (
            b"abc",
            "text/turtle",
            at(server, host="localhost"),
        )
    assert server.asked == [(f"localhost:{server.server_port}", "/ok")]
    assert "is not on the open internet" in refused(at(server))


def test_a_redirect_to_the_inside_is_not_followed(server, settings):
    settings.FETCH_INNER_HOSTS = ["localhost"]
    server.answers["/away"] = (302, {"Location": at(server)}, b"")
    server.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    server.answers["/near"] = (301, {"Location": "/ok"}, b"")
    assert "127.0.0.1 is not on the open internet" in refused(at(server, "/away", "localhost"))
    assert "only http and https" in refused(at(server, "/file", "localhost"))
    with fetched(at(server, "/near", "localhost"), limit=1000) as found:
        assert found.address == at(server, host="localhost")
    assert [path for _, path in server.asked] == ["/away", "/file", "/near", "/ok"]


def test_a_name_is_looked_up_once_and_the_address_that_was_looked_at_is_asked(server, settings, monkeypatch):
    """A name that leads outside at first and inside when it is asked for (DNS rebinding) leads nowhere."""
    asked = []
    real = socket.getaddrinfo

    def lookup(host, *args, **kwargs):
        if host == "rebinding.example.org":
            asked.append(host)
            return real("127.0.0.1" if len(asked) > 1 else "8.8.8.8", *args, **kwargs)
        return real(host, *args, **kwargs)

    connected = []
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", lambda place, *a, **k: connected.append(place) or _nobody())
    assert "does not answer" in refused(at(server, host="rebinding.example.org"))
    assert (len(asked), connected, server.asked) == (1, [("8.8.8.8", server.server_port)], [])


def _nobody():
    raise ConnectionRefusedError(111, "nobody is there")


def test_one_address_inside_among_several_is_enough_to_refuse(monkeypatch):
    found = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(Unreachable):
        fetching.public_address("both.example.org", 80)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/x", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
        ("example.org/x", "is no web address"),
        ("http://", "is not"),
        ("http://user:secret@localhost/x", "without a password"),
        ("http://nobody.invalid/x", "there is no such host"),
    ],
)
def test_what_is_no_address_is_told_in_plain_words(address, words):
    assert words in refused(address)


def test_sizes_redirects_and_errors_are_bounded_and_told(server, settings):
    settings.FETCH_INNER_HOSTS = ["localhost"]
    server.answers |= {
        "/large": (200, {}, [b"x" * 600] * 3),
        "/round": (302, {"Location": "/round"}, b""),
        "/gone": (410, {}, b""),
        "/lost": (302, {}, b""),
    }
    assert refused(at(server, "/large", "localhost")).endswith(
        "sends more than the limit of 1000 bytes (IMPORT_BYTES_LIMIT)."
    )
    assert refused(at(server, "/round", "localhost")).endswith("redirects more than 5 times.")
    assert len([path for _, path in server.asked if path == "/round"]) == 6
    assert "answers 410" in refused(at(server, "/gone", "localhost"))
    assert "answers 302" in refused(at(server, "/lost", "localhost"))
    assert "takes too long" in refused(at(server, host="localhost"), seconds=-1.0)


def test_whoever_has_a_terminal_reaches_what_the_machine_reaches(server):
    with fetched(at(server), limit=1000, is_trusted=True) as found:
        assert found.body.read() == b"abc"


def certificate(folder):
    """A certificate for “localhost” alone, and its key, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = serialization.Encoding.PEM
    (folder / "c.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "k.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def test_a_certificate_is_that_of_the_name_though_the_address_is_asked(server, settings, monkeypatch, tmp_path):
    certificate(tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    settings.FETCH_INNER_HOSTS = ["localhost", "127.0.0.1"]
    address = f"https://localhost:{server.server_port}/ok"
    assert "certificate verify failed" in refused(address)
    trusting = ssl.create_default_context(cafile=tmp_path / "c.pem")
    monkeypatch.setattr(fetching, "TRUSTED", trusting)
    with fetched(address, limit=1000) as found:
        assert found.body.read() == b"abc"
    assert "not valid for '127.0.0.1'" in refused(address.replace("localhost", "127.0.0.1"))
