"""What several tests need: the folder of official files beside the project, and its corpus."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings as chance

# By chance where people work, always the same where a change is judged; never by the clock.
chance.register_profile("people", deadline=None)
chance.register_profile("CI", derandomize=True, deadline=None)
chance.load_profile("CI" if os.environ.get("CI") else "people")
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = sorted(p for p in (SHARED / "corpus").glob("*") if p.suffix != ".md") if SHARED.exists() else []


def needs_shared(name: str) -> Path:
    """A file or folder of the official material; the test is skipped by name where it is not beside the project."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the folder shared/{name} is not beside the project")
    return path


def missing_server(name: str, script: str = "") -> None:
    """A server that is not there skips a test, and fails it in CI, where each that has a script is started."""
    if os.environ.get("CI") and (not script or (SHARED / "services" / script).exists()):
        pytest.fail(f"{name} is missing, and CI has to start it")
    pytest.skip(f"{name} is not here")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """After a test that commits, the rows go and nothing else is done.

    Django's own way makes files for all tables (TRUNCATE) and permissions for all models anew, which takes twenty times
    as long, a thousand times a run; nobody here asks for permissions of models.
    """
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = _without_rows


def _without_rows(case):
    """References are looked at when the transaction ends, so the order of tables is nobody's concern."""
    from django.db import connections, transaction

    for alias in case._databases_names(include_mirrors=False):
        quoted = connections[alias].ops.quote_name
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            for table in _tables(alias):
                cursor.execute(f"DELETE FROM {quoted(table)}")


@cache
def _tables(alias):
    from django.db import connections

    return connections[alias].introspection.django_table_names(only_existing=True, include_views=False)


@pytest.fixture(autouse=True)
def _fresh():
    """No test sees what another one cached, or speaks the language in which another one asked."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.deactivate()


@pytest.fixture
def index(tmp_path, settings, monkeypatch):
    """An empty index of this test alone."""
    from search import engines

    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    engines.engine.cache_clear()
    yield engines.engine()
    engines.engine().release()
    engines.engine.cache_clear()


@pytest.fixture
def triples(index, tmp_path, settings):
    """An empty triple store of this test alone, which follows what changes."""
    from search import triples

    settings.TRIPLES_DIR, settings.TRIPLES_FOLLOW = tmp_path / "triples", True
    triples.store.cache_clear()
    yield triples.store()
    triples.store().release()
    triples.store.cache_clear()


def pytest_addoption(parser):
    parser.addoption("--remake", action="store_true", help="make pictures and snapshots again")
    parser.addoption("--installation", choices=INSTALLATIONS, help="one of the two that are tried; else all pairs")


# As it is installed: the engine of searches, and the other engine. `small` is SQLite, `large` is PostgreSQL.
INSTALLATIONS = {"small": ("embedded", "elastic"), "large": ("elastic", "embedded")}


def pytest_collection_modifyitems(config, items):
    """Between them the two installations try each database and each engine, as people pair them.

    What asks no database is the same on both, and is tried beside the small one with either engine.
    """
    if installation := config.getoption("--installation"):
        known = {item.nodeid for item in items}
        left = {item for item in items if not _is_of(item, installation, known)}
        config.hook.pytest_deselected(items=[*left])
        items[:] = [item for item in items if item not in left]


def _is_of(item, installation, known):
    if not _asks_database(item):
        return installation == "small"
    engine, other = INSTALLATIONS[installation]
    twin = item.nodeid.replace(other, engine)
    return twin == item.nodeid or twin not in known


def _asks_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}


@pytest.fixture
def snapshot(request):
    """snapshot(name, text): equal to what tests/snapshots/NAME holds; `--remake` writes it anew, to be read by people."""
    folder = ROOT / "tests" / "snapshots"

    def compare(name, text):
        path = folder / name
        if request.config.getoption("--remake"):
            folder.mkdir(exist_ok=True)
            path.write_bytes(text)
        assert path.read_bytes() == text

    return compare


@pytest.fixture
def demo(index, tmp_path, settings):
    """The demo's descriptions, published and found."""
    from catalog.intake.load import load
    from catalog.register import Terms

    settings.MEDIA_ROOT = tmp_path / "files"
    summary = load([str(ROOT / "deploy" / "demo_data" / "datasets.ttl")], Terms(publish=True))
    assert (summary.created, summary.problems) == (75, [])
