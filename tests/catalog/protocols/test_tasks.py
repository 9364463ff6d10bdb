"""Celery: in process without a broker, and by a real worker over a real Redis."""

import subprocess
import sys

import pytest

from catalog.protocols.feed import dumps
from tests.catalog import factories
from tests.catalog.worker import environment, working
from tests.conftest import ROOT


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
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "False\n", done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_a_web_process_hands_over(tmp_path):
    row = factories.resource()
    with working(tmp_path) as worker:
        worker.call("dump")
        worker.until(dumps.manifest)
    assert dumps.manifest().number == row.public_number
