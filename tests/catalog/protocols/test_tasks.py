"""Celery: in process without a broker, and by a real worker over a real Redis."""

import os
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.db import connection

from catalog.protocols.feed import dumps
from tests.catalog import factories
from tests.conftest import ROOT, missing_server

BROKER = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6380/0")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@pytest.mark.django_db
def test_without_a_broker_a_task_is_done_in_process():
    from config.tasks import dump

    row = factories.resource()
    dump.delay()
    assert dumps.manifest().number == row.public_number
    made = dumps.manifest()
    dump.delay()
    assert dumps.manifest() == made


def test_dumps_have_a_time_in_the_night():
    from config.celery import app
    from config.tasks import dump

    assert app.conf.beat_schedule["dumps"]["task"] == dump.name


def test_no_web_process_reads_celery():
    code = "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; import sys; print('celery' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=_environment(), capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "False\n", done.stderr


def _environment(**more):
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", **more}


def _redis():
    place = urlsplit(BROKER)
    try:
        socket.create_connection((place.hostname, place.port), timeout=2).close()
    except OSError:
        missing_server("Redis", "start_redis.sh")


def _database():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    who = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    return f"postgres://{who}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_a_web_process_hands_over(tmp_path):
    _redis()
    row = factories.resource()
    environment = _environment(
        CELERY_BROKER_URL=BROKER, DATABASE_URL=_database(), DATA_DIR=str(tmp_path), SECRET_KEY="tests only"
    )
    celery = [sys.executable, "-m", "celery", "--app", "config.celery"]
    queue = f"test-{os.getpid()}"
    with (tmp_path / "notes").open("w") as notes:
        worker = subprocess.Popen(
            [*celery, "worker", "--pool", "solo", "--queues", queue, "--without-gossip", "--without-mingle"],
            env=environment,
            cwd=ROOT,
            stdout=notes,
            stderr=notes,
        )
    try:
        call = [*celery, "call", "config.tasks.dump", "--queue", queue]
        subprocess.run(call, env=environment, cwd=ROOT, check=True, capture_output=True, timeout=60)
        until = time.monotonic() + 60
        while dumps.manifest() is None and time.monotonic() < until and worker.poll() is None:
            time.sleep(0.1)
        assert dumps.manifest() is not None, (tmp_path / "notes").read_text()
        assert dumps.manifest().number == row.public_number
    finally:
        worker.terminate()
        worker.wait(30)
