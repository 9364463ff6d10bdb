"""JSON-LD with the contexts that people use from our own tables; no context is ever fetched."""

import io
import json
from collections.abc import Mapping
from typing import Any

from fair_metadata.reading.contexts import CONTEXTS
from fair_metadata.reading.refusal import Limits, Unreadable
from fair_metadata.reading.streams import Bytes, Guarded


def without_remote_contexts(stream: Guarded, limits: Limits) -> Bytes:
    """The document with named contexts written in. Unreadable for broken or deep JSON and for unknown contexts."""
    body = _whole(stream, limits)
    _refuse_depth(body, limits)
    try:
        document = json.loads(body, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(f"it is not valid JSON: {error.msg}.", error.lineno) from None
    except (RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(f"it is not readable JSON: {error}.") from None
    return io.BytesIO(json.dumps(_resolved(document)).encode())


def _whole(stream: Guarded, limits: Limits) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.fresh():
        chunks.append(chunk)
        size += len(chunk)
        if size > limits.whole:
            raise Unreadable(
                f"JSON-LD cannot be read as a stream, and this is larger than {limits.whole} bytes. "
                "Send N-Quads or Turtle instead."
            )
    return b"".join(chunks)


def _refuse_depth(body: bytes, limits: Limits) -> None:
    """Brackets in texts count too; a document has to be far over the limit to be refused for them."""
    depth = deepest = 0
    for bracket in body.translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > limits.depth and _true_depth(body) > limits.depth:
        raise Unreadable(f"it is nested more than {limits.depth} deep.")


_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _true_depth(body: bytes) -> int:
    depth = deepest = 0
    is_text = is_escaped = False
    for byte in body:
        if is_text:
            is_text = is_escaped or byte != 0x22
            is_escaped = byte == 0x5C and not is_escaped
        elif byte == 0x22:
            is_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _refuse_constant(constant: str) -> None:
    raise Unreadable(f"{constant} is not JSON. Write the number, or leave the field out.")


def _resolved(node: Any) -> Any:
    """The same document; each context named by its address is replaced by our table of it."""
    if isinstance(node, list):
        return [_resolved(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _context(value) if key == "@context" else _resolved(value) for key, value in node.items()}


def _context(value: Any) -> Any:
    if isinstance(value, str):
        return _named(value)
    if isinstance(value, list):
        return [_context(item) for item in value]
    if isinstance(value, dict):
        return _inline(value)
    return value


def _inline(context: Mapping[str, Any]) -> dict[str, Any]:
    """A context written out; what it imports is merged under it, and contexts of its terms are looked into."""
    imported = context.get("@import")
    under = dict(_named(imported)) if isinstance(imported, str) else {}
    return under | {key: _resolved(value) for key, value in context.items() if key != "@import"}


def _named(address: str) -> Mapping[str, Any]:
    known = CONTEXTS.get(address.split("://", 1)[-1].rstrip("/#"))
    if known is None:
        raise Unreadable(
            f"it names the context {address}, which is not known here and never fetched. Write its terms into "
            "“@context”, or send Turtle."
        )
    return known
