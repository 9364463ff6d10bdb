"""The filters beside the list: values with counts, ranges with bars, chips, and what the question was understood as."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from unicodedata import normalize

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalog.language import current_language
from fair_metadata.vocabularies import above, vocabulary
from search.answering import Answer
from search.engines import Engine
from search.explaining import called, describes, is_named, spelled
from search.fields import DISEASE, FACET, FACETS, KNOWN, RANGE, RANGES, Facet, Other, Range
from search.pages.asked import at_least
from search.pages.choices import Choice, items
from search.query import CHANGED, Query
from search.understanding import Item, Reading

MOST_SHOWN = 8  # values of a filter that is open at first
FEW_SHOWN = 4  # of one that is not
SEARCHED = 1_000  # values in which one can search
OPEN = (DISEASE, "outcome", "data_kind", "country")  # filters that are open at first
NEARLY_ALL = 0.95  # what so many have does not narrow
DEEPEST = 3  # steps to the right


def _figure(count: int) -> str:
    return str(count) if count < 1_000 else number_format(count, use_l10n=True, force_grouping=True)


def _rest(count: int) -> str:
    return _figure(count) if count else ""


def sayings() -> dict[str, str]:
    """The words that every filter repeats, looked up once a page."""
    return {
        "chosen": _("chosen"),
        "search_in": _("Search in this list"),
        "read": _("from your question"),
        "not": _("not"),
        "none": _("None of the values is called so."),
        "unstated": _("not stated"),
        "all": _("Show all"),
        "every": _("all of these at once"),
    }


def facets(
    found: Answer,
    engine: Engine,
    audiences: Collection[str],
    inside: Mapping[str, str],
    whole: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The filters that say something. `inside`: what is looked for in each; `whole`: those shown with all values."""
    made = (_facet(facet, found, engine, audiences, inside.get(facet.key, "")[:100], whole) for facet in FACETS)
    say = sayings()
    return [
        facet | {"choices": items(facet["choices"], facet["key"], say)}
        for facet in made
        if facet["choices"] or facet["text"] or facet["is_missing"]
    ]


def _facet(
    facet: Facet, found: Answer, engine: Engine, audiences: Collection[str], text: str, whole: Collection[str]
) -> dict[str, Any]:
    key, reading = facet.key, found.reading
    first = list(dict.fromkeys([*reading.asked.filters.get(key, ()), *reading.query.filters.get(key, ())]))
    is_whole = key in whole and not text
    counts = _counts(facet, found, engine, audiences, text, is_whole=is_whole)
    all_but = found.results.all_but.get(key, found.results.total)
    room = SEARCHED if is_whole or text else MOST_SHOWN if key in OPEN or first else FEW_SHOWN
    said = [value for item in reading.items if item.key == key and not item.is_excluded for value in item.values]
    always = list(dict.fromkeys([*first, *(value for value in said if value in counts)]))
    is_missing = key in reading.query.missing
    # What is not stated has no value: each is offered while nothing is asked of the other, else its count would lie.
    values = _in_order(facet, counts, always, room=room, everything=0 if is_whole or text else all_but)
    values = [(value, 0) for value in first] if is_missing else values
    is_asked = bool(first or reading.query.excluded.get(key))
    most = max(counts.values(), default=1)
    return {
        "key": key,
        "label": _name(facet),
        "choices": [_choice(facet, value, depth, counts, most, found) for value, depth in values],
        "chosen": len(first) + len(reading.query.excluded.get(key, ())) + is_missing,
        "is_open": key in OPEN or bool(first) or bool(text) or is_whole or is_missing,
        "is_long": not is_missing and (len(counts) > len(values) or bool(text) or is_whole),
        "has_more": not is_missing and len(counts) > len(values) and not text,
        "is_whole": is_whole,
        "text": text,
        "unstated": "" if is_asked else _rest(all_but - found.results.stated.get(key, 0)),
        "is_missing": is_missing,
        "missing_is_read": key not in reading.asked.missing,
        "is_every": key in reading.query.every,
        "every_is_read": key not in reading.asked.every,
        "is_plural": len(first) > 1,
    }


def _counts(
    facet: Facet, found: Answer, engine: Engine, audiences: Collection[str], text: str, *, is_whole: bool
) -> dict[str, int]:
    if not text and not is_whole:
        return dict(found.results.facets.get(facet.key, ()))
    counts = engine.values(found.ask, audiences, facet.key, SEARCHED)
    return {value: n for value, n in counts if not text or is_named(value, text) or text.lower() in value.lower()}


def _choice(facet: Facet, value: str, depth: int, counts: Mapping[str, int], most: int, found: Answer) -> Choice:
    count, reading = counts.get(value, 0), found.reading
    is_chosen = value in reading.asked.filters.get(facet.key, ())
    is_read = value in reading.query.filters.get(facet.key, ()) and not is_chosen
    patients = _patients(found.results.patients_of.get(facet.key, {}).get(value, 0))
    width = round(100 * count / most)
    return Choice(value, _label(facet, value), _figure(count), is_chosen, width, is_read, depth, patients)


def _patients(total: int) -> str:
    """How many patients these datasets certainly have, in words; nothing where no count is certain."""
    known = at_least(total)
    return _("with at least %(n)s patients") % {"n": _figure(known)} if known else ""


