"""The words of a question with what they looked like, and the identifiers in it."""

import re
from dataclasses import dataclass

from fair_metadata.vocabularies import folded
from search.words import MOST_WORDS

_TOKEN = re.compile(r"[^\W_]+|[<>≥≤=+]+")
_THOUSANDS = re.compile(
    r"(?<=\d)[,\u202f\u00a0' ](?=\d{3}(?!\d))|(?<=\b\d)\.(?=\d{3}(?![\w.]))|(?<=\b\d\d)\.(?=\d{3}(?![\w.]))"
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\b")
_SPAN = re.compile(r"(?<![\w.,/-])(\d{1,7}k?)\s?[-–]\s?(\d{1,7}k?)(?![\w.,/-])", re.IGNORECASE)
_DECIMAL = re.compile(r"\b(\d{1,4})\.(\d) ?(k|thousand|m|million)\b", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_VERSION = re.compile(r"(?<=\d)\.v\d+(?:\.p\d+)?$")  # of an accession: phs000218.v1.p1
_PUBMED = re.compile(r"\b(?:pmid|pubmed)[:\s/]*(\d{4,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded, as it was written, and whether it is a part of a name like `os_months`."""

    folded: str
    written: str
    is_part: bool = False

    @property
    def is_loud(self) -> bool:
        return self.written.isupper()


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a question; `1,000` and `1.5k` are one, `2010–2015` and `100-500` are three."""
    plain = _DECIMAL.sub(_whole, _YEARS.sub(r"\1 to \2", _THOUSANDS.sub("", text)))
    plain = _SPAN.sub(_span, plain)
    found = (Token(folded(match[0]), match[0], _is_part(plain, *match.span())) for match in _TOKEN.finditer(plain))
    return tuple(token for token in found if token.folded)[:MOST_WORDS]


def _whole(match: re.Match[str]) -> str:
    thousands = 1 if match[3][0] in "kKtT" else 1_000
    return str((int(match[1]) * 10 + int(match[2])) * thousands * 100)


def _span(match: re.Match[str]) -> str:
    """Two numbers of which the second is more; `2015-03` is a month."""
    low, high = (int(end.rstrip("kK")) * (1_000 if end[-1] in "kK" else 1) for end in match.groups())
    return f"{match[1]} to {match[2]}" if low < high else match[0]


def _is_part(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "_" or text[end : end + 1] == "_"


def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers that a text may be or hold, in lower case: as a whole, each word with a digit, DOI, PMID."""
    whole = text.strip().lower()
    each = [word.strip(".,;()[]\"'?") for word in whole.split()]
    found = [whole, *(word for word in each if any(c.isdigit() for c in word) and len(word) > 4)]
    found += [_VERSION.sub("", word) for word in each if _VERSION.search(word)]
    found += [doi.rstrip(".,;)") for doi in _DOI.findall(whole)]
    found += [form for number in _PUBMED.findall(whole) for form in (f"pmid:{number}", number)]
    return tuple(dict.fromkeys(word for word in found if word))
