"""What people do on pages, by hand or by the keyboard alone, and what is looked at on each of them."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error

_FOCUS = "document.activeElement.innerText?.trim() || document.activeElement.ariaLabel || document.activeElement.id"

# What sticks out of a page that is wider than the screen.
_TOO_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll("body *")].filter(each => each.scrollWidth > document.documentElement.clientWidth)
    .slice(-5).map(each => each.outerHTML.slice(0, 160)).concat("too wide")"""


def sign_in(page, user):
    """The browser's session is this person's from now on."""
    client = Client()
    client.force_login(user)
    secret = client.cookies[settings.SESSION_COOKIE_NAME].value
    place = {"name": settings.SESSION_COOKIE_NAME, "value": secret, "url": page.evaluate("location.origin")}
    page.context.add_cookies([place])
    return page


def barriers(page, tries=3):
    """What axe finds on the page: each rule with the first place that breaks it.

    Contrast takes axe longer than all other rules together, so it is left out where a page is only translated.
    A key that is pressed comes back before the page that it leads to is there. When that comes while axe is at work,
    axe loses its ground, and begins again on the page that came.
    """
    page.wait_for_load_state()
    try:
        is_there = page.evaluate("'axe' in window")
        rules = {"color-contrast": {"enabled": getattr(page, "has_own_colours", True)}}
        axe = Axe("" if is_there else AXE_SCRIPT)
        broken = axe.run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    except Error:
        if tries == 1:
            raise
        return barriers(page, tries - 1)
    return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in broken]


def has_no_barrier(page, name=""):
    """Nothing for axe, nothing on the console, nothing wider than the screen. Without scripts only the last is asked:
    the others are asked of the same pages with them.
    """
    where = f"{name or page.title()} {page.url}"
    if page.has_scripts:
        assert (found := barriers(page)) == [], f"{where}: {found}"
    assert (wide := page.evaluate(_TOO_WIDE)) == [], f"{where}: {wide}"
    # That a form was refused is no complaint, though Chromium notes it.
    assert [said for said in page.complaints if not re.search(r"status of (409|422) ", said)] == [], where


def in_every_look(page, name=""):
    """The same, light and dark, wide and on a phone; then as it was."""
    has_no_barrier(page, name)
    wide = page.viewport_size
    page.emulate_media(color_scheme="dark")
    has_no_barrier(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    has_no_barrier(page, name)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(wide)


def tab_until(page, is_there, wanted, most=500):
    """Press Tab until `is_there`, which is JavaScript, as a person does; back to the top when it is above."""
    for _ in range(most):
        if page.evaluate(is_there, wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by the keyboard; the focus is on {page.evaluate(_FOCUS)}")


def tab_to(page, place):
    """To the field with this id."""
    tab_until(page, "wanted => document.activeElement.id === wanted", place)


def press(page, words):
    """The button or link that is called so, with Enter."""
    called = "document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"
    tab_until(page, f"wanted => document.activeElement.matches('a,button,summary') && {called} === wanted", words)
    page.keyboard.press("Enter")


def write(page, place, words):
    """Go to a field by the keyboard, and type over what is there."""
    tab_to(page, place)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def choose(page, place, words):
    """Go to a combobox by the keyboard, type, and take the first entry that is offered."""
    write(page, place, words)
    page.locator("#options [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#options").wait_for(state="hidden")
