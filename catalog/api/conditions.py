"""Which version is meant: entity tags are the digest of the description, with the form after it (RFC 9110, 8.8.3)."""

from django.utils.http import parse_etags
from rest_framework.request import Request

from catalog.api.problems import Problem

FLAT, JSON_LD = "json", "jsonld"


def etag(digest: str, form: str = FLAT) -> str:
    """A strong tag: two forms of the same description differ byte for byte."""
    return f'"{digest}.{form}"'


def is_known(request: Request, tag: str) -> bool:
    """Does the client have this very answer (RFC 9110, section 13.1.2)?"""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return tags == ["*"] or tag in [known.removeprefix("W/") for known in tags]


def expected(request: Request) -> tuple[str, ...]:
    """The digests that the client changes from, `*` for any. 428 when it does not say (RFC 6585, section 3)."""
    given = request.headers.get("If-Match")
    if given is None:
        raise Problem(428, 'Send the ETag of the version that you change: “If-Match: "…"”. Read it first to have it.')
    return tuple(tag.strip('"').partition(".")[0] for tag in parse_etags(given) if not tag.startswith("W/"))


def hold(tags: tuple[str, ...], digest: str) -> None:
    """412 when the description is another one than the client means (RFC 9110, section 13.1.1)."""
    if digest not in tags and tags != ("*",):
        detail = "Somebody changed it since you read it. Read it again, and change that."
        raise Problem(412, detail, headers={"ETag": etag(digest)})
