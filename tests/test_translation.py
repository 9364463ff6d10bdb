"""The interface in Spanish: every sentence is translated, the compiled file is the written one, and pages show it."""

import ast
import gettext
import re
from functools import cache

import pytest
from django.utils.translation.template import templatize
from lxml import html

from tests.conftest import ROOT

LOCALE = ROOT / "config" / "locale" / "es" / "LC_MESSAGES"
QUOTED = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
PLACE = re.compile(r"%\(\w+\)s")
PAGES = ["/", "/datasets", "/organisations", "/catalogs", "/datasets/syn-01", "/nothing-here", "/nothing-here.ttl"]
PAGES += ["/sparql", "/sparql?query=SELECT"]
PAGES += [f"/about/{name}" for name in ("help", "privacy", "accessibility", "persistence", "machines")]


@cache
def written():
    """(msgid, plural or "") → its translations, as they stand in the .po file, which has one line a text."""
    found = {}
    for block in (LOCALE / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]:
        parts = {key: ast.literal_eval(text) for key, text in re.findall(r'^(msg\S+) (".*")$', block, re.M)}
        texts = [text for key, text in parts.items() if key.startswith("msgstr")]
        found[parts["msgid"], parts.get("msgid_plural", "")] = texts
    return found


def of_templates():
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for text in re.findall(rf"(?<!n)gettext\(({QUOTED})", source):
            yield ast.literal_eval(text), ""
        for one, many in re.findall(rf"ngettext\(({QUOTED}),\s*({QUOTED})", source):
            yield ast.literal_eval(one), ast.literal_eval(many)


def of_code():
    for room in ("catalog", "fair_metadata", "search", "config"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
                if name in ("_", "gettext", "gettext_lazy"):
                    yield ast.literal_eval(node.args[0]), ""
                elif name in ("ngettext", "ngettext_lazy"):
                    yield ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])


def test_every_sentence_of_templates_and_code_is_translated_and_no_other():
    assert set(written()) == {*of_templates(), *of_code()}
    assert [msgid for (msgid, _), texts in written().items() if not all(texts)] == []


def test_places_for_values_are_the_same_in_both_languages():
    wrong = [
        msgid
        for (msgid, plural), texts in written().items()
        for text in texts
        if set(PLACE.findall(text)) != set(PLACE.findall(plural or msgid))
    ]
    assert wrong == []


def test_nothing_is_marked_as_doubtful_and_nobody_is_named():
    text = (LOCALE / "django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert "@" not in text


def test_the_compiled_file_is_the_written_one():
    with (LOCALE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for (msgid, plural), texts in written().items():
        answers = [compiled.ngettext(msgid, plural, n) for n in (1, 2)] if plural else [compiled.gettext(msgid)]
        assert answers == texts


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_in_spanish_has_no_english_sentence(client, address):
    page = client.get(address, headers={"accept-language": "es", "accept": "text/html"})
    document = html.fromstring(page.content)
    assert document.get("lang") == "es"
    for element in document.xpath("//script | //*[@lang and not(self::html)]"):
        element.drop_tree()
    shown = " ".join(document.text_content().split())
    sentences = [msgid for (msgid, _), texts in written().items() if msgid.count(" ") > 1 and "%" not in msgid]
    assert [sentence for sentence in sentences if sentence in shown] == []
