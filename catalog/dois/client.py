"""DataCite's REST API: one request, one answer, told in plain words (https://support.datacite.org/docs/api).

JSON:API documents, HTTP Basic authentication, and only to the addresses that the operator set.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.dois import accounts
from catalog.intake.fetching import TRUSTED, Unreachable, pinned
from catalog.models import DataciteAccount

JSON_API = "application/vnd.api+json"
TIMEOUT = httpx.Timeout(10.0)
MOST = 4 * 1024**2  # bytes of an answer
LONGEST_WAIT = 86_400  # seconds of a Retry-After that are believed
TOLD = 5  # of DataCite's own sentences


@dataclass(frozen=True, slots=True)
class Answer:
    """What DataCite said. `status` is 0 when nothing came back; nobody knows then whether the request arrived."""

    status: int
    attributes: Mapping[str, Any] = field(default_factory=dict)
    client: str = ""  # the repository that the DOI belongs to
    errors: tuple[str, ...] = ()
    wait: int = 0

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        """Is it worth trying again by itself?"""
        return self.status in (0, 408, 425, 429) or self.status >= 500

    @property
    def is_taken(self) -> bool:
        """Is there such a DOI already? 409, or 422 in these words."""
        return self.status == 409 or (self.status == 422 and any("already been taken" in e for e in self.errors))

    @property
    def says(self) -> str:
        """What went wrong and what to do, with what DataCite says itself."""
        meaning = str(_MEANINGS.get(self.status) or (_FAILING if self.may_pass else _OTHER))
        own = " · ".join(self.errors[:TOLD])
        return f"{meaning} ({own})" if own else meaning


_MEANINGS: Mapping[int, Any] = {
    0: gettext_lazy("DataCite does not answer."),
    401: gettext_lazy("DataCite does not know this repository with this password. See to the account, then try again."),
    403: gettext_lazy("DataCite says that this DOI or prefix is not this repository's. See to the account."),
    404: gettext_lazy("DataCite knows of no such DOI, or not for this repository. See to the account."),
    409: gettext_lazy("DataCite has such a DOI already."),
    413: gettext_lazy("The description is too large for DataCite."),
    422: gettext_lazy("DataCite does not take the description as it is. Mend what it names, then try again."),
    429: gettext_lazy("DataCite was asked too often."),
}
_FAILING = gettext_lazy("DataCite has a trouble of its own.")
_OTHER = gettext_lazy("DataCite refuses the request.")


def create(account: DataciteAccount, attributes: Mapping[str, Any]) -> Answer:
    """POST /dois: a draft, unless an event says otherwise."""
    return _asked(account, "POST", "/dois", attributes)


def update(account: DataciteAccount, name: str, attributes: Mapping[str, Any]) -> Answer:
    """PUT /dois/{id}: the same twice is the same."""
    return _asked(account, "PUT", _path(name), attributes)


def look(account: DataciteAccount, name: str) -> Answer:
    """GET /dois/{id}; drafts are shown to their own repository only."""
    return _asked(account, "GET", _path(name))


def delete(account: DataciteAccount, name: str) -> Answer:
    """DELETE /dois/{id}: 204 for a draft, 405 for what leads anywhere, 404 for what is not there (any more)."""
    return _asked(account, "DELETE", _path(name))


def _path(name: str) -> str:
    return f"/dois/{quote(name, safe='')}"


def _asked(account: DataciteAccount, method: str, path: str, attributes: Mapping[str, Any] | None = None) -> Answer:
    at = httpx.URL(accounts.address(account) + path)
    if at.scheme != "https" and at.host not in settings.FETCH_INNER_HOSTS:
        return Answer(400, errors=(_("Its address is not https, and a password is sent nowhere else."),))
    headers = {"Accept": JSON_API, "User-Agent": _agent()}
    body = None
    if attributes is not None:
        headers["Content-Type"] = JSON_API
        body = json.dumps({"data": {"type": "dois", "attributes": attributes}}).encode()
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, verify=TRUSTED) as client:
            request = pinned(client, at, headers, method, content=body)
            answer = client.send(request, auth=accounts.credentials(account), stream=True)
            return _read(answer)
    except (httpx.HTTPError, Unreachable, OSError):
        return Answer(0)


def _agent() -> str:
    """Who asks, as DataCite wants to be told (https://support.datacite.org/docs/best-practices-for-integrators)."""
    return f"Marrow (+{settings.BASE_URL}; mailto:{settings.CONTACT_EMAIL})"


def _read(answer: httpx.Response) -> Answer:
    body = b""
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > MOST:
            answer.close()
            return Answer(0)
    said = _mapped(_parsed(body))
    data = _mapped(said.get("data"))
    return Answer(
        answer.status_code,
        _mapped(data.get("attributes")),
        _client(data),
        tuple(_sentences(said.get("errors"))),
        _wait(answer.headers.get("retry-after", "")),
    )


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


def _mapped(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _client(data: Mapping[str, Any]) -> str:
    found: Any = data
    for name in ("relationships", "client", "data", "id"):
        found = _mapped(found).get(name)
    return str(found or "")


def _sentences(errors: Any) -> list[str]:
    """`creators: can't be blank`, as JSON:API has them."""
    found = [_mapped(error) for error in errors] if isinstance(errors, list) else []
    return [": ".join(str(e[k])[:300] for k in ("source", "title") if isinstance(e.get(k), str)) for e in found if e]


def _wait(said: str) -> int:
    """RFC 9110, section 10.2.3; a date is left to our own calendar."""
    return min(int(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else 0
