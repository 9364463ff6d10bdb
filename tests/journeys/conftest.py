"""A real Chromium on the real pages with the demo's datasets. Synthetic data are marked as such on every picture."""

import os
import shutil
from functools import wraps
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect, sync_playwright

from tests.conftest import ROOT, missing_server

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds until what is waited for will not come: a machine may be busy with ten other things
PICTURES = ROOT / "docs" / "pictures"


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium with a fresh profile."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        missing_server("Chromium")
    # Playwright's loop runs in this thread; the tests' own queries are made between its steps.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as changes:
        for name in ("click", "press"):
            changes.setattr(Locator, name, _until_all_is_there(getattr(Locator, name)))
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _until_all_is_there(act):
    """A click that leads to another page comes back when that begins to come, and a test would read half of it."""

    @wraps(act)
    def done(self, *given, **options):
        act(self, *given, **options)
        if not self.page.is_closed():
            self.page.wait_for_load_state()

    return done


@pytest.fixture
def site(live_server, demo):
    """The address of a server that shows the demo catalogue."""
    return live_server.url


@pytest.fixture
def visit(browser, site):
    """visit(path, …): a page in a context of its own; what its console complained of is in `page.complaints`."""
    contexts = []

    def open_page(path="/", **options):
        is_only_translated = options.keys() == {"locale"}
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("reduced_motion", "reduce")  # or axe reads colours that are on their way
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints, page.has_scripts = [], options.get("java_script_enabled", True)
        page.has_own_colours = not is_only_translated  # else they are looked at on the same page in English
        page.on("console", lambda said: said.type in ("error", "warning") and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def picture(request, tmp_path):
    """picture(page, name): kept in docs/pictures with `--remake`, else only made."""
    folder = PICTURES if request.config.getoption("--remake") else tmp_path

    def take(page, name) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        return path

    return take
