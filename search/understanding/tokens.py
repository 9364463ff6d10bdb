"""The words of a question with what they looked like, and the identifiers in it."""

import re
from dataclasses import dataclass

from fair_metadata.vocabularies import folded
from search.words import MOST_READ

_TOKEN = re.compile(r"[^\W_]+|[<>≥≤=+]+")
_THOUSANDS = re.compile(
    r"(?<=\d)[,\u202f\u00a0' ](?=\d{3}(?!\d))"
    + "".join(rf"|(?<=\b{digits})\.(?=\d{{3}}(?![\w.]))" for digits in (r"\d", r"\d\d", r"\d\d\d"))
)
_SPAN = re.compile(  # 2010–2015, 100-500, 18 – 60; but no part of an identifier, and no month
    r"(?<![\w.,/:_-])(\d{1,9}k?)\s?[-–]\s?(?!0)(\d{1,9}k?)(?![\w./:_-]*\d|[-_/:]|\.\w)", re.IGNORECASE
)
_STOPS = frozenset(",;:()")
_DECIMAL = re.compile(r"\b(\d{1,4})\.(\d) ?(k|thousand|m|million)\b", re.IGNORECASE)
_HOST = r"(?:[\w-]+\.)+(?:org|com|net|gov|edu|int|io|info|eu|[a-z]{2})"
_ENDING = r"[^\s<>\"“”«»]*[^\s<>\"“”«».,;:?!)\]'/#]"
_ADDRESS = re.compile(rf"(?:https?://|\bwww\.|\burn:|\b{_HOST}/|\b10\.\d{{4,9}}/){_ENDING}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_VERSION = re.compile(r"v\d{1,2}$")  # of a preprint
_PUBMED = re.compile(r"\b(?:pmid|pubmed(?:\.ncbi\.nlm\.nih\.gov)?)(?: ?id)?[:\s/]*(\d{4,9})\b")
_DIGIT = re.compile(r"[\d_]")
_ACCESSION = re.compile(r"\b[a-z]{2,10}[-_]?\d{3,}(?!\w)")
_BEFORE = re.compile(r"^(?:https?://)?(?:www\.)?(?:(?:dx\.)?doi\.org/(?=10\.))?")


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
    """The words of a question; `1,000` and `1.5k` are one, `2010–2015` and `100-500` are three."""
    plain = _DECIMAL.sub(_whole, _THOUSANDS.sub("", text)).replace("%", " percent ")
    plain = _SPAN.sub(_span, plain)
    found = (_token(plain, match) for match in _TOKEN.finditer(plain))
    return tuple(token for token in found if token.folded)[:MOST_READ]


def _token(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    return Token(folded(match[0]), match[0], _is_part(text, start, end), text[end : end + 1] in _STOPS)


def _whole(match: re.Match[str]) -> str:
    thousands = 1 if match[3][0] in "kKtT" else 1_000
    return str((int(match[1]) * 10 + int(match[2])) * thousands * 100)


def _span(match: re.Match[str]) -> str:
    """Two numbers of which the second is more; `2015-03` is a month."""
    low, high = (int(end.rstrip("kK")) * (1_000 if end[-1] in "kK" else 1) for end in match.groups())
    return f"{match[1]} to {match[2]}" if low < high else match[0]


def _is_part(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "_" or text[end : end + 1] == "_"


def addresses(text: str) -> tuple[str, ...]:
    """The addresses, DOIs and URNs in a text, without what stands around them."""
    return tuple(dict.fromkeys(match[0] for match in _ADDRESS.finditer(text)))


def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers (or the title) that a text may be or hold, in lower case.

    The text as a whole, each word with a digit or underscore, accessions, PMIDs, and addresses without that in which
    their spellings differ (`https://www.`, `dx.doi.org`), with their last parts.
    """
    whole = text.strip().lower()
    each = [word.strip(".,;()[]\"'?<>“”«»") for word in re.split(r"[\s,;]+", whole)]
    found = [whole, folded(whole), *(word for word in each if len(word) > 4 and _DIGIT.search(word))]
    found += accessions(whole)
    for address in addresses(whole):
        bare = plain(address)
        ends = [part.rsplit("/", 1)[-1] for part in re.split(r"[=?&#]", bare)]
        found += [address, bare, ends[-1], *(end for end in ends if len(end) > 4 and _DIGIT.search(end))]
        found += [*(_VERSION.sub("", doi) for doi in _DOI.findall(bare))]
    found += [form for number in _PUBMED.findall(whole) for form in (f"pmid:{number}", number)]
    return tuple(dict.fromkeys(word for word in found if word))


def accessions(text: str) -> list[str]:
    """What archives call their entries, in an address too: `phs000748` (of `phs000748.v7.p4`), `gse6891`."""
    return _ACCESSION.findall(text.lower())


def plain(address: str) -> str:
    """An address in the one spelling in which it is compared: a DOI as it is printed, a page without `https://www.`."""
    return _BEFORE.sub("", address.lower()).rstrip("/#")
