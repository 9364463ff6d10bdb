"""XML as text: escaped once, and without the characters that XML cannot hold (XML 1.0, section 2.2)."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

Attributes = Mapping[str, str | None]
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without what no XML document may hold, not even escaped."""
    return _FORBIDDEN.sub("", text)


def printable(text: str) -> str:
    """Text for feeds, which are read in one line or a few: without control characters and unusual spaces."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def element(name: str, text: str, attributes: Attributes | None = None) -> str:
    """One element that holds a text."""
    return f"<{name}{attributes_of(attributes or {})}>{escape(legal(text))}</{name}>"


def attributes_of(attributes: Attributes) -> str:
    """The attributes as they stand in a tag, each after a space; those that are None are left out."""
    return "".join(f" {name}={quoteattr(legal(value))}" for name, value in attributes.items() if value is not None)


def lang(tag: str) -> dict[str, str]:
    """The attribute for a language tag, none without one."""
    return {"xml:lang": tag} if tag else {}
