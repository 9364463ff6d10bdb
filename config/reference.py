"""Pages of docs/ that are made from the code: `python -m config.reference` writes them, a test holds them."""

import os
import sys
from argparse import Action
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
ROOMS = ("catalog", "search")
_OF_DJANGO = {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color"}


def commands() -> str:
    """Every command of ours, with what it takes."""
    from django.core.management import get_commands

    names = sorted(name for name, room in get_commands().items() if room in ROOMS)
    return "\n".join([_COMMANDS, *(line for name in names for line in _command(name))])


_COMMANDS = """# Commands

Made by `python -m config.reference`. Each is `manage.py NAME …`; `--json` prints one JSON document instead of
sentences; the exit code is 0, 1 when something was found wrong, or 2 when what was asked for cannot be done.
Progress is shown on a terminal only.
"""


def _command(name: str) -> Iterator[str]:
    from django.core.management import load_command_class

    room = next(room for room in ROOMS if _has_command(room, name))
    command = load_command_class(room, name)
    parser = command.create_parser("manage.py", name)
    arguments = [action for action in parser._actions if action.dest not in _OF_DJANGO | {"skip_checks"}]
    yield f"## {name}\n\n{command.help}\n"
    yield "| argument | what it says |\n|---|---|"
    yield from (f"| `{_written(action)}` | {action.help or 'what to work on'} |" for action in arguments)
    yield ""


def _has_command(room: str, name: str) -> bool:
    return (DOCS.parent / room / "management" / "commands" / f"{name}.py").exists()


def _written(action: Action) -> str:
    value = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return value + (" …" if action.nargs in ("+", "*") else "")
    return action.option_strings[0] + ("" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}")


def vocabularies() -> str:
    """Every code list that is shipped: entries, source, licence, credit."""
    from fair_metadata.vocabularies import names, vocabulary

    rows = [vocabulary(name) for name in sorted(names())]
    head = "# Code lists\n\nMade by `python -m config.reference` from `fair_metadata/vocabularies/tables`.\n"
    table = ["| list | entries | source | licence | credit |", "|---|---|---|---|---|"]
    table += [f"| {v.title} | {len(v.concepts)} | {v.source} | {v.licence} | {v.credit} |" for v in rows]
    return "\n".join([head, *table, ""])


def search() -> str:
    """What can be asked in an address: filters, ranges, and the other parameters; what words are read by rules."""
    from fair_metadata.vocabularies import vocabulary
    from search.fields import FACETS, OTHERS, RANGES
    from search.query import SORTS, VIEWS
    from search.understanding.lexicon import SEARCHED

    filters = [f"| `{f.key}` | {f.label['en']} | {_values(f)} | {'yes' if f.is_open else ''} |" for f in FACETS]
    ranges = [f"| `{r.key}_min` `{r.key}_max` | {r.label['en']} | {_measured(r)} |" for r in RANGES]
    named = [f"| {vocabulary(name).title} | `{key}` |" for name, key in SEARCHED.items()]
    head = ["| parameter | filter | values | not stated is not “no” |", "|---|---|---|---|"]
    sorts = {"SORTS": ", ".join(f"`{sort}`" for sort in SORTS), "VIEWS": ", ".join(f"`{view}`" for view in VIEWS)}
    lines = [*head, *filters, "", _RANGES, *ranges, "", _OTHERS.format(**sorts), *named]
    others = ", ".join(f"`{other.key}`" for other in OTHERS)
    return "\n".join([_SEARCH.format(OTHERS=others), *lines, ""])


def _values(facet: Any) -> str:
    if facet.vocabulary:
        return "concepts, with all that is below them"
    return "texts, names and addresses" if facet.path else "see below"


def _measured(known: Any) -> str:
    unit = (
        "a year, a month or a day" if known.is_date else known.unit["en"] + (", to a tenth" if known.kept > 1 else "")
    )
    return f"{unit}; {'any overlap matches' if known.overlaps else 'the number has to lie inside'}"


_SEARCH = """# What can be asked

Made by `python -m config.reference` from the tables of `search`. A search is an address: `/datasets?…`, or
`/datasets.json`, `/datasets.csv` and the other forms with the same parameters. Parameters that are not known are
left out.

Values of one filter are joined by “or” (by “and” when `every=KEY` is there too), filters by “and”. `not_KEY=VALUE`
asks for what is known not to have a value, `missing=KEY` for what does not state the filter or range at all, or one of
{OTHERS}.
What matches is known to match; with `match=maybe` the answer is what may match because it does not state something.
"""
_RANGES = """| parameters | range | unit, and when it matches |
|---|---|---|"""
_OTHERS = """`q` is a text of up to 500 characters. Numbers, years, ages, follow-up, time to access, “with”, “without”,
“in”, “not stated” and names of concepts in it become filters when it is a question, and widen the text when it is a
list of names; each phrase `off=PHRASE` is left as words. `changed_since` and `changed_until` are days, the first and
the last of the latest change; `like` is the slug of a dataset whose like is wanted, `sort` one of {SORTS},
`view` one of {VIEWS}, `page` a number, and `size` (JSON only) up to 1000.

`network` is a name from `dct:isPartOf`; `format` and `licence` are those of the dataset and its distributions;
`variable` is the name of a column of its data dictionary; `fair` is `high`, `middle` or `low`.

| names that are understood | filter |
|---|---|"""


def formats() -> str:
    """Every format of a description: how it is asked for, and what it follows."""
    from fair_metadata.formats import FORMATS, LISTED

    rows = [
        f"| {row.label} | `.{row.suffix}` | {_asked(row)} | {row.profile and f'`{row.profile}`'} |"
        f" {'yes' if row.name in LISTED else ''} | {'yes' if row.speaks else ''} |"
        for row in FORMATS.values()
    ]
    head = ["| format | ending | media types | profile | of lists too | by language |", "|---|---|---|---|---|---|"]
    return "\n".join([_FORMATS, *head, *rows, ""])


def _asked(row: Any) -> str:
    style = f"; style={row.style}" if row.style else ""
    return " ".join(f"`{media_type}{style}`" for media_type in row.media_types)


_FORMATS = """# Formats

Made by `python -m config.reference` from `FORMATS`. A description is had in each by the ending of its page's address,
by `Accept` with one of the media types, by `Accept-Profile` with the profile, or by `?_mediatype=` and `?_profile=`; a
list of results by the same ending at `/datasets`. Where a format has room for one language, `?lang=` chooses it, else
`Accept-Language`. What is stated and has no place in a format is left out there and is in Turtle; what a format insists
on and is not stated is not invented ([how](../decisions/0026-what-is-missing-is-told.md)).
"""

PAGES = {
    "commands.md": commands,
    "reference/vocabularies.md": vocabularies,
    "reference/search.md": search,
    "reference/formats.md": formats,
}


def main() -> None:
    import django

    from fair_metadata.derive import reference

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name, written in PAGES.items():
        (DOCS / name).write_text(written(), encoding="utf-8")
    reference.write()
    sys.stdout.write(f"{len(PAGES)} pages and the profiles written to {DOCS}\n")


if __name__ == "__main__":
    main()
