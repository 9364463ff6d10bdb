"""The reference of a profile as Markdown, a table a class. `python -m fair_metadata.derive.reference` writes docs/."""

import sys
from collections.abc import Iterable
from pathlib import Path

from fair_metadata.namespaces import short
from fair_metadata.profile import Access, Form, OneOf, Profile, Property, Reaches, Rule, Shape
from fair_metadata.profiles import JUDGED
from fair_metadata.terms import text

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
_FORMS = {
    Form.TEXT: "text",
    Form.LITERAL: "literal",
    Form.IRI: "IRI",
    Form.NODE: "IRI or nested",
    Form.ANY: "any",
}


def reference(profile: Profile) -> str:
    """The whole table of a profile, class by class, in its own order."""
    shapes = "\n".join(_shape(shape, profile) for shape in profile.shapes.values())
    return f"# {profile.title} {profile.version}\n\n{_introduction(profile)}\n{shapes}"


def write(folder: Path = DOCS) -> list[Path]:
    """One file a profile; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{profile.name}.md", reference(profile)) for profile in JUDGED.values()]


def _write(path: Path, words: str) -> Path:
    path.write_text(words, encoding="utf-8")
    return path


def _introduction(profile: Profile) -> str:
    lines = [
        f"The classes and properties that Marrow knows under the name `{profile.name}` (<{profile.iri}>), as its "
        "forms, checks, exports and search use them. This page is made from the profile table by "
        "`python -m fair_metadata.derive.reference`; edit the table in `fair_metadata/profiles/`, not the page.",
        "**M** mandatory, **R** recommended, – optional; * many values. A description without a mandatory property or "
        "with a wrong value cannot be published by Marrow's own editors; a harvested one is kept and graded.",
    ]
    if profile.levelled:
        lines.append(
            "Three letters are the levels for PUBLIC, RESTRICTED and NON_PUBLIC data, chosen by `dct:accessRights`."
        )
    return "\n\n".join(lines) + "\n"


def _shape(shape: Shape, profile: Profile) -> str:
    heading = f"## {shape.label['en']} ({shape.label['es']})"
    about = f"`{short(shape.target)}`" if shape.target else _named_by(shape, profile)
    rows = "".join(f"| {' | '.join(_cells(row, profile))} |\n" for row in shape.properties)
    table = f"\n| Property | Label | Etiqueta | Level | Values | What to write |\n|---|---|---|---|---|---|\n{rows}"
    rules = "".join(f"\n{_rule(rule)}\n" for rule in shape.rules)
    return f"{heading}\n\n{about}\n{table if rows else ''}{rules}"


def _named_by(shape: Shape, profile: Profile) -> str:
    """A shape without a class of its own is met as the value of some properties."""
    paths = {row.path for other in profile.shapes.values() for row in other.properties if row.shape == shape.name}
    return f"Values of {', '.join(f'`{short(path)}`' for path in sorted(paths))}"


def _cells(row: Property, profile: Profile) -> Iterable[str]:
    yield f"`{short(row.path)}`"
    yield row.label["en"]
    yield row.label["es"]
    yield _level(row, profile) + (" *" if row.many else "")
    yield "; ".join(_values(row))
    yield row.help["en"]


_LETTERS = {"mandatory": "M", "recommended": "R", "optional": "–"}


def _level(row: Property, profile: Profile) -> str:
    """One letter, or one for each access level where they differ."""
    if not profile.levelled or not row.levels:
        return _LETTERS[row.level]
    return " ".join(_LETTERS[row.level_for(access)] for access in Access)


def _values(row: Property) -> Iterable[str]:
    if row.datatypes:
        yield " or ".join(f"`{short(datatype)}`" for datatype in row.datatypes)
    else:
        yield _FORMS[row.form]
    if row.range:
        yield f"a `{short(row.range)}`"
    if row.vocabularies:
        yield f"from the list {' or '.join(row.vocabularies)} ({row.strict})"
    if row.one_per_language:
        yield "one in each language"
    if row.among:
        yield f"one of {', '.join(f'`{text(value)}`' for value in row.among)}"
    if row.pattern:
        yield f"like `{row.pattern.replace('|', chr(92) + '|')}`"
    if row.includes:
        yield f"one of them {text(row.includes)} ({row.includes_is})"
    if row.is_deprecated:
        yield "deprecated"


def _rule(rule: Rule) -> str:
    if isinstance(rule, OneOf):
        return f"At least one of {', '.join(f'`{short(path)}`' for path in rule.paths)} ({rule.severity})."
    if isinstance(rule, Reaches):
        return f"Given: {rule.label['en']} ({rule.severity})."
    return f"When `{short(rule.path)}` is {text(rule.value)}, `{short(rule.needs)}` is mandatory."


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:2]))
