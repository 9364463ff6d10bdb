"""`import FILE…`: descriptions from RDF, a spreadsheet or a DOI become drafts of an organisation."""

import sys
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from catalog import policy
from catalog.beside import beside
from catalog.intake import arriving, importing, taking
from catalog.intake.coming import CannotCome
from catalog.intake.comparing import Compared, compared
from catalog.intake.standing_there import Mine
from catalog.management import console
from catalog.models import Fate, Kind, Organisation
from fair_metadata.formats.datacite_values import doi_in

OPERATOR = policy.Viewer(is_operator=True)


class Command(console.Command):
    help = (
        "Take in descriptions as drafts: something new as a draft, a change as a draft over what is there. "
        "Nothing is published."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("source", metavar="FILE", help="a file, an http(s) address or a DOI")
        parser.add_argument("--organisation", metavar="SLUG", required=True, help="the organisation that owns it")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            self.refuse(f"There is no organisation “{options['organisation']}”. Organisations: {known}.")
        try:
            document = self._import(options, Mine(OPERATOR, organisation))
        except (CannotCome, arriving.Unreachable) as refusal:
            self.refuse(str(refusal))
        self._tell(document, options)
        self.answer(document, options=options)
        if document["refused"] or document["not_taken"]:
            sys.exit(console.FOUND)

    def _import(self, options: dict[str, Any], mine: Mine) -> dict[str, Any]:
        keep = not options["dry_run"]
        with (
            _opened(options["source"]) as incoming,
            importing.came(incoming, mine, None, keep=keep) as came,
            console.progress("importing", quiet=options["json"]) as advance,
            beside(),
        ):
            found: list[Compared] = []
            for number, one in enumerate(compared(came.found, mine), start=1):
                found.append(one)
                advance(options["source"], number)
            outcomes = _taken(found, mine, came.arrival) if keep else {}
        return _document(found, outcomes, came.notes, is_dry=not keep)

    def _tell(self, document: dict[str, Any], options: dict[str, Any]) -> None:
        would = "would be " if document["dry_run"] else ""
        counts = ", ".join(f"{document[fate.value]} {would}{fate.value}" for fate in Fate)
        self.say(f"{counts}.", options=options)
        for note in document["notes"]:
            self.say(f"- {note}", options=options)
        for entry in document["entries"]:
            where = f"{entry['where']}: " if entry["where"] else ""
            if entry["fate"] == Fate.REFUSED:
                self.say(f"- {where}{entry['title'] or entry['iri']}: {entry['because']}", options=options)
            for problem in entry["problems"]:
                self.say(f"  {problem['place']}, {problem['column']}: {problem['detail']}", options=options)
        if document["not_taken"]:
            self.say(f"{document['not_taken']} were changed meanwhile and are not taken in.", options=options)


def _opened(source: str) -> AbstractContextManager[arriving.Incoming]:
    if doi := doi_in(source):
        return importing.opened_doi(doi)
    return arriving.opened(source, limit=settings.READ_BYTES_LIMIT)


def _taken(found: list[Compared], mine: Mine, arrival: Any) -> dict[str, str]:
    """Shared descriptions first: those that come after them may mention them."""
    chosen = [one for one in found if one.record is not None and one.fate in (Fate.CREATED, Fate.UPDATED)]
    chosen.sort(key=lambda one: one.coming.kind != Kind.REFERENCE)
    outcomes = taking.taken((importing.chosen_of(one) for one in chosen), mine, None, arrival)
    return {one.coming.iri: outcome for one, outcome in zip(chosen, outcomes, strict=True)}


def _document(found: list[Compared], outcomes: dict[str, str], notes: list[str], *, is_dry: bool) -> dict[str, Any]:
    fates = Counter(one.fate for one in found)
    not_taken = sum(outcome not in (taking.CREATED, taking.DRAFTED) for outcome in outcomes.values())
    entries = [
        {
            "iri": one.coming.iri,
            "kind": one.coming.kind,
            "title": one.title,
            "where": one.coming.where,
            "fate": one.fate.value,
            "outcome": outcomes.get(one.coming.iri, ""),
            "because": one.because,
            "problems": [asdict(problem) for problem in one.coming.problems],
            "violations": one.violations,
            "warnings": one.warnings,
        }
        for one in found
    ]
    counts = {fate.value: fates[fate] for fate in Fate}
    return {**counts, "not_taken": not_taken, "dry_run": is_dry, "notes": notes, "entries": entries}
