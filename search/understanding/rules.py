"""Numbers, years and what is missing, as people write them in English and Spanish: one row a way of saying it.

A rule is a pattern over the folded words of a question. What it names `take…` is used up; words between (“at least 100
adult AML patients”) are left for the others.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fair_metadata.vocabularies import folded
from search.fields import FACETS, RANGES
from search.query import Span
from search.understanding.reading import Item

Found = re.Match[str]

_SMALL: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        ["one|un|uno|una", "two|dos", "three|tres", "four|cuatro", "five|cinco", "six|seis", "seven|siete", "eight|ocho", "nine|nueve", "ten|diez", "eleven|once", "twelve|doce", "thirteen|trece", "fourteen|catorce", "fifteen|quince", "sixteen", "seventeen", "eighteen", "nineteen", "twenty|veinte"],
        1,
    )
    for word in words.split("|")
}  # fmt: skip
_LARGE: Mapping[str, int] = {"hundred": 100, "cien": 100, "thousand": 1000, "mil": 1000, "million": 1_000_000}
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        ["jan|january|enero", "feb|february|febrero", "mar|march|marzo", "apr|april|abril", "may|mayo", "jun|june|junio", "jul|july|julio", "aug|august|agosto", "sep|sept|september|septiembre", "oct|october|octubre", "nov|november|noviembre", "dec|december|dic|diciembre"],
        1,
    )
    for name in names.split("|")
}  # fmt: skip
_PARTS = {
    "N": rf"(?:\d{{1,9}}[km]?|half a million|(?:(?:a few|few|several|an?|{'|'.join(_SMALL)}|\d{{1,3}}) )?(?:hundred|thousand|million)|(?:hundreds|thousands) of|cien|mil)",
    "D": rf"(?:\d{{1,9}}|an?|un|una|{'|'.join(_SMALL)})",  # of a duration: “two” patients are nobody’s question
    "Y": rf"(?:(?:{'|'.join(_MONTHS)})(?: de)? )?(?:19|20)\d\d(?: (?:0[1-9]|1[0-2])){{0,1}}",
    # More than 200 is 201 or more.
    "LEAST": r"(?:(?P<over>(?<!no )(?<!not )(?:more than|greater than|larger than|bigger than|longer than)|exceeding|in excess of|well over|over|above|upwards of|>|mas de|superior a|mehr als)|at least|at minimum|a minimum of|minimum(?: of)?|min|no fewer than|not fewer than|no less than|not less than|>=|=>|≥|al menos|minimo(?: de)?|un minimo de|como minimo|por lo menos|mindestens)",
    "MOST": r"(?:(?P<under>(?<!no )(?<!not )(?:fewer than|less than|smaller than)|under|below|<|menos de|inferior a|weniger als)|at most|up to|a maximum of|maximum(?: of)?|max|no more than|not more than|<=|=<|≤|como maximo|hasta|maximo(?: de)?|hochstens)",
    "PEOPLE": r"(?:patients?|pts?|people|persons?|individuals?|subjects?|participants?|cases|donors?|patienten|pacientes?|personas?|individuos?|casos|participantes|sujetos)",
    "SAMPLES": r"(?:samples?|specimens?|biosamples?|biospecimens?|muestras?|biomuestras?|especimenes)",
    "BETWEEN": r"(?:[^\W\d]+ ){0,6}?",
    "YEARS": r"(?:years?|yrs?|anos?)",
    "MONTHS": r"(?:months?|meses|mes)",
    "WEEKS": r"(?:weeks?|semanas?)",
    "FOLLOW": r"(?:follow ?up|followup|fu|seguimiento)",
    "SINCE": r"(?:since|from|starting in|starting from|starting|beginning in|seit|ab|desde|a partir de)",
    "AFTER": r"(?:after|post|later than|newer than|nach|despues de|posterior(?:es)? a)",
    "BEFORE": r"(?:before|prior to|pre|earlier than|older than|vor|antes de|anterior(?:es)? a)",
    "UNTIL": r"(?:until|till|up to|through|hasta)",
    "TO": r"(?:to|and|until|y|a|hasta)",
    "FROM": r"(?:between|from|entre|de|desde)",
    "ACCESS": r"(?:time to access|access time|access|accessed|accessible|available|obtain|get|availability|lead time|obtainable|acceso|accesibles?|disponibles?|plazo)",
    "WITHIN": r"(?:within|<=?|≤|max|maximum|no more than|up to|in less than|in fewer than|in under|in no more than|in up to|in at most|in|under|less than|at most|dentro de|en menos de|en|menos de)",
    "CHANGED": r"(?:changed|updated|modified|revised|new|cambiad[oa]s?|actualizad[oa]s?|modificad[oa]s?)",
    "UNSTATED": r"(?:(?:is |are )?(?:not stated|not specified|not reported|not recorded|not provided|not available|not described|unstated|unspecified|missing|unknown|not given|not known|absent|empty)|(?:no|sin) (?:indicar|indicad[oa]s?|especificar)|desconocid[oa]s?|no indicad[oa]s?)",
}


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
    for name, part in _PARTS.items():
        pattern = re.sub(rf"\b{name}\b", lambda _, part=part: part, pattern)
    return Rule(re.compile(rf"(?<!\S){pattern}(?!\S)"), make)


def _amount(text: str) -> str:
    """A number in digits: `5k`, `five hundred`, `half a million`; of many hundreds there are two at least."""
    if text[:-1].isdigit() and text[-1] in "km":
        return str(int(text[:-1]) * (1_000 if text[-1] == "k" else 1_000_000))
    words = text.split()
    large = next((_LARGE[word] for word in words if word in _LARGE), 0) or _LARGE.get(words[0].rstrip("s"), 1)
    if words[0] == "half":
        return str(large // 2)
    is_many = words[0] in ("hundreds", "thousands", "several") or "few" in words
    first = int(words[0]) if words[0].isdigit() else _SMALL.get(words[0], 2 if is_many else 1)
    return str(first * large)


def _phrase(match: Found) -> str:
    names = [name for name in match.re.groupindex if name.startswith("take") and match[name]]
    return " ".join(match[name] for name in sorted(names, key=match.start))


def _item(match: Found, key: str, span: Span) -> Item:
    return Item(_phrase(match), key, span=span)


def _number(key: str, least: str = "", most: str = "", times: int = 1) -> Callable[[Found, date], Item | None]:
    """A range whose ends are the named groups of the pattern."""

    def make(match: Found, today: date) -> Item | None:
        low, high = (int(_amount(match[name])) * times if name else None for name in (least, most))
        said = match.groupdict()
        low = low + 1 if low is not None and said.get("over") else low
        high = max(0, high - 1) if high is not None and said.get("under") else high
        return _item(match, key, ("" if low is None else str(low), "" if high is None else str(high)))

    return make


def _weeks(match: Found, today: date) -> Item | None:
    number = int(_amount(match["n"]))
    unit = match["unit"][:1]
    weeks = {"w": number, "s": number, "d": -(-number // 7)}.get(unit, round(number * 52 / 12))
    return _item(match, "lead", ("", str(weeks)))


def _years(least: str = "", most: str = "", *, after: int = 0, before: int = 0) -> Callable[[Found, date], Item | None]:
    """A period; “after 2015” begins in 2016 and “before 2015” ends in 2014, while a month is taken as it is."""

    def make(match: Found, today: date) -> Item | None:
        ends = [_year(match[least], after) if least else "", _year(match[most], -before) if most else ""]
        return _item(match, "period", (ends[0], ends[1]))

    return make


def _year(text: str, more: int) -> str:
    """`2015`, or `2015-03` of “2015 03” and “March 2015”."""
    words = text.split()
    first, last = words[0], words[-1]
    if len(words) == 1:
        return str(int(first) + more)
    return f"{last}-{_MONTHS[first]:02}" if first in _MONTHS else f"{first}-{last}"


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
    return _item(match, "period", (str(today.year - int(_amount(match["n"] or "ten"))), ""))


_DAYS = {"d": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}


def _lately(match: Found, today: date) -> Item | None:
    days = int(match["n"] or 1) * _DAYS[match["unit"][:1]]
    if days > 36_500:
        return None
    return Item(_phrase(match), "changed_since", span=((today - timedelta(days=days)).isoformat(), ""))


_NAMED: dict[str, str] = {folded(name): known.key for known in (*RANGES, *FACETS) for name in known.label.values()}
_ALSO: Mapping[str, str] = {
    "access": "access|access rights|access conditions",
    "age": "age|ages|age range|age ranges|age limits|edad",
    "age_group": "age groups",
    "country": "country|countries|location|geography|spatial coverage|pais",
    "data_kind": "data types|data type|kinds of data|type of data",
    "data_model": "data model|common data model|data standard|modelo de datos",
    "data_use": "duo|duo codes|data use|use conditions|data use ontology",
    "disease": "diseases",
    "followup": "follow up|follow up time|seguimiento",
    "format": "formats",
    "keyword": "keywords",
    "language": "languages",
    "lead": "lead time|time to access",
    "licence": "license|licenses|licences",
    "outcome": "outcomes",
    "patients": "patient count|patient counts|number of patients|sample size|cohort size",
    "period": "dates|time period|years|time coverage|temporal coverage|fechas",
    "publisher": "publishers|organisation|organization|owner",
    "samples": "number of samples|sample count",
    "source": "source type",
}
_NAMED |= {name: key for key, names in _ALSO.items() for name in names.split("|")}
# A count that is missing is not the same as no patients, so these do not follow a bare “no”.
_UNLIKELY = frozenset(
    ("patients", "samples", "pacientes", "muestras", "variable", "network", "red", "type", "theme", "source")
)
_NAMED |= {"access rights": "access", "follow up": "followup", "format": "format", "organisation": "publisher"}
_NAMES = "|".join(sorted(map(re.escape, _NAMED), key=len, reverse=True))
_LACKED = "|".join(sorted(map(re.escape, _NAMED.keys() - _UNLIKELY), key=len, reverse=True))


def _missing(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), _NAMED[match["name"]], is_missing=True)


RULES: tuple[Rule, ...] = (
    _rule(rf"(?P<take>(?P<name>{_NAMES}) UNSTATED)", _missing),
    _rule(rf"(?P<take>(?:without|no|with no|sin|lacking|lack|missing|unknown|unstated|unspecified) (?:an? |any |the |una? |la |el |information on |description of |details of |data on )?(?:stated |known |indicad[oa] )?(?P<name>{_LACKED})(?: stated| given| information)?)", _missing),
    _rule(rf"(?P<take>(?:do not|does not|not|don t|doesn t) (?:state|stating|say|give|have|specify|report|mention) (?:an? |any |the |their |its )?(?P<name>{_LACKED}))", _missing),
    # Follow-up and time to access come before ages and patients: they have numbers of years and months too.
    *(
        _rule(pattern.replace("UNIT", unit), _number("followup", "n", times=times))
        for unit, times in (("YEARS", 12), ("MONTHS", 1))
        for pattern in (
            r"(?P<take>(?:LEAST )?(?P<n>D) UNIT (?:of )?(?:median )?FOLLOW)",
            r"(?P<take>(?:median )?FOLLOW (?:time )?(?:mediano )?(?:of |de )?(?:LEAST )?(?P<n>D) UNIT(?: or (?:more|longer))?)",
            r"(?P<take>(?:followed|seguidos) (?:up )?(?:for |durante )?(?:LEAST )?(?P<n>D) UNIT)",
        )
    ),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?WITHIN (?P<n>D) (?P<unit>WEEKS|MONTHS|days?|dias?))", _weeks),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?(?P<n>D) (?P<unit>WEEKS|MONTHS|days?|dias?) (?:or less|at most|max|maximum|o menos|como maximo))", _weeks),
    _rule(r"(?P<take>WITHIN (?P<n>D) (?P<unit>WEEKS|MONTHS))", _weeks),
    # Changes.
    _rule(r"(?P<take>CHANGED (?:since|after|desde) (?P<date>\d{4}(?: \d{1,2}){0,2}))", _changed),
    _rule(r"(?P<take>CHANGED (?:in the |within the |en (?:el|la|los|las) )?(?:last|past|ultim[oa]s?) (?P<n>\d{1,4} )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", _lately),
    _rule(r"(?P<take>CHANGED (?:this|est[ea]) (?P<n>1 )?(?P<unit>week|month|year|semana|mes|ano))", _lately),
    # Ages.
    _rule(r"(?P<take>(?:aged?|ages|edades?|de) (?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3})(?: YEARS(?: old)?)?)", _number("age", "a", "b")),
    _rule(r"(?P<take>(?:aged? )?(?:over|older than|above|mayores de|>=?|≥|at least) (?P<a>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "a")),
    _rule(r"(?P<take>(?P<a>\d{1,3}) YEARS (?:and|or|o|y) (?:older|over|above|mas|mayores))", _number("age", "a")),
    _rule(r"(?P<take>(?:aged|older than|mayores de|(?:over|above) the age of) (?:over )?(?P<a>\d{1,2})(?: (?:and|or|y|o) (?:over|older|above|mas|mayores)| \+)?)", _number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?:(?P<under>under|younger than|below|menores de|less than|<)|<=|≤|up to) (?P<b>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>younger than|menores de|under the age of|below the age of|aged under|age under) (?P<b>\d{1,2}))", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>under) (?P<b>\d{1,2})s)", _number("age", "", "b")),
    _rule(r"(?P<take>over (?P<a>\d{1,2})s)", _number("age", "a")),
    _rule(r"(?P<take>(?P<a>\d{1,2}) to (?P<b>\d{1,2}) YEARS(?: old| of age| de edad))", _number("age", "a", "b")),
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
            (r"(?P<take>(?P<a>N) ?(?:or more|\+|plus|o mas)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a")),
            (r"(?P<take>(?P<b>N) (?:or fewer|or less|o menos)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "", "b")),
            (r"(?P<takes>NOUN) (?P<take>LEAST (?P<a>N))", lambda key: _number(key, "a")),
            (r"(?P<takes>NOUN) (?P<take>MOST (?P<b>N))", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a")),
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
    _rule(r"(?P<take>(?:(?:in|from|over|during|en|durante) )?(?:the |l[oa]s )?(?:last|past|ultim[oa]s) (?P<n>\d{1,2}|twenty|fifteen|ten|five|three|two|diez|cinco) YEARS)", _last_years),
    _rule(r"(?P<take>(?:(?:in|from|over|during|en|durante) )?(?:the |la )?(?:last|past|ultima) (?:decade|decada)(?P<n>))", _last_years),
    _rule(r"(?P<take>(?:(?P<since>since|from|desde) |(?:in|during|of|en|durante) )?(?:the |los )?(?P<a>(?:19|20)\d0)s)", _decade),
    _rule(r"(?P<take>FROM (?P<a>Y) TO (?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>(?P<a>Y) to (?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>AFTER (?:the year |el ano )?(?P<a>Y))", _years("a", after=1)),
    _rule(r"(?P<take>SINCE (?P<a>Y)(?: onwards?| on| or later| en adelante)?)", _years("a")),
    _rule(r"(?P<take>(?P<a>Y) (?:onwards?|or later|and later|\+|en adelante))", _years("a")),
    _rule(r"(?P<take>BEFORE (?:the year |el ano )?(?P<b>Y))", _years("", "b", before=1)),
    _rule(r"(?P<take>UNTIL (?P<b>Y))", _years("", "b")),
    _rule(r"(?P<take>(?:in|during|en|durante) (?:the year |el ano )?(?P<a>Y))", _years("a", "a")),
)  # fmt: skip
