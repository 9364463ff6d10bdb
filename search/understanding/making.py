"""What the rules make of the words that they find: ranges, days, values that are wanted or not, what is missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor

from search.query import Span
from search.understanding.numbers import amount, day, year_and_month
from search.understanding.reading import Item
from search.understanding.wording import NAMED

Found = re.Match[str]
Make = Callable[[Found, date], Item | None]


def _phrase(match: Found) -> str:
    names = [name for name in match.re.groupindex if name.startswith("take") and match[name]]
    return " ".join(match[name] for name in sorted(names, key=match.start))


def _item(match: Found, key: str, span: Span) -> Item:
    return Item(_phrase(match), key, span=span)


# Numbers.


def number(key: str, least: str = "", most: str = "", times: int = 1) -> Make:
    """A range whose ends are the named groups of the pattern."""

    def make(match: Found, today: date) -> Item | None:
        low, high = (amount(match[name]) * times if name else None for name in (least, most))
        said = match.groupdict()
        if times == 1 and _speaks_of_years(match, [end for end in (low, high) if end is not None]):
            return None
        low = low + 1 if low is not None and said.get("over") else low
        high = max(0, high - 1) if high is not None and said.get("under") else high
        return _item(match, key, ("" if low is None else str(low), "" if high is None else str(high)))

    return make


_OF_YEARS = re.compile(
    r"(?:since|from|after|before|until|till|through|in|during|by|to|up to|and|desde|hasta|en|de|entre|tras)$"
)


def _speaks_of_years(match: Found, numbers: list[int]) -> bool:
    """In “since 2010, adults” and “from 2005 to 2014, patients with …” the numbers are years."""
    if not all(1900 <= said < 2100 for said in numbers):
        return False
    first = match["take"].split()[0]
    if len(numbers) > 1:
        return True
    if first.isdigit():
        return bool(_OF_YEARS.search(match.string[: match.start("take")].rstrip()))
    return first in ("up", "hasta") and not _is_next(match)


def _is_next(match: Found) -> bool:
    """Does what is counted stand right after the number?"""
    noun = match.groupdict().get("takes")
    return noun is not None and match.string[match.end("take") :].startswith(f" {noun}")


# “Stage 3 or 4 patients” are not four.
_NUMBERED = re.compile(
    r"(?:stage|stages|phase|phases|grade|type|risk|wave|group|arm|part|version|line|class|or|and|to)$"
)


def bare(key: str) -> Make:
    """A number without “at least”: of patients where it is large, or stands right before them."""
    counted = number(key, "a")

    def make(match: Found, today: date) -> Item | None:
        is_name = bool(_NUMBERED.search(match.string[: match.start("take")].rstrip()))
        is_count = _is_next(match) or (amount(match["a"]) >= 10 and not is_name)
        return counted(match, today) if is_count else None

    return make


def ages(least: int, most: int) -> Make:
    return lambda match, today: _item(match, "age", (str(least), str(most)))


# Times.

_DAYS = {**dict.fromkeys("dtjg", 1), **dict.fromkeys("ws", 7), **dict.fromkeys("fq", 14), "m": 30, "y": 365, "a": 365}


def lead(*, is_most: bool) -> Make:
    """A time to access in weeks, to a tenth of one: no day is lost."""

    def make(match: Found, today: date) -> Item | None:
        unit, said = match["unit"][:1], match.groupdict()
        days = round(amount(match["n"]) * (365 / 12 if unit == "m" else _DAYS[unit]))
        if is_most:
            return _item(match, "lead", ("", _in_weeks(max(0, days - bool(said.get("under"))), ceil)))
        return _item(match, "lead", (_in_weeks(days + bool(said.get("over")), floor), ""))

    return make


def _in_weeks(days: int, rounded: Callable[[float], int]) -> str:
    return f"{rounded(days * 10 / 7) / 10:g}"


def years(least: str = "", most: str = "", *, after: int = 0, before: int = 0) -> Make:
    """A period; “after 2015” begins in 2016 and “before 2015” ends in 2014, while a month is taken as it is."""

    def make(match: Found, today: date) -> Item | None:
        ends = [_year(match[least], after) if least else "", _year(match[most], -before) if most else ""]
        return _item(match, "period", (ends[0], ends[1]))

    return make


def _year(text: str, more: int) -> str:
    year, month = year_and_month(text)
    return f"{year}-{month}" if month else str(int(year) + more)


def decade(match: Found, today: date) -> Item | None:
    first = int(match["a"])
    return _item(match, "period", (str(first), "" if match.groupdict().get("since") else str(first + 9)))


def last_years(match: Found, today: date) -> Item | None:
    count = amount((match["n"] or "1").strip()) * (10 if "dec" in match["take"] else 1)
    return _item(match, "period", (str(today.year - count), "")) if count < 200 else None


def ongoing(match: Found, today: date) -> Item | None:
    return _item(match, "period", (str(today.year), ""))


def changed(*, before: bool = False) -> Make:
    """Changed since a day, or not any more: the day before that is the last."""

    def make(match: Found, today: date) -> Item | None:
        said = day(match["date"])
        return _when(match, said, before=before) if said else None

    return make


def lately(*, before: bool = False) -> Make:
    """The same, so many days ago."""

    def make(match: Found, today: date) -> Item | None:
        days = (amount(match["n"].strip()) if match["n"] else 1) * _DAYS[match["unit"][:1]]
        return _when(match, today - timedelta(days=days), before=before) if days <= 36_500 else None

    return make


def _when(match: Found, said: date, *, before: bool) -> Item | None:
    if before:
        return Item(_phrase(match), "changed_until", span=("", (said - timedelta(days=1)).isoformat()))
    return Item(_phrase(match), "changed_since", span=(said.isoformat(), ""))


# What is missing, and values that are called otherwise.


def missing(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), NAMED[match["name"]], is_missing=True)


def unlicensed(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), "licence", is_missing=True)


_BANDS: Mapping[str, str] = {
    **dict.fromkeys(["low", "lowest", "poor", "poorly", "badly", "least", "not", "bajo", "baja"], "low"),
    **dict.fromkeys(["medium", "middle", "average", "medio", "media"], "middle"),
    **dict.fromkeys(["high", "highly", "highest", "very", "alto", "alta"], "high"),
}


def fair(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), "fair", (_BANDS[match["band"]],))


def any_of(key: str, *values: str) -> Make:
    """What is wanted, called by what it is for."""
    return lambda match, today: Item(_phrase(match), key, values)


def but(key: str, *values: str) -> Make:
    """A way of saying that something is not wanted that does not name it: “real data” are not synthetic."""
    return lambda match, today: Item(_phrase(match), key, values, is_excluded=True)


_TURNED = frozenset({"patients", "samples", "followup", "lead", "age"})


def turned(item: Item) -> Item | None:
    """What is meant by “not” before it: “not more than 40 days” is up to 40. None where that is no filter."""
    least, most = item.span
    if item.is_missing or item.key not in _TURNED or bool(least) == bool(most):
        return replace(item, is_excluded=True) if item.values and not item.is_excluded else None
    if item.key == "lead":
        days = floor(float(most) * 7) + 1 if most else ceil(float(least) * 7) - 1
        return replace(item, span=(_in_weeks(days, floor), "") if most else ("", _in_weeks(days, ceil)))
    return replace(item, span=(str(int(most) + 1), "") if most else ("", str(max(0, int(least) - 1))))
