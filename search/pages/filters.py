"""The filters beside the list: values with counts, ranges with bars, chips, and what the question was understood as."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fair_metadata.vocabularies import above, vocabulary
from search.answering import Answer, without
from search.engines import Engine
from search.explaining import called, describes, is_named, spelled
from search.fields import DISEASE, FACET, FACETS, RANGE, RANGES, Facet, Range
from search.query import Query
from search.understanding import Item, Reading

SHOWN_FACETS = 12  # values of a filter that the page lists
SEARCHED = 1_000  # values in which one can search
OPEN = 7  # filters that are open at first


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its text, its count, how long its bar is, how it stands in the question.

    `is_read`: the question says so in words. `depth`: how far below the first of its branch that is shown.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    width: int
    is_read: bool = False
    depth: int = 0
    not_address: str = ""


def facets(
    found: Answer, engine: Engine, audiences: Collection[str], inside: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The filters that say something, with those values first that are chosen."""
    made = (_facet(facet, place, found, engine, audiences, inside) for place, facet in enumerate(FACETS))
    return [facet for facet in made if facet["choices"] or facet["text"] or facet["is_missing"]]


def _facet(
    facet: Facet, place: int, found: Answer, engine: Engine, audiences: Collection[str], inside: Mapping[str, str]
) -> dict[str, Any]:
    key, query, results = facet.key, found.reading.query, found.results
    counts = dict(results.facets.get(key, ()))
    text = inside.get(key, "")[:100]
    if text:
        counts = {v: n for v, n in engine.values(found.ask, audiences, key, SEARCHED) if is_named(v, text)}
    chosen, read = found.reading.asked.filters.get(key, ()), query.filters.get(key, ())
    first = list(dict.fromkeys([*chosen, *read]))
    values = [*first, *(value for value in _in_order(facet, counts) if value not in first)][: SHOWN_FACETS + len(first)]
    most = max(counts.values(), default=1)
    unstated = results.all_but.get(key, results.total) - results.stated.get(key, 0)
    return {
        "key": key,
        "label": facet.label.get(_language()) or facet.label["en"],
        "choices": [_choice(facet, value, counts, most, found.reading, values) for value in values],
        "chosen": len(first),
        "is_open": place < OPEN or bool(first) or bool(text),
        "is_long": len(counts) > SHOWN_FACETS or bool(text),
        "text": text,
        "unstated": unstated,
        "is_missing": key in query.missing,
        "is_every": key in query.every,
    }


def _choice(
    facet: Facet, value: str, counts: Mapping[str, int], most: int, reading: Reading, listed: list[str]
) -> Choice:
    count = counts.get(value, 0)
    is_chosen = value in reading.asked.filters.get(facet.key, ())
    is_read = value in reading.query.filters.get(facet.key, ()) and not is_chosen
    depth = min(3, sum(broader in listed for broader in above(value))) if facet.vocabulary else 0
    not_address = reading.asked.excluding(facet.key, value).address()
    return Choice(value, _label(facet, value), count, is_chosen, round(100 * count / most), is_read, depth, not_address)


def _in_order(facet: Facet, counts: Mapping[str, int]) -> list[str]:
    """The most frequent first; diseases of the network before what is above and between them, as a tree."""
    if facet.key != DISEASE:
        return list(counts)
    known = sorted(counts, key=lambda value: value not in _diseases_of_the_network())[:SHOWN_FACETS]
    return sorted(known, key=lambda value: _branch(value, known, counts))


