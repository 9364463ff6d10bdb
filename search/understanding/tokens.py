"""The words of a question with what they looked like, and the identifiers in it."""

import re
from dataclasses import dataclass

from fair_metadata.vocabularies import folded
from search.words import MOST_READ

_TOKEN = re.compile(r"[^\W_]+|[<>≥≤=+]+")
_THOUSANDS = re.compile(
    r"(?<=\d)[,\u202f\u00a0' ](?=\d{3}(?!\d))|(?<=\b\d)\.(?=\d{3}(?![\w.]))|(?<=\b\d\d)\.(?=\d{3}(?![\w.]))"
)
_SPAN = re.compile(  # 2010–2015, 100-500, 18 – 60; but no part of an identifier, and no month
    r"(?<![\w.,/:_-])(\d{1,9}k?)(?:\s*–\s*|-| - )(?!0)(\d{1,9}k?)(?![\w./:_-]*\d|[-_/:]|\.\w)"
)
_STOPS = frozenset(",;:()")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_PUBMED = re.compile(r"\b(?:pmid|pubmed)[:\s/]*(\d{4,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded, as written, whether it is a part of a name like `os_months`, and whether a stop follows."""

    folded: str
    written: str
    is_part: bool = False
    is_last: bool = False

    @property
    def is_loud(self) -> bool:
        return self.written.isupper()


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a question; `1,000` is one, `2010–2015` is three."""
    plain = _SPAN.sub(_spoken, _THOUSANDS.sub("", text)).replace("%", " percent ")
    found = (
        Token(
            folded(match[0]), match[0], _is_part(plain, *match.span()), plain[match.end() : match.end() + 1] in _STOPS
        )
        for match in _TOKEN.finditer(plain)
    )
    return tuple(token for token in found if token.folded)[:MOST_READ]


def _spoken(span: re.Match[str]) -> str:
    """“2010 to 2015”; `2010-12` is a month."""
    is_month = len(span[1]) == 4 and len(span[2]) == 2
    return span[0] if is_month else f"{span[1]} to {span[2]}"


def _is_part(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "_" or text[end : end + 1] == "_"


def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers that a text may be or hold, in lower case: as a whole, each word with a digit, DOI, PMID."""
    whole = text.strip().lower()
    each = [word.strip(".,;()[]\"'?") for word in whole.split()]
    found = [whole, *(word for word in each if any(c.isdigit() for c in word) and len(word) > 4)]
    found += [doi.rstrip(".,;)") for doi in _DOI.findall(whole)]
    found += [form for number in _PUBMED.findall(whole) for form in (f"pmid:{number}", number)]
    return tuple(dict.fromkeys(word for word in found if word))
