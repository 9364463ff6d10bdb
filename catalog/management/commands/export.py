"""`export`: the public catalogue as one document."""

import gzip
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import CommandParser

from catalog.export import exported
from catalog.management import console
from fair_metadata.formats import FORMATS, LISTED


class Command(console.Command):
    help = "Write everything that anybody may see, in any format, as a stream."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--format", default="n-quads", choices=list(LISTED), help="the format (n-quads)")
        parser.add_argument("--output", metavar="FILE", help="a file; otherwise standard output")
        parser.add_argument("--compress", action="store_true", help="pack it with gzip")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"] and not options["output"]:
            self.refuse("With --json, say where the export goes: --output FILE.")
        with ExitStack() as room, console.progress("exporting", quiet=options["json"]) as advance:
            size = self._written(self._opened(options, room), options, advance)
        if options["output"]:
            self.say(f"{size} bytes written to {options['output']}.", options=options)
            self.answer({"file": options["output"], "bytes": size, "format": options["format"]}, options=options)

    def _written(self, out: IO[bytes], options: dict[str, Any], advance: console.Advance) -> int:
        size = 0
        try:
            for chunk in exported(FORMATS[options["format"]]):
                out.write(chunk)
                size += len(chunk)
                advance("bytes", size)
            out.flush()
        except BrokenPipeError:  # the reader has seen enough: “export | head”
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            self.refuse(f"{options['output'] or 'Standard output'} cannot be written: {error.strerror}.")
        return size

    def _opened(self, options: dict[str, Any], room: ExitStack) -> IO[bytes]:
        try:
            out = sys.stdout.buffer
            if options["output"]:
                out = room.enter_context(Path(options["output"]).open("wb"))  # noqa: SIM115 - the room closes it
        except OSError as error:
            self.refuse(f"{options['output']} cannot be written: {error.strerror}.")
        if not options["compress"]:
            return out
        # No time and no name in the head of the file: equal catalogues give equal files.
        return cast(IO[bytes], room.enter_context(gzip.GzipFile("", "wb", 6, out, 0)))
