"""A stream that counts: stops a document that is too long, or one statement that does not end."""

import io
import re
from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import Quad

from fair_metadata.reading.refusal import MIB, Limits, Unreadable

CHUNK = 1 << 16


class Bytes(Protocol):
    """A stream of bytes that can be read again from its start."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...
    def seekable(self) -> bool: ...


class Guarded(io.RawIOBase):
    """Bytes for the parser, counted between one statement and the next. Remembers why it stopped."""

    def __init__(self, stream: Bytes, limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        self._read, self._since = 0, 0
        self.refusal: Unreadable | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._read = self._since = 0
        return self._stream.seek(offset, whence)

    def fresh(self, size: int = CHUNK) -> bytes:
        """The next bytes for a look that keeps none of them, so that a long statement does no harm."""
        self._since = 0
        return self.read(size)

    def read(self, size: int | None = -1) -> bytes:
        data = self._stream.read(CHUNK if size is None or size < 0 else size)
        self._read += len(data)
        self._since += len(data)
        if self._read > self._limits.bytes:
            self._stop(f"it is larger than the limit of {self._limits.bytes // MIB} MiB. Split the file.")
        if self._since > self._limits.statement + CHUNK:
            self._stop(f"one statement takes more than {self._limits.statement // MIB} MiB, which is the limit.")
        return data

    def watching(self, quads: Iterator[Quad]) -> Iterator[Quad]:
        """The same quads; each one starts the count of a statement's bytes anew."""
        for quad in quads:
            self._since = 0
            yield quad

    def _stop(self, reason: str) -> None:
        self.refusal = Unreadable(reason)
        raise self.refusal


class ByLine(io.RawIOBase):
    """The same bytes a line at a time, so that what was parsed last is known to end in the line handed out last."""

    def __init__(self, stream: Guarded) -> None:
        self._whole = io.BytesIO(b"".join(iter(stream.fresh, b"")))
        self._is_new, self.line = True, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        data = self._whole.readline(-1 if size is None else size)
        self.line += self._is_new and bool(data)
        self._is_new = data.endswith(b"\n")
        return data

    def numbering(self, quads: Iterator[Quad], lines: list[int]) -> Iterator[Quad]:
        """The same quads; the line of each is added to `lines` as it goes by."""
        for quad in quads:
            lines.append(self.line)
            yield quad


_OUTSIDE = re.compile(rb'"""|"|\'\'\'|\'|<<|>>|<[^<>"{}|^`\\\s]*>|#[^\n]*')
_ENDS = {
    b'"""': re.compile(rb'\\.|"""', re.DOTALL),
    b"'''": re.compile(rb"\\.|'''", re.DOTALL),
    b'"': re.compile(rb'\\.|"|\n', re.DOTALL),
    b"'": re.compile(rb"\\.|'|\n", re.DOTALL),
}


TRIPLE_TERMS = "it uses triple terms (RDF 1.2), which are not kept here. State them as triples."
_DEEP = 20


def refuse_deep_triple_terms(stream: Guarded) -> None:
    """Unreadable for nested RDF 1.2 triple terms in the Turtle family: they overflow the parser's stack.

    Costs one fast pass; only a document that has “<<” somewhere is looked at closely.
    """
    if _mentions(stream, b"<<") and (line := _line_of_deep_term(stream)):
        raise Unreadable(TRIPLE_TERMS, line)
    stream.seek(0)


def _mentions(stream: Guarded, needle: bytes) -> bool:
    tail = b""
    while chunk := stream.fresh():
        if needle in tail + chunk:
            stream.seek(0)
            return True
        tail = chunk[-len(needle) :]
    stream.seek(0)
    return False


def _line_of_deep_term(stream: Guarded) -> int | None:
    """Walk over strings, addresses and comments, and find where “<<” is nested more than _DEEP times."""
    body, quote, line, depth = b"", b"", 1, 0
    while True:
        chunk = stream.fresh()
        body += chunk
        at = 0
        # The last bytes wait for the next chunk, in case a quote or an escape is cut in two.
        safe = len(body) - (8192 if chunk else 0)
        while match := (_ENDS[quote] if quote else _OUTSIDE).search(body, at):
            if match.start() >= safe:
                break
            token, at = match.group(), match.end()
            if quote:
                quote = quote if token[:1] == b"\\" else b""
            elif token in (b"<<", b">>"):
                depth += 1 if token == b"<<" else -1
                if depth > _DEEP:
                    return line + body.count(b"\n", 0, match.start())
            elif token in _ENDS:
                quote = token
        at = max(at, min(safe, len(body)))
        line += body.count(b"\n", 0, at)
        body = body[at:]
        if not chunk:
            return None
