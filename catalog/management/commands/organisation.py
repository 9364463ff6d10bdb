"""`organisation SLUG NAME`: who may own descriptions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser

from catalog.management import console
from catalog.models import Organisation


class Command(console.Command):
    help = "Add an organisation, or change its name; “load --organisation SLUG” gives it what is loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug", help="a short name for addresses: letters, digits and hyphens")
        parser.add_argument("name")
        parser.add_argument("--homepage", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        found = Organisation.objects.filter(slug=slug).first() or Organisation(slug=slug)
        found.name, found.homepage = options["name"], options["homepage"] or found.homepage
        try:
            found.full_clean()
        except ValidationError as refusal:
            self.refuse(" ".join(f"{name}: {' '.join(words)}" for name, words in refusal.message_dict.items()))
        found.save()
        self.say(f"{found.name} is “{found.slug}”.", options=options)
        self.answer({"slug": found.slug, "name": found.name, "homepage": found.homepage}, options=options)
