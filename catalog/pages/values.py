"""What a record says, as it stands in a page: some hundred values, for which a template takes ten times as long."""

from collections.abc import Iterable
from html import escape

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from catalog.pages.presentation import Row, Value


def rows(found: Iterable[Row]) -> SafeString:
    """Properties with their values, and what is nested in these."""
    return SafeString(f'<dl class="c-values">{"".join(map(_row, found))}</dl>')


def _row(row: Row) -> str:
    path = f' title="{escape(row.path)}"' if row.path else ""
    said = [value(each) for each in row.values]
    shown = said[0] if len(said) == 1 else f"<ul>{''.join(f'<li>{each}</li>' for each in said)}</ul>"
    help_ = f'<p class="mut">{escape(row.help)}</p>' if row.help else ""
    return f"<div><dt{path}>{escape(row.label)}</dt><dd>{shown}{help_}{_more(row.more)}</dd></div>"


def _more(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "and %(n)s more, in the Turtle and JSON-LD forms", "and %(n)s more, in the Turtle and JSON-LD forms", count
    )
    return f'<p class="mut">{words % {"n": localize(count)}}</p>'


def value(found: Value) -> SafeString:
    """One value, with what is nested in it.

    `html` was made safe where it was made (`catalog.pages.markdown`), and `href` is one that may be followed.
    """
    return SafeString(_shown(found) + _language(found) + (rows(found.rows) if found.rows else ""))


def _shown(found: Value) -> str:
    language = f' lang="{escape(found.language)}"' if found.language else ""
    if found.html:
        return f'<div class="c-prose"{language}>{found.html}</div>'
    if found.href:
        title = f' title="{escape(found.title)}"' if found.title else ""
        return f'<a href="{escape(found.href)}"{title}>{escape(found.text)}</a>'
    if found.spoken:
        spoken = f'<span class="vh">{escape(found.spoken)}</span>'
        return f'<span aria-hidden="true">{escape(found.text)}</span>{spoken}'
    return f"<span{language}>{escape(found.text)}</span>" if found.text else ""


def _language(found: Value) -> str:
    """Said where it is another one than the page's."""
    is_other = found.language and found.language != get_language()
    return f' <span class="c-lang">{escape(found.language)}</span>' if is_other else ""
