"""Numbers and identifiers of a description, in the units of the filters; counts with their bounds."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from fair_metadata.counts import Bounds, bounds_of
from fair_metadata.namespaces import DCAT, DCT, DQV, FOAF, HEALTHDCATAP, MARROW
from fair_metadata.profiles.marrow import MEDIAN_FOLLOW_UP
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_literal, text
from fair_metadata.vocabularies import above, concept, folded, official
from search.fields import RANGE, UNBOUNDED
from search.understanding.tokens import accessions, plain
from search.understanding.tokens import identifiers as in_text

Span = tuple[int, int]
MOST_IDENTIFIERS, LONGEST_IDENTIFIER = 200, 400

# Identifiers.


def identifiers(record: Record, slug: str) -> tuple[str, ...]:
    """As they may be asked for: the IRI, the slug, what is stated, their last parts, publications, the own page, and
    the title, whole and without what it has in brackets.
    """
    said = (item for paths in record.nodes.values() for item in paths.items())
    stated = [text(value) for path, values in said if path.endswith(_IDENTIFYING) for value in values]
    cited = [text(o) for o in record.values(DCT.isReferencedBy)]
    pages = [text(o) for path in (DCAT.landingPage, FOAF.page) for o in record.values(path)]
    names = [slug, record.iri, *stated, *cited]
    tails = [name.rstrip("/#").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names]
    written = [form for name in (*stated, *cited) for form in in_text(name)]
    hosts = [plain(page).partition("/")[0] for page in pages]
    paged = [form for page in pages for form in (page.lower(), plain(page), *accessions(page))]
    titles = [folded(form) for o in record.values(DCT.title) for form in (text(o), _BRACKETED.sub("", text(o)))]
    kept = dict.fromkeys(
        value.lower()
        for value in (*names, *tails, *written, *paged, *hosts, *titles)
        if 2 < len(value) < LONGEST_IDENTIFIER
    )
    return tuple(kept)[:MOST_IDENTIFIERS]


_BRACKETED = re.compile(r"\([^()]*\)")
_IDENTIFYING = ("/identifier>", "#notation>")

# Numbers.


def numbers(record: Record) -> dict[str, Span]:
    """Range → least and most, for all that is stated, as they are kept."""
    found = {
        "patients": count(record, HEALTHDCATAP.numberOfUniqueIndividuals),
        "samples": count(record, MARROW.numberOfSamples) or count(record, HEALTHDCATAP.numberOfRecords),
        "age": _age(record),
        "period": _period(record),
        "followup": _follow_up(record),
        "lead": _lead(record),
    }
    return {key: span for key, span in found.items() if span is not None}


def in_units(key: str, span: Span) -> list[int]:
    """A span in the unit of its range; begun ones are counted whole."""
    return [end if end == UNBOUNDED else -(-end // RANGE[key].kept) for end in span]


def count(record: Record, path: Term, node: Term | None = None) -> Span | None:
    """A count with its bounds; a suppressed one is only known to be small."""
    stated = record.values(path, node)
    suppressed = record.values(MARROW.suppressedCount, node) if path == HEALTHDCATAP.numberOfUniqueIndividuals else ()
    found = [read for value in (*stated, *suppressed) if (read := bounds_of(value))]
    return _span(found[0]) if found else (0, UNBOUNDED) if suppressed else None


def _span(bounds: Bounds) -> Span:
    return bounds.low, UNBOUNDED if bounds.high is None else bounds.high


def cohorts(record: Record) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Patients with each disease and all that is above it: diseases, least, most.

    Of a disease that is not counted itself, the largest group below it is at least there.
    """
    own: dict[str, Span] = {}
    for node in record.values(MARROW.cohort):
        for disease in record.values(DCT.subject, node):
            span = count(record, HEALTHDCATAP.numberOfUniqueIndividuals, node)
            if span and disease[0] == "<" and concept(iri(disease)):
                own[official(iri(disease))] = span
    least: dict[str, int] = {}
    for disease, (low, _) in own.items():
        for broader in set(above(disease)) - own.keys():
            least[broader] = max(low, least.get(broader, 0))
    yield from (((disease,), low, high) for disease, (low, high) in own.items())
    yield from (((disease,), low, UNBOUNDED) for disease, low in least.items())


