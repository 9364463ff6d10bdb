"""A reference in words, as each style of citation wants it: written by citeproc-py from the styles' own files."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from fair_metadata.formats import csl_json
from fair_metadata.formats.description import Description
from fair_metadata.formats.words import one_line

STYLES: Mapping[str, str] = {
    "apa": "APA",
    "vancouver": "Vancouver",
    "harvard": "Harvard",
    "chicago": "Chicago",
    "nature": "Nature",
    "ieee": "IEEE",
}
_FILES = Path(__file__).parent / "styles"
_LOCALES = {"en": "en-GB", "es": "es-ES"}
_NUMBER = re.compile(r"\A(?:\[1\]|1\.)\s*")  # of a reference that stands alone
_ONE_AT_A_TIME = Lock()  # a style keeps notes on itself while it is applied
_NEVER = ("abstract", "keyword", "note")
_LONGEST = 2_000  # characters of a text; the processor looks at each several times
_MOST = 200  # authors: more are in no style's list, and each costs time


def written_in(style: str) -> tuple[Callable[[Description], bytes], Callable[[Iterable[Description]], Iterator[bytes]]]:
    """How this style writes one description, and many: one reference a line."""
    write = partial(_line, style)
    return write, partial(map, write)


def reference(description: Description, style: str) -> str:
    """The reference on one line, in the language that is liked best as far as there are words for it."""
    item = _short(csl_json.item(description))
    locale = next((_LOCALES[tongue] for tongue in description.tongues if tongue in _LOCALES), _LOCALES["en"])
    with _ONE_AT_A_TIME:
        said = _applied(_style(style, locale), item)
    return _NUMBER.sub("", one_line(said))


def _line(style: str, description: Description) -> bytes:
    return f"{reference(description, style)}\n".encode()


def _short(item: csl_json.Json) -> csl_json.Json:
    """What references are made of, without what they never show; who made it and publishes it is named once."""
    again = ["publisher"] if item.get("author") == [{"literal": item.get("publisher")}] else []
    shown = {name: value for name, value in item.items() if name not in (*_NEVER, *again)}
    cut = {name: value[:_LONGEST] if isinstance(value, str) else value for name, value in shown.items()}
    return cut | ({"author": item["author"][:_MOST]} if "author" in item else {})


def _applied(style: Any, item: csl_json.Json) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    # Everything but the name and the kind is there as it was stated; a processor wants a name without odd characters.
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item | {"id": "it"}]), formatter.plain)
    bibliography.register(Citation([CitationItem("it")]))
    return "".join(map(str, bibliography.bibliography()))


@lru_cache(maxsize=len(STYLES) * len(_LOCALES))
def _style(name: str, locale: str) -> Any:
    _remember_parts_of_styles()
    from citeproc import CitationStylesStyle

    return CitationStylesStyle(str(_FILES / f"{name}.csl"), locale=locale, validate=False)


@cache
def _remember_parts_of_styles() -> None:
    """The processor looks for the macros and terms of a style a hundred times a reference, and styles never change."""
    from citeproc.model import CitationStylesElement

    # All of the styles have 850; it makes an element of its own now and then, which is not to be kept for ever.
    CitationStylesElement.xpath_search = lru_cache(maxsize=2000)(CitationStylesElement.xpath_search)
