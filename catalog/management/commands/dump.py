"""`dump`: the public catalogue as files for `/dump.nq.gz` and others, with their checksums."""

from typing import Any

from django.core.management.base import CommandParser

from catalog.management import console
from catalog.protocols.feed import dumps


class Command(console.Command):
    help = "Write everything that anybody may see into the files that /dump.nq.gz and others serve."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--afresh", action="store_true", help="also when nothing public changed since then")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with console.progress("writing dumps", quiet=options["json"]) as advance:
                written = dumps.write(advance, afresh=options["afresh"])
        except (dumps.Busy, OSError) as error:
            self.refuse(f"The dumps are not written: {error}")
        found = written or dumps.manifest()
        assert found is not None
        if written is None:
            self.say("Nothing public changed since the dumps were written.", options=options)
        for dump in found.dumps:
            self.say(f"{dump.file}: {dump.size} bytes, sha256 {dump.sha256}", options=options)
        document = {"written": written is not None, "triples": found.statistics.triples, "at": found.made_at}
        files = [{"file": dump.file, "bytes": dump.size, "sha256": dump.sha256} for dump in found.dumps]
        self.answer(document | {"files": files}, options=options)
