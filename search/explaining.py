"""Why a dataset was found, or may be: the places where the words stand, the concepts, and what is not stated."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from fair_metadata.vocabularies import above, concept, folded
from search.asking import widened
from search.engines import Hit
from search.fields import FACET, KNOWN, RANGE, rows
from search.telling import DISTRIBUTION
from search.understanding import ConceptPart, Item, Reading, WordPart
from search.words import stems

MOST_REASONS = 6


def reasons(hit: Hit, reading: Reading, language: str) -> list[str]:
    """`title`, `outcome MRD`, `variable flt3_itd`: where the parts of the text were found."""
    found: dict[str, None] = {}
    parts = (*reading.parts, *reading.ranking)
    for part in parts:
        if isinstance(part, ConceptPart):
            found |= dict.fromkeys(_concepts(hit, part.concepts, language))
        if part.words:
            found |= dict.fromkeys(_places(hit, part.words, language))
    if not found and parts:
        found = dict.fromkeys(_identifier(hit, reading))
    return list(found)[:MOST_REASONS]


def _concepts(hit: Hit, concepts: Iterable[str], language: str) -> Iterator[str]:
    wanted = set(concepts)
    for key, values in hit.shown.get("own", {}).items():
        for value in values:
            if value in wanted or wanted.intersection(above(value)):
                yield f"{FACET[key].label.get(language, key).lower()} {called(value, language)}"


def _places(hit: Hit, words: Iterable[str], language: str) -> Iterator[str]:
    forms = [frozenset(stems(word)) for word in words]
    known = rows(hit.shown.get("kind", "dataset"))
    for place, said in hit.shown.get("why", {}).items():
        if _stand(forms, said):
            if place == DISTRIBUTION:
                yield _("distribution")
            elif place in known:
                yield known[place].label.get(language, known[place].name).lower()
    for name, said in hit.shown.get("variables", {}).items():
        if _stand(forms, said):
            yield _("variable %(name)s") % {"name": name}


def _stand(forms: Iterable[frozenset[str]], said: str) -> bool:
    there = set(said.split())
    return all(form & there for form in forms)


def _identifier(hit: Hit, reading: Reading) -> Iterator[str]:
    names = {hit.iri.lower(), hit.address.rsplit("/", 1)[-1]}
    if any(name in names or any(c.isdigit() for c in name) for name in reading.exact):
        yield _("identifier")


def unknown(hit: Hit, reading: Reading, language: str) -> list[str]:
    """What a dataset that may match does not state, of all that was asked for."""
    wide = widened(reading)
    query = wide.query
    found = [name for key, values in query.filters.items() for name in _unstated(hit, key, values, language)]
    spans = hit.shown.get("spans", {})
    for key in query.ranges:
        is_certain = key in spans and (RANGE[key].overlaps or spans[key][0] == spans[key][1])
        if not is_certain:
            found.append(RANGE[key].label.get(language, key))
    found += [f"“{part.word}”" for part in reading.parts if isinstance(part, WordPart) and not _mentions(hit, part)]
    return list(dict.fromkeys(found))


def _mentions(hit: Hit, part: WordPart) -> bool:
    return part.is_unwanted or any(_places(hit, (part.word,), "en"))


def _unstated(hit: Hit, key: str, values: Iterable[str], language: str) -> Iterator[str]:
    own = hit.shown.get("own", {}).get(key, ())
    stated = {*own, *(broader for value in own for broader in above(value))}
    for value in values:
        if value not in stated:
            yield f"{FACET[key].label.get(language, key)}: {called(value, language)}"


def called(value: str, language: str) -> str:
    """What a value of a filter is called: a concept's label, an organisation's name, the end of an address."""
    known = concept(value)
    if known is not None:
        return known.label(language)
    if "://" not in value and not value.startswith("urn:"):
        return value
    return value.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


def is_named(value: str, text: str) -> bool:
    """Is a value called so, or does its name or a synonym contain the text?"""
    known, wanted = concept(value), folded(text)
    names = (
        [value] if known is None else [*known.labels.values(), *(s for many in known.synonyms.values() for s in many)]
    )
    return any(wanted in folded(name) for name in names)


def describes(item: Item, language: str) -> str:
    """What a phrase was understood as: `acute myeloid leukaemia`, `Patients: 100 or more`, `Licence: not stated`."""
    if item.key == "changed_since":
        return _("changed since %(day)s") % {"day": item.span[0]}
    if item.key == "changed_until":
        return _("not changed after %(day)s") % {"day": item.span[1]}
    label = KNOWN[item.key].label.get(language, item.key)
    if item.is_missing:
        return _("%(label)s: not stated") % {"label": label}
    if item.values:
        name = _several(item, language)
        name = f"“{name}”" if item.is_excluded and name.startswith("not ") else name
        return _("%(label)s: not %(name)s") % {"label": label, "name": name} if item.is_excluded else f"{label}: {name}"
    return f"{label}: {spelled(item.key, *item.span, language=language)}"


MOST_NAMED = 4  # of the values of one phrase


def _several(item: Item, language: str) -> str:
    """The first of a name's concepts; all that stand beside it, where any of them is wanted."""
    beside = [v for v in item.values if not set(above(v)).intersection(item.values)]
    facet = FACET[item.key]
    if facet.needs_all or len(beside) < 2:
        return called(item.values[0], language)
    names = [called(value, language) for value in beside[:MOST_NAMED]]
    return ", ".join(names) + (" …" if len(beside) > MOST_NAMED else "")


def spelled(key: str, least: str, most: str, *, language: str) -> str:
    """A range in words, with its unit where that is not plain."""
    unit = RANGE[key].unit.get(language, "") if key in ("followup", "lead", "age") else ""
    words = {"least": least, "most": most, "unit": unit}
    if least and most:
        text = _("%(least)s to %(most)s %(unit)s") if least != most else "%(least)s %(unit)s"
    else:
        text = _("%(least)s or more %(unit)s") if least else _("up to %(most)s %(unit)s")
        if RANGE[key].is_date:
            text = _("from %(least)s on") if least else _("up to %(most)s")
    return (text % words).strip()
