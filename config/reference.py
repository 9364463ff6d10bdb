"""Pages of docs/ that are made from the code: `python -m config.reference` writes them, a test holds them."""

import os
import sys
from argparse import Action
from collections.abc import Iterator
from pathlib import Path

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


PAGES = {"commands.md": commands, "reference/vocabularies.md": vocabularies}


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
