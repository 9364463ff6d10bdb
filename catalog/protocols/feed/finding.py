"""How machines find the doors: `/.well-known/api-catalog` (RFC 9727) and `/llms.txt`."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string

from catalog.pages.asking import read_only
from catalog.protocols.doors import Door, open_doors
from catalog.protocols.feed import answering
from catalog.protocols.feed.about import absolute

PROFILE = "https://www.rfc-editor.org/info/rfc9727"
MEDIA_TYPE = f'application/linkset+json; profile="{PROFILE}"'
API_CATALOG = "/.well-known/api-catalog"
KEPT = "public, max-age=3600"


def link() -> str:
    """The Link header by which a site says where its API catalogue is (RFC 9727, section 3)."""
    return f'<{absolute(API_CATALOG)}>; rel="api-catalog"; type="application/linkset+json"; profile="{PROFILE}"'


@read_only
def api_catalog(request: HttpRequest) -> HttpResponseBase:
    """All doors as a link set (RFC 9264), each with where its use is described and how the service is."""
    doors = open_doors()
    document = {"linkset": [_whole(doors), *map(_of, doors)]}
    return answering.answered(
        request,
        lambda: [json.dumps(document, indent=1).encode()],
        kind=MEDIA_TYPE,
        made_of=tuple(doors),
        at=None,
        kept=KEPT,
        headers={"Link": link()},
    )


def _whole(doors: list[Door]) -> dict[str, Any]:
    items = [{"href": door.address, "type": door.media_type, "title": door.title} for door in doors]
    return {"anchor": absolute(API_CATALOG), "item": items}


def _of(door: Door) -> dict[str, Any]:
    found: dict[str, Any] = {"anchor": door.address}
    if door.description:
        relation = "service-desc" if "openapi" in door.description_type else "service-meta"
        found[relation] = [{"href": absolute(door.description), "type": door.description_type}]
    found["service-doc"] = [{"href": absolute(f"/about/machines#{door.name}"), "type": "text/html"}]
    found["status"] = [{"href": absolute("/-/readyz"), "type": "application/json"}]
    return found


@read_only
def llms(request: HttpRequest) -> HttpResponseBase:
    """What this is and how to ask it, for language models and those who write for them; Markdown."""
    context = {"doors": open_doors(), "base_url": settings.BASE_URL, "name": settings.CATALOGUE_NAME}
    context |= {"says": settings.CATALOGUE_DESCRIPTION, "licence": settings.CATALOGUE_LICENCE}
    return answering.answered(
        request,
        lambda: [render_to_string("llms.txt", context).encode()],
        kind="text/plain; charset=utf-8",
        made_of=("llms", *context["doors"], context["says"], context["licence"]),
        at=None,
        kept=KEPT,
    )
