"""Numbers, years and what is missing, as people write them in five languages: one row a way of saying it.

A rule is a pattern over the folded words of a question. What it names `take…` is used up; words between (“at least 100
adult AML patients”) are left for the others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from search.query import Span
from search.understanding.numbers import amount, year_and_month
from search.understanding.reading import Item
from search.understanding.wording import LACKED, NAMED, NAMES, PARTS

Found = re.Match[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of saying something, and the filter that it makes; None when the words mean something else after all."""

    pattern: re.Pattern[str]
    make: Callable[[Found, date], Item | None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A filter with the stretches of the text that it used up."""

    item: Item
    taken: tuple[tuple[int, int], ...]


def hits(text: str, today: date) -> Iterator[Hit]:
    """The filters that rules find in folded words with single spaces; no word is used twice."""
    used: list[tuple[int, int]] = []
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            taken = tuple(
                match.span(name) for name in rule.pattern.groupindex if name.startswith("take") and match[name]
            )
            if any(start < end_ and start_ < end for start, end in taken for start_, end_ in used):
                continue
            item = rule.make(match, today)
            if item is not None:
                used += taken
                yield Hit(item, taken)


def _rule(pattern: str, make: Callable[[Found, date], Item | None]) -> Rule:
    for name, part in PARTS.items():
        pattern = re.sub(rf"\b{name}\b", lambda _, part=part: part, pattern)
    return Rule(re.compile(rf"(?<!\S){pattern}(?!\S)"), make)


def _phrase(match: Found) -> str:
    names = [name for name in match.re.groupindex if name.startswith("take") and match[name]]
    return " ".join(match[name] for name in sorted(names, key=match.start))


def _item(match: Found, key: str, span: Span) -> Item:
    return Item(_phrase(match), key, span=span)


def _number(key: str, least: str = "", most: str = "", times: int = 1) -> Callable[[Found, date], Item | None]:
    """A range whose ends are the named groups of the pattern."""

    def make(match: Found, today: date) -> Item | None:
        low, high = (amount(match[name]) * times if name else None for name in (least, most))
        said = match.groupdict()
        low = low + 1 if low is not None and said.get("over") else low
        high = max(0, high - 1) if high is not None and said.get("under") else high
        return _item(match, key, ("" if low is None else str(low), "" if high is None else str(high)))

    return make


def _weeks(match: Found, today: date) -> Item | None:
    number = amount(match["n"])
    unit = match["unit"][:1]
    days = number - 1 if match.groupdict().get("under") else number
    weeks = {"w": number, "s": number, **dict.fromkeys("dtjg", max(1, days // 7))}.get(unit, round(number * 52 / 12))
    return _item(match, "lead", ("", str(weeks)))


def _years(least: str = "", most: str = "", *, after: int = 0, before: int = 0) -> Callable[[Found, date], Item | None]:
    """A period; “after 2015” begins in 2016 and “before 2015” ends in 2014, while a month is taken as it is."""

    def make(match: Found, today: date) -> Item | None:
        ends = [_year(match[least], after) if least else "", _year(match[most], -before) if most else ""]
        return _item(match, "period", (ends[0], ends[1]))

    return make


def _year(text: str, more: int) -> str:
    year, month = year_and_month(text)
    return f"{year}-{month}" if month else str(int(year) + more)


def _decade(match: Found, today: date) -> Item | None:
    first = int(match["a"])
    return _item(match, "period", (str(first), "" if match["since"] else str(first + 9)))


def _ages(least: int, most: int) -> Callable[[Found, date], Item | None]:
    return lambda match, today: _item(match, "age", (str(least), str(most)))


def _changed(match: Found, today: date) -> Item | None:
    parts = [part for part in match["date"].split() if part.isdigit()]
    try:
        day = date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except (ValueError, IndexError):
        return None
    return Item(_phrase(match), "changed_since", span=(day.isoformat(), ""))


def _last_years(match: Found, today: date) -> Item | None:
    return _item(match, "period", (str(today.year - amount(match["n"] or "ten")), ""))


_DAYS = {"d": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}


def _lately(match: Found, today: date) -> Item | None:
    days = int(match["n"] or 1) * _DAYS[match["unit"][:1]]
    if days > 36_500:
        return None
    return Item(_phrase(match), "changed_since", span=((today - timedelta(days=days)).isoformat(), ""))


def _missing(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), NAMED[match["name"]], is_missing=True)


RULES: tuple[Rule, ...] = (
    _rule(rf"(?P<take>(?P<name>{NAMES}) UNSTATED)", _missing),
    _rule(rf"(?P<take>(?:without|no|with no|sin|ohne|sans|senza|lacking|lack|missing|unknown|unstated|unspecified) (?:an? |any |the |una? |la |el |information on |description of |details of |data on |informacion (?:sobre|de)(?: la| el)? |datos de )?(?:stated |known |indicad[oa] )?(?P<name>{LACKED})(?: stated| given| information| indicad[oa]s?| especificad[oa]s?| declarad[oa]s?| conocid[oa]s?)?)", _missing),
    _rule(rf"(?P<take>(?:do not|does not|not|don t|doesn t) (?:state|stating|say|give|have|specify|report|mention) (?:an? |any |the |their |its )?(?P<name>{LACKED}))", _missing),
    _rule(rf"(?P<take>no (?:indican?|especifican?|declaran?|mencionan?|tienen?|dicen?|dan?) (?:la |el |las |los |sus? |ningun[ao]? )?(?P<name>{LACKED}))", _missing),
    # Follow-up and time to access come before ages and patients: they have numbers of years and months too.
    *(
        _rule(pattern.replace("UNIT", unit), _number("followup", "n", times=times))
        for unit, times in (("YEARS", 12), ("MONTHS", 1))
        for pattern in (
            r"(?P<take>(?:LEAST )?(?P<n>D) UNIT (?:OF )?(?:median )?FOLLOW)",
            r"(?P<take>(?:median )?FOLLOW (?:time )?(?:median[oa]? )?(?:OF )?(?:LEAST )?(?P<n>D) UNIT(?: MORE)?)",
            r"(?P<take>(?:followed|seguidos) (?:up )?(?:for |durante )?(?:LEAST )?(?P<n>D) UNIT)",
        )
    ),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?(?:WITHIN|MOST) (?P<n>D) (?P<unit>WEEKS|MONTHS|DAYS))", _weeks),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?(?P<n>D) (?P<unit>WEEKS|MONTHS|DAYS) LESS)", _weeks),
    _rule(r"(?P<take>WITHIN (?P<n>D) (?P<unit>WEEKS|MONTHS))", _weeks),
    # Changes.
    _rule(r"(?P<take>CHANGED (?:since|after|desde) (?P<date>\d{4}(?: \d{1,2}){0,2}))", _changed),
    _rule(r"(?P<take>CHANGED (?:in the |within the |en (?:el|la|los|las) )?(?:last|past|ultim[oa]s?) (?P<n>\d{1,4} )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", _lately),
    _rule(r"(?P<take>CHANGED (?:this|est[ea]) (?P<n>1 )?(?P<unit>week|month|year|semana|mes|ano))", _lately),
    # Ages.
    _rule(r"(?P<take>(?:aged?|ages|edad(?:es)?|eta|alter|de) (?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3})(?: YEARS(?: OLD)?)?)(?! PEOPLE| SAMPLES)", _number("age", "a", "b")),
    _rule(r"(?P<take>FROM (?P<a>\d{1,3}) TO (?P<b>\d{1,3}) YEARS(?: OLD)?)", _number("age", "a", "b")),
    _rule(r"(?P<take>(?P<a>\d{1,2}) to (?P<b>\d{1,2}) YEARS OLD)", _number("age", "a", "b")),
    _rule(r"(?P<take>(?:aged? |age de |ages de )?(?:over|older than|above|mayores de|>=?|≥|at least|uber|alter als|plus de|oltre|piu di|sopra i) (?P<a>\d{1,3}) YEARS(?: OLD)?)", _number("age", "a")),
    _rule(r"(?P<take>(?P<a>\d{1,3}) YEARS (?:and|or|o|y|et|und|e) (?:older|over|above|mas|mayores|plus|alter|oltre|piu))", _number("age", "a")),
    _rule(r"(?P<take>(?:aged|older than|mayores de|(?:over|above) the age of) (?:over )?(?P<a>\d{1,2})(?: (?:and|or|y|o) (?:over|older|above|mas|mayores)| \+)?)", _number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?:(?P<under>under|younger than|below|menores de|less than|<|unter|junger als|moins de|meno di|sotto i)|<=|≤|up to|bis|jusqu a|fino a) (?P<b>\d{1,3}) YEARS(?: OLD)?)", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>younger than|menores de|under the age of|below the age of|aged under|age under) (?P<b>\d{1,2}))", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>under) (?P<b>\d{1,2})s)", _number("age", "", "b")),
    _rule(r"(?P<take>over (?P<a>\d{1,2})s)", _number("age", "a")),
    # As the field's own societies count them: 15 to 39 years.
    _rule(r"(?P<take>aya|tya|(?:adolescents?|teenagers?|teens) and young adults?|adolescentes y adultos jovenes)", _ages(15, 39)),
    _rule(r"(?P<take>young adults?|adultos jovenes)", _ages(18, 39)),
    _rule(r"(?:PEOPLE|adults?|those) (?P<take>(?:over|above|aged) (?P<a>\d{1,2}))", _number("age", "a")),
    _rule(r"(?:PEOPLE|children|kids|adults?|those) (?P<take>(?P<under>under|below) (?P<b>\d{1,2}))", _number("age", "", "b")),
    # Numbers of people and samples.
    *(
        _rule(pattern.replace("NOUN", noun), make(key))
        for key, noun in (("patients", "PEOPLE"), ("samples", "SAMPLES"))
        for pattern, make in (
            (r"(?P<take>FROM (?P<a>N) TO (?P<b>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a", "b")),
            (r"(?P<take>(?P<a>N) (?:to|a) (?P<b>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a", "b")),
            (r"(?P<take>LEAST (?P<a>N) (?:(?:and|but|y|pero) )?MOST (?P<b>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a", "b")),
            (r"(?P<take>LEAST (?P<a>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a")),
            (r"(?P<take>MOST (?P<b>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>N) ?(?:MORE|\+|plus)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a")),
            (r"(?P<take>(?P<b>N) LESS) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "", "b")),
            (r"(?P<takes>NOUN) (?P<take>LEAST (?P<a>N))", lambda key: _number(key, "a")),
            (r"(?P<takes>NOUN) (?P<take>MOST (?P<b>N))", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<b>N)) BETWEEN(?P<takes>NOUN) (?P<takez>LESS)", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>N)) BETWEEN(?P<takes>NOUN)(?: (?P<takez>MORE))?", lambda key: _number(key, "a")),
        )
    ),
    # “n > 200”, “n=500”, “AML > 500”.
    _rule(r"(?P<take>n (?:LEAST|=) (?P<a>N))", _number("patients", "a")),
    _rule(r"(?P<take>n MOST (?P<b>N))", _number("patients", "", "b")),
    _rule(r"(?P<take>(?:>=?|≥) (?P<a>\d{2,9}k?))(?! (?:YEARS|MONTHS|WEEKS|genes|%))", _number("patients", "a")),
    _rule(r"(?P<take>(?P<a>[4-9]\d) \+)", _number("age", "a")),  # “AML 65+”
    # “500 adults”: the noun says who, so it is left to be understood.
    _rule(r"(?P<take>(?:LEAST )?(?P<a>N)) (?=BETWEEN(?:adults?|children|kids|adultos|ninos|adolescents?|infants?|elderly))BETWEEN\S+", _number("patients", "a")),
    # Periods.
    _rule(r"(?P<take>(?:(?:in|from|over|during|en|durante) )?(?:the |l[oa]s )?(?:last|past|ultim[oa]s) (?P<n>D) YEARS)", _last_years),
    _rule(r"(?P<take>(?:(?:in|from|over|during|en|durante) )?(?:the |la )?(?:last|past|ultima) (?:decade|decada)(?P<n>))", _last_years),
    _rule(r"(?P<take>(?:(?P<since>since|from|desde) |(?:in|during|of|en|durante) )?(?:the |los )?(?P<a>(?:19|20)\d0)s)", _decade),
    _rule(r"(?P<take>FROM WHEN(?P<a>Y) TO WHEN(?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>(?P<a>Y) to (?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>AFTER WHEN(?P<a>Y))", _years("a", after=1)),
    _rule(r"(?P<take>SINCE WHEN(?P<a>Y)(?: onwards?| on| or later| en adelante)?)", _years("a")),
    _rule(r"(?P<take>(?P<a>Y) (?:onwards?|or later|and later|\+|en adelante))", _years("a")),
    _rule(r"(?P<take>BEFORE WHEN(?P<b>Y))", _years("", "b", before=1)),
    _rule(r"(?P<take>UNTIL WHEN(?P<b>Y))", _years("", "b")),
    _rule(r"(?P<take>(?:in|during|en|durante|im|nel|pendant) WHEN(?P<a>Y))", _years("a", "a")),
)  # fmt: skip
