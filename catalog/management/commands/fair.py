"""`fair IRI_OR_SLUG`: how FAIR a dataset is, what to repair; `fair --all` judges what changed and keeps the scores."""

import sys
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import CommandParser

from catalog import browse
from catalog.fair import reporting, scoring, seeing, showing
from catalog.management import console
from catalog.models import Kind, Resource
from catalog.pages.signposting import absolute


class Command(console.Command):
    help = "Judge how FAIR a dataset is, by its description and its page as served. Exit code 1: something failed."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("dataset", nargs="?", metavar="IRI_OR_SLUG")
        parser.add_argument("--over-http", action="store_true", help="ask the running server, as anybody would")
        parser.add_argument("--all", action="store_true", help="judge every dataset that changed, and keep the scores")
        parser.add_argument("--afresh", action="store_true", help="with --all: those that did not change as well")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"] == bool(options["dataset"]):
            self.refuse("Name one dataset by its IRI or slug, or say --all.")
        self._all(options) if options["all"] else self._one(options)

    def _all(self, options: dict[str, Any]) -> None:
        with console.progress("judging", quiet=options["json"]) as advance:
            done = scoring.catch_up(advance, afresh=options["afresh"])
        self.say(f"{done} datasets judged.", options=options)
        self.answer({"judged": done}, options=options)

    def _one(self, options: dict[str, Any]) -> None:
        resource = self._found(options["dataset"])
        with httpx.Client(headers={"User-Agent": f"Marrow FAIR report ({settings.BASE_URL})"}) as client:
            report = reporting.report(resource, ask=seeing.over_http(client) if options["over_http"] else None)
        for sentence in showing.sentences(report):
            self.say(sentence, options=options)
        self.answer(showing.document(report, (), absolute(browse.address(resource))), options=options)
        if report.assessment.to_repair:
            sys.exit(console.FOUND)

    def _found(self, asked: str) -> Resource:
        found = browse.named(asked.rstrip("/").rsplit("/", 1)[-1], [asked])
        if found is None or found.kind != Kind.DATASET:
            self.refuse(f"There is no dataset “{asked}”.")
        return found