def _age(record: Record) -> Span | None:
    ends = [_whole(record, path) for path in (HEALTHDCATAP.minTypicalAge, HEALTHDCATAP.maxTypicalAge)]
    if ends == [None, None]:
        return None
    return ends[0] or 0, UNBOUNDED if ends[1] is None else ends[1]


def _whole(record: Record, path: Term) -> int | None:
    value = record.value(path)
    words = text(value).strip() if value and is_literal(value) else ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


_AGE_GROUPS: Mapping[str, Span] = {"paediatric": (0, 17), "adult": (18, 64), "older": (65, UNBOUNDED)}
_AGES = "urn:fdc:vocab:age-groups:"


def ages(record: Record) -> tuple[str, ...]:
    """The age groups that the typical ages reach into."""
    span = _age(record)
    if span is None:
        return ()
    return tuple(_AGES + name for name, (low, high) in _AGE_GROUPS.items() if span[0] <= high and span[1] >= low)


def _period(record: Record) -> Span | None:
    """From the first day of the earliest period to the last of the latest; one that is not ended goes on."""
    spans = []
    for node in record.values(DCT.temporal):
        start, end = (
            _day(record.value(path, node), last) for path, last in ((DCAT.startDate, False), (DCAT.endDate, True))
        )
        if start or end:
            spans.append((start or 0, end or UNBOUNDED))
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None


_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?(?:Z|[+-]\d\d:\d\d)?")


def _day(value: Term | None, last: bool) -> int:
    """A day as YYYYMMDD, 0 when none is stated; of a year or a month its first or last."""
    match = _DATE.fullmatch(text(value).strip()) if value and is_literal(value) else None
    if match is None:
        return 0
    return int(match[1] + (match[2] or ("12" if last else "01")) + (match[3] or ("31" if last else "01")))


def _follow_up(record: Record) -> Span | None:
    """Months, from the measurement of the median in days."""
    for node in record.values(DQV.hasQualityMeasurement):
        if MEDIAN_FOLLOW_UP in record.values(DQV.isMeasurementOf, node):
            found = _decimal(record.value(DQV.value, node))
            if found is not None:
                months = round(found * 12 / 365.25)
                return months, months
    return None


def _decimal(value: Term | None) -> float | None:
    words = text(value).strip() if value and is_literal(value) else ""
    return float(words) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", words) else None


_DURATION = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T.*)?")


def _lead(record: Record) -> Span | None:
    """Days."""
    value = record.value(MARROW.leadTime)
    match = _DURATION.fullmatch(text(value).strip()) if value and is_literal(value) else None
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    whole = years * 365 + round(months * 365 / 12) + weeks * 7 + days
    return whole, whole


# Histograms and bands.


def bars(key: str, low: int, high: int) -> tuple[str, ...]:
    """The bars that a span reaches into, by where they begin; a count stands in the bar of what is certain.

    A period that has not ended is drawn to this year.
    """
    edges, names = _edges(key)
    first = bisect_right(edges, low) - 1
    if not RANGE[key].overlaps:
        return names[first : first + 1] if first >= 0 else ()
    last = bisect_right(edges, min(high, _this_year()) if RANGE[key].is_date else high)
    return names[max(first, 0) : last]


@cache
def _edges(key: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    edges = RANGE[key].bars
    return edges, tuple(map(str, edges))


def _this_year() -> int:
    return (date.today().year + 1) * 10_000


BANDS: tuple[tuple[int, str], ...] = ((75, "high"), (50, "middle"), (0, "low"))


def band(points: int) -> str:
    """How FAIR a description is, in three steps."""
    return next(name for least, name in BANDS if points >= least)
