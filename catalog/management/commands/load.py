"""`load PATH_OR_URL…`: RDF in any serialisation becomes records."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from catalog.intake.load import Summary, load
from catalog.management import console
from catalog.models import Organisation
from catalog.register import Terms


class Command(console.Command):
    help = "Load descriptions from RDF files, folders or addresses. Loading the same again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("sources", nargs="+", metavar="PATH_OR_URL", help="a file, a folder or an http(s) address")
        parser.add_argument("--publish", action="store_true", help="publish what is loaded; otherwise it is a draft")
        parser.add_argument("--organisation", metavar="SLUG", help="the organisation that owns what is loaded")
        parser.add_argument("--reason", default="", help="why, for the history of each description")

    def handle(self, *args: Any, **options: Any) -> None:
        terms = Terms(
            organisation=self._organisation(options["organisation"]),
            publish=options["publish"],
            reason=options["reason"] or "loaded",
        )
        with console.progress("loading", quiet=options["json"]) as advance:
            summary = load(options["sources"], terms, progress=advance)
        self._tell(summary, options)
        self.answer(summary.as_json(), options=options)
        if summary.problems:
            sys.exit(console.FOUND)

    def _organisation(self, slug: str | None) -> Organisation | None:
        if slug is None:
            return None
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            self.refuse(f"There is no organisation “{slug}”. Organisations: {known}.")
        return organisation

    def _tell(self, summary: Summary, options: dict[str, Any]) -> None:
        self.say(
            f"{summary.created} created, {summary.updated} updated, {summary.unchanged} unchanged, "
            f"{summary.withdrawn} withdrawn, {summary.refused} refused; {summary.unreadable} unreadable.",
            options=options,
        )
        self.say(
            f"{summary.triples} triples read; {summary.remainder} belong to no catalogued resource and stay with the "
            f"arrival; {summary.violations} violations and {summary.warnings} warnings of HealthDCAT-AP.",
            options=options,
        )
        if summary.suppressed:
            self.say(
                f"{summary.suppressed} counts of persons are not kept, because they or what they would give away are "
                f"under {settings.SMALL_CELL_LIMIT}; files that hold such counts are not kept as they came.",
                options=options,
            )
        for problem in summary.problems:
            where = f"{problem.source}, line {problem.line}" if problem.line else problem.source
            self.say(f"- {where}: {problem.reason}", options=options)
