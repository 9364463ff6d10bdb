"""A small picture of a dataset's FAIR points, to be shown on other pages: SVG that says in words what it shows."""

from html import escape

from django.template.loader import render_to_string

from catalog.fair.showing import BANDS

LABEL = "FAIR"
_LEFT, _PER_CHARACTER, _PADDING = 42, 7, 12


def svg(title: str, points: int) -> str:
    """The badge; `title` is the dataset's, for those who hear it instead of seeing it."""
    value = f"{points}/100"
    right = _PADDING + _PER_CHARACTER * len(value)
    context = {
        "label": LABEL,
        "value": value,
        "title": f"{title}: FAIR {points} of 100 points",
        "band": next(name for least, name in BANDS if points >= least),
        "left": _LEFT,
        "right": right,
        "width": _LEFT + right,
        "label_at": _LEFT / 2,
        "value_at": _LEFT + right / 2,
    }
    return render_to_string("fair/badge.svg", context)


def embed(page: str, title: str, points: int) -> str:
    """What to paste into another page."""
    words = escape(f"{title}: FAIR {points} of 100 points")
    return f'<a href="{page}/fair"><img src="{page}/fair.svg" alt="{words}" height="20"></a>'
