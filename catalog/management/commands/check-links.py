"""`check-links`: do the web addresses that published descriptions name still answer?"""

from typing import Any

from catalog.links import checking
from catalog.management import console


class Command(console.Command):
    help = "Ask the web addresses that published descriptions name and that are due, politely, whether they answer."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with console.progress("checking links", quiet=options["json"]) as advance:
                summary = checking.check(advance)
        except (checking.NotSwitchedOn, checking.Busy) as refusal:
            self.refuse(str(refusal))
        self.say(
            f"{summary.asked} addresses asked, {summary.failed} did not answer as they should; "
            f"{summary.broken} are broken now, {summary.mended} answer again, {summary.waiting} are still due.",
            options=options,
        )
        self.answer(summary.as_json(), options=options)
