"""Which syntax is it, and in which characters? From the header, the ending of the name and a look at the bytes."""

import codecs
import gzip
import io
import re
import tempfile
from contextlib import ExitStack
from email.message import Message
from typing import IO

from pyoxigraph import RdfFormat

from fair_metadata.reading.refusal import Limits, NothingFound, Unreadable
from fair_metadata.reading.streams import Bytes

HEAD = 4096

MEDIA_TYPES: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/n3": RdfFormat.TURTLE,
    "application/trig": RdfFormat.TRIG,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
SUFFIXES: dict[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "n3": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "json": RdfFormat.JSON_LD,
}
# What the first bytes say when the document is no RDF at all.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "this is a PDF"),
    (rb"PK\x03\x04", "this is a ZIP or office file"),
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?i:<!doctype\s+html|<html)", "this is a web page"),
)
_XML = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE|rdf:RDF|[A-Za-z_][\w.-]*:RDF|RDF[\s>])")
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def detect(stream: Bytes, room: ExitStack, *, media_type: str, name: str, limits: Limits) -> tuple[RdfFormat, Bytes]:
    """The syntax, and the stream at its start (unpacked when it was gzip). Unreadable for what is no RDF."""
    stream = _seekable(stream, room)
    if stream.read(2) == b"\x1f\x8b":
        stream.seek(0)
        stream, name = _unpacked(stream, room, limits), re.sub(r"\.gz$", "", name)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip():
        raise NothingFound("nothing found: it is empty.")
    text = _readable_head(head)
    for pattern, what in _OTHERS:
        if re.match(pattern, text, re.DOTALL):
            raise Unreadable(f"{what}, not RDF. Give the address of its Turtle, RDF/XML or JSON-LD form.")
    return _syntax(text, media_type, name), stream


def _syntax(head: bytes, media_type: str, name: str) -> RdfFormat:
    header = MEDIA_TYPES.get(_type_of(media_type))
    ending = SUFFIXES.get(name.rsplit("?", 1)[0].rsplit(".", 1)[-1].lower())
    looks = _looks_like(head)
    if looks is not None:
        # JSON and XML announce themselves; a header or ending that says otherwise is wrong.
        return looks
    if header in _MARKED or (header is None and ending in _MARKED):
        raise Unreadable("it is called JSON or XML and is neither. Check what the file holds.")
    return header or ending or RdfFormat.TRIG


_MARKED = {RdfFormat.JSON_LD, RdfFormat.RDF_XML}


def _looks_like(head: bytes) -> RdfFormat | None:
    if _XML.match(head):
        return RdfFormat.RDF_XML
    if re.match(rb"\s*[{\[]\s*(?:[\"{\[\]}]|$)", head) and not re.match(rb"\s*\[\s*\]\s*[^\s]", head):
        return RdfFormat.JSON_LD
    return None


def _type_of(media_type: str) -> str:
    return media_type.split(";", 1)[0].strip().lower()


def _readable_head(head: bytes) -> bytes:
    for mark, charset in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(charset, "ignore").encode()
    return head


_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_utf8(stream: Bytes, room: ExitStack, syntax: RdfFormat, media_type: str) -> Bytes:
    """The same text in UTF-8, by byte order mark, XML declaration or the header's charset."""
    head = stream.read(HEAD)
    stream.seek(0)
    mark = next(((mark, charset) for mark, charset in _MARKS if head.startswith(mark)), None)
    if mark == (codecs.BOM_UTF8, "utf-8"):
        return _Without(stream, len(codecs.BOM_UTF8))
    charset = mark[1] if mark else _declared(head, syntax, media_type)
    if charset in ("utf-8", "ascii"):
        return stream
    stream.seek(len(mark[0]) if mark else 0)
    return _transcoded(stream, room, charset, is_xml=syntax is RdfFormat.RDF_XML)


def _declared(head: bytes, syntax: RdfFormat, media_type: str) -> str:
    header = Message()
    header["content-type"] = media_type or "text/turtle"
    in_xml = _XML_ENCODING.match(head) if syntax is RdfFormat.RDF_XML else None
    name = in_xml[1].decode() if in_xml else str(header.get_param("charset") or "utf-8")
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise Unreadable(f"its character set is called “{name}”, which is unknown. Save it as UTF-8.") from None


def _transcoded(stream: Bytes, room: ExitStack, charset: str, *, is_xml: bool) -> Bytes:
    """A copy in UTF-8, in memory while it is small. Unreadable where bytes do not fit the character set."""
    copy = _scratch(room)
    decoder = codecs.getincrementaldecoder(charset)()
    is_first = True
    try:
        while True:
            chunk = stream.read(1 << 16)
            text = decoder.decode(chunk, final=not chunk)
            if is_xml and is_first:
                text = re.sub(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*([\"'])[^\"']*\2", r"\1", text)
            is_first = False
            copy.write(text.encode("utf-8", "surrogatepass"))
            if not chunk:
                break
    except UnicodeError:
        raise Unreadable(f"it is declared as {charset} and is not. Save it as UTF-8.") from None
    copy.seek(0)
    return copy


def _seekable(stream: Bytes, room: ExitStack) -> Bytes:
    if stream.seekable():
        return stream if stream.tell() == 0 else _Without(stream, stream.tell())
    copy = _scratch(room)
    while chunk := stream.read(1 << 16):
        copy.write(chunk)
    copy.seek(0)
    return copy


def _unpacked(stream: Bytes, room: ExitStack, limits: Limits) -> Bytes:
    packed = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    copy = _scratch(room)
    limit = min(limits.bytes, max(packed * limits.expansion, 1 << 24))
    try:
        with gzip.GzipFile(fileobj=stream) as unpacking:
            while chunk := unpacking.read(1 << 16):
                if copy.tell() > limit:
                    raise Unreadable("it unpacks to far more than its size; this is not done for safety.")
                copy.write(chunk)
    except (OSError, EOFError):
        raise Unreadable("it is a broken gzip file. Pack or download it again.") from None
    return copy


def _scratch(room: ExitStack) -> IO[bytes]:
    """Space for a copy: in memory while it is small. It ends with the reading."""
    return room.enter_context(tempfile.SpooledTemporaryFile(max_size=1 << 24))


class _Without(io.RawIOBase):
    """A stream without its first bytes."""

    def __init__(self, stream: Bytes, skipped: int) -> None:
        self._stream, self._skipped = stream, skipped
        stream.seek(skipped)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset + self._skipped if whence == 0 else offset, whence) - self._skipped

    def tell(self) -> int:
        return self._stream.tell() - self._skipped

    def read(self, size: int | None = -1) -> bytes:
        return self._stream.read(-1 if size is None else size)
