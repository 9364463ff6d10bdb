"""Numbers, years and what is missing, as people write them in five languages: one row a way of saying it.

A rule is a pattern over the folded words of a question. What it names `take…` is used up; words between (“at least 100
adult AML patients”) are left for the others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from search.understanding.making import (
    Make,
    ages,
    any_of,
    bare,
    but,
    changed,
    decade,
    fair,
    last_years,
    lately,
    lead,
    missing,
    number,
    ongoing,
    unlicensed,
    years,
)
from search.understanding.reading import Item
from search.understanding.wording import LACKED, NAMES, PARTS


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of saying something, and the filter that it makes; None when the words mean something else after all."""

    pattern: re.Pattern[str]
    make: Make


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


def _rule(pattern: str, make: Make) -> Rule:
    for name, part in PARTS.items():
        pattern = re.sub(rf"\b{name}\b", lambda _, part=part: part, pattern)
    return Rule(re.compile(rf"(?<!\S){pattern}(?!\S)"), make)


_FOR_PROFIT_IS_NOT_ALLOWED = but("data_use", "http://purl.obolibrary.org/obo/DUO_0000018")  # nor what is a kind of it
_NOT_SYNTHETIC = but("type", "http://publications.europa.eu/resource/authority/dataset-type/SYNTHETIC_DATA")
_SOURCE = "urn:fdc:vocab:source-types:"
_TRIAL = _SOURCE + "clinical-trial"
# Where patients come from with whom those of a trial are compared (FDA, externally controlled trials, 2023).
_BESIDE_TRIALS = any_of("source", _SOURCE + "registry", _SOURCE + "EHR", _SOURCE + "claims", _TRIAL)

