"""`withdraw SLUG_OR_IRI --because TEXT`: out of lists and searches; the page stays, with the reason."""

from typing import Any

from django.core.management.base import CommandParser
from django.db.models import Q

from catalog import workflow
from catalog.management import console
from catalog.models import Resource
from catalog.register import Terms


class Command(console.Command):
    help = "Withdraw a resource: its page and description stay and answer 410 with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("resource", metavar="SLUG_OR_IRI")
        parser.add_argument("--because", required=True, help="the reason, as readers of the page will see it")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["resource"]
        resource = Resource.objects.filter(Q(iri=name) | Q(slug=name)).first()
        if resource is None:
            self.refuse(f"There is no resource “{name}”. Give its IRI, or the last part of its address.")
        try:
            workflow.withdraw(resource, Terms(reason=options["because"]), because=options["because"])
        except workflow.NotPossible as refusal:
            self.refuse(str(refusal))
        self.say(f"{resource.slug} is withdrawn.", options=options)
        self.answer({"iri": resource.iri, "state": resource.state}, options=options)
