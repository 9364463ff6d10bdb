"""One style sheet for users, one file a component for us: `python -m config.styles` puts them together."""

import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static" / "ui"
# The order is that of the cascade's layers.
PARTS = ("tokens", "base", "layout", "parts", "components", "search", "sparql", "people", "history", "fair")
PARTS += ("util", "print")
# For pages of members alone, beside the first: readers need not load it.
MEMBERS = ("review", "editor", "import", "curator", "dois", "validate")


def styles() -> str:
    """The whole style sheet: the layers' order, then every part."""
    parts = "".join((STATIC / "parts" / f"{name}.css").read_text(encoding="utf-8") for name in PARTS)
    return f"@layer tokens,base,layout,parts,util,print;\n{parts}"


def members() -> str:
    return "".join((STATIC / "parts" / f"{name}.css").read_text(encoding="utf-8") for name in MEMBERS)


if __name__ == "__main__":
    (STATIC / "app.css").write_text(styles(), encoding="utf-8")
    (STATIC / "members.css").write_text(members(), encoding="utf-8")
    sys.stdout.write(f"{len(styles())} bytes\n")
