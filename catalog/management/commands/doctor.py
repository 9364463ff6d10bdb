"""`doctor`: what is configured, what is missing, what is out of step."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog import browse
from catalog.management import console
from catalog.models import Resource
from fair_metadata import vocabularies


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `mend` says what to do when it is not well."""

    name: str
    is_well: bool
    found: str
    mend: str = ""


class Command(console.Command):
    help = "Look at the database, the files, the index and the settings."

    def handle(self, *args: Any, **options: Any) -> None:
        checks = list(_checks())
        for check in checks:
            self.say(f"{'ok ' if check.is_well else 'BAD'} {check.name}: {check.found}", options=options)
            if not check.is_well:
                self.say(f"    {check.mend}", options=options)
        self.answer([asdict(check) for check in checks], options=options)
        if not all(check.is_well for check in checks):
            sys.exit(console.FOUND)


def _checks() -> Iterator[Check]:
    yield Check("database", True, f"{connection.vendor} at {connection.settings_dict['NAME']}")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Check("migrations", not waiting, f"{len(waiting)} waiting", "Run “manage.py migrate”.")
    is_writable = os.access(settings.DATA_DIR, os.W_OK)
    yield Check("data folder", is_writable, str(settings.DATA_DIR), "Let this user write there, or set DATA_DIR.")
    free = shutil.disk_usage(settings.DATA_DIR).free // 1024**2
    yield Check("free space", free > 500, f"{free} MiB", "Make room: below 500 MiB writes may begin to fail.")
    is_https = settings.BASE_URL.startswith("https://") or "127.0.0.1" in settings.BASE_URL
    yield Check("address", is_https, settings.BASE_URL, "Serve on https and set BASE_URL to it.")
    yield Check("debug", not settings.DEBUG, str(settings.DEBUG), "Never run a public site with DEBUG.")
    if waiting:
        return
    yield Check("descriptions", True, f"{Resource.objects.count()} at revision {browse.latest_revision()}")
    yield Check("vocabularies", True, f"{len(vocabularies.names())} lists")
