"""A real worker over a real Redis, with the database of the tests and mails that are kept as files."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.conftest import ROOT, missing_server

BROKER = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6380/0")
_CELERY = [sys.executable, "-m", "celery", "--app", "config.celery"]


class Worker:
    """`call(task, …)` puts a task into its queue; `until(question)` waits for what it does."""

    def __init__(self, folder):
        self.folder, self.queue = folder, f"test-{os.getpid()}"
        self.mails, self.notes = folder / "mails", folder / "notes"
        self.mails.mkdir()
        self.environment = environment(
            CELERY_BROKER_URL=BROKER,
            DATABASE_URL=_database(),
            DATA_DIR=str(folder),
            SECRET_KEY=settings.SECRET_KEY,
            EMAIL_URL=f"filemail:///{self.mails}",
        )

    def call(self, task, *arguments):
        call = [*_CELERY, "call", f"config.tasks.{task}", "--queue", self.queue, "--args", json.dumps(arguments)]
        subprocess.run(call, env=self.environment, cwd=ROOT, check=True, capture_output=True, timeout=60)

    def until(self, question):
        """True as soon as the answer is; AssertionError with what the worker noted when a minute was not enough."""
        last = time.monotonic() + 60
        while not (found := question()) and time.monotonic() < last and self.process.poll() is None:
            time.sleep(0.1)
        assert found, self.notes.read_text()

    def sent(self):
        """All that it mailed."""
        return "".join(path.read_text() for path in sorted(self.mails.iterdir()))


@contextmanager
def working(folder):
    place = urlsplit(BROKER)
    try:
        socket.create_connection((place.hostname, place.port), timeout=2).close()
    except OSError:
        missing_server("Redis", "start_redis.sh")
    worker = Worker(folder)
    options = ["--loglevel", "INFO", "--pool", "solo", "--queues", worker.queue, "--without-gossip", "--without-mingle"]
    with worker.notes.open("w") as notes:
        worker.process = subprocess.Popen(
            [*_CELERY, "worker", *options], env=worker.environment, cwd=ROOT, stdout=notes, stderr=notes
        )
    try:
        yield worker
    finally:
        worker.process.terminate()
        worker.process.wait(30)


def environment(**more):
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", **more}


def _database():
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    who = known["USER"] + (f":{known['PASSWORD']}" if known["PASSWORD"] else "")
    return f"postgres://{who}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
