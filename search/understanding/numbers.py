"""Numbers and months as people write them in words, in English and Spanish and a few of German, French and Italian."""

from collections.abc import Mapping
from datetime import date
from math import prod


def _counted(*lines: str, step: int = 1) -> dict[str, int]:
    """Words by their places: of a line the first is one, and those that are joined by “|” are the same."""
    return {
        word: step * place for line in lines for place, names in enumerate(line.split(), 1) for word in names.split("|")
    }


_ONES = _counted(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    "un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
    " dieciocho diecinueve",
)
_TENS = _counted(
    "ten twenty thirty forty fifty sixty seventy eighty ninety",
    "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    step=10,
)
_LARGE: Mapping[str, int] = {
    **dict.fromkeys(("hundred", "cien", "ciento", "cent", "cento", "hundert"), 100),
    **dict.fromkeys(("doscientos", "doscientas"), 200),
    **dict.fromkeys(("trescientos", "trescientas"), 300),
    **dict.fromkeys(("quinientos", "quinientas"), 500),
    **dict.fromkeys(("thousand", "mil", "mille", "tausend"), 1_000),
    **dict.fromkeys(("million", "millon", "millones"), 1_000_000),
}
# Of many hundreds there are two at least.
_MANY: Mapping[str, int] = {
    words: 2 * number
    for number, names in {
        12: "dozens of|docenas de",
        100: "hundreds of|a few hundred|few hundred|several hundred|cientos de|varios cientos de",
        1_000: "thousands of|many thousands of|a few thousand|few thousand|several thousand|miles de|varios miles de",
        10_000: "tens of thousands of|decenas de miles de",
        100_000: "hundreds of thousands of|cientos de miles de",
        250_000: "half a million",
        1_000_000: "millions of|millones de",
    }.items()
    for words in names.split("|")
}
_MONTHS = _counted(
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct"
    " november|nov december|dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre|dic",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)


def _any(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TEN = rf"(?:{_any(_TENS)})(?: (?:{_any(_ONES)}))?"
_SMALL = rf"(?:{_TEN}|{_any(_ONES)})"
# Of people and samples, where a small number in words alone is nobody's question; of years, months and weeks.
NUMBER = (
    rf"(?:{_any(_MANY)}|(?:(?:{_SMALL}|an?|\d{{1,3}}) )?(?:{_any(_LARGE)})(?: (?:{_any(_LARGE)}))?"
    rf"|\d{{1,9}}[km]?|{_TEN})(?! percent)"
)
SMALL_NUMBER = rf"(?:\d{{1,9}}|an?|{_SMALL})"
_MONTH = rf"(?:{_any(_MONTHS)})"
YEAR = rf"(?:(?:{_MONTH} (?:de |of |del )?)?(?:19|20)\d\d(?: (?:0[1-9]|1[0-2]))?)"

_DAY_OF = r"\d{1,2}(?:st|nd|rd|th)?"
DAY = (
    rf"(?:\d{{4}}(?: \d{{1,2}}){{0,2}}|{_DAY_OF} (?:of |de )?{_MONTH} (?:de |of )?\d{{4}}"
    rf"|{_MONTH} (?:{_DAY_OF} )?(?:de |of )?\d{{4}})"
)


def amount(text: str) -> int:
    """A number in figures or words: `1000`, `5k`, `sixty five`, `two hundred thousand`, `half a million`, `a`."""
    if text in _MANY:
        return _MANY[text]
    if text[:-1].isdigit() and text[-1] in "km":
        return int(text[:-1]) * (1_000 if text[-1] == "k" else 1_000_000)
    words = text.split()
    small = sum(int(word) if word.isdigit() else _ONES.get(word) or _TENS.get(word, 0) for word in words)
    large = [_LARGE[word] for word in words if word in _LARGE]
    return (small if small or text.isdigit() else 1) * prod(large)


def year_and_month(text: str) -> tuple[str, str]:
    """`2015` and nothing, or the month of `2015 06` and `march of 2015` too."""
    first, *rest = text.split()
    if first in _MONTHS:
        return rest[-1], f"{_MONTHS[first]:02}"
    return first, rest[0] if rest else ""


def day(text: str) -> date | None:
    """`2024`, `2024 1 31`, `january 2024`, `31 january 2024`, `january 31 2024`; of a year or a month the first day."""
    words = [word.rstrip("stndrh") if word[:1].isdigit() else word for word in text.split()]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [int(word) for word in words if word.isdigit()]
    if months:
        numbers = [max(numbers), months[0], *(number for number in numbers if number < 32)]
    try:
        return date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
