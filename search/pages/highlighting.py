"""Showing why something was found: the words of the question, marked in the title's neighbourhood."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from catalog.language import current_language
from fair_metadata.vocabularies import folded
from search.words import stems

_WORD = re.compile(r"\w+")


def highlighted(card: Mapping[str, Any], marked: frozenset[str]) -> SafeString:
    """The card's description with the words of the question marked; empty when none of them is in it.

    Everything is escaped; only <mark> is markup.
    """
    texts = card.get("description") or {}
    words = texts.get(current_language()) or texts.get("en") or next(iter(texts.values()), "")
    if not marked or not words:
        return SafeString("")
    parts, at, is_found = [], 0, False
    for match in _WORD.finditer(words):
        if not marked.isdisjoint(stems(folded(match.group()))):
            parts += [escape(words[at : match.start()]), f"<mark>{escape(match.group())}</mark>"]
            at, is_found = match.end(), True
    return mark_safe("".join([*parts, escape(words[at:])])) if is_found else SafeString("")  # noqa: S308 - escaped above
