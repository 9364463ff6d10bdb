"""BibTeX: one entry for each description, for LaTeX and for reference managers. UTF-8, as all of them read today."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from fair_metadata.formats.citation import Citation, citation
from fair_metadata.formats.description import Description
from fair_metadata.formats.words import one_line

# Characters that TeX takes for something else. BibTeX counts braces even after a backslash, so they have names too.
_NAMES = {
    "\\": "textbackslash",
    "{": "textbraceleft",
    "}": "textbraceright",
    "~": "textasciitilde",
    "^": "textasciicircum",
    "<": "textless",
    ">": "textgreater",
    "|": "textbar",
}
_SPELLING = str.maketrans({c: f"{{\\{name}}}" for c, name in _NAMES.items()} | {c: f"\\{c}" for c in "%&#_$"})
# Two of these in a row become another character in print: -- a dash, '' a quotation mark, ?` a question mark.
_LIGATURE = re.compile(r"-(?=-)|'(?=')|,(?=,)|[`?!](?=`)")
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=~%<>|\""


def write(description: Description) -> bytes:
    return _entry(citation(description)).encode()


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    return map(write, descriptions)


def _entry(cited: Citation) -> str:
    # BibTeX's own styles and biblatex's know @misc and print howpublished; @dataset is known to biblatex alone.
    fields = ((name, value(cited)) for name, value in _FIELDS)
    lines = [f"@misc{{{cited.key},", *(f"  {name} = {{{value}}}," for name, value in fields if value), "}"]
    return "\n".join(lines) + "\n\n"


def _title(cited: Citation) -> str:
    return _whole(cited.title)  # the second braces keep AML from becoming aml


def _authors(cited: Citation) -> str:
    # Hospitals have no first names, and “and” in a name is not the next one's beginning.
    return " and ".join(map(_whole, cited.authors))


def _note(cited: Citation) -> str:
    return _text(f"Access rights: {cited.rights}") if cited.rights else ""


def _whole(words: str) -> str:
    text = _text(words)
    return f"{{{text}}}" if text else ""


def _text(words: str) -> str:
    """Any text on one line, as TeX prints it."""
    return _LIGATURE.sub(r"\g<0>{}", one_line(words).translate(_SPELLING))


def _address(address: str) -> str:
    """As it is: url and doi are read without TeX. What would end the field is percent-encoded."""
    return quote(address, safe=_IN_ADDRESS)


_FIELDS: tuple[tuple[str, Callable[[Citation], str]], ...] = (
    ("title", _title),
    ("author", _authors),
    ("publisher", lambda cited: _text(cited.publisher)),
    ("year", lambda cited: cited.year),
    ("version", lambda cited: _text(cited.version)),
    ("howpublished", lambda cited: _text(cited.kind)),
    ("url", lambda cited: _address(cited.url)),
    ("doi", lambda cited: _address(cited.doi)),
    ("note", _note),
    ("language", lambda cited: _text(", ".join(cited.languages))),
)
