"""The lines of a report as they stand in its page: it has a hundred of them, and a template takes ten times as long."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Line = dict[str, Any]  # as `showing.line` has it


def repaired(lines: Iterable[Line]) -> SafeString:
    """What to repair, with its gain and the way to its field."""
    evidence, to = _("Evidence"), _("Go to “%(field)s”")
    return SafeString("\n".join(f"<li>{_repair(line, to)}{_evidence(line, evidence)}</li>" for line in lines))


def _repair(line: Line, to: str) -> str:
    gain = f' <span class="c-tag">+{line["gain"]}</span>' if line["gain"] != "0" else ""
    return (
        f"<p><b>{escape(line['repair'])}</b>{gain}{_way(line, to)}</p>"
        f'<p class="mut"><span lang="en">{escape(line["name"])}</span> · {line["code"]} · {line["priority"]}</p>'
    )


def tested(lines: Iterable[Line]) -> SafeString:
    """What was tested, how it came out, and why."""
    evidence, nothing = _("Evidence"), f'<p class="mut">{_("Nothing of it was found.")}</p>'
    return SafeString("\n".join(_test(line, evidence, nothing) for line in lines))


def _test(line: Line, evidence: str, nothing: str) -> str:
    is_failed = line["outcome"] == "failed"
    repair = f"<p>→ {escape(line['repair'])}{_way(line, '%(field)s')}</p>" if is_failed else ""
    reason = f'<p class="mut" lang="en">{escape(line["reason"])}</p>' if line["reason"] else ""
    return (
        f'<li class="is-{line["outcome"]}">'
        f'<p><span class="c-outcome">{line["word"]}</span> <b lang="en">{escape(line["name"])}</b>'
        f' <span class="mut">{line["code"]} · {line["priority"]}</span></p>'
        f"<p>{escape(line['tested'])}</p>{repair}{reason}"
        f"{_evidence(line, evidence) or (nothing if is_failed else '')}</li>"
    )


def _way(line: Line, to: str) -> str:
    """To the field in the editor, for who may edit."""
    words = escape(to % {"field": line["label"]})
    return f' <a href="{escape(line["to"])}">{words}</a>' if line["to"] else ""


def _evidence(line: Line, word: str) -> str:
    found = "".join(f"<li><code>{escape(one)}</code></li>" for one in line["evidence"])
    return f'<details><summary>{word}</summary><ul class="c-evidence">{found}</ul></details>' if found else ""
