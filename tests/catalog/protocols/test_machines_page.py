"""The examples of the page “For machines” are run as they stand there, against a live server."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from lxml import html

from catalog import tokens
from catalog.protocols import doors
from catalog.protocols.feed import dumps
from tests.catalog import factories
from tests.conftest import ROOT

TEMPLATE = html.fromstring((ROOT / "templates/pages/machines.html").read_text())
SECTIONS = TEMPLATE.xpath("//h2/@id")


def snippets(page, language):
    """(section, code) for each example in this language."""
    found = []
    for code in page.xpath(f"//code[@data-language='{language}']"):
        section = code.xpath("string(preceding::h2[1]/@id)")
        found.append((section, code.text_content()))
    return found


def numbered(language):
    return [pytest.param(n, id=f"{section}-{n}") for n, (section, _) in enumerate(snippets(TEMPLATE, language))]


def _code(client, language, place, address):
    section = snippets(TEMPLATE, language)[place][0]
    shown = snippets(html.fromstring(client.get("/about/machines").content), language)
    here = [code for name, code in shown if name == section]
    if not here:
        assert section not in {door.name for door in doors.open_doors()}
        pytest.skip(f"the door “{section}” is not there yet")
    before = [name for name, _ in snippets(TEMPLATE, language)[:place]].count(section)
    return here[before].replace("NAME", "syn-01")


@pytest.fixture
def store(request):
    """A triple store of this test alone, where there is one to be asked."""
    if any(door.name == "sparql" for door in doors.open_doors()):
        request.getfixturevalue("triples")


@pytest.fixture
def served(store, demo, live_server, settings, tmp_path):
    """The demo, with dumps, on a live server; examples name it since they are made with its address."""
    settings.DATA_DIR, settings.BASE_URL = tmp_path / "data", live_server.url
    dumps.write()
    secret = tokens.issue(factories.person("reader"), name="examples", lifetime=timedelta(hours=1))
    folder = tmp_path / "here"
    folder.mkdir()
    return {"env": os.environ | {"MARROW_TOKEN": secret}, "cwd": folder}


def run(command, served):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **served)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout or list(served["cwd"].iterdir())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", numbered("sh"))
def test_the_examples_for_the_shell_run(client, served, live_server, place):
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    run(["bash", "-euc", _code(client, "sh", place, live_server.url)], served)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", numbered("python"))
def test_the_examples_in_python_run(client, served, live_server, place):
    run([sys.executable, "-c", _code(client, "python", place, live_server.url)], served)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", numbered("r"))
def test_the_examples_in_r_can_be_read(client, served, live_server, place):
    code = _code(client, "r", place, live_server.url)
    if shutil.which("Rscript"):
        run(["Rscript", "-e", "print(length(parse(text = commandArgs(TRUE))))", code], served)
    for opening, closing in ("()", "{}", "[]"):
        assert code.count(opening) == code.count(closing) > -1
    assert code.count('"') % 2 == 0


def test_every_door_has_its_place_on_the_page():
    assert {door.name for door in doors._ROWS} <= set(SECTIONS)
