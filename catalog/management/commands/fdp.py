"""`fdp ping`: tells the indexes of FAIR Data Points that this one is there. `fdp index`: who told us."""

import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from catalog.management import console
from catalog.models import IndexEntry, Permit
from catalog.protocols.fdp.pinging import ping


class Command(console.Command):
    help = (
        "Tell the indexes in FDP_INDEX_URLS that this FAIR Data Point is there, or show and accept those that told us."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("action", choices=["ping", "index"], help="tell the indexes (weekly), or show our own")
        parser.add_argument("--accept", metavar="URL", help="index: list this FAIR Data Point from now on")
        parser.add_argument("--reject", metavar="URL", help="index: do not list this one")

    def handle(self, *args: Any, **options: Any) -> None:
        self._ping(options) if options["action"] == "ping" else self._index(options)

    def _ping(self, options: dict[str, Any]) -> None:
        if not settings.FDP_INDEX_URLS:
            self.refuse("FDP_INDEX_URLS names no index, so nobody was told anything.")
        told = ping()
        for one in told:
            self.say(f"{one.index} {one.said}", options=options)
        self.answer([asdict(one) for one in told], options=options)
        if not all(one.is_accepted for one in told):
            sys.exit(console.FOUND)

    def _index(self, options: dict[str, Any]) -> None:
        for name, permit in (("accept", Permit.ACCEPTED), ("reject", Permit.REJECTED)):
            url = options[name]
            if url and not IndexEntry.objects.filter(client_url=url.rstrip("/")).update(permit=permit):
                self.refuse(f"{url} has not told us that it is there.")
        rows = IndexEntry.objects.all()
        for row in rows:
            self.say(f"{row.client_url}  {row.permit}  heard of {row.pinged_at:%Y-%m-%d}", options=options)
        self.answer(list(rows.values("uuid", "client_url", "permit", "registered_at", "pinged_at")), options=options)
