"""`rebuild [index|triples|columns]`: throw projections away and build them again, serving all the while."""

from typing import Any

from django.core.management.base import CommandParser

from catalog import browse, rebuild
from catalog.management import console


class Command(console.Command):
    help = "Build the search index, the triple store and the columns again from the descriptions."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "projections", nargs="*", metavar="PROJECTION", help="index, triples, columns; all when not named"
        )
        parser.add_argument("--afresh", action="store_true", help="do not go on with what was left unfinished")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = [name for name in options["projections"] if name not in rebuild.PROJECTIONS]
        if unknown:
            self.refuse(f"There is no projection “{unknown[0]}”. There are: {', '.join(rebuild.PROJECTIONS)}.")
        with console.progress("rebuilding", total=browse.latest_revision(), quiet=options["json"]) as advance:
            try:
                counts = rebuild.rebuild(options["projections"], advance, afresh=options["afresh"])
            except OSError as error:
                self.refuse(f"It is not built again: {error} What was done so far is kept, and gone on with.")
        for name, count in counts.items():
            self.say(f"{name}: {count} taken in.", options=options)
        self.answer(counts, options=options)
