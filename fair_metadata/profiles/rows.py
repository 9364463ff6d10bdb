"""How the rows of a profile are written down: one short line each, words from `words`."""

import re
from typing import Any

from fair_metadata.namespaces import XSD
from fair_metadata.profile import Form, Level, Property
from fair_metadata.profiles.words import EXAMPLES, WORDS
from fair_metadata.terms import Term

M, R, O = Level.MANDATORY, Level.RECOMMENDED, Level.OPTIONAL  # noqa: E741 - as the specification writes them
DATES: tuple[Term, ...] = (XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth)


def row(path: Term, form: Form = Form.ANY, level: Level = O, *, one: bool = False, **rest: Any) -> Property:
    """A row whose name, label and help come from its path. `one`: at most one value."""
    label_en, label_es, help_en, help_es = WORDS[path]
    return Property(
        name=rest.pop("name", _name(path)),
        path=path,
        label={"en": label_en, "es": label_es},
        help={"en": help_en, "es": help_es},
        form=form,
        level=level,
        many=not one,
        example=rest.pop("example", EXAMPLES.get(path, "")),
        **rest,
    )


def _name(path: Term) -> str:
    """`access_rights` for …accessRights."""
    local = re.split(r"[/#:]", path[1:-1])[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", local).lower()
