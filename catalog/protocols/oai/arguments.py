"""What is asked: each verb with its arguments, checked as the protocol has it (OAI-PMH 2.0, sections 3.1, 3.6, 4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from catalog.protocols.oai import tokens
from catalog.protocols.oai.prefixes import PREFIXES

TOKEN = "resumptionToken"  # noqa: S105 - the name of an argument


@dataclass(frozen=True, slots=True)
class Verb:
    """The arguments that a verb needs, those that it may have, and whether a token may stand for all of them."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    is_resumed: bool = False

    @property
    def known(self) -> frozenset[str]:
        return frozenset({*self.required, *self.optional, *([TOKEN] if self.is_resumed else [])})


_SELECTIVE = ("from", "until", "set")
VERBS: Mapping[str, Verb] = {
    "GetRecord": Verb(required=("identifier", "metadataPrefix")),
    "Identify": Verb(),
    "ListIdentifiers": Verb(required=("metadataPrefix",), optional=_SELECTIVE, is_resumed=True),
    "ListMetadataFormats": Verb(optional=("identifier",)),
    "ListRecords": Verb(required=("metadataPrefix",), optional=_SELECTIVE, is_resumed=True),
    "ListSets": Verb(is_resumed=True),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error code of the protocol with what is wrong, in plain words."""

    code: str
    words: str


class Refused(Exception):
    """A request that is answered with errors. `is_echoed`: its arguments are legal, so the answer repeats them."""

    def __init__(self, *problems: Problem, is_echoed: bool = True) -> None:
        super().__init__(problems)
        self.problems, self.is_echoed = problems, is_echoed


@dataclass(frozen=True, slots=True)
class Asked:
    """A legal request: its verb and its arguments as they came."""

    verb: str
    arguments: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.arguments.get(name, "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is of. `after` and `cursor`: the last number that was given, and how many records were before."""

    verb: str
    prefix: str
    since: datetime | None = None
    until: datetime | None = None
    spec: str = ""
    after: int = 0
    cursor: int = 0
    size: int | None = None


def asked(arguments: Mapping[str, Sequence[str]]) -> Asked:
    """The request behind the arguments. `Refused` with badVerb, or with each badArgument there is."""
    verbs = arguments.get("verb", ())
    if len(verbs) != 1 or verbs[0] not in VERBS:
        said = "is missing" if not verbs else "is repeated" if len(verbs) > 1 else f"cannot be “{verbs[0][:80]}”"
        raise Refused(Problem("badVerb", f"The verb {said}. Say one of {', '.join(VERBS)}."), is_echoed=False)
    given = {name: values for name, values in arguments.items() if name != "verb"}
    if wrong := [Problem("badArgument", words) for words in _wrong(VERBS[verbs[0]], verbs[0], given)]:
        raise Refused(*wrong, is_echoed=False)
    return Asked(verbs[0], {name: values[0] for name, values in given.items()})


def _wrong(verb: Verb, name: str, given: Mapping[str, Sequence[str]]) -> list[str]:
    found = [f"{name} has no argument “{key[:80]}”." for key in given if key not in verb.known]
    found += [
        f"“{key[:80]}” is given {len(values)} times. Give it once." for key, values in given.items() if len(values) > 1
    ]
    if TOKEN in given and verb.is_resumed:
        others = sorted(given.keys() - {TOKEN})
        return found + ([f"{TOKEN} stands alone: leave out {', '.join(others)[:200]}."] if others else [])
    found += [f"{name} needs “{key}”." for key in verb.required if key not in given]
    if found:
        return found
    values = {key: each[0] for key, each in given.items()}
    malformed = [_FORMS[key][1] for key in values if key in _FORMS and not _FORMS[key][0].fullmatch(values[key])]
    return malformed or _wrong_dates(values)


_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = re.compile(rf"{_DAY}(?:T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z)?", re.ASCII)
# Argument → what it looks like, and what to say of one that does not.
_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "metadataPrefix": (re.compile(_WORD), "metadataPrefix is a word, as ListMetadataFormats tells them."),
    "set": (re.compile(rf"{_WORD}(?::{_WORD})*"), "set is words with colons between them, as ListSets tells them."),
    "from": (_MOMENT, "from is a day, 2026-01-31, or a second in UTC, 2026-01-31T12:00:00Z."),
    "until": (_MOMENT, "until is a day, 2026-01-31, or a second in UTC, 2026-01-31T12:00:00Z."),
}


def _wrong_dates(values: Mapping[str, str]) -> list[str]:
    """Both in one granularity, both in the calendar, the first not after the last (section 2.7.1)."""
    dates = {key: values[key] for key in ("from", "until") if key in values}
    if impossible := [
        f"There is no day or second {value} ({key})." for key, value in dates.items() if not _moment(value)
    ]:
        return impossible
    if len({len(value) for value in dates.values()}) > 1:
        return ["from and until are both days, or both seconds."]
    if len(dates) == 2 and dates["from"] > dates["until"]:
        return ["from is after until."]
    return []


def _moment(value: str) -> datetime | None:
    """The day's or second's beginning; None for one that no calendar has."""
    try:
        return datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        return None


def _end(value: str) -> datetime | None:
    """The last moment of a day or a second: both bounds belong to the span."""
    begun = _moment(value) if value else None
    if begun is None or "T" in value:
        return begun and begun.replace(microsecond=999_999)
    return datetime.combine(begun.date(), time.max, UTC)


def wanted(request: Asked) -> Wanted:
    """The list that is asked for, from its beginning or from where a token goes on."""
    if TOKEN in request.arguments:
        return _resumed(request)
    _refuse_unknown_prefix(request.get("metadataPrefix"))
    since, until = request.get("from"), request.get("until")
    return Wanted(
        request.verb,
        request.get("metadataPrefix"),
        _moment(since) if since else None,
        _end(until),
        request.get("set"),
    )


def _refuse_unknown_prefix(prefix: str) -> None:
    if prefix not in PREFIXES:
        known = ", ".join(PREFIXES)
        raise Refused(Problem("cannotDisseminateFormat", f"There is no format “{prefix}” here. There are {known}."))


def prefix_of(request: Asked) -> str:
    """The metadata prefix of a request for one record. `Refused` when there is no such format."""
    _refuse_unknown_prefix(request.get("metadataPrefix"))
    return request.get("metadataPrefix")


def _resumed(request: Asked) -> Wanted:
    """`Refused` for a token that was not made here, or for another verb; none grows too old."""
    found = tokens.read(request.get(TOKEN))
    if found is None or found[0] != request.verb or found[1] not in PREFIXES:
        said = "This token was not given here for this verb. Begin again without a token."
        raise Refused(Problem("badResumptionToken", said))
    verb, prefix, since, until, spec, after, cursor, size = found
    moments = [datetime.fromisoformat(moment) if moment else None for moment in (since, until)]
    return Wanted(verb, prefix, *moments, spec, after, cursor, size)


def token(wanted: Wanted, *, after: int, cursor: int, size: int | None) -> str:
    """The token that goes on after a number."""
    since, until = (moment.isoformat() if moment else "" for moment in (wanted.since, wanted.until))
    return tokens.write([wanted.verb, wanted.prefix, since, until, wanted.spec, after, cursor, size])