RULES: tuple[Rule, ...] = (
    _rule(rf"(?P<take>(?P<name>{NAMES}) UNSTATED)", missing),
    _rule(rf"(?P<take>(?:without|no|with no|neither|sin|ni|ohne|keine?|sans|pas de|senza|lacking|lack|missing|unknown|unstated|unspecified) (?:an? |any |the |their |una? |la |el |information on |description of |details of |data on |informacion (?:sobre|de)(?: la| el)? |datos de )?(?:stated |known |clear |valid |indicad[oa] )?(?P<name>{LACKED})(?: stated| given| described| listed| documented| specified| recorded| assigned| information| point| indicad[oa]s?| especificad[oa]s?| declarad[oa]s?| conocid[oa]s?)?)", missing),
    _rule(rf"(?P<take>(?:without|no|with no|sin|lacking) (?:an? |any |the |las? |los? )?(?P<name>{NAMES}) (?:stated|given|described|listed|documented|specified|recorded|indicad[oa]s?|descritas?))", missing),
    _rule(rf"(?P<take>(?:do not|does not|not|don t|doesn t) (?:state|stating|say|tell|give|have|specify|report|mention|indicate|list|name) (?:an? |any |the |their |its |which |what |in which )?(?P<name>{LACKED})(?: (?:it|they) (?:is|are|comes?) from)?)", missing),
    _rule(rf"(?P<take>no (?:indican?|especifican?|declaran?|mencionan?|tienen?|dicen?|dan?) (?:la |el |las |los |sus? |ningun[ao]? )?(?P<name>{LACKED}))", missing),
    _rule(rf"(?:without|no|neither|lacking|missing|sin|ni) (?:an? |any |una? )?(?:{LACKED}) (?:n?or|ni|o) (?:an? |no |any |una? )?(?P<take>(?P<name>{LACKED}))", missing),
    _rule(r"(?P<take>unlicen[cs]ed|sin licenciar)", unlicensed),
    # What is said in another way than by the name of a filter's value.
    _rule(r"(?P<take>(?P<band>low|lowest|poor|poorly|badly|least|not|medium|middle|average|high|highest|highly|very) fair(?:ness)?(?: (?:score|scores|points|band|bands|level|rating|data|records))?)", fair),
    _rule(r"(?P<take>fair(?:ness)? (?:score |points |band |level |rating )?(?:is |are |bands? )?(?P<band>low|poor|medium|middle|high|baj[oa]|medi[oa]|alt[oa]))", fair),
    _rule(r"(?P<take>(?:no|without) (?:non )?commercial (?:use )?(?:restrictions?|limits?|limitations?)|not (?:restricted|limited) to (?:non ?profit|not for profit|non ?commercial)(?: use| users| organisations)?)", _FOR_PROFIT_IS_NOT_ALLOWED),
    _rule(r"(?P<take>(?:(?:for|allow|allows|allowing|permit|permits|permitting|open to|available for|available to|usable for|usable by|allowed for) )?(?<!non )(?<!no )(?<!not )(?:(?:commercial|industrial|for profit) (?:re ?use|use|users?|uses|purposes?|companies|exploitation)|industry (?:re ?use|use|users?|partners))(?: is| are)?(?: allowed| permitted| possible| ok)?)(?! (?:not|prohibited|excluded|forbidden))", _FOR_PROFIT_IS_NOT_ALLOWED),
    _rule(r"(?P<take>(?:used|reused|usable|use) commercially|commercially (?:usable|reusable|exploitable))", _FOR_PROFIT_IS_NOT_ALLOWED),
    _rule(r"(?P<take>(?:usable|used|open|available|accessible) (?:by|to|for) (?:the )?(?:industry|companies|pharma))", _FOR_PROFIT_IS_NOT_ALLOWED),
    _rule(r"(?P<take>(?<!no )(?<!sin )uso comercial(?: permitido)?)", _FOR_PROFIT_IS_NOT_ALLOWED),
    _rule(r"(?P<take>(?:only )?real (?:data|datasets?|patients?|records?|people|cohorts?)(?: only)?|datos reales|pacientes reales)(?! world)", _NOT_SYNTHETIC),
    _rule(r"(?P<take>(?:external|historical|historic|synthetic) (?:control|controls|comparator|comparators)(?: arms?| groups?| cohorts?)?)(?: for (?:an? |the |our )?BETWEEN(?P<takes>trials?|stud(?:y|ies)))?", _BESIDE_TRIALS),
    _rule(r"(?P<take>non ?interventional(?: (?:study|studies|data|research))?|no intervencional(?:es)?)", but("source", _TRIAL)),
    # Follow-up and time to access come before ages and patients: they have numbers of years and months too.
    *(
        _rule(pattern.replace("UNIT", unit), make(times))
        for unit, times in (("YEARS", 12), ("MONTHS", 1))
        for pattern, make in (
            (r"(?P<take>MOST (?P<n>D) UNIT (?:OF )?(?:median )?FOLLOW)", lambda times: number("followup", "", "n", times)),
            (r"(?P<take>(?:median )?FOLLOW (?:median[oa]? )?(?:OF |is |was )?MOST (?P<n>D) UNIT)", lambda times: number("followup", "", "n", times)),
            (r"(?P<take>(?:LEAST )?(?P<n>D)(?: MORE| \+| plus)? UNIT (?:MORE )?(?:OF )?(?:median )?FOLLOW)", lambda times: number("followup", "n", times=times)),
            (r"(?P<take>(?:median )?FOLLOW (?:median[oa]? )?(?:OF |is |was |beyond )?(?:LEAST )?(?P<n>D)(?: \+| MORE)? UNIT(?: MORE)?)", lambda times: number("followup", "n", times=times)),
            (r"(?P<take>(?:followed|seguidos) (?:up )?(?:for |over |during |durante )?(?:LEAST )?(?P<n>D) UNIT(?: MORE)?)", lambda times: number("followup", "n", times=times)),
        )
    ),
    _rule(r"(?P<take>(?:ACCESS|WAIT) (?:[^\W\d]+ ){0,3}?WITHIN DURATION)", lead(is_most=True)),
    _rule(r"(?P<take>(?:WAIT|takes?|taking|needs?|requires?|tardan?) (?:of |is |de |que )?LEAST DURATION(?: to (?:get|access|obtain|have))?)", lead(is_most=False)),
    _rule(r"(?P<take>LEAST DURATION to (?:get|access|obtain|have))", lead(is_most=False)),
    _rule(r"(?P<take>(?:WAIT|takes?|taking|tardan?) (?:of |is |de )?(?:WITHIN )?DURATION(?: LESS)?)", lead(is_most=True)),
    _rule(r"(?P<take>ACCESS (?:[^\W\d]+ ){0,3}?DURATION LESS)", lead(is_most=True)),
    _rule(r"(?<!mortality )(?<!death )(?<!relapse )(?<!aged )(?<!children )(?<!infants )(?P<take>WITHIN DURATION)", lead(is_most=True)),
    # Changes.
    _rule(r"(?P<take>(?:not|never|no) CHANGED (?:since|after|desde) (?P<date>DATE))", changed(before=True)),
    _rule(r"(?P<take>unchanged (?:since|after) (?P<date>DATE))", changed(before=True)),
    _rule(r"(?P<take>(?:last )?CHANGED (?:before|prior to|antes de) (?P<date>DATE))", changed(before=True)),
    _rule(r"(?P<take>(?:last )?CHANGED (?:since|after|desde) (?P<date>DATE))", changed()),
    _rule(r"(?P<take>(?:not|never|no) CHANGED (?:in the |within the |for the |for |in |en (?:el|la|los|las) )?(?:last |past |over |more than |ultim[oa]s? )?(?P<n>D )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", lately(before=True)),
    _rule(r"(?P<take>CHANGED (?:more than |over )(?P<n>D )(?P<unit>days?|weeks?|months?|years?) ago)", lately(before=True)),
    _rule(r"(?P<take>CHANGED (?:in the |within the |en (?:el|la|los|las) )?(?:last|past|ultim[oa]s?) (?P<n>D )?(?P<unit>days?|weeks?|months?|years?|dias?|semanas?|meses|mes|anos?))", lately()),
    _rule(r"(?P<take>CHANGED (?:this|est[ea]) (?P<n>1 )?(?P<unit>week|month|year|semana|mes|ano))", lately()),
    # Ages.
    _rule(r"(?P<take>(?:aged?|ages|edad(?:es)?|eta|alter|de) (?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3})(?: YEARS(?: OLD)?)?)(?! (?:PEOPLE|SAMPLES))", number("age", "a", "b")),
    _rule(r"(?P<take>(?:FROM )?(?P<a>\d{1,3}) TO (?P<b>\d{1,3}) YEARS(?: OLD)?)", number("age", "a", "b")),
    _rule(r"(?:PEOPLE|WHO) (?P<take>FROM (?P<a>\d{1,2}) TO (?P<b>\d{1,2}))(?! (?:PEOPLE|SAMPLES|MONTHS|WEEKS))", number("age", "a", "b")),
    _rule(r"(?P<take>(?:aged? |age de |ages de )?(?:over|older than|above|mayores de|>=?|≥|at least|uber|alter als|plus de|oltre|piu di|sopra i) (?P<a>\d{1,3}) YEARS(?: OLD)?(?: OLDER)?)", number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?P<a>\d{1,3}) YEARS(?: OLD)? OLDER)", number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?P<b>\d{1,3}) YEARS(?: OLD)? YOUNGER)", number("age", "", "b")),
    _rule(r"(?P<take>(?:aged?|older than|mayores de|(?:over|above|beyond) the age of) (?:over |at least |above )?(?P<a>\d{1,2})(?: \+| OLDER)?)", number("age", "a")),
    _rule(r"(?P<take>(?P<a>\d{1,2}) (?:and|or|y|o) (?:older|above|mayores))", number("age", "a")),
    _rule(r"(?P<take>(?:aged? )?(?P<b>\d{1,2}) (?:and|or|y|o) (?:younger|menores))", number("age", "", "b")),
    _rule(r"(?P<take>(?:aged? )?(?:(?P<under>under|younger than|below|menores de|less than|<|unter|junger als|moins de|meno di|sotto i)|<=|≤|up to|bis|jusqu a|fino a) (?P<b>\d{1,3}) YEARS(?: OLD)?)", number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>younger than|menores de|under the age of|below the age of|aged under|aged below|age under|age below) (?P<b>\d{1,2}))", number("age", "", "b")),
    _rule(r"(?P<take>(?:aged? )?up to (?:the )?age (?:of )?(?P<b>\d{1,2}))", number("age", "", "b")),
    _rule(r"(?P<take>(?P<under>under) (?P<b>\d{1,2})s)", number("age", "", "b")),
    _rule(r"(?P<take>over (?P<a>\d{1,2})s)", number("age", "a")),
    # As the field's own societies count them: 15 to 39 years.
    _rule(r"(?P<take>aya|tya|(?:adolescents?|teenagers?|teens) and young adults?|adolescentes y adultos jovenes)", ages(15, 39)),
    _rule(r"(?P<take>young adults?|adultos jovenes)", ages(18, 39)),
    _rule(r"(?:PEOPLE|WHO|those) (?P<take>(?:over|above|aged) (?P<a>\d{1,2}))(?! (?:PEOPLE|SAMPLES))", number("age", "a")),
    _rule(r"(?:PEOPLE|WHO|those) (?P<take>(?P<a>\d{2}) ?\+)", number("age", "a")),
    _rule(r"(?:PEOPLE|WHO|those) (?P<take>(?P<under>under|below) (?P<b>\d{1,2}))(?! (?:PEOPLE|SAMPLES))", number("age", "", "b")),
    # Numbers of people and samples. Who they are is left to be understood.
    *(
        _rule(pattern.replace("NOUN", noun), make(key))
        for key, noun in (("patients", "(?P<takes>PEOPLE)"), ("samples", "(?P<takes>SAMPLES)"), ("patients", "(?:WHO)"))
        for pattern, make in (
            (r"(?P<take>FROM (?P<a>N) TO (?P<b>N)) BETWEENNOUN", lambda key: number(key, "a", "b")),
            (r"(?P<take>(?P<a>N) (?:to|a) (?P<b>N)) BETWEENNOUN", lambda key: number(key, "a", "b")),
            (r"(?P<take>LEAST (?P<a>N) (?:and |but |pero |y )?MOST (?P<b>N)) BETWEENNOUN", lambda key: number(key, "a", "b")),
            (r"(?P<take>MOST (?P<b>N) (?:and |but |pero |y )?LEAST (?P<a>N)) BETWEENNOUN", lambda key: number(key, "a", "b")),
            (r"(?P<take>(?:n )?LEAST (?P<a>N)) BETWEENNOUN", lambda key: number(key, "a")),
            (r"(?P<take>(?:n )?MOST (?P<b>N)) BETWEENNOUN", lambda key: number(key, "", "b")),
            (r"(?P<take>(?P<a>N) ?(?:MORE|\+|plus)) BETWEENNOUN", lambda key: number(key, "a")),
            (r"(?P<take>(?P<b>N) LESS) BETWEENNOUN", lambda key: number(key, "", "b")),
            (r"(?P<take>LEAST (?P<a>D)) NOUN", lambda key: number(key, "a")),
            (r"(?P<take>MOST (?P<b>D)) NOUN", lambda key: number(key, "", "b")),
        )
    ),
    *(
        _rule(pattern.replace("NOUN", noun), make(key))
        for key, noun in (("patients", "PEOPLE"), ("samples", "SAMPLES"))
        for pattern, make in (
            (r"(?P<takes>NOUN) (?P<take>(?:count |counts |numbers )?LEAST (?P<a>N))", lambda key: number(key, "a")),
            (r"(?P<takes>NOUN) (?P<take>(?:count |counts |numbers )?MOST (?P<b>N))", lambda key: number(key, "", "b")),
            (r"(?P<takes>NOUN) (?P<take>(?:count |counts |numbers )?FROM (?P<a>N) TO (?P<b>N))", lambda key: number(key, "a", "b")),
            (r"(?P<take>(?P<b>N)) BETWEEN(?P<takes>NOUN) (?P<takez>LESS)", lambda key: number(key, "", "b")),
            (r"(?P<take>(?P<a>N)) BETWEEN(?P<takes>NOUN)(?: (?P<takez>MORE))?", bare),
        )
    ),
    _rule(r"(?P<take>(?:sample|cohort|population|study) size (?:of |is )?(?:LEAST )?(?P<a>N))", number("patients", "a")),
    _rule(r"(?P<take>(?:sample|cohort|population|study) size (?:of |is )?MOST (?P<b>N))", number("patients", "", "b")),
    # “n > 200”, “n=500”, “AML > 500”, “500 adults”; but “AML 65+”.
    _rule(r"(?P<take>n (?:LEAST|=) (?P<a>N))", number("patients", "a")),
    _rule(r"(?P<take>n MOST (?P<b>N))", number("patients", "", "b")),
    _rule(r"(?P<take>(?:>=?|≥) (?P<a>\d{2,9}k?))(?! (?:YEARS|MONTHS|WEEKS|genes|percent))", number("patients", "a")),
    _rule(r"(?P<take>(?P<a>[4-9]\d) \+)", number("age", "a")),
    _rule(r"(?P<take>(?P<a>N)) BETWEEN(?:WHO)", number("patients", "a")),
    # Periods.
    _rule(r"(?P<take>(?P<a>Y) (?:to|until|till) (?:the )?(?:present|date|now|today|hoy))", years("a")),
    _rule(r"(?P<take>(?:FROM )?(?P<a>Y) (?:hasta|a) (?:hoy|la actualidad))", years("a")),
    _rule(r"(?P<take>(?:(?:in|from|over|during|within|en|durante|de) )?(?:the |l[oa]s? )?(?:last|past|previous|ultim[oa]s?) (?P<n>D )?(?:YEARS|decades?|decadas?))", last_years),
    _rule(r"(?P<take>(?:(?P<since>since|from|desde) |(?:in|during|of|en|durante) )?(?:the |los )?(?P<a>(?:19|20)\d0)s)", decade),
    _rule(r"(?P<take>(?:in|during|de|en) (?:the |los )?(?:anos |decada de )(?P<a>(?:19|20)\d0))", decade),
    _rule(r"(?P<take>FROM WHEN(?P<a>Y) TO WHEN(?P<b>Y))", years("a", "b")),
    _rule(r"(?P<take>(?P<a>Y) to (?P<b>Y))", years("a", "b")),
    _rule(r"(?P<take>SINCE WHEN(?P<a>Y)(?: onwards?| on| or later| en adelante)?)", years("a")),
    _rule(r"(?P<take>AFTER WHEN(?P<a>Y))", years("a", after=1)),
    _rule(r"(?P<take>(?:in )?(?P<a>Y) (?:onwards?|or later|and later|or after|and after|or newer|and beyond|\+|en adelante))", years("a")),
    _rule(r"(?P<take>BEFORE WHEN(?P<b>Y))", years("", "b", before=1)),
    _rule(r"(?P<take>UNTIL WHEN(?P<b>Y))", years("", "b")),
    _rule(r"(?P<take>(?P<b>Y) (?:or|and) (?:earlier|before))", years("", "b")),
    _rule(r"(?P<take>(?:in|during|covering|en|durante|im|nel|pendant) WHEN(?P<a>Y))", years("a", "a")),
    _rule(r"(?P<take>ongoing|(?:still|currently) (?:recruiting|enrolling|collecting|running|open|active)|up to (?:now|today)|(?:until|to) (?:now|today|date|the present)|en curso|en marcha)", ongoing),
    # “The over 65s”, “under 18”: what is no count of anything is an age.
    _rule(r"(?P<take>(?:over|above) (?P<a>[1-9]\d))(?! (?:PEOPLE|SAMPLES|WHO|MONTHS|WEEKS|days|percent))", number("age", "a")),
    _rule(r"(?P<take>(?P<under>under|below) (?P<b>[1-9]\d?))(?! (?:PEOPLE|SAMPLES|WHO|MONTHS|WEEKS|days|percent))", number("age", "", "b")),
)  # fmt: skip
