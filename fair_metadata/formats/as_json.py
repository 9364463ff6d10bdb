"""JSON documents: one, indented to be read; many as an array, one at a time."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


def one(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def many(documents: Iterable[Any]) -> Iterator[bytes]:
    yield b"["
    separator = b"\n"
    for document in documents:
        yield separator + json.dumps(document, ensure_ascii=False).encode()
        separator = b",\n"
    yield b"\n]\n"
