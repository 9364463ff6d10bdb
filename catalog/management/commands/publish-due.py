"""`publish-due`: what was approved for a time that has come is published."""

from typing import Any

from catalog.editing import review
from catalog.management import console
from catalog.notices import mails


class Command(console.Command):
    help = "Publish what was approved for a time that has come, and send mails that could not be sent. Twice is once."

    def handle(self, *args: Any, **options: Any) -> None:
        published, sent = review.publish_due(), mails.send_waiting()
        self.say(f"{published} published, {sent} mails sent.", options=options)
        self.answer({"published": published, "sent": sent}, options=options)
