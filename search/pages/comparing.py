"""Two to six datasets side by side, property by property: everything, or only where they differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import browse, policy
from catalog.language import current_language
from catalog.models import Kind, Resource
from catalog.pages import asking, errors
from catalog.pages.presentation import Page, Row, Value, page_of
from fair_metadata.profiles import DEFAULT
from search.pages.keeping import for_its_reader
from search.pages.spreadsheet import MARK, line

LEAST, MOST = 2, 6  # datasets
LONGEST = 1_000  # characters of a cell
_SLUG = re.compile(r"[a-z0-9-]{1,120}")

Cells = tuple[tuple[str, ...], ...]  # of each dataset, its values


@dataclass(frozen=True, slots=True)
class Line:
    """One property of all datasets. `differs`: they do not all say the same."""

    label: str
    cells: Cells

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


@require_safe
@for_its_reader
def compare(request: HttpRequest) -> HttpResponse:
    """The table, with a switch for differences only."""
    slugs = _slugs(request)
    if not LEAST <= len(slugs) <= MOST:
        detail = _("Choose two to six datasets in a list, then “Compare”. This address names %(n)s.") % {
            "n": len(slugs)
        }
        return errors.problem(request, 400, _("Nothing to compare"), detail)
    datasets = _datasets(slugs, asking.viewer(request))
    only = request.GET.get("only") == "differences"
    context = {
        "datasets": [_head(dataset, slugs) for dataset in datasets],
        "lines": compared(datasets, only=only),
        "only": only,
        "slugs": slugs,
    }
    return render(request, "search/compare.html", context)


@require_safe
@for_its_reader
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The same table for a spreadsheet."""
    slugs = _slugs(request)
    if not LEAST <= len(slugs) <= MOST:
        raise Http404
    datasets = _datasets(slugs, asking.viewer(request))
    only = request.GET.get("only") == "differences"
    head = line([_("Property"), *(dataset.slug for dataset in datasets)])
    rows = (line([row.label, *(" | ".join(values) for values in row.cells)]) for row in compared(datasets, only=only))
    headers = {"Content-Disposition": 'attachment; filename="comparison.csv"'}
    return HttpResponse(MARK + head + "".join(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _slugs(request: HttpRequest) -> list[str]:
    return list(dict.fromkeys(slug for slug in request.GET.getlist("d") if slug))


def _datasets(slugs: Sequence[str], viewer: policy.Viewer) -> list[Resource]:
    """In the order of the address; 404 when one is not there, or not for this reader."""
    named = [slug for slug in slugs if _SLUG.fullmatch(slug)]  # databases refuse some characters
    rows = Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET, slug__in=named).select_related("revision")
    found = {row.slug: row for row in rows}
    absent = [slug for slug in slugs if slug not in found]
    if absent:
        raise Http404(_("There is no dataset “%(slug)s”.") % {"slug": absent[0][:120]})
    return [found[slug] for slug in slugs]


def _head(dataset: Resource, slugs: Sequence[str]) -> dict[str, Any]:
    """The head of a column, with the address of the comparison without it."""
    others = [slug for slug in slugs if slug != dataset.slug]
    without = "/compare?" + "&".join(f"d={slug}" for slug in others) if len(others) >= LEAST else ""
    return {"address": browse.address(dataset), "card": dataset.card, "without": without}


def compared(datasets: Sequence[Resource], *, only: bool) -> list[Line]:
    """Every property that one of them states, in the order of the profile."""
    pages = [page_of(d.record, DEFAULT, language=current_language(), related={}) for d in datasets]
    lines = [Line(label, cells) for label, cells in _rows(pages)]
    return [row for row in lines if row.differs or not only]


def _rows(pages: Sequence[Page]) -> Iterator[tuple[str, Cells]]:
    yield _("Description"), tuple(tuple(value.text[:LONGEST] for value in page.description) for page in pages)
    by_path = [{row.path: row for row in _all(page)} for page in pages]
    for path in dict.fromkeys(path for rows in by_path for path in rows):
        label = next(rows[path].label for rows in by_path if path in rows)
        yield label, tuple(_texts(rows[path]) if path in rows else () for rows in by_path)
    variables = tuple(tuple(row[0].text for row in page.variables) for page in pages)
    if any(variables):
        yield _("Variables"), variables


def _all(page: Page) -> Iterator[Row]:
    for group in page.groups:
        yield from (row for row in group.rows if row.path != "healthdcatap:hasVariables")
    yield from page.also_stated


def _texts(row: Row) -> tuple[str, ...]:
    found = [_text(value)[:LONGEST] for value in row.values]
    return (*found, *([_("and %(n)s more") % {"n": row.more}] if row.more else []))


def _text(value: Value) -> str:
    nested = "; ".join(f"{row.label}: {', '.join(_text(v) for v in row.values)}" for row in value.rows)
    return " – ".join(part for part in (value.text, nested) if part)
