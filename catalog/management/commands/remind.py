"""`remind`: mails to curators whose yearly checks are due."""

from typing import Any

from catalog.curating import reminding
from catalog.management import console


class Command(console.Command):
    help = "Mail curators and administrators the yearly checks that are due soon or overdue, where there is news."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = reminding.remind()
        self.say(f"{sent} reminders sent.", options=options)
        self.answer({"sent": sent}, options=options)
