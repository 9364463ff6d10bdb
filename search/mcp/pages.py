"""`/mcp`: Model Context Protocol over HTTP (“streamable HTTP”): one message in, one JSON answer out, no sessions."""

import json
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from catalog import policy, tokens
from catalog.pages import errors
from search import keeping_up
from search.mcp import messages

MOST = 1_000_000  # bytes of a message
_STATUS = {
    messages.NO_METHOD: 404,
    messages.PARSE_ERROR: 400,
    messages.INVALID_REQUEST: 400,
    messages.INVALID_PARAMS: 400,
    messages.OTHER_REVISION: 400,
}


@csrf_exempt
def mcp(request: HttpRequest) -> HttpResponse:
    """Who asks is told by a token alone: a browser that is signed in here must not be made to ask by another site."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not _is_from_here(request):
        return errors.problem(request, 403, "Not from this page", "Pages of other sites may not ask here.")
    revision = request.headers.get("Mcp-Protocol-Version", "")
    if revision and revision not in messages.REVISIONS:
        detail = f"Mcp-Protocol-Version is “{revision[:50]}”. This server speaks {', '.join(messages.REVISIONS)}."
        return errors.problem(request, 400, "Another revision of the protocol", detail)
    keeping_up.start()
    answered = messages.answered(message, _viewer(request)) if (message := _read(request)) else messages.unreadable()
    if answered is None:
        return HttpResponse(status=202)
    status = _STATUS.get(answered["error"]["code"], 200) if "error" in answered else 200
    return JsonResponse(answered, status=status, headers={"Cache-Control": "no-store"})


def _viewer(request: HttpRequest) -> policy.Viewer:
    bearer: tokens.Bearer | None = getattr(request, "bearer", None)
    return bearer.viewer if bearer else policy.ANYBODY


def _is_from_here(request: HttpRequest) -> bool:
    """Programs send no Origin; a page that was led to this address by its name server would send its own."""
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == urlsplit(settings.BASE_URL).netloc


def _read(request: HttpRequest) -> object | None:
    try:
        body = request.read(MOST + 1)
        return json.loads(body.decode()) if len(body) <= MOST else None
    except (ValueError, RecursionError):
        return None
