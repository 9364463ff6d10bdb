"""Saying no in plain words: what is wrong, where, and what to write instead."""

import re
from dataclasses import dataclass

MIB = 1024**2
# What nobody sees where a parser repeats it, and PostgreSQL does not keep (NUL).
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may ask of us.

    `statement` bounds the bytes that one triple may take: the longest text. JSON-LD cannot be read as a stream,
    so `whole` bounds it. `depth` bounds nesting of XML and JSON (RDF/XML of 100,000 levels took two minutes).
    """

    bytes: int = 2048 * MIB
    triples: int = 100_000_000
    statement: int = 16 * MIB
    whole: int = 256 * MIB
    depth: int = 500
    expansion: int = 200  # how many times larger than its gzip file a document may be


class Unreadable(Exception):
    """A document that cannot be read, or must not be; nothing of it was kept."""

    def __init__(self, reason: str, line: int | None = None, source: str = "") -> None:
        reason = _CONTROL.sub(lambda found: f"U+{ord(found[0]):04X}", reason)
        super().__init__(reason, line, source)
        self.reason, self.line, self.source = reason, line, source

    def of(self, source: str) -> "Unreadable":
        """The same refusal, naming where the document came from."""
        return type(self)(self.reason, self.line, source or self.source)

    def __str__(self) -> str:
        where = ", ".join(filter(None, (self.source, f"line {self.line}" if self.line else "")))
        return f"{where}: {self.reason}" if where else self.reason


class NothingFound(Unreadable):
    """A document that is well formed and states nothing."""


# What the parser says → what a curator needs to know.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"The prefix (\S+) has not been declared", "the prefix {0} is not declared. Add “@prefix {0} <…> .” above."),
    (r"Invalid IRI code point '(.)'", "an address holds the character “{0}”, which must be percent-encoded."),
    (r"No scheme found in an absolute IRI", "an address is relative and there is no base. Write it in full."),
    (r"[Ii]nvalid IRI '?(.*)'", "“{0}” is not a valid address (IRI)."),
    (r"Max stack size", "it is nested too deeply."),
    (r"Invalid UTF-8|invalid utf-8|incomplete utf-8", "it is not UTF-8. Save it as UTF-8 or declare its characters."),
    (r"No LoadDocumentCallback", "it names a context elsewhere, which is never fetched. Write it out."),
    (r"subtag may be", "a language tag is not valid. Write one such as “en” or “es”."),
)


def in_plain_words(error: Exception) -> Unreadable:
    """The refusal for what the parser reports."""
    message = str(error.args[0]) if error.args else str(error)
    line = error.lineno if isinstance(error, SyntaxError) else None
    for pattern, words in _WORDS:
        if match := re.search(pattern, message):
            return Unreadable(words.format(*match.groups()), line)
    detail = re.sub(r"^Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): ", "", message)
    detail = re.sub(r"^Parser error.*?: ", "", detail)
    return Unreadable(f"it is not valid RDF: {detail.rstrip('.')}.", line)
