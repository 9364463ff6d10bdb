"""A process that builds the index again is killed half-way: a real one, on both engines."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from search.engines.embedded import Embedded
from tests.conftest import ROOT
from tests.search.asking import asked
from tests.search.following import PUBLIC
from tests.search.servers import ADDRESS, an_alias, elastic

pytestmark = pytest.mark.django_db(transaction=True)
PROCESS = """
import sys, time
from config import settings
import django; django.setup()
from django.core.management import execute_from_command_line
from search import batches, follow
batches.BATCH, follow.KEPT, ready = 5, 1, batches.ready
def slowly(*given):
    time.sleep(float(sys.argv[1])); return ready(*given)
batches.ready = slowly
execute_from_command_line(["manage.py", *sys.argv[2:]])
"""


def manage(env, slowness, *command):
    given = [sys.executable, "-c", PROCESS, str(slowness), *command]
    return subprocess.Popen(given, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("kind", ["embedded", "elastic"])
def test_a_process_that_is_killed_half_way_is_gone_on_with_by_the_next(kind, tmp_path):
    env = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    env.pop("DATABASE_URL", None)  # a database of its own, in its folder
    with contextlib.ExitStack() as stack:
        if kind == "elastic":
            alias = an_alias()
            making = elastic(alias=alias)
            engine = next(making)
            stack.callback(lambda: next(making, None))
            env |= {"ELASTICSEARCH_URL": ADDRESS, "ELASTICSEARCH_ALIAS": alias}
        for command in (("migrate", "-v0"), ("load", "--publish", "deploy/demo_data/datasets.ttl")):
            done = manage(env, 0, *command)
            done.communicate()
            assert done.returncode == 0
        engine = engine if kind == "elastic" else Embedded(tmp_path / "index")
        found = engine.search(asked(size=1), PUBLIC).total
        first = manage(env, 2, "rebuild", "index")  # a step; it must outlive the start of another process
        deadline = time.monotonic() + 60
        while (engine.health().building or 0) < 15 and time.monotonic() < deadline:
            time.sleep(0.02)
        second = manage(env, 0, "rebuild", "index") if kind == "embedded" else None
        if second:
            out, said = second.communicate()
            assert (second.returncode, out) == (2, "")
            assert said.startswith("It is not built again: Another process writes to this index now.")
        os.kill(first.pid, signal.SIGKILL)
        first.communicate()
        kept = engine.health().building
        assert kept >= 15
        assert engine.search(asked(size=1), PUBLIC).total == found
        again = manage(env, 0, "rebuild", "index", "--json")
        taken = json.loads(again.communicate()[0])["index"]
    assert 0 < taken <= latest(tmp_path) - kept


def latest(folder):
    """The number of the newest revision in that folder's database."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(folder / "marrow.sqlite3")) as database:
        return database.execute("select max(number) from catalog_revision").fetchone()[0]
