"""`Idempotency-Key` (IETF draft): a request that is sent again within a day is answered as it was, and done once.

Answers to what was refused are not kept: such a request changed nothing, and may be right the next time.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import register
from catalog.api.problems import Problem
from catalog.models import Answered

KEPT = timedelta(days=1)
LONGEST = 255
AGAIN = "Idempotency-Replayed"
_HEADERS = ("Location", "ETag")


def once(request: Request, body: bytes, work: Callable[[], Response]) -> Response:
    """The answer of `work`, or the one that it gave when this request came before. In one transaction with the work:
    two of the same at the same time are done once. 422 when the key came with another request.
    """
    key = _key(request)
    if key is None:
        with register.alone():
            return work()
    asked = _hash(request, body)
    with register.alone():
        Answered.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
        before = Answered.objects.filter(user=request.user, key=key).first()
        if before is not None:
            return _again(before, asked)
        response = work()
        _keep(request.user, key, asked, response)
    return response


def _key(request: Request) -> str | None:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    key = str(given).strip().strip('"')
    if not key or len(key) > LONGEST or not key.isprintable():
        raise Problem(400, f"“Idempotency-Key” is a text of 1 to {LONGEST} characters, as a UUID.")
    return key


def _hash(request: Request, body: bytes) -> str:
    """With a key of ours: of a short body with one number unknown, nine guesses would find a small count."""
    said = [
        request.method or "",
        request.get_full_path(),
        str(request.content_type),
        request.headers.get("If-Match", ""),
    ]
    return salted_hmac("catalog.api.repeating", "\n".join(said).encode() + b"\n" + body, algorithm="sha256").hexdigest()


def _again(before: Answered, asked: str) -> Response:
    if before.request != asked:
        raise Problem(422, "This “Idempotency-Key” came with another request. Take a new one for a new request.")
    return Response(before.body, status=before.status, headers=before.headers | {AGAIN: "true"})


def _keep(user: Any, key: str, asked: str, response: Response) -> None:
    kept = {name: response[name] for name in _HEADERS if response.has_header(name)}
    Answered.objects.create(
        user=user,
        key=key,
        request=asked,
        status=response.status_code,
        headers=kept,
        body=response.data,
        made_at=timezone.now(),
    )
