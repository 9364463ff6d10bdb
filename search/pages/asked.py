"""What every page of search asks of its request, and what it says when it cannot answer."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog.pages import errors
from search.query import MOST_ASKED, MOST_FILTERS, Query


def query_of(request: HttpRequest) -> Query:
    """The question in the address. Of one that asks too much nothing is left out: another answer would be wrong."""
    query = Query.from_params({name: request.GET.getlist(name) for name in request.GET})
    if query.asks_too_much:
        raise BadRequest(
            _("Too many filters at once. Use at most %(filters)s filters with %(values)s values in all.")
            % {"filters": MOST_FILTERS, "values": MOST_ASKED}
        )
    return query


def unavailable(request: HttpRequest) -> HttpResponse:
    return errors.problem(request, 503, _("Search does not answer"), _("Try again in a moment. Pages and lists work."))


def at_least(total: int) -> int:
    """A sum of certain counts, down to a multiple of the limit below which counts are not shown."""
    return total - total % settings.SMALL_CELL_LIMIT
