"""How commands speak: progress on a terminal only, a summary for people or JSON for machines, exit codes 0, 1, 2."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TextIO

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

FOUND = 1  # exit code: the command did its work and found something wrong
USAGE = 2  # exit code: the command was asked for something that cannot be done

Advance = Callable[[str, int], None]


class Command(BaseCommand):
    """A command with `--json`; `say` is silent then, so that standard output is one JSON document."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")

    def say(self, sentence: str, *, options: dict[str, Any]) -> None:
        if not options["json"]:
            self.stdout.write(sentence)

    def answer(self, document: Any, *, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str))

    def refuse(self, sentence: str) -> NoReturn:
        """End with exit code 2 and a sentence on standard error."""
        self.stderr.write(sentence)
        sys.exit(USAGE)


@contextmanager
def progress(
    title: str, *, total: int | None = None, quiet: bool = False, out: TextIO | None = None
) -> Iterator[Advance]:
    """Advance(label, how far) draws a bar on standard error when that is a terminal, and nothing otherwise."""
    console = Console(file=out or sys.stderr)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda label, done: bar.update(task, description=label, completed=done)
