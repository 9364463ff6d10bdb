"""Messages of the protocol (JSON-RPC 2.0) and their answers: revisions with a handshake, and the one without."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from catalog import policy
from search.mcp.tools import TOOLS, called

MODERN = "2026-07-28"  # each request names its revision; `server/discover` takes the place of the handshake
WITH_HANDSHAKE = ("2025-11-25", "2025-06-18", "2025-03-26")  # the newest first
REVISIONS = (MODERN, *WITH_HANDSHAKE)
_NAMED_IN = "io.modelcontextprotocol/protocolVersion"
_KEPT_FOR = 3_600_000  # milliseconds that the list of tools may be kept
PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, OTHER_REVISION = -32700, -32600, -32601, -32602, -32022

Json = dict[str, Any]


class Wrong(ValueError):
    """A message that is not answered as it hoped: the protocol's number for it, and a sentence."""

    def __init__(self, code: int, why: str, data: Json | None = None) -> None:
        super().__init__(why)
        self.code, self.data = code, data


def answered(message: Any, viewer: policy.Viewer) -> Json | None:
    """The answer to one message; None for a notification, which gets none."""
    if not isinstance(message, dict) or not isinstance(message.get("method"), str):
        return _refused(None, Wrong(INVALID_REQUEST, "Send one JSON-RPC 2.0 message with a method."))
    if "id" not in message:
        return None
    try:
        return {"jsonrpc": "2.0", "id": message["id"], "result": _result(message, viewer)}
    except Wrong as wrong:
        return _refused(message["id"], wrong)


def unreadable() -> Json:
    return _refused(None, Wrong(PARSE_ERROR, "This is not JSON in UTF-8."))


def _refused(number: Any, wrong: Wrong) -> Json:
    data = {"data": wrong.data} if wrong.data else {}
    return {"jsonrpc": "2.0", "id": number, "error": {"code": wrong.code, "message": str(wrong)} | data}


def _result(message: Json, viewer: policy.Viewer) -> Json:
    method, params = message["method"], message.get("params") or {}
    if not isinstance(params, dict):
        raise Wrong(INVALID_PARAMS, "Parameters are an object of names and values.")
    meta = params.get("_meta")
    revision = meta.get(_NAMED_IN) if isinstance(meta, dict) else None
    if revision is not None and revision not in REVISIONS:
        data = {"supported": list(REVISIONS), "requested": revision}
        raise Wrong(OTHER_REVISION, f"This server speaks {', '.join(REVISIONS)}.", data)
    if method not in _METHODS:
        raise Wrong(NO_METHOD, f"There is no method “{method[:100]}”. There are: {', '.join(_METHODS)}.")
    return _METHODS[method](params, viewer) | {"resultType": "complete"}


def _initialised(params: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """The revision that the client hopes for if there is one, else the newest that has a handshake."""
    hoped = params.get("protocolVersion")
    revision = hoped if hoped in WITH_HANDSHAKE else WITH_HANDSHAKE[0]
    return {"protocolVersion": revision, "capabilities": _CAPABILITIES, "serverInfo": _server()} | _instructions()


def _discovered(params: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    about = {"io.modelcontextprotocol/serverInfo": _server()}
    found = {"supportedVersions": list(REVISIONS), "capabilities": _CAPABILITIES, "_meta": about}
    return found | _instructions() | _KEEPING


def _listed(params: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    return {"tools": [tool.as_json() for tool in TOOLS.values()]} | _KEEPING


def _called(params: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    name = str(params.get("name"))[:100]
    tool = TOOLS.get(name)
    if tool is None:
        raise Wrong(INVALID_PARAMS, f"There is no tool “{name}”. There are: {', '.join(TOOLS)}.")
    return called(tool, params.get("arguments") or {}, viewer)


def _ponged(params: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    return {}


_KEEPING = {"ttlMs": _KEPT_FOR, "cacheScope": "public"}
_CAPABILITIES: Json = {"tools": {}}
_METHODS: Mapping[str, Callable[[Mapping[str, Any], policy.Viewer], Json]] = {
    "initialize": _initialised,
    "server/discover": _discovered,
    "tools/list": _listed,
    "tools/call": _called,
    "ping": _ponged,
}


def _server() -> Json:
    return {"name": "marrow", "title": settings.CATALOGUE_NAME, "version": "0.1.0", "websiteUrl": settings.BASE_URL}


def _instructions() -> Json:
    return {
        "instructions": "A catalogue of health datasets. It describes data and does not hold them. Cite each dataset "
        "by its “pid” and tell its “licence”. “not stated” means that nobody said, not that the answer is no. Counts "
        "of persons below a limit are never told."
    }
