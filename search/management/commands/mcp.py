"""`mcp`: Model Context Protocol over standard input and output, for programs on this machine."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog import policy, tokens
from catalog.management import console
from search.mcp import messages


class Command(BaseCommand):
    help = "Answer a language model's program over standard input and output (Model Context Protocol)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--token", default="", help="a token of the person it acts for; otherwise it is anybody")

    def handle(self, *args: Any, **options: Any) -> None:
        viewer = self._viewer(options["token"])
        for line in sys.stdin.buffer:
            if line.strip():
                self._answer(line, viewer)

    def _viewer(self, token: str) -> policy.Viewer:
        try:
            return tokens.of_secret(token).viewer if token else policy.ANYBODY
        except tokens.Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(console.USAGE)

    def _answer(self, line: bytes, viewer: policy.Viewer) -> None:
        try:
            answered = messages.answered(json.loads(line.decode()), viewer)
        except (ValueError, RecursionError):
            answered = messages.unreadable()
        if answered is not None:
            self.stdout.write(json.dumps(answered, ensure_ascii=False))
            self.stdout.flush()
