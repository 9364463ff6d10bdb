"""`account EMAIL`: what there is of somebody; without their second factor when they lost it, or closed."""

from typing import Any

from django.core.management.base import CommandParser

from catalog.management import console
from catalog.models import Membership
from catalog.people import accounts, names
from catalog.people.roles import LastAdministrator


class Command(console.Command):
    help = "Show somebody's roles; take a lost second factor away, or close the account. Be sure of who is asking."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", help="an address of the account")
        parser.add_argument("--without-second-factor", action="store_true", help="a password is enough again")
        parser.add_argument("--close", action="store_true", help="remove all that is known of the person, for good")

    def handle(self, *args: Any, **options: Any) -> None:
        person = accounts.of_email(options["email"])
        if person is None:
            self.refuse(f"There is no account with the address “{options['email']}”.")
        if options["without_second_factor"]:
            accounts.without_second_factor(person, by=None)
        if options["close"]:
            try:
                accounts.close(person)
            except (LastAdministrator, accounts.LastOperator) as refusal:
                self.refuse(str(refusal))
        roles = [f"{slug}:{role}" for slug, role in Membership.objects.filter(user=person).values_list(*_ROLE)]
        about = {
            "name": names.of(person),
            "is_active": person.is_active,
            "is_operator": person.is_superuser,
            "second_factor": accounts.has_second_factor(person),
            "roles": sorted(roles),
        }
        for name, value in about.items():
            self.say(f"{name}: {', '.join(value) if isinstance(value, list) else value}", options=options)
        self.answer(about, options=options)


_ROLE = ("organisation__slug", "role")
