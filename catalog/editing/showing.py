"""Fields as a page shows them: words in the reader's language, messages where they belong, entries to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings

from catalog.browse import address
from catalog.editing.comments import Thread
from catalog.language import current_language
from catalog.models import Resource
from fair_metadata.forms import (
    Field,
    Heard,
    Mend,
    Nested,
    Ready,
    Section,
    Seen,
    Unclear,
    Value,
    Widget,
    by_field,
    heard,
    told,
)
from fair_metadata.forms.seen import above, field_of
from fair_metadata.forms.widgets import lists_of
from fair_metadata.profile import Form, Words
from fair_metadata.profiles.groups import Group
from fair_metadata.terms import Term, iri, is_iri
from fair_metadata.vocabularies import official, vocabulary

Key = tuple[str, Term, Term | None]  # node or, where there is none yet, the field's place; path; term


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value with all that a template needs; `trouble` is what is wrong with it and `mends` what may be meant."""

    place: str
    widget: str
    text: str
    is_new: bool
    is_fixed: bool
    is_long: bool
    tag: str
    title: str
    href: str = ""
    tags: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    trouble: str = ""
    mends: tuple[tuple[str, str], ...] = ()
    nested: "ShownNested | None" = None


@dataclass(frozen=True, slots=True)
class ShownNested:
    label: str
    is_open: bool
    fields: tuple["ShownField", ...]
    also: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    place: str
    path: Term
    label: str
    help: str
    example: str
    level: str
    is_one: bool
    is_text: bool
    lists: str
    languages: tuple[tuple[str, str], ...]
    values: tuple[ShownValue, ...]
    more: int
    can_add: bool
    troubles: tuple[str, ...]
    comments: Thread | None = None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class ShownSection:
    name: str
    label: str
    help: str
    fields: tuple[ShownField, ...]
    troubles: int
    is_focused: bool


