"""`token USER`: makes a token for a program, lists a person's tokens, or revokes one."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser

from catalog import tokens
from catalog.management import console
from catalog.models import Scope, Token
from catalog.people import accounts


class Command(console.Command):
    help = "Make a token for a program that acts for a person, list theirs, or revoke one. It is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("user", metavar="USER", help="an address of the account it acts for, or its user name")
        parser.add_argument("--name", default="program", help="what it is for, to tell tokens apart")
        parser.add_argument("--write", action="store_true", help="it may also change what the person may change")
        parser.add_argument("--days", type=int, default=90, help="how long it lasts (90; at most 366)")
        parser.add_argument("--list", action="store_true", help="show the person's tokens, newest first")
        parser.add_argument("--revoke", metavar="BEGINNING", help="revoke the tokens that begin so")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first() or accounts.of_email(options["user"])
        if user is None:
            self.refuse(f"There is no user “{options['user']}”.")
        theirs = Token.objects.filter(user=user)
        if options["list"]:
            self._list(theirs, options)
        elif options["revoke"]:
            self._revoke(theirs, options)
        else:
            self._make(user, options)

    def _make(self, user: Any, options: dict[str, Any]) -> None:
        scope = Scope.WRITE if options["write"] else Scope.READ
        try:
            secret = tokens.issue(user, name=options["name"], scope=scope, lifetime=timedelta(days=options["days"]))
        except ValueError as refusal:
            self.refuse(str(refusal))
        self.say(f"Keep it now, it is not shown again:\n{secret}", options=options)
        self.answer({"token": secret, "scope": scope, "days": options["days"]}, options=options)

    def _list(self, theirs: Any, options: dict[str, Any]) -> None:
        for token in theirs:
            over = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
            used = f"used {token.used_at:%Y-%m-%d %H:00}" if token.used_at else "never used"
            self.say(f"{token.beginning}…  {token.name}  {token.scope}  {over}  {used}", options=options)
        shown = ("beginning", "name", "scope", "made_at", "expires_at", "used_at", "revoked_at")
        self.answer(list(theirs.values(*shown)), options=options)

    def _revoke(self, theirs: Any, options: dict[str, Any]) -> None:
        found = list(theirs.filter(beginning__startswith=options["revoke"], revoked_at=None))
        if not found:
            self.refuse(f"{options['user']} has no token that begins with “{options['revoke']}” and opens anything.")
        for token in found:
            tokens.revoke(token)
        self.say(f"{len(found)} revoked.", options=options)
        self.answer({"revoked": [token.beginning for token in found]}, options=options)
