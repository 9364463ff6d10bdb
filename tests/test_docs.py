"""What the documents say is so: made pages are as made, names are all there, snippets run."""

import re
import subprocess
import sys

import pytest

from catalog.pages import asking
from config import reference
from fair_metadata.derive.reference import reference as profile_reference
from fair_metadata.formats import FORMATS
from fair_metadata.profiles import PROFILES
from tests.conftest import ROOT

DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_made_page_is_as_the_code_makes_it(name):
    assert (DOCS / name).read_text(encoding="utf-8") == reference.PAGES[name](), "run python -m config.reference"


@pytest.mark.parametrize("name", PROFILES)
def test_the_reference_of_a_profile_is_as_its_table_makes_it(name):
    assert (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8") == profile_reference(PROFILES[name])


def test_every_setting_is_described_and_no_other():
    settings = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', settings)) | {"PORT"}
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "settings.md").read_text(), re.M)) == read


VARIES = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\(\?:[^)]*\)|<[^>]+>|[\^?]|\\Z|\[.*")


def _routes(patterns, before=""):
    """All but those of allauth, which are described by what one does with them."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if not hasattr(pattern, "url_patterns"):
            yield route
        elif "allauth" not in str(pattern.urlconf_name):
            yield from _routes(pattern.url_patterns, route)


def test_every_address_is_described_in_one_row_with_all_its_words():
    from django.urls import get_resolver

    rows = [row for row in (DOCS / "addresses.md").read_text().split("\n") if row.startswith("| `")]
    assert len(set(rows)) == len(rows)
    for route in _routes(get_resolver().url_patterns):
        words = [word for word in re.split(r"[/*]", VARIES.sub("*", route).replace("\\.", ".")) if word.strip(".")]
        assert any(all(word in row for word in words) for row in rows), route


def test_every_command_is_described():
    described = set(re.findall(r"^## (\S+)$", (DOCS / "commands.md").read_text(), re.M))
    files = {path.stem for room in reference.ROOMS for path in (ROOT / room).glob("management/commands/*.py")}
    assert described == files - {"__init__"}


def test_every_suffix_is_described():
    described = (DOCS / "addresses.md").read_text()
    suffixes = [row.suffix for row in FORMATS.values()] + list(asking.LINKSET_SUFFIXES.values())
    assert [suffix for suffix in suffixes if f"`{suffix}`" not in described] == []


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    targets = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_file_that_the_readme_names_is_there():
    named = set(re.findall(r"`((?:deploy|docs|fair_metadata|catalog|search|config)/[\w/.]*)`", README))
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.django_db(transaction=True)
def test_the_snippets_of_the_readme_run(live_server, demo):
    snippets = re.findall(r"```python\n(.*?)```", README, re.S)
    assert snippets
    for snippet in snippets:
        code = snippet.replace("http://127.0.0.1:8000", live_server.url)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")


def test_every_target_that_the_readme_names_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    assert {name for name in re.findall(r"`?make (\w+)`?", README) if f"\n{name}:" not in makefile} == set()
