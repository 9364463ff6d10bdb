"""`invite EMAIL`: a way in for an operator, or for somebody in an organisation. How the first administrator comes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.core.validators import validate_email
from django.db import transaction

from catalog.management import console
from catalog.models import Organisation, Role
from catalog.people import invitations


class Command(console.Command):
    help = "Invite somebody: print a link that opens once, for a week, or mail it. No password is made up for anybody."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", help="the address that the invitation is for")
        parser.add_argument("--operator", action="store_true", help="they may do everything here")
        parser.add_argument("--organisation", metavar="SLUG", help="where they belong")
        parser.add_argument("--role", action="append", default=[], choices=Role.values, help="may be given again")
        parser.add_argument("--mail", action="store_true", help="send the link; it is not printed then")
        parser.add_argument("--language", default="en", help="of the mail (en)")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = self._organisation(options)
        try:
            validate_email(options["email"])
        except ValidationError:
            self.refuse(f"“{options['email']}” is no address for mail.")
        with transaction.atomic():  # an invitation that could not be sent is none
            secret = invitations.invite(options["email"], organisation=organisation, given=options["role"], by=None)
            if options["mail"]:
                self._send(secret, options)
        link = "" if options["mail"] else invitations.link(secret)
        if link:
            self.say(f"Open this within a week; it opens once:\n{link}", options=options)
        self.answer({"email": options["email"], "link": link, "roles": options["role"]}, options=options)

    def _organisation(self, options: dict[str, Any]) -> Organisation | None:
        slug = options["organisation"]
        if options["operator"] == bool(slug):
            self.refuse("Say either --operator or --organisation SLUG.")
        if bool(slug) != bool(options["role"]):
            self.refuse("Say with --role what they are in the organisation; operators have no role.")
        found = Organisation.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            self.refuse(f"There is no organisation “{slug}”. Add it with “manage.py organisation”.")
        return found

    def _send(self, secret: str, options: dict[str, Any]) -> None:
        try:
            invitations.mail(invitations.of_secret(secret).pk, options["language"])
        except OSError as failure:
            self.refuse(f"The mail could not be sent: {failure}")
        self.say(f"The link is on its way to {options['email']}.", options=options)
