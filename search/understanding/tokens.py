"""The words of a question with what they looked like, and the identifiers in it."""

import re
from dataclasses import dataclass

from fair_metadata.vocabularies import folded
from search.words import MOST_WORDS

_TOKEN = re.compile(r"[^\W_]+|[<>≥≤=+]+")
_THOUSANDS = re.compile(
    r"(?<=\d)[,\u202f\u00a0' ](?=\d{3}(?!\d))"
    + "".join(rf"|(?<=\b{digits})\.(?=\d{{3}}(?![\w.]))" for digits in (r"\d", r"\d\d", r"\d\d\d"))
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\b")
_HOST = r"(?:[\w-]+\.)+(?:org|com|net|gov|edu|int|io|info|eu|[a-z]{2})"
_ADDRESS = re.compile(
    rf"(?:https?://|\bwww\.|\burn:|\b{_HOST}/|\b10\.\d{{4,9}}/)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:?!)\]'/#]"
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_VERSION = re.compile(r"v\d{1,2}$")  # of a preprint
_PUBMED = re.compile(r"\b(?:pmid|pubmed(?:\.ncbi\.nlm\.nih\.gov)?)(?: ?id)?[:\s/]*(\d{4,9})\b")
_ACCESSION = re.compile(r"\b[a-z]{2,10}[-_]?\d{3,}(?!\w)")
_BEFORE = re.compile(r"^(?:https?://)?(?:www\.)?(?:(?:dx\.)?doi\.org/(?=10\.))?")


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
    """The words of a question; `1,000` is one, `2010–2015` is three."""
    plain = _YEARS.sub(r"\1 to \2", _THOUSANDS.sub("", text))
    found = (Token(folded(match[0]), match[0], _is_part(plain, *match.span())) for match in _TOKEN.finditer(plain))
    return tuple(token for token in found if token.folded)[:MOST_WORDS]


def _is_part(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "_" or text[end : end + 1] == "_"


def addresses(text: str) -> tuple[str, ...]:
    """The addresses, DOIs and URNs in a text, without what stands around them."""
    return tuple(dict.fromkeys(match[0] for match in _ADDRESS.finditer(text)))


def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers that a text may be or hold, in lower case: as a whole, each word with a digit, accessions, PMIDs,
    addresses without what differs between their spellings (`https://www.`, `dx.doi.org`), and their last parts.
    """
    whole = text.strip().lower()
    each = [word.strip(".,;()[]\"'?<>“”«»") for word in re.split(r"[\s,;]+", whole)]
    found = [whole, *(word for word in each if any(c.isdigit() for c in word) and len(word) > 4)]
    found += accessions(whole)
    for address in addresses(whole):
        bare = plain(address)
        found += [address, bare, bare.rsplit("/", 1)[-1], *(_VERSION.sub("", doi) for doi in _DOI.findall(bare))]
    found += [form for number in _PUBMED.findall(whole) for form in (f"pmid:{number}", number)]
    return tuple(dict.fromkeys(word for word in found if word))


def accessions(text: str) -> list[str]:
    """What archives call their entries, in an address too: `phs000748` (of `phs000748.v7.p4`), `gse6891`."""
    return _ACCESSION.findall(text.lower())


def plain(address: str) -> str:
    """An address in the one spelling in which it is compared: a DOI as it is printed, a page without `https://www.`."""
    return _BEFORE.sub("", address.lower()).rstrip("/#")
