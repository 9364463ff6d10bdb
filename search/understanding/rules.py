"""Numbers, years and what is missing, as people write them in five languages: one row a way of saying it.

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


# Numbers that people write in words, of people and samples; the small ones only of years, months and weeks.
def _counted(line: str, step: int = 1) -> dict[str, int]:
    return {word: step * (place + 1) for place, word in enumerate(line.split())}


_FEW = _counted("one two three four five six seven eight nine") | _counted(
    "un dos tres cuatro cinco seis siete ocho nueve"
)
_TENS = _counted("ten twenty thirty forty fifty sixty seventy eighty ninety", 10)
_TENS |= _counted("diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10)
_HUNDREDS = {
    "hundred": 100,
    "thousand": 1000,
    "cien": 100,
    "ciento": 100,
    "mil": 1000,
    "cent": 100,
    "mille": 1000,
    "cento": 100,
}
_HUNDREDS |= {"hundert": 100, "tausend": 1000, "doscient[oa]s": 200, "trescient[oa]s": 300, "quinient[oa]s": 500}
_ONES = "|".join(["a", *_FEW, *_TENS])
_WORDED = rf"(?:(?:{_ONES}) )?(?:{'|'.join(_HUNDREDS)})|{'|'.join(_TENS)}"

_MONTHS = _counted("january february march april may june july august september october november december")
_MONTHS |= _counted("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
_MONTHS |= _counted("januar februar marz april mai juni juli august september oktober november dezember")
_MONTHS |= _counted("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
_MONTHS |= _counted("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre")

_PARTS = {
    "N": rf"(?:\d{{1,9}}(?:k)?|{_WORDED})",
    "FEW": rf"(?:\d{{1,3}}|{'|'.join([*_FEW, *_TENS])})",
    "Y": rf"(?:(?:{'|'.join(_MONTHS)}) (?:de |of |del )?){{0,1}}(?:19|20)\d\d(?: (?:0[1-9]|1[0-2])){{0,1}}",
    # More than 200 is 201 or more.
    "LEAST": r"(?:(?P<over>(?<!no )(?<!not )(?<!nicht )(?<!non )(?:more than|greater than|larger than|bigger than|exceeding|over|above|upwards of|>|mas de|superior(?:es)? a|mayor(?:es)? (?:que|a)|mehr als|uber|plus de|superieure?s? a|piu di|oltre|superior[ei] a))|at least|at minimum|a minimum of|minimum(?: of| de)?|min|no fewer than|not fewer than|no less than|not less than|>=|=>|≥|al menos|minimo(?: de| di)?|un minimo de|como minimo|por lo menos|no menos de|mindestens|wenigstens|au moins|au minimum|almeno)",
    "MOST": r"(?:(?P<under>(?<!no )(?<!not )(?<!nicht )(?<!non )(?:fewer than|less than|smaller than|under|below|<|menos de|inferior(?:es)? a|weniger als|unter|moins de|inferieure?s? a|meno di|inferior[ei] a))|at most|up to|a maximum of|maximum(?: of| de)?|max|no more than|not more than|<=|=<|≤|como maximo|no mas de|hasta|maximo(?: de)?|hochstens|maximal|bis zu|nicht mehr als|au plus|au maximum|jusqu a|pas plus de|al massimo|fino a|non piu di)",
    # After the number and what is counted.
    "MORE": r"(?:or more|o mas|ou plus|oder mehr|o piu|at least|at minimum|como minimo|por lo menos|au moins|mindestens|almeno)",
    "LESS": r"(?:or fewer|or less|o menos|ou moins|oder weniger|o meno|at most|at maximum|como maximo|au plus|au maximum|hochstens|al massimo)",
    "PEOPLE": r"(?:patients?|pts?|people|persons?|individuals?|subjects?|participants?|cases|donors?|patienten|patientinnen|personen|teilnehmer|pacientes?|personas?|individuos?|casos|participantes|sujetos|malades|personnes|sujets|cas|pazienti|persone|casi|soggetti)",
    "SAMPLES": r"(?:samples?|specimens?|biosamples?|biospecimens?|muestras?|biomuestras?|especimenes|proben|echantillons?|prelevements|campioni)",
    "BETWEEN": r"(?:[^\W\d]+ ){0,6}?",
    "YEARS": r"(?:years?|yrs?|anos?|jahre?n?|ans?|annees|anni|anno)",
    "MONTHS": r"(?:months?|meses|mes|monate?n?|mois|mesi|mese)",
    "WEEKS": r"(?:weeks?|semanas?|wochen?|semaines?|settimane|settimana)",
    "FOLLOW": r"(?:follow ?up|followup|seguimiento|nachbeobachtung|nachbeobachtungszeit|suivi)",
    "OF": r"(?:of|de|di|d)",
    "SINCE": r"(?:since|from|starting in|starting from|starting|beginning in|seit|ab|desde|a partir del?|depuis|dal|a partire dal?)",
    "AFTER": r"(?:after|post|later than|newer than|mas recientes? que|mas nuev[oa]s? que|nach|despues del?|posterior(?:es)? al?|tras|apres|posterieure?s? a|dopo|successiv[oi] al?)",
    "BEFORE": r"(?:before|prior to|pre|earlier than|older than|vor|antes del?|anterior(?:es)? al?|avant|anterieure?s? a|prima del?|anteriori al?)",
    "UNTIL": r"(?:until|till|up to|through|hasta|bis|jusqu en|fino al?)",
    "WHEN": r"(?:(?:the |el |l |dem |il )?(?:(?:year|ano|jahr|annee|anno) )?)",
    "TO": r"(?:to|and|until|y|a|hasta|bis|und|et|e|al)",
    "FROM": r"(?:between|from|entre|de|desde|zwischen|von|tra|fra|da|dal)",
    "ACCESS": r"(?:access|accessed|accessible|available|obtain|get|availability|lead time|obtainable|acceso|accesibles?|disponibles?|obtener|plazo|zugang|acces|accesso)",
    "WITHIN": r"(?:within|in less than|in fewer than|in under|in no more than|in up to|in at most|in|under|less than|at most|dentro de|antes de|en menos de|en|menos de|innerhalb von|binnen|in weniger als|en moins de|sous|avant|entro|in meno di|prima di)",
    "CHANGED": r"(?:changed|updated|modified|revised|new|cambiad[oa]s?|actualizad[oa]s?|modificad[oa]s?)",
    "UNSTATED": r"(?:(?:is |are )?(?:not stated|not specified|not reported|not recorded|not provided|not available|not described|unstated|unspecified|missing|unknown|not given|not known|absent|empty)|(?:no|sin) (?:indicar|especificar|indicad[oa]s?|especificad[oa]s?|declarad[oa]s?|conocid[oa]s?|consta|disponible)|desconocid[oa]s?|ausentes?|nicht angegeben|unbekannt|non (?:indicat[oa]|specificat[oa]|precisee?|renseignee?)|inconnue?|sconosciut[oa])",
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
    if text[0].isdigit():
        return str(int(text[:-1]) * 1000 if text.endswith("k") else int(text))
    first, _, last = text.rpartition(" ")
    many = {**_FEW, **_TENS}
    times = next((n for word, n in _HUNDREDS.items() if re.fullmatch(word, last)), many.get(last, 1))
    return str(many.get(first, 1) * times)


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
    first, *rest = text.split()
    if first in _MONTHS:
        return f"{rest[-1]}-{_MONTHS[first]:02}"
    return f"{first}-{rest[0]}" if rest else str(int(first) + more)


def _changed(match: Found, today: date) -> Item | None:
    parts = [part for part in match["date"].split() if part.isdigit()]
    try:
        day = date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except (ValueError, IndexError):
        return None
    return Item(_phrase(match), "changed_since", span=(day.isoformat(), ""))


def _last_years(match: Found, today: date) -> Item | None:
    return _item(match, "period", (str(today.year - int(match["n"])), ""))


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
    "country": "country|countries|location|geography|spatial coverage|pais|paises|pays|land|paese",
    "data_kind": "data types|data type|kinds of data|type of data",
    "data_model": "data model|common data model|data standard|modelo de datos",
    "data_use": "duo|duo codes|data use|use conditions|data use ontology",
    "disease": "diseases",
    "followup": "follow up|follow up time|seguimiento",
    "format": "formats",
    "keyword": "keywords",
    "language": "languages",
    "lead": "lead time|time to access",
    "licence": "license|licenses|licences|licencias|lizenz|lizenzen|licenza|licenze",
    "outcome": "outcomes",
    "patients": "patient count|patient counts|number of patients|sample size|cohort size|numero de pacientes|nombre de patients|patientenzahl|numero di pazienti",
    "period": "dates|time period|years|time coverage|temporal coverage|fechas",
    "publisher": "publishers|organisation|organization|owner",
    "samples": "number of samples|sample count|numero de muestras",
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
    _rule(rf"(?P<take>(?:without|no|with no|sin|ohne|sans|senza|lacking|lack|missing|unknown|unstated|unspecified) (?:an? |any |the |una? |la |el |information on |description of |details of |data on |informacion (?:sobre|de)(?: la| el)? |datos de )?(?:stated |known |indicad[oa] )?(?P<name>{_LACKED})(?: stated| given| information| indicad[oa]s?| especificad[oa]s?| declarad[oa]s?| conocid[oa]s?)?)", _missing),
    _rule(rf"(?P<take>(?:do not|does not|not|don t|doesn t) (?:state|stating|say|give|have|specify|report|mention) (?:an? |any |the |their |its )?(?P<name>{_LACKED}))", _missing),
    _rule(rf"(?P<take>no (?:indican?|especifican?|declaran?|mencionan?|tienen?|dicen?|dan?) (?:la |el |las |los |sus? |ningun[ao]? )?(?P<name>{_LACKED}))", _missing),
    # Follow-up and time to access come before ages and patients: they have numbers of years and months too.
    _rule(r"(?P<take>(?:LEAST )?(?P<n>FEW) YEARS (?:OF )?(?:median )?FOLLOW)", _number("followup", "n", times=12)),
    _rule(r"(?P<take>(?:LEAST )?(?P<n>FEW) MONTHS (?:OF )?(?:median )?FOLLOW)", _number("followup", "n")),
    _rule(r"(?P<take>(?:median )?FOLLOW (?:median[oa]? )?(?:OF |longer than )?(?:LEAST )?(?P<n>FEW) YEARS)", _number("followup", "n", times=12)),
    _rule(r"(?P<take>(?:median )?FOLLOW (?:median[oa]? )?(?:OF |longer than )?(?:LEAST )?(?P<n>FEW) MONTHS)", _number("followup", "n")),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?(?:WITHIN|MOST) (?P<n>FEW) (?P<unit>WEEKS|MONTHS|days?|dias?|tagen?|jours?|giorni))", _weeks),
    _rule(r"(?P<take>WITHIN (?P<n>FEW) (?P<unit>WEEKS|MONTHS))", _weeks),
    # Changes.
    _rule(r"(?P<take>CHANGED (?:since|after|desde) (?P<date>\d{4}(?: \d{1,2}){0,2}))", _changed),
    _rule(r"(?P<take>CHANGED (?:in the |within the |en (?:el|la|los|las) )?(?:last|past|ultim[oa]s?) (?P<n>\d{1,4} )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", _lately),
    _rule(r"(?P<take>CHANGED (?:this|est[ea]) (?P<n>1 )?(?P<unit>week|month|year|semana|mes|ano))", _lately),
    # Ages.
    _rule(r"(?P<take>(?:aged?|ages|edad(?:es)?|eta|alter|de) (?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3})(?: YEARS(?: old| of age| de edad)?)?)(?! PEOPLE| SAMPLES)", _number("age", "a", "b")),
    _rule(r"(?P<take>FROM (?P<a>\d{1,3}) TO (?P<b>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "a", "b")),
    _rule(r"(?P<take>(?:aged? |age de |ages de )?(?:over|older than|above|mayores de|>=?|≥|at least|uber|alter als|plus de|oltre|piu di|sopra i) (?P<a>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "a")),
    _rule(r"(?P<take>(?P<a>\d{1,3}) YEARS (?:and|or|o|y|et|und|e) (?:older|over|above|mas|mayores|plus|alter|oltre|piu))", _number("age", "a")),
    _rule(r"(?P<take>(?:aged|older than|mayores de) (?:over )?(?P<a>\d{1,2})(?: and over| or over)?)", _number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?:(?P<under>under|younger than|below|menores de|less than|<|unter|junger als|moins de|meno di|sotto i)|<=|≤|up to|bis|jusqu a|fino a) (?P<b>\d{1,3}) YEARS(?: old| of age| de edad)?)", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>younger than|menores de|under the age of|below the age of|aged under|age under) (?P<b>\d{1,2}))", _number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>under) (?P<b>\d{1,2})s)", _number("age", "", "b")),
    _rule(r"(?P<take>over (?P<a>\d{1,2})s)", _number("age", "a")),
    _rule(r"(?:PEOPLE|adults?|those) (?P<take>(?:over|above|aged) (?P<a>\d{1,2}))", _number("age", "a")),
    _rule(r"(?:PEOPLE|children|kids|adults?|those) (?P<take>(?P<under>under|below) (?P<b>\d{1,2}))", _number("age", "", "b")),
    # Numbers of people and samples.
    *(
        _rule(pattern.replace("NOUN", noun), make(key))
        for key, noun in (("patients", "PEOPLE"), ("samples", "SAMPLES"))
        for pattern, make in (
            (r"(?P<take>FROM (?P<a>N) TO (?P<b>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a", "b")),
            (r"(?P<take>LEAST (?P<a>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a")),
            (r"(?P<take>MOST (?P<b>N)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>N) ?(?:or more|\+|plus|o mas)) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "a")),
            (r"(?P<takes>NOUN) (?P<take>LEAST (?P<a>N))", lambda key: _number(key, "a")),
            (r"(?P<takes>NOUN) (?P<take>MOST (?P<b>N))", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<b>N) LESS) BETWEEN(?P<takes>NOUN)", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<b>N)) BETWEEN(?P<takes>NOUN) (?P<takez>LESS)", lambda key: _number(key, "", "b")),
            (r"(?P<take>(?P<a>N)) BETWEEN(?P<takes>NOUN)(?: (?P<takez>MORE))?", lambda key: _number(key, "a")),
        )
    ),
    # “n > 200”, “n=500”, “AML > 500”.
    _rule(r"(?P<take>n (?:LEAST|=) (?P<a>N))", _number("patients", "a")),
    _rule(r"(?P<take>n MOST (?P<b>N))", _number("patients", "", "b")),
    _rule(r"(?P<take>(?:>=?|≥) (?P<a>\d{2,9}k?))(?! (?:YEARS|MONTHS|WEEKS|genes|%))", _number("patients", "a")),
    # “500 adults”: the noun says who, so it is left to be understood.
    _rule(r"(?P<take>(?:LEAST )?(?P<a>N)) (?=BETWEEN(?:adults?|children|kids|adultos|ninos|adolescents?|infants?|elderly))BETWEEN\S+", _number("patients", "a")),
    # Periods.
    _rule(r"(?P<take>(?:in|from|over|during|en|durante) (?:the |l[oa]s )?(?:last|past|ultim[oa]s) (?P<n>\d{1,2}) YEARS)", _last_years),
    _rule(r"(?P<take>FROM WHEN(?P<a>Y) TO WHEN(?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>(?P<a>Y) to (?P<b>Y))", _years("a", "b")),
    _rule(r"(?P<take>AFTER WHEN(?P<a>Y))", _years("a", after=1)),
    _rule(r"(?P<take>SINCE WHEN(?P<a>Y)(?: onwards?| on| or later| en adelante)?)", _years("a")),
    _rule(r"(?P<take>(?P<a>Y) (?:onwards?|or later|and later|en adelante))", _years("a")),
    _rule(r"(?P<take>BEFORE WHEN(?P<b>Y))", _years("", "b", before=1)),
    _rule(r"(?P<take>UNTIL WHEN(?P<b>Y))", _years("", "b")),
    _rule(r"(?P<take>(?:in|during|en|durante|im|nel|pendant) WHEN(?P<a>Y))", _years("a", "a")),
)  # fmt: skip
