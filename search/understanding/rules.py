"""Numbers, years and what is missing, as people write them in English and Spanish: one row a way of saying it.

A rule is a pattern over the folded words of a question. What it names `take…` is used up; words between (“at least 100
adult AML patients”) are left for the others.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, floor

from fair_metadata.vocabularies import folded
from search.fields import FACETS, OTHERS, RANGES
from search.query import Span
from search.understanding.reading import Item

Found = re.Match[str]

_SMALL: Mapping[str, int] = {
    word: number
    for number, names in {
        1: "one|un|una", 2: "two|dos", 3: "three|tres", 4: "four|cuatro", 5: "five|cinco", 6: "six|seis",
        7: "seven|siete", 8: "eight|ocho", 9: "nine|nueve", 10: "ten|diez", 12: "twelve|doce", 15: "fifteen|quince",
        18: "eighteen|dieciocho", 20: "twenty|veinte", 30: "thirty|treinta", 40: "forty|cuarenta", 50: "fifty|cincuenta",
        60: "sixty|sesenta", 65: "sixty five", 70: "seventy|setenta", 80: "eighty|ochenta", 90: "ninety|noventa",
    }.items()
    for word in names.split("|")
}  # fmt: skip
_LARGE: Mapping[str, int] = {
    **dict.fromkeys(("hundred", "cien"), 100),
    **{"doscientos": 200, "trescientos": 300, "quinientos": 500},
    **dict.fromkeys(("thousand", "mil"), 1_000),
    **dict.fromkeys(("million", "millon", "millones"), 1_000_000),
}
# “Thousands of patients” are a thousand or more.
_MANY: Mapping[str, int] = {
    "hundreds of thousands of": 100_000, "tens of thousands of": 10_000, "thousands of": 1_000, "hundreds of": 100,
    "several thousand": 1_000, "several hundred": 100, "a few thousand": 1_000, "a few hundred": 100,
    "many thousands of": 1_000, "millions of": 1_000_000, "dozens of": 24,
    "cientos de miles de": 100_000, "decenas de miles de": 10_000, "miles de": 1_000, "cientos de": 100,
    "varios miles de": 1_000, "varios cientos de": 100,
}  # fmt: skip
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        [
            "january|jan|enero",
            "february|feb|febrero",
            "march|mar|marzo",
            "april|apr|abril",
            "may|mayo",
            "june|jun|junio",
            "july|jul|julio",
            "august|aug|agosto",
            "september|sep|sept|septiembre",
            "october|oct|octubre",
            "november|nov|noviembre",
            "december|dec|diciembre",
        ],
        1,
    )
    for name in names.split("|")
}
_SMALL_NUMBERS = "|".join(sorted((*_SMALL, "a"), key=len, reverse=True))
_LARGE_NUMBERS = "|".join(_LARGE)

_PARTS = {  # the first may be made of others
    "DURATION": r"(?P<n>W) (?P<unit>WEEKS|MONTHS|days?|dias?|fortnights?|quincenas?)",
    "N": rf"(?:\d{{1,9}}(?:k| (?:thousand|million|mil|millones))?|(?:(?:{_SMALL_NUMBERS}) )?(?:{_LARGE_NUMBERS}))(?! percent)",
    "W": rf"(?:\d{{1,4}}|an?|{_SMALL_NUMBERS})",
    "MANY": rf"(?:{'|'.join(_MANY)})",
    "DAY": rf"(?:\d{{4}}(?: \d{{1,2}}){{0,2}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of |de )?(?:{'|'.join(_MONTHS)}) (?:de |of )?\d{{4}}|(?:{'|'.join(_MONTHS)}) (?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:de |of )?\d{{4}})",
    "Y": rf"(?:(?:19|20)\d\d(?: (?:0[1-9]|1[0-2]))?|(?:{'|'.join(_MONTHS)}) (?:de |of )?(?:19|20)\d\d)",
    # More than 200 is 201 or more.
    "LEAST": r"(?:(?P<over>(?<!no )(?<!not )(?:more than|greater than|larger than|bigger than)|exceeding|over|above|upwards of|>|mas de|superior a|mehr als)|at least|at minimum|at a minimum|a minimum of|minimum(?: of)?|min|no fewer than|not fewer than|no less than|not less than|>=|=>|≥|al menos|minimo(?: de)?|un minimo de|como minimo|por lo menos|mindestens)",
    "MOST": r"(?:(?P<under>(?<!no )(?<!not )(?:fewer than|less than|smaller than|shorter than)|under|below|<|menos de|inferior a|weniger als)|at most|up to|a maximum of|maximum(?: of)?|max|no more than|not more than|not exceeding|no greater than|no larger than|<=|=<|≤|como maximo|hasta|maximo(?: de)?|hochstens)",
    "PEOPLE": r"(?:patients?|pts?|people|persons?|individuals?|subjects?|participants?|cases|donors?|patienten|pacientes?|personas?|individuos?|casos|participantes|sujetos)",
    "WHO": r"(?:adults?|adultos?|children|kids|ninos|minors|menores|adolescents?|adolescentes|teenagers?|infants?|elderly|women|men|mujeres|hombres)",
    "SAMPLES": r"(?:samples?|specimens?|biosamples?|biospecimens?|muestras?|biomuestras?|especimenes)",
    "BETWEEN": r"(?:[^\W\d]+ ){0,6}?",
    "YEARS": r"(?:years?|yrs?|anos?)",
    "MONTHS": r"(?:months?|meses|mes)",
    "WEEKS": r"(?:weeks?|semanas?)",
    "FOLLOW": r"(?:(?:follow ?up|followup)(?: time| period| duration)?|seguimiento)",
    "SINCE": r"(?:(?:since|from|starting in|starting from|starting|beginning in|as of|no earlier than|not earlier than|no older than|not older than|not before|in or after|on or after|seit|ab|desde|a partir de)(?: the (?:year|end of|beginning of|start of))?)",
    "AFTER": r"(?:after|post|later than|newer than|nach|despues de|posterior(?:es)? a)",
    "BEFORE": r"(?:before|prior to|pre|earlier than|older than|vor|antes de|anterior(?:es)? a)",
    "UNTIL": r"(?:until|till|up to|through|by|no later than|not later than|not after|hasta)",
    "TO": r"(?:to|and|until|y|a|hasta)",
    "FROM": r"(?:between|from|entre|de|desde)",
    "ACCESS": r"(?:access|accessed|accessible|available|obtain|get|have|availability|obtainable|approval|approved|decision|granted|delivered|delivery|acceso|accesibles?|disponibles?|plazo)",
    "WITHIN": r"(?:(?P<under>(?:in |en )?(?:less than|fewer than|under|below|shorter than|menos de|menor(?:es)? (?:de|que|a)|inferior(?:es)? a))|(?:in |en )?(?:no more than|not more than|up to|at most|como maximo)|within|in|dentro de|en)",
    "WAIT": r"(?:lead time|time to access|access time|waiting time|wait|turnaround(?: time)?|plazo(?: de acceso)?)",
    "CHANGED": r"(?:changed|updated|modified|revised|edited|new|cambiad[oa]s?|actualizad[oa]s?|modificad[oa]s?)",
    "UNSTATED": r"(?:(?:(?:is|are|was|were|has|have) )?(?:(?:not|never) (?:been )?(?:yet )?(?:stated|specified|reported|recorded|provided|available|described|given|known|indicated|documented|filled in|set)|unstated|unspecified|undocumented|missing|unknown|absent|empty|blank)|(?:no|sin) (?:indicar|indicad[oa]s?|especificar|consta|constan)|(?:no )?(?:esta |estan )?(?:desconocid[oa]s?|no indicad[oa]s?)|falta|faltan)",
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


def _amount(text: str) -> int:
    """What a number is, in figures or in words: `1000`, `5k`, `12`, `five hundred`, `10 thousand`, `a`."""
    if text in _MANY:
        return _MANY[text]
    if text.endswith("k"):
        return int(text[:-1]) * 1_000
    number = 1
    for word in text.split():
        number *= int(word) if word.isdigit() else _LARGE.get(word) or _SMALL.get(word, 1)
    return number


def _phrase(match: Found) -> str:
    names = [name for name in match.re.groupindex if name.startswith("take") and match[name]]
    return " ".join(match[name] for name in sorted(names, key=match.start))


def _item(match: Found, key: str, span: Span) -> Item:
    return Item(_phrase(match), key, span=span)


def _number(key: str, least: str = "", most: str = "", times: int = 1) -> Callable[[Found, date], Item | None]:
    """A range whose ends are the named groups of the pattern."""

    def make(match: Found, today: date) -> Item | None:
        low, high = (_amount(match[name]) * times if name else None for name in (least, most))
        said = match.groupdict()
        if times == 1 and _speaks_of_years(match, [n for n in (low, high) if n is not None]):
            return None
        low = low + 1 if low is not None and said.get("over") else low
        high = max(0, high - 1) if high is not None and said.get("under") else high
        return _item(match, key, ("" if low is None else str(low), "" if high is None else str(high)))

    return make


# “Stage 3 or 4 patients” are not four.
_NUMBERED = re.compile(
    r"(?:stage|stages|phase|phases|grade|type|risk|wave|group|arm|part|version|line|class|or|and|to)$"
)


def _bare(key: str) -> Callable[[Found, date], Item | None]:
    """A number without “at least”: of patients where it is large, or stands right before them."""
    counted = _number(key, "a")

    def make(match: Found, today: date) -> Item | None:
        is_next = match.string[match.end("take") :].startswith(f" {match['takes']}")
        is_name = bool(_NUMBERED.search(match.string[: match.start("take")].rstrip()))
        return counted(match, today) if is_next or (_amount(match["a"]) >= 10 and not is_name) else None

    return make


_OF_YEARS = re.compile(
    r"(?:since|from|after|before|until|till|through|in|during|by|to|up to|and|desde|hasta|en|de|entre|tras)$"
)


def _speaks_of_years(match: Found, numbers: list[int]) -> bool:
    """In “since 2010, adults” and “from 2005 to 2014, patients with …” the numbers are years."""
    if not all(1900 <= number < 2100 for number in numbers):
        return False
    begins = match.start("take")
    first = match["take"].split()[0]
    is_next = (
        match.string[match.end("take") :].startswith(f" {match['takes']}") if "takes" in match.groupdict() else False
    )
    return len(numbers) > 1 or (
        bool(_OF_YEARS.search(match.string[:begins].rstrip()))
        if first.isdigit()
        else first in ("up", "hasta") and not is_next
    )


def _lead(end: str) -> Callable[[Found, date], Item | None]:
    """A time to access in weeks, to a tenth of one: no day is lost."""

    def make(match: Found, today: date) -> Item | None:
        unit, said = match["unit"][:1], match.groupdict()
        days = round(_amount(match["n"]) * (365 / 12 if unit == "m" else _DAYS[unit]))
        if end == "least":
            return _item(match, "lead", (_in_weeks(days + (1 if said.get("over") else 0), floor), ""))
        return _item(match, "lead", ("", _in_weeks(max(0, days - (1 if said.get("under") else 0)), ceil)))

    return make


def _in_weeks(days: int, rounded: Callable[[float], int]) -> str:
    return f"{rounded(days * 10 / 7) / 10:g}"


def _years(least: str = "", most: str = "", *, after: int = 0, before: int = 0) -> Callable[[Found, date], Item | None]:
    """A period; “after 2015” begins in 2016 and “before 2015” ends in 2014, while a month is taken as it is."""

    def make(match: Found, today: date) -> Item | None:
        ends = [_year(match[least], after) if least else "", _year(match[most], -before) if most else ""]
        return _item(match, "period", (ends[0], ends[1]))

    return make


def _year(text: str, more: int) -> str:
    year, month = _month(text)
    return f"{year}-{month}" if month else str(int(year) + more)


def _month(text: str) -> tuple[str, str]:
    """Year and month of `2015`, `2015 06`, `june 2015`."""
    first, *rest = text.split()
    if first.isdigit():
        return first, rest[0] if rest else ""
    return rest[-1], f"{_MONTHS[first]:02}"


def _changed(*, before: bool = False) -> Callable[[Found, date], Item | None]:
    """Changed since a day, or not any more: the day before that is the last."""

    def make(match: Found, today: date) -> Item | None:
        day = _day(match["date"])
        return _when(match, day, before=before) if day else None

    return make


def _day(text: str) -> date | None:
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


def _when(match: Found, day: date, *, before: bool) -> Item | None:
    if before:
        return Item(_phrase(match), "changed_until", span=("", (day - timedelta(days=1)).isoformat()))
    return Item(_phrase(match), "changed_since", span=(day.isoformat(), ""))


def _last_years(match: Found, today: date) -> Item | None:
    years = _amount((match["n"] or "1").strip()) * (10 if "dec" in match["take"] else 1)
    return _item(match, "period", (str(today.year - years), "")) if years < 200 else None


def _ongoing(match: Found, today: date) -> Item | None:
    return _item(match, "period", (str(today.year), ""))


def _decade(match: Found, today: date) -> Item | None:
    return _item(match, "period", (match["a"] + "0", match["a"] + "9"))


_DAYS = {"d": 1, "w": 7, "s": 7, "f": 14, "q": 14, "m": 30, "y": 365, "a": 365}


def _lately(*, before: bool = False) -> Callable[[Found, date], Item | None]:
    def make(match: Found, today: date) -> Item | None:
        days = (_amount(match["n"].strip()) if match["n"] else 1) * _DAYS[match["unit"][:1]]
        return _when(match, today - timedelta(days=days), before=before) if days <= 36_500 else None

    return make


_NAMED: dict[str, str] = {
    folded(name): known.key for known in (*RANGES, *FACETS, *OTHERS) for name in known.label.values()
}
_ALSO: Mapping[str, str] = {
    "access": "access|access rights|access conditions",
    "age": "age|ages|age range|age ranges|age limits|edad",
    "age_group": "age groups",
    "contact": "contact|contacts|contact person|contact details|contact address|contact email|contacto|contactos",
    "country": "country|countries|location|geography|spatial coverage|pais",
    "data_kind": "data types|data type|kinds of data|type of data",
    "data_model": "data model|common data model|data standard|modelo de datos",
    "data_use": "duo|duo codes|duo code|duo terms|duo term|data use|data use terms|use conditions|conditions of use|terms of use|data use ontology",
    "disease": "diseases",
    "followup": "follow up|follow up time|seguimiento",
    "format": "formats",
    "keyword": "keywords",
    "language": "languages",
    "lead": "lead time|time to access",
    "landing_page": "landing page|landing pages|home page|homepage|web page|website",
    "licence": "license|licenses|licences|licensing",
    "outcome": "outcomes",
    "patients": "patient count|patient counts|patient numbers|number of patients|numbers of patients|number of participants|number of people|number of persons|number of individuals|number of subjects|number of cases|sample size|cohort size|numero de pacientes",
    "period": "dates|time period|years|time coverage|temporal coverage|fechas",
    "publisher": "publisher|publishers|organisation|organization|owner",
    "publication": "publications|paper|papers|references|publicaciones",
    "samples": "number of samples|sample count",
    "source": "source type|source types|kind of source",
    "variable": "variables|data dictionary|data dictionaries|codebook|diccionario de datos",
}
_NAMED |= {name: key for key, names in _ALSO.items() for name in names.split("|")}
# A count that is missing is not the same as no patients, so these do not follow a bare “no”.
_UNLIKELY = frozenset(
    [
        "patients",
        "samples",
        "pacientes",
        "muestras",
        "variable",
        "variables",
        "network",
        "red",
        "type",
        "theme",
        "source",
        "papers",
        "paper",
        "references",
    ]
)
_NAMED |= {"access rights": "access", "follow up": "followup", "format": "format", "organisation": "publisher"}
_NAMES = "|".join(sorted(map(re.escape, _NAMED), key=len, reverse=True))
_LACKED = "|".join(sorted(map(re.escape, _NAMED.keys() - _UNLIKELY), key=len, reverse=True))


def _missing(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), _NAMED[match["name"]], is_missing=True)


def _unlicensed(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), "licence", is_missing=True)


_BANDS: Mapping[str, str] = {
    **dict.fromkeys(["low", "lowest", "poor", "poorly", "badly", "least", "not", "bajo", "baja"], "low"),
    **dict.fromkeys(["medium", "middle", "average", "medio", "media"], "middle"),
    **dict.fromkeys(["high", "highly", "highest", "very", "alto", "alta"], "high"),
}


def _fair(match: Found, today: date) -> Item | None:
    return Item(_phrase(match), "fair", (_BANDS[match["band"]],))


def _any_of(key: str, *values: str) -> Callable[[Found, date], Item | None]:
    """What is wanted, called by what it is for."""

    def make(match: Found, today: date) -> Item | None:
        return Item(_phrase(match), key, values)

    return make


def _but(key: str, *values: str) -> Callable[[Found, date], Item | None]:
    """A way of saying that something is not wanted that does not name it: “real data” are not synthetic."""

    def make(match: Found, today: date) -> Item | None:
        return Item(_phrase(match), key, values, is_excluded=True)

    return make


_FOR_PROFIT_IS_NOT_ALLOWED = "http://purl.obolibrary.org/obo/DUO_0000018"  # and the two that are kinds of it
_SYNTHETIC = "http://publications.europa.eu/resource/authority/dataset-type/SYNTHETIC_DATA"
_SOURCE = "urn:fdc:vocab:source-types:"
_TRIAL = _SOURCE + "clinical-trial"
# Where patients come from with whom those of a trial are compared (FDA, externally controlled trials, 2023).
_BESIDE_TRIALS = (_SOURCE + "registry", _SOURCE + "EHR", _SOURCE + "claims", _TRIAL)


def turned(item: Item) -> Item | None:
    """What is meant by “not” before it: “not more than 40 days” is up to 40. None where that is no filter."""
    least, most = item.span
    if item.is_missing or item.key not in _TURNED or bool(least) == bool(most):
        return replace(item, is_excluded=True) if item.values and not item.is_excluded else None
    if item.key == "lead":
        days = floor(float(most) * 7) + 1 if most else ceil(float(least) * 7) - 1
        return replace(item, span=(_in_weeks(days, floor), "") if most else ("", _in_weeks(days, ceil)))
    return replace(item, span=(str(int(most) + 1), "") if most else ("", str(max(0, int(least) - 1))))


_TURNED = frozenset({"patients", "samples", "followup", "lead", "age"})


RULES: tuple[Rule, ...] = (
    _rule(rf"(?P<take>(?P<name>{_NAMES}) UNSTATED)", _missing),
    _rule(rf"(?P<take>(?:without|no|with no|neither|sin|ni|lacking|lack|missing|unknown|unstated|unspecified) (?:an? |any |the |their |una? |la |el |information on |description of |details of |data on )?(?:stated |known |clear |valid |indicad[oa] )?(?P<name>{_LACKED})(?: stated| given| described| listed| documented| specified| recorded| assigned| information| point| indicad[oa]s?)?)", _missing),
    _rule(rf"(?P<take>(?:without|no|with no|sin|lacking) (?:an? |any |the |las? |los? )?(?P<name>{_NAMES}) (?:stated|given|described|listed|documented|specified|recorded|indicad[oa]s?|descritas?))", _missing),
    _rule(rf"(?P<take>(?:do not|does not|not|don t|doesn t|no) (?:state|stating|say|tell|give|have|specify|report|mention|indicate|list|name|indican?|dicen?) (?:an? |any |the |their |its |which |what |in which |el |la )?(?P<name>{_LACKED})(?: (?:it|they) (?:is|are|comes?) from)?)", _missing),
    _rule(rf"(?:without|no|neither|lacking|missing|sin|ni) (?:an? |any |una? )?(?:{_LACKED}) (?:n?or|ni|o) (?:an? |no |any |una? )?(?P<take>(?P<name>{_LACKED}))", _missing),
    _rule(r"(?P<take>unlicen[cs]ed|sin licenciar)", _unlicensed),
    # What is said in another way than by the name of a filter's value.
    _rule(r"(?P<take>(?P<band>low|lowest|poor|poorly|badly|least|not|medium|middle|average|high|highest|highly|very) fair(?:ness)?(?: (?:score|scores|points|band|bands|level|rating|data|records))?)", _fair),
    _rule(r"(?P<take>fair(?:ness)? (?:score |points |band |level |rating )?(?:is |are |bands? )?(?P<band>low|poor|medium|middle|high|baj[oa]|medi[oa]|alt[oa]))", _fair),
    _rule(r"(?P<take>(?:no|without) (?:non )?commercial (?:use )?(?:restrictions?|limits?|limitations?)|not (?:restricted|limited) to (?:non ?profit|not for profit|non ?commercial)(?: use| users| organisations)?)", _but("data_use", _FOR_PROFIT_IS_NOT_ALLOWED)),
    _rule(r"(?P<take>(?:(?:for|allow|allows|allowing|permit|permits|permitting|open to|available for|available to|usable for|usable by|allowed for) )?(?<!non )(?<!no )(?<!not )(?:(?:commercial|industrial|for profit) (?:re ?use|use|users?|uses|purposes?|companies|exploitation)|industry (?:re ?use|use|users?|partners))(?: is| are)?(?: allowed| permitted| possible| ok)?)(?! (?:not|prohibited|excluded|forbidden))", _but("data_use", _FOR_PROFIT_IS_NOT_ALLOWED)),
    _rule(r"(?P<take>(?:used|reused|usable|use) commercially|commercially (?:usable|reusable|exploitable))", _but("data_use", _FOR_PROFIT_IS_NOT_ALLOWED)),
    _rule(r"(?P<take>(?:usable|used|open|available|accessible) (?:by|to|for) (?:the )?(?:industry|companies|pharma))", _but("data_use", _FOR_PROFIT_IS_NOT_ALLOWED)),
    _rule(r"(?P<take>(?<!no )(?<!sin )uso comercial(?: permitido)?)", _but("data_use", _FOR_PROFIT_IS_NOT_ALLOWED)),
    _rule(r"(?P<take>(?:only )?real (?:data|datasets?|patients?|records?|people|cohorts?)(?: only)?|datos reales|pacientes reales)(?! world)", _but("type", _SYNTHETIC)),
    _rule(r"(?P<take>(?:external|historical|historic|synthetic) (?:control|controls|comparator|comparators)(?: arms?| groups?| cohorts?)?)(?: for (?:an? |the |our )?BETWEEN(?P<takes>trials?|stud(?:y|ies)))?", _any_of("source", *_BESIDE_TRIALS)),
    _rule(r"(?P<take>non ?interventional(?: (?:study|studies|data|research))?|no intervencional(?:es)?)", _but("source", _TRIAL)),
    # Follow-up and time to access come before ages and patients: they have numbers of years and months too.
    *(
        _rule(pattern.replace("UNIT", unit), make(times))
        for unit, times in (("YEARS", 12), ("MONTHS", 1))
        for pattern, make in (
            (r"(?P<take>MOST (?P<n>W) UNIT (?:of |de )?(?:median )?FOLLOW)", lambda times: _number("followup", "", "n", times)),
            (r"(?P<take>(?:median )?FOLLOW (?:mediano )?(?:of |is |was |de )?MOST (?P<n>W) UNIT)", lambda times: _number("followup", "", "n", times)),
            (r"(?P<take>(?:LEAST )?(?P<n>W)(?: or more| \+| plus| o mas)? UNIT (?:or more |or longer |o mas )?(?:of |de )?(?:median )?FOLLOW)", lambda times: _number("followup", "n", times=times)),
            (r"(?P<take>(?:median )?FOLLOW (?:mediano )?(?:of |is |was |de |longer than |beyond )?(?:LEAST )?(?P<n>W)(?: \+| or more)? UNIT(?: or more| or longer| and more| o mas)?)", lambda times: _number("followup", "n", times=times)),
            (r"(?P<take>(?:followed(?: up)?|seguidos) (?:for|over|during|durante) (?:LEAST )?(?P<n>W) UNIT(?: or more| or longer| o mas)?)", lambda times: _number("followup", "n", times=times)),
        )
    ),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?WITHIN DURATION)", _lead("most")),
    _rule(r"(?P<take>(?:WAIT|takes?|taking|needs?|requires?|tardan?) (?:of |is |de |que )?LEAST DURATION(?: to (?:get|access|obtain|have))?)", _lead("least")),
    _rule(r"(?P<take>LEAST DURATION to (?:get|access|obtain|have))", _lead("least")),
    _rule(r"(?P<take>(?:WAIT|takes?|taking|tardan?) (?:of |is |de )?(?:WITHIN )?DURATION(?: at most| or less)?)", _lead("most")),
    _rule(r"(?<!mortality )(?<!death )(?<!relapse )(?<!aged )(?<!children )(?<!infants )(?P<take>WITHIN DURATION)", _lead("most")),
    # Changes.
    _rule(r"(?P<take>(?:not|never|no) CHANGED (?:since|after|desde) (?P<date>DAY))", _changed(before=True)),
    _rule(r"(?P<take>unchanged (?:since|after) (?P<date>DAY))", _changed(before=True)),
    _rule(r"(?P<take>(?:last )?CHANGED (?:before|prior to|antes de) (?P<date>DAY))", _changed(before=True)),
    _rule(r"(?P<take>(?:last )?CHANGED (?:since|after|desde) (?P<date>DAY))", _changed()),
    _rule(r"(?P<take>(?:not|never|no) CHANGED (?:in the |within the |for the |for |in |en (?:el|la|los|las) )?(?:last |past |over |more than |ultim[oa]s? )?(?P<n>W )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", _lately(before=True)),
    _rule(r"(?P<take>CHANGED (?:more than |over )(?P<n>W )(?P<unit>days?|weeks?|months?|years?) ago)", _lately(before=True)),
    _rule(r"(?P<take>CHANGED (?:in the |within the |en (?:el|la|los|las) )?(?:last|past|ultim[oa]s?) (?P<n>W )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", _lately()),
    _rule(r"(?P<take>CHANGED (?:this|est[ea]) (?P<n>1 )?(?P<unit>week|month|year|semana|mes|ano))", _lately()),
    # Ages.
    _rule(r"(?P<take>(?:aged?|ages|edades?|de) (?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3})(?: YEARS(?: old)?)?)(?! (?:PEOPLE|SAMPLES))", _number("age", "a", "b")),
    _rule(r"(?P<take>(?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "a", "b")),
    _rule(r"(?:PEOPLE|WHO) (?P<take>FROM (?P<a>\d{1,2}) TO (?P<b>\d{1,2}))(?! (?:PEOPLE|SAMPLES|MONTHS|WEEKS))", _number("age", "a", "b")),
    _rule(r"(?P<take>(?:aged? )?(?:over|older than|above|mayores de|>=?|≥|at least) (?P<a>\d{1,3}) YEARS(?: old| of age| de edad)?(?: (?:and|or|o|y) (?:older|over|above|mas|mayores))?)", _number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?P<a>\d{1,3}) YEARS(?: old| of age)? (?:and|or|o|y) (?:older|over|above|mas|mayores))", _number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?P<b>\d{1,3}) YEARS(?: old| of age)? (?:and|or|o|y) (?:younger|under|below|menores))", _number("age", "", "b")),
    _rule(r"(?P<take>(?:aged?|older than|mayores de) (?:over |at least |above )?(?P<a>\d{1,2})(?: \+| (?:and|or|y|o) (?:over|older|above|more|up|mas|mayores))?)", _number("age", "a")),
    _rule(r"(?P<take>(?P<a>\d{1,2}) (?:and|or|y|o) (?:older|above|mayores))", _number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?P<b>\d{1,2}) (?:and|or|y|o) (?:younger|menores))", _number("age", "", "b")),
    _rule(r"(?P<take>(?:aged? )?(?:(?P<under>under|younger than|below|menores de|less than|<)|<=|≤|up to) (?P<b>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>younger than|menores de|under the age of|below the age of|aged under|aged below|age under|age below) (?P<b>\d{1,2}))", _number("age", "", "b")),
    _rule(r"(?P<take>(?:aged? )?up to (?:the )?age (?:of )?(?P<b>\d{1,2}))", _number("age", "", "b")),
    _rule(r"(?P<take>(?:over|above|beyond) the age of (?P<a>\d{1,2}))", _number("age", "a")),
    _rule(r"(?P<take>(?P<under>under) (?P<b>\d{1,2})s)", _number("age", "", "b")),
    _rule(r"(?P<take>over (?P<a>\d{1,2})s)", _number("age", "a")),
    _rule(r"(?:PEOPLE|WHO|those) (?P<take>(?:over|above|aged) (?P<a>\d{1,2}))(?! (?:PEOPLE|SAMPLES))", _number("age", "a")),
    _rule(r"(?:PEOPLE|WHO|those) (?P<take>(?P<a>\d{2}) ?\+)", _number("age", "a")),
    _rule(r"(?:PEOPLE|WHO|those) (?P<take>(?P<under>under|below) (?P<b>\d{1,2}))(?! (?:PEOPLE|SAMPLES))", _number("age", "", "b")),
    # Numbers of people and samples. Who they are is left to be understood.
    *(
        _rule(pattern.replace("NOUN", noun), make(key))
        for key, noun in (("patients", "(?P<takes>PEOPLE)"), ("samples", "(?P<takes>SAMPLES)"), ("patients", "(?:WHO)"))
        for pattern, make in (
            (r"(?P<take>FROM (?P<a>N) TO (?P<b>N)) BETWEENNOUN", lambda key: _number(key, "a", "b")),
            (r"(?P<take>(?P<a>N) to (?P<b>N)) BETWEENNOUN", lambda key: _number(key, "a", "b")),
            (r"(?P<take>LEAST (?P<a>N) (?:and |but |pero |y )?MOST (?P<b>N)) BETWEENNOUN", lambda key: _number(key, "a", "b")),
            (r"(?P<take>MOST (?P<b>N) (?:and |but |pero |y )?LEAST (?P<a>N)) BETWEENNOUN", lambda key: _number(key, "a", "b")),
            (r"(?P<take>(?:n )?LEAST (?P<a>N)) BETWEENNOUN", lambda key: _number(key, "a")),
            (r"(?P<take>(?:n )?MOST (?P<b>N)) BETWEENNOUN", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>N) ?(?:or more|and more|\+|plus|o mas)) BETWEENNOUN", lambda key: _number(key, "a")),
            (r"(?P<take>(?P<b>N) (?:or fewer|or less|o menos)) BETWEENNOUN", lambda key: _number(key, "", "b")),
            (r"(?P<take>LEAST (?P<a>W)) NOUN", lambda key: _number(key, "a")),
            (r"(?P<take>MOST (?P<b>W)) NOUN", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>MANY)) BETWEENNOUN", lambda key: _number(key, "a")),
        )
    ),
    *(
        _rule(pattern.replace("NOUN", noun), make(key))
        for key, noun in (("patients", "PEOPLE"), ("samples", "SAMPLES"))
        for pattern, make in (
            (r"(?P<takes>NOUN) (?P<take>(?:count |counts |numbers )?LEAST (?P<a>N))", lambda key: _number(key, "a")),
            (r"(?P<takes>NOUN) (?P<take>(?:count |counts |numbers )?MOST (?P<b>N))", lambda key: _number(key, "", "b")),
            (r"(?P<takes>NOUN) (?P<take>(?:count |counts |numbers )?FROM (?P<a>N) TO (?P<b>N))", lambda key: _number(key, "a", "b")),
            (r"(?P<take>(?P<a>N)) BETWEEN(?P<takes>NOUN)", _bare),
        )
    ),
    _rule(r"(?P<take>(?:sample|cohort|population|study) size (?:of |is )?(?:LEAST )?(?P<a>N))", _number("patients", "a")),
    _rule(r"(?P<take>(?:sample|cohort|population|study) size (?:of |is )?MOST (?P<b>N))", _number("patients", "", "b")),
    # “n > 200”, “n=500”, “AML > 500”.
    _rule(r"(?P<take>n (?:LEAST|=) (?P<a>N))", _number("patients", "a")),
    _rule(r"(?P<take>n MOST (?P<b>N))", _number("patients", "", "b")),
    _rule(r"(?P<take>(?:>=?|≥) (?P<a>\d{2,9}k?))(?! (?:YEARS|MONTHS|WEEKS|genes|%))", _number("patients", "a")),
    _rule(r"(?P<take>(?P<a>N)) BETWEEN(?:WHO)", _number("patients", "a")),
    # Periods.
    _rule(r"(?P<take>(?P<a>Y) (?:to|until|till) (?:the )?(?:present|date|now|today|hoy))", _years("a")),
    _rule(r"(?P<take>(?:FROM )?(?P<a>Y) (?:hasta|a) (?:hoy|la actualidad))", _years("a")),
    _rule(r"(?P<take>(?:(?:in|from|over|during|within|en|durante|de) )?(?:the |l[oa]s? )?(?:last|past|previous|ultim[oa]s?) (?P<n>W )?(?:YEARS|decades?|decadas?))", _last_years),
    _rule(r"(?P<take>(?:(?:in|from|during|of|en) )?(?:the |los )?(?P<a>(?:19|20)\d)0s)", _decade),
    _rule(r"(?P<take>(?:in|during|de|en) (?:the |los )?(?:anos |decada de )(?P<a>(?:19|20)\d)0)", _decade),
    _rule(r"(?P<take>FROM (?P<a>Y) TO (?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>(?P<a>Y) to (?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>SINCE (?P<a>Y)(?: onwards?| on| or later| en adelante)?)", _years("a")),
    _rule(r"(?P<take>AFTER (?:the year )?(?P<a>Y))", _years("a", after=1)),
    _rule(r"(?P<take>(?:in )?(?P<a>Y) (?:onwards?|or later|and later|or after|and after|or newer|and beyond|en adelante))", _years("a")),
    _rule(r"(?P<take>BEFORE (?:the year )?(?P<b>Y))", _years("", "b", before=1)),
    _rule(r"(?P<take>UNTIL (?P<b>Y))", _years("", "b")),
    _rule(r"(?P<take>(?P<b>Y) (?:or|and) (?:earlier|before))", _years("", "b")),
    _rule(r"(?P<take>(?:in|during|covering|en|durante) (?:the year |el ano )?(?P<a>Y))", _years("a", "a")),
    _rule(r"(?P<take>ongoing|(?:still|currently) (?:recruiting|enrolling|collecting|running|open|active)|up to (?:now|today)|(?:until|to) (?:now|today|date|the present)|en curso|en marcha)", _ongoing),
    # “The over 65s”, “under 18”: what is no count of anything is an age.
    _rule(r"(?P<take>(?:over|above) (?P<a>[1-9]\d))(?! (?:PEOPLE|SAMPLES|WHO|MONTHS|WEEKS|days|percent|%))", _number("age", "a")),
    _rule(r"(?P<take>(?P<under>under|below) (?P<b>[1-9]\d?))(?! (?:PEOPLE|SAMPLES|WHO|MONTHS|WEEKS|days|percent|%))", _number("age", "", "b")),
)  # fmt: skip
