"""`digest`: mails that say what changed in what people saved and follow."""

from typing import Any

from catalog.management import console
from search.saved import looking


class Command(console.Command):
    help = "Tell people what changed in the searches that they saved and in what they follow, where it is time to."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = looking.run()
        self.say(f"{sent} mails sent.", options=options)
        self.answer({"sent": sent}, options=options)
