"""The client: one method for each thing that a catalogue does. Lists are iterators that fetch page after page."""

import json
import uuid
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from marrow_client.errors import raised
from marrow_client.sending import Sending, lines_of
from marrow_client.types import (
    BulkLine,
    BulkResult,
    Concept,
    Description,
    Entry,
    Finding,
    Receipt,
    Resource,
    Revision,
    Standing,
    Token,
    Visibility,
)

NDJSON, MERGE_PATCH = "application/x-ndjson", "application/merge-patch+json"


class Client:
    """One catalogue. `token` says who asks; without one, only what everybody may see is seen.

    Requests that cannot have done anything yet, or that change nothing the second time, are sent again when the
    network fails or the catalogue is busy (`retries` times, waiting as long as it says).
    """

    def __init__(
        self,
        address: str,
        *,
        token: str = "",
        language: str = "en",
        timeout: float = 30.0,
        retries: int = 3,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Accept": "application/json", "Accept-Language": language, "User-Agent": "marrow-client/0.1"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        base = address.rstrip("/") + "/api/"
        self._http = httpx.Client(base_url=base, headers=headers, timeout=timeout, transport=transport)
        self._send = Sending(self._http, retries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    # Finding.

    def search(self, text: str = "", **filters: Any) -> Iterator[dict[str, Any]]:
        """The datasets that match, page after page. `filters` are those of the search page: `disease=…`."""
        page: dict[str, Any] = {"page": 1}
        while True:
            found = self._get("search", {"q": text} | filters | page)
            yield from found["items"]
            if not found["next"]:
                return
            page["page"] += 1

    def answer(self, text: str = "", **filters: Any) -> dict[str, Any]:
        """One page of a search whole: total, what was understood, what may match, counts by filter."""
        found: dict[str, Any] = self._get("search", {"q": text} | filters)
        return found

    def suggest(self, text: str) -> list[dict[str, str]]:
        return list(self._get("suggest", {"q": text})["items"])

    def concepts(self, vocabulary: str, text: str = "") -> Iterator[Concept]:
        """The concepts of a code list, or those that are called so."""
        cursor: int | None = 0
        while cursor is not None:
            found = self._get(f"vocabularies/{quote(vocabulary)}", {"q": text, "cursor": cursor})
            yield from found["items"]
            cursor = found["next_cursor"]

    def resources(self, **chosen: Any) -> Iterator[Entry]:
        """The resources that you may see, each once: by `kind`, `state`, `organisation`, `since` (a revision)."""
        following: str | None = "resources"
        parameters: dict[str, Any] | None = chosen
        while following:
            found = self._get(following, parameters)
            yield from found["items"]
            following, parameters = found["next"], None

    # Reading.

    def read(self, slug: str) -> Resource:
        """A description. `Withdrawn` when it is gone."""
        response = self._send("GET", _one(slug))
        return Resource(slug, response.json(), response.headers["ETag"])

    def changed_since(self, known: Resource) -> Resource | None:
        """The description as it is now; None while it is as you have it."""
        response = self._send("GET", _one(known.slug), headers={"If-None-Match": known.etag})
        if response.status_code == 304:
            return None
        return Resource(known.slug, response.json(), response.headers["ETag"])

    def standing(self, slug: str) -> Standing:
        found: Standing = self._get(_one(slug, "standing"))
        return found

    def findings(self, slug: str, profile: str = "healthdcat-ap") -> list[Finding]:
        return list(self._get(_one(slug, "findings"), {"profile": profile})["findings"])

    def revisions(self, slug: str) -> Iterator[Revision]:
        """Its history, the newest first; for those who may change it."""
        before: int | None = 2**62
        while before:
            found = self._get(_one(slug, "revisions"), {"before": before})
            yield from found["items"]
            before = found["before"]

    # Writing.

    def create(
        self, description: Description, *, organisation: str = "", reason: str = "", dry_run: bool = False
    ) -> Receipt:
        """Describe something new; it becomes a draft. Sent twice, it is made once."""
        query = _query(organisation=organisation, reason=reason, dry_run=dry_run)
        return self._write("POST", "resources", query, description, "application/json")

    def replace(self, known: Resource, description: Description, *, reason: str = "", dry_run: bool = False) -> Receipt:
        """Put another description in the place of the one that you read. `Changed` when somebody was faster."""
        query = _query(reason=reason, dry_run=dry_run)
        return self._write("PUT", _one(known.slug), query, description, "application/json", known.etag)

    def change(self, known: Resource, patch: Description, *, reason: str = "", dry_run: bool = False) -> Receipt:
        """Change what you name and nothing else: `{"title": {"es": "…"}}`; None takes away (RFC 7396)."""
        query = _query(reason=reason, dry_run=dry_run)
        return self._write("PATCH", _one(known.slug), query, patch, MERGE_PATCH, known.etag)

    def remove(self, known: Resource, *, reason: str = "", dry_run: bool = False) -> Receipt:
        """Withdraw what is published, with a reason; discard a draft."""
        query = _query(reason=reason, dry_run=dry_run)
        return self._write("DELETE", _one(known.slug), query, None, "", known.etag)

    def publish(self, slug: str) -> Receipt:
        return self._write("POST", _one(slug, "publish"), {}, {}, "application/json")

    def withdraw(self, slug: str, because: str) -> Receipt:
        return self._write("POST", _one(slug, "withdraw"), {}, {"because": because}, "application/json")

    def show_to(self, slug: str, visibility: Visibility) -> Receipt:
        return self._write("POST", _one(slug, "visibility"), {}, {"visibility": visibility}, "application/json")

    # Many at once.

    def read_all(self, **chosen: Any) -> Iterator[BulkLine]:
        """All descriptions that you may see, as a stream; it goes on where it was when the connection breaks."""
        yield from self._send.lines("bulk", _query(**chosen), {"Accept": NDJSON})

    def write_all(self, descriptions: Iterable[Description], **query: Any) -> Iterator[BulkResult]:
        """Keep many; one result for each, in order. `publish=True` shows those without violations.

        They wait in a temporary file, so that their length can be told: not every server takes a body without one.
        """
        headers = {"Content-Type": NDJSON, "Accept": NDJSON}
        with TemporaryFile() as body:
            body.writelines(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in descriptions)
            body.seek(0)
            with self._http.stream("POST", "bulk", params=_query(**query), content=body, headers=headers) as response:
                if not response.is_success:
                    response.read()
                yield from map(json.loads, lines_of(raised(response)))

    # Who asks.

    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self._get("me")
        return found

    def tokens(self) -> list[Token]:
        return list(self._get("tokens")["items"])

    def make_token(self, name: str, *, scope: str = "read", days: int = 90) -> Token:
        """A new token of yours. Its secret, under `token`, is shown this once."""
        response = self._send("POST", "tokens", json={"name": name, "scope": scope, "days": days})
        found: Token = response.json()
        return found

    def revoke_token(self, number: int) -> None:
        self._send("DELETE", f"tokens/{number}")

    def _get(self, path: str, parameters: dict[str, Any] | None = None) -> Any:
        return self._send("GET", path, params=parameters).json()

    def _write(self, method: str, path: str, query: dict[str, Any], body: Any, media: str, etag: str = "") -> Receipt:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        headers |= {"If-Match": etag.replace(".jsonld", ".json")} if etag else {}
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        headers |= {"Content-Type": media} if media else {}
        found: Receipt = self._send(method, path, params=query, content=content, headers=headers).json()
        return found


def _one(slug: str, part: str = "") -> str:
    return f"resources/{quote(slug, safe='')}" + (f"/{part}" if part else "")


def _query(**given: Any) -> dict[str, Any]:
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items() if value}