class Showing:
    """One form being shown to one reader."""

    def __init__(
        self,
        subject: Term,
        ready: Ready,
        *,
        related: Mapping[str, Resource] | None = None,
        unclear: Iterable[Unclear] = (),
        seen: Seen | None = None,
        threads: Mapping[tuple[str, str], Thread] | None = None,
        focus: str = "",
    ) -> None:
        self.language = current_language()
        self.troubles = by_field(ready.missing)
        self.related, self.threads, self.focus = related or {}, threads or {}, focus
        self.unclear = {_key(each, seen, subject): each for each in unclear}

    def sections(self, sections: Iterable[Section]) -> list[ShownSection]:
        return [self._section(section) for section in sections]

    def _section(self, section: Section) -> ShownSection:
        fields = tuple(map(self.field, section.fields))
        group: Group = section.group
        return ShownSection(
            name=group.name,
            label=self.words(group.label),
            help=self.words(group.help),
            fields=fields,
            troubles=sum(map(_troubles, fields)),
            is_focused=any(self.focus and self.focus.split(".")[0] == each.place for each in fields),
        )

    def field(self, field: Field) -> ShownField:
        row = field.row
        is_focused = field.place == self.focus
        if is_focused and field.values and (new := field.values[-1]).term is None and new.nested and new.nested.fields:
            self.focus = new.nested.fields[0].place  # one writes inside it
        values = tuple(self.value(field, value) for value in field.values)
        said = self.troubles.get((field.node or "", row.path), ())
        is_full = not row.many and bool(field.values)
        return ShownField(
            place=field.place,
            path=row.path,
            label=self.words(row.label),
            help=self.words(row.help),
            example=row.example,
            level=field.level,
            is_one=not row.many,
            is_text=row.form is Form.TEXT,
            lists=",".join(lists_of(row)),
            languages=_missing(field) if row.form is Form.TEXT else (),
            values=values,
            more=field.more,
            can_add=not is_full and not row.auto and not any(value.is_new for value in values),
            troubles=tuple(self.words(told(each)) for each in said),
            comments=self.threads.get((field.node or "", row.path)),
            focus=is_focused,
        )

    def value(self, field: Field, value: Value) -> ShownValue:
        unclear = self.unclear.get((field.node or _names(field.place), field.row.path, value.term))
        trouble = unclear.heard if unclear else self._mended(field, value)
        known = self.related.get(iri(value.term)) if value.term and is_iri(value.term) else None
        is_kind = value.widget in (Widget.CHOICE, Widget.BOOLEAN)
        text = unclear.words if unclear else value.shown
        return ShownValue(
            place=value.place,
            widget=value.widget,
            text=text,
            is_new=value.term is None,
            is_fixed=value.is_fixed,
            is_long="\n" in text,
            tag=value.tag,
            title=self._title(known) if known else value.title,
            href=address(known) if known else "",
            tags=_tags(value.tag) if field.row.form is Form.TEXT else (),
            options=self._options(field, text) if is_kind and not unclear else (),
            trouble=self.words(trouble.because) if trouble and trouble.because else "",
            mends=tuple((mend.text, self.words(mend.label)) for mend in trouble.mends) if trouble else (),
            nested=self._nested(value.nested) if value.nested else None,
        )

    def _mended(self, field: Field, value: Value) -> Heard | None:
        """For a value that stands there and is not right: what it would be as the row reads it."""
        if value.term is None or value.nested or not self.troubles.get((field.node or "", field.row.path)):
            return None
        meant = heard(value.shown, field.row, tag=value.tag)
        if meant.term is None:
            return replace(meant, because=None)
        if meant.term != value.term:
            return Heard(None, None, (Mend(value.shown, _called(meant.term)),))
        here = official(iri(value.term))
        return Heard(None, None, (Mend(here, _called(f"<{here}>")),)) if here != iri(value.term) else None

    def _nested(self, nested: Nested) -> ShownNested:
        fields = tuple(map(self.field, nested.fields))
        also = tuple((each.name, each.texts) for each in nested.also)
        return ShownNested(self.words(nested.shape.label), nested.is_open, fields, also)

    def _options(self, field: Field, text: str) -> tuple[Option, ...]:
        if field.row.datatypes:
            known = [("true", {"en": "Yes", "es": "Sí"}), ("false", {"en": "No", "es": "No"})]
            found = [Option(value, self.words(label), value == text) for value, label in known]
        else:
            entries = [entry for name in lists_of(field.row) for entry in vocabulary(name).concepts.values()]
            found = [Option(e.iri, e.label(self.language), e.iri == text) for e in entries]
        odd = [Option(text, text, True)] if text and not any(option.is_chosen for option in found) else []
        return (*odd, *found)

    def _title(self, known: Resource) -> str:
        titles = known.card.get("title") or {}
        return str(titles.get(self.language) or titles.get("en") or next(iter(titles.values()), ""))

    def words(self, words: Words) -> str:
        return words.get(self.language) or words["en"]


def _tags(tag: str) -> tuple[Option, ...]:
    known = dict(settings.LANGUAGES)
    others = {} if tag in known else {tag: tag}
    return tuple(Option(code, name or "–", code == tag) for code, name in ({**known, **others, "": "–"}).items())


def _missing(field: Field) -> tuple[tuple[str, str], ...]:
    """The interface's languages in which nothing is said yet."""
    said = {value.tag[:2] for value in field.values}
    return tuple((code, name) for code, name in settings.LANGUAGES if code not in said)


def _called(term: Term) -> Words:
    return {"en": iri(term), "es": iri(term)} if is_iri(term) else {"en": term, "es": term}


def _key(unclear: Unclear, seen: Seen | None, subject: Term) -> Key:
    """Where an answer that was not understood is shown again: places may have moved by what was saved."""
    values = seen.values if seen else {}
    around, here = above(unclear.place), values.get(unclear.place)
    if not around:
        node: Term = subject
    else:
        node = values[around].term if around in values else _names(field_of(unclear.place))
    return node, unclear.row.path, here.term if here else None


def _names(place: str) -> str:
    """`temporal.start_date` of `temporal.0.start_date`: of what is yet to be written there is one in each field."""
    return ".".join(place.split(".")[::2])


def _troubles(field: ShownField) -> int:
    """Fields that want a look, those of nested descriptions among them."""
    inner = sum(_troubles(each) for value in field.values if value.nested for each in value.nested.fields)
    return inner + (bool(field.troubles) or any(value.trouble for value in field.values))
