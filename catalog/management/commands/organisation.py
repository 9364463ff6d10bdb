"""`organisation SLUG NAME`: who may own descriptions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser

from catalog.management import console
from catalog.models import Organisation
from catalog.people.speaking import WordsField


class Command(console.Command):
    help = "Add an organisation, or change its name; “load --organisation SLUG” gives it what is loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug", help="a short name for addresses: letters, digits and hyphens")
        parser.add_argument("name")
        parser.add_argument("--homepage", default="")
        also = "what it is called in another language, as es:“Un hospital”; may be given several times"
        parser.add_argument("--also", action="append", default=[], metavar="LANGUAGE:NAME", help=also)
        parser.add_argument("--identifier", default="", help="its address in a register, as https://ror.org/02mhbdp94")
        parser.add_argument("--email", default="", help="a mailbox of the organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        found = Organisation.objects.filter(slug=slug).first() or Organisation(slug=slug)
        found.name, found.homepage = options["name"], options["homepage"] or found.homepage
        found.identifier = options["identifier"] or found.identifier
        found.email = options["email"] or found.email
        try:
            found.names |= WordsField(longest=300).clean("\n".join(options["also"]))
            found.full_clean()
        except ValidationError as refusal:
            self.refuse(" ".join(f"{name}: {' '.join(words)}" for name, words in _told(refusal).items()))
        found.save()
        self.say(f"{found.name} is “{found.slug}”.", options=options)
        self.answer({"slug": found.slug, "name": found.name, "homepage": found.homepage}, options=options)


def _told(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"also": refusal.messages}