def _branch(value: str, listed: Collection[str], counts: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """The way down to a value over those that are listed: sorted by it, each stands below what it is a kind of."""
    line = sorted((v for v in (*above(value), value) if v in listed), key=lambda v: (len(above(v)), v))
    return tuple((-counts.get(v, 0), v) for v in line)


@cache
def _diseases_of_the_network() -> frozenset[str]:
    """The diseases that the network speaks of; what is above and between them in the tree comes after them."""
    known = vocabulary("mondo")
    return frozenset(member for group in known.groups for member in known.members(group))


def ranges(found: Answer) -> list[dict[str, Any]]:
    """Ranges with their histograms; each bar leads to what it counts."""
    return [
        _range(known, found) for known in RANGES if found.results.bars.get(known.key) or known.key in found.ask.filters
    ]


def _range(known: Range, found: Answer) -> dict[str, Any]:
    counts, asked = dict(found.results.bars.get(known.key, ())), found.reading.asked
    most = max(counts.values(), default=1)
    least, greatest = asked.ranges.get(known.key, ("", ""))
    read = found.reading.query.ranges.get(known.key, ("", ""))
    bars = []
    for start, end in zip(known.edges, (*known.edges[1:], None), strict=True):
        count = counts.get(str(start * 10_000 if known.is_date else start), 0)
        if count:
            last = str(end - 1) if end is not None else ""
            narrowed = {**asked.ranges, known.key: (str(start), last)}
            address = replace(asked, ranges=narrowed, page=1).address()
            label = spelled(known.key, str(start), last, language=_language())
            bars.append({"label": label, "count": count, "width": round(100 * count / most), "address": address})
    unstated = found.results.all_but.get(known.key, found.results.total) - found.results.stated.get(known.key, 0)
    return {
        "key": known.key,
        "label": known.label.get(_language()) or known.label["en"],
        "unit": known.unit.get(_language()) or known.unit["en"],
        "least": least,
        "most": greatest,
        "read": read if read != (least, greatest) else ("", ""),
        "bars": bars,
        "unstated": unstated,
        "is_missing": known.key in found.reading.query.missing,
        "is_date": known.is_date,
        "is_open": any(read) or known.key in ("patients",),
    }


def chips(query: Query) -> list[dict[str, str]]:
    """What the address asks for, each with the address without it."""
    made = [_chip(FACET[key], value, query) for key, values in query.filters.items() for value in values]
    made += [_not_chip(FACET[key], value, query) for key, values in query.excluded.items() for value in values]
    made += [_span_chip(key, query) for key in query.ranges]
    made += [_missing_chip(key, query) for key in query.missing]
    if query.changed_since:
        made.append(
            {
                "label": _("Changed since"),
                "value": query.changed_since,
                "address": query.unfiltered("changed_since").address(),
            }
        )
    return made


def _chip(facet: Facet, value: str, query: Query) -> dict[str, str]:
    words = {"label": _name(facet), "value": _label(facet, value)}
    return words | {"address": query.without(facet.key, value).address()}


def _not_chip(facet: Facet, value: str, query: Query) -> dict[str, str]:
    words = {"label": _name(facet), "value": _("not %(value)s") % {"value": _label(facet, value)}}
    return words | {"address": query.not_excluding(facet.key, value).address()}


def _span_chip(key: str, query: Query) -> dict[str, str]:
    value = spelled(key, *query.ranges[key], language=_language())
    return {"label": _name(RANGE[key]), "value": value, "address": query.unfiltered(key).address()}


def _missing_chip(key: str, query: Query) -> dict[str, str]:
    left = replace(query, missing=tuple(k for k in query.missing if k != key), page=1)
    return {"label": _name(FACET.get(key) or RANGE[key]), "value": _("not stated"), "address": left.address()}


def understood(reading: Reading) -> list[dict[str, Any]]:
    """Each phrase that was understood: what as, how much it includes, and the address that takes it as plain words."""
    return [
        {
            "phrase": item.phrase,
            "meaning": describes(item, _language()),
            "kinds": _kinds(item),
            "is_filter": item.is_filter,
            "is_corrected": item.is_corrected,
            "address": replace(reading.asked, off=tuple(sorted({*reading.asked.off, item.phrase})), page=1).address(),
        }
        for item in reading.items
    ]


def _kinds(item: Item) -> int:
    """How many concepts are below the one that was understood."""
    list_name = FACET[item.key].vocabulary if item.values and item.key in FACET else ""
    return len(vocabulary(list_name).descendants(item.values[0])) if list_name else 0


def as_words(reading: Reading) -> str:
    """The address of the same text with nothing understood in it."""
    off = tuple(sorted({*reading.asked.off, *(item.phrase for item in reading.items)}))
    return replace(reading.asked, off=off, page=1).address() if reading.items else ""


def drops(found: Answer) -> list[dict[str, Any]]:
    """Filters to take away when nothing matches, with what there is then."""
    return [
        {"label": _drop_label(drop.key), "address": without(found.reading, drop.key).address(), "count": drop.count}
        for drop in found.drops
    ]


def _drop_label(key: str) -> str:
    return _("Changed since") if key == "changed_since" else _name(FACET.get(key) or RANGE[key])


def _label(facet: Facet, value: str) -> str:
    if facet.key == "fair":
        return {"high": _("high"), "middle": _("middle"), "low": _("low")}.get(value, value)
    return called(value, _language())


def _name(known: Facet | Range) -> str:
    return known.label.get(_language()) or known.label["en"]


def _language() -> str:
    return (get_language() or "en")[:2]
