"""A mail server for tests: it speaks SMTP on a port of its own, keeps what it takes, and refuses when it is told to."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self._take()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            elif verb == b"RCPT" and self.server.refuses:
                self._say("451 not now")
            else:
                self._say("250 ok")

    def _take(self):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines).replace(b"\r\n", b"\n"), policy=policy.default))
        self._say("250 taken")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken, self.refuses = [], False


@contextmanager
def mail_server(settings):
    """The server, to which all mails go meanwhile."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()
