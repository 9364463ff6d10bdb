"""What is configured, what is missing, what is out of step. Other rooms add what they know when they start."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog import browse
from catalog.models import Resource
from catalog.protocols.feed import dumps
from fair_metadata import vocabularies

LEAST_FREE = 500  # MiB


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `mend` says what to do when it is not well."""

    name: str
    is_well: bool
    found: str
    mend: str = ""


def checks() -> Iterator[Check]:
    """Everything, the foundations first; what stands on tables that are not there yet is left out."""
    yield from _place()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Check("migrations", not waiting, f"{len(waiting)} waiting", "Run “manage.py migrate”.")
    if not waiting:
        for look in CHECKS:
            yield from look()


def _place() -> Iterator[Check]:
    yield Check("database", True, f"{connection.vendor} at {connection.settings_dict['NAME']}")
    is_writable = os.access(settings.DATA_DIR, os.W_OK)
    yield Check("data folder", is_writable, str(settings.DATA_DIR), "Let this user write there, or set DATA_DIR.")
    free = shutil.disk_usage(settings.DATA_DIR).free // 1024**2
    is_room = free > LEAST_FREE
    yield Check("free space", is_room, f"{free} MiB", f"Make room: below {LEAST_FREE} MiB writes may begin to fail.")
    is_safe = settings.BASE_URL.startswith("https://") or "127.0.0.1" in settings.BASE_URL
    yield Check("address", is_safe, settings.BASE_URL, "Serve on https and set BASE_URL to it.")
    yield _key()
    yield Check("debug", not settings.DEBUG, str(settings.DEBUG), "Never run a public site with DEBUG.")


def _key() -> Check:
    """Where what opens sealed secrets is kept: unless the environment has it, in a file beside the database."""
    kept = settings.DATA_DIR / "secret-key"
    is_used = kept.is_file() and kept.read_text() == settings.SECRET_KEY
    is_own = not is_used or not kept.stat().st_mode & 0o077
    found = f"{kept}: keep it apart from backups of the database" if is_used else "in SECRET_KEY"
    return Check("secret key", is_own, found, f"Let nobody else read it: chmod 600 {kept}")


def _descriptions() -> Iterable[Check]:
    yield Check("descriptions", True, f"{Resource.objects.count()} at revision {browse.latest_revision()}")
    yield Check("vocabularies", True, f"{len(vocabularies.names())} lists")
    found = dumps.manifest()
    yield Check(
        "dumps", True, f"of {found.made_at:%Y-%m-%d %H:%M}, {found.statistics.triples} triples" if found else "none"
    )


CHECKS: list[Callable[[], Iterable[Check]]] = [_descriptions]
