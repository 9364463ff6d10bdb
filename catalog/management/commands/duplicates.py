"""`duplicates`: looks for descriptions of the same thing, for curators to judge."""

from typing import Any

from catalog.duplicates import finding
from catalog.management import console
from catalog.models import Likeness, Verdict


class Command(console.Command):
    help = "Look for descriptions of the same thing: by identifiers, titles, landing pages, same source and counts."

    def handle(self, *args: Any, **options: Any) -> None:
        with console.progress("looking for duplicates", quiet=options["json"]) as advance:
            count = finding.find(advance)
        rows = Likeness.objects.filter(verdict=Verdict.OPEN).select_related("one", "other")
        for row in rows if not options["json"] else ():
            why = "; ".join(f"{reason}: {value}" for reason, value in row.reasons)
            self.say(f"{row.score}  {row.one.slug}  {row.other.slug}  {why}", options=options)
        self.say(f"{count} to be looked at.", options=options)
        pairs = [{"one": r.one.iri, "other": r.other.iri, "score": r.score, "reasons": r.reasons} for r in rows]
        self.answer({"open": count, "pairs": pairs}, options=options)
