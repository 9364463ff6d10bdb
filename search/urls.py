"""The addresses that search answers."""

from django.urls import path, re_path

from search.mcp.pages import mcp
from search.pages import comparing, exports, fdp, listing, suggestions, system

urlpatterns = [
    path("datasets", listing.datasets, name="datasets"),
    re_path(r"^datasets\.(?P<suffix>[a-z0-9.]+)\Z", exports.datasets_as, name="datasets-as"),
    path("suggest", suggestions.suggest, name="suggest"),
    path("compare", comparing.compare, name="compare"),
    path("compare.csv", comparing.compare_csv, name="compare-csv"),
    path("mcp", mcp, name="mcp"),
    path("system", system.system, name="system"),
    path("fdp/search", fdp.search, name="fdp-search"),
]
