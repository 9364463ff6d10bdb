"""What clients ask about people: a token for a name and a password, and who one is."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from catalog import tokens
from catalog.clients import address
from catalog.models import Scope
from catalog.people import guarding
from catalog.people.accounts import has_second_factor
from catalog.protocols.fdp import bodies, limits, places
from catalog.protocols.fdp.answering import Refused
from catalog.tokens import Bearer

LIFETIME = timedelta(hours=8)  # a day's work; a program gets a longer one by `manage.py token`
WINDOW = 15 * 60
OF_ONE, OF_ADDRESS, OF_NAME = 5, 50, 100  # tries within it: for a name from one address, from it, for the name


def token(request: HttpRequest) -> HttpResponseBase:
    """A token that writes, for whom a password opens: `{"email": …, "password": …}`, or `username`. 401 otherwise."""
    sent = bodies.json_object(request)
    name, password = sent.get("email") or sent.get("username"), sent.get("password")
    if not isinstance(name, str) or not isinstance(password, str) or not name or "\0" in name + password:
        raise Refused(400, "Send “email” (or “username”) and “password”.")
    pair = f"{address(request)} {name.casefold()[:200]}"
    limits.refuse_after(OF_ADDRESS, what="tokens-from", whom=address(request), seconds=WINDOW)
    limits.refuse_after(OF_NAME, what="tokens-for", whom=name.casefold()[:200], seconds=WINDOW)
    limits.refuse_after(OF_ONE, what="tokens", whom=pair, seconds=WINDOW)
    user = authenticate(request, username=_username(name), password=password)
    if user is None:
        raise Refused(401, "The name or the password is not right.")
    if has_second_factor(user):
        raise Refused(401, "This account has a second factor. Make a token on its own page and use that one.")
    limits.forget(what="tokens", whom=pair)
    guarding.forget(request, user)
    secret = tokens.issue(user, name="FAIR Data Point client", scope=Scope.WRITE, lifetime=LIFETIME)
    return JsonResponse({"token": secret}, headers={"Cache-Control": "no-store"})


def _username(name: str) -> str:
    """The account with this address for mail when there is exactly one, else what was said."""
    model = get_user_model()
    if "@" not in name:
        return name
    found = model.objects.filter(email__iexact=name, is_active=True).values_list(model.USERNAME_FIELD, flat=True)[:2]
    return str(found[0]) if len(found) == 1 else name


def current(request: HttpRequest) -> HttpResponseBase:
    """Whom the token belongs to; 403 without one, as the reference answers."""
    bearer: Bearer | None = getattr(request, "bearer", None)
    if bearer is None:
        raise Refused(403, "Send a token: “Authorization: Bearer …”.")
    user = bearer.user
    about = {
        "uuid": str(user.pk),
        "firstName": getattr(user, "first_name", ""),
        "lastName": getattr(user, "last_name", ""),
        "email": getattr(user, "email", ""),
        "role": "ADMIN" if bearer.viewer.is_operator else "USER",
    }
    return JsonResponse(about, headers={"Cache-Control": "no-store"})


def bootstrap(request: HttpRequest) -> HttpResponseBase:
    """What a client needs to know before anything else."""
    return JsonResponse({"persistentUrl": places.root().address, "index": True, "appTitle": settings.CATALOGUE_NAME})