def _in_order(
    facet: Facet, counts: Mapping[str, int], always: list[str], *, room: int, everything: int
) -> list[tuple[str, int]]:
    """What is chosen or spoken of, and the most frequent, each with its depth.

    Concepts stand as a tree, without those that nearly all have.
    """
    if not facet.vocabulary:
        return [(value, 0) for value in dict.fromkeys([*always, *counts])][: room + len(always)]
    narrowing = [v for v, n in counts.items() if n < NEARLY_ALL * everything] if everything else list(counts)
    telling = narrowing or list(counts)
    if facet.key == DISEASE:
        telling.sort(key=lambda value: value not in _diseases_of_the_network())
    return _tree(list(dict.fromkeys([*always, *telling]))[: room + len(always)], counts)


def _tree(listed: list[str], counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Each value below the nearest of those that it is a kind of, the most frequent first."""
    below: dict[str, list[str]] = {}
    shown = frozenset(listed)
    for value in sorted(listed, key=lambda value: -counts.get(value, 0)):
        nearest = max((v for v in above(value) if v in shown), key=lambda v: (len(above(v)), v), default="")
        below.setdefault(nearest, []).append(value)
    return list(_descent(below, "", 0))


def _descent(below: Mapping[str, list[str]], top: str, depth: int) -> Iterator[tuple[str, int]]:
    for value in below.get(top, ()):
        yield value, min(depth, DEEPEST)
        yield from _descent(below, value, depth + 1)


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
    for start, end, name in zip(known.edges, (*known.edges[1:], None), map(str, known.bars), strict=True):
        count = counts.get(name, 0)
        if count:
            last = known.before(end) if end is not None else ""
            narrowed = {**asked.ranges, known.key: (str(start), last)}
            address = replace(asked, ranges=narrowed, page=1).address()
            said = str(end) if "." in last else last  # “4 to 8 weeks”
            label = spelled(known.key, str(start), said, language=current_language())
            width = str(round(100 * count / most))
            bars.append({"label": label, "count": _figure(count), "width": width, "address": address})
    all_but = found.results.all_but.get(known.key, found.results.total)
    unstated = "" if any(read) else _rest(all_but - found.results.stated.get(known.key, 0))
    return {
        "key": known.key,
        "label": known.label.get(current_language()) or known.label["en"],
        "unit": known.unit.get(current_language()) or known.unit["en"],
        "least": least,
        "most": greatest,
        "read": read if read != (least, greatest) else ("", ""),
        "bars": bars,
        "unstated": unstated,
        "is_missing": known.key in found.reading.query.missing,
        "missing_is_read": known.key not in asked.missing,
        "is_asked": any(read),
        "is_open": any(read) or known.key == "patients" or known.key in found.reading.query.missing,
    }


def chips(query: Query) -> list[dict[str, str]]:
    """What the address asks for, each with the address without it."""
    made = [_chip(FACET[key], value, query) for key, values in query.filters.items() for value in values]
    made += [_not_chip(FACET[key], value, query) for key, values in query.excluded.items() for value in values]
    made += [_span_chip(key, query) for key in query.ranges]
    made += [_missing_chip(key, query) for key in query.missing]
    made += [_day_chip(key, query) for key in CHANGED if getattr(query, key)]
    return made


def _day_chip(key: str, query: Query) -> dict[str, str]:
    return {"label": _drop_label(key), "value": getattr(query, key), "address": query.unfiltered(key).address()}


def _chip(facet: Facet, value: str, query: Query) -> dict[str, str]:
    words = {"label": _name(facet), "value": _label(facet, value)}
    return words | {"address": query.without(facet.key, value).address()}


def _not_chip(facet: Facet, value: str, query: Query) -> dict[str, str]:
    words = {"label": _name(facet), "value": _("not %(value)s") % {"value": _label(facet, value)}}
    return words | {"address": query.not_excluding(facet.key, value).address()}


def _span_chip(key: str, query: Query) -> dict[str, str]:
    value = spelled(key, *query.ranges[key], language=current_language())
    return {"label": _name(RANGE[key]), "value": value, "address": query.unfiltered(key).address()}


def _missing_chip(key: str, query: Query) -> dict[str, str]:
    left = replace(query, missing=tuple(k for k in query.missing if k != key), page=1)
    return {"label": _name(KNOWN[key]), "value": _("not stated"), "address": left.address()}


def understood(reading: Reading) -> list[dict[str, Any]]:
    """Each phrase that was understood: what as, how much it includes, and the address that takes it as plain words."""
    return [
        {
            "phrase": _as_written(item.phrase, reading.asked.text),
            "meaning": describes(item, current_language()),
            "kinds": _kinds(item),
            "is_filter": item.is_filter,
            "is_corrected": item.is_corrected,
            "address": replace(reading.asked, off=tuple(sorted({*reading.asked.off, item.phrase})), page=1).address(),
        }
        for item in reading.items
    ]


def _as_written(phrase: str, text: str) -> str:
    """The phrase as it stands in the text: rules read it folded."""
    at = "".join(normalize("NFD", letter)[0].lower()[0] for letter in text).find(phrase)
    return text[at : at + len(phrase)] if at >= 0 else phrase


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
        {"label": _drop_label(drop.key), "address": drop.query.address(), "count": drop.count} for drop in found.drops
    ]


def _drop_label(key: str) -> str:
    changed = {"changed_since": _("Changed since"), "changed_until": _("Not changed after")}
    return changed.get(key) or _name(KNOWN[key])


def _label(facet: Facet, value: str) -> str:
    if facet.key == "fair":
        return {"high": _("high"), "middle": _("middle"), "low": _("low")}.get(value, value)
    return called(value, current_language())


def _name(known: Facet | Range | Other) -> str:
    return known.label.get(current_language()) or known.label["en"]
