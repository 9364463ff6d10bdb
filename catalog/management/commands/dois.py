"""`dois`: what was asked of DataCite and waits is sent, and DOIs that are kept up to date are."""

from typing import Any

from catalog.dois import asking, sending
from catalog.management import console
from catalog.models import CallState, Doi, DoiCall


class Command(console.Command):
    help = (
        "Send what curators asked of DataCite and could not be sent. Nothing is asked that nobody gave their word for."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        asking.follow()
        done = sending.send_due()
        waiting = DoiCall.objects.filter(state=CallState.WAITING).count()
        self.say(f"{done} done, {waiting} wait to be tried again.", options=options)
        states = {doi.name: doi.state for doi in Doi.objects.order_by("name")}
        self.answer({"done": done, "waiting": waiting, "dois": states}, options=options)
