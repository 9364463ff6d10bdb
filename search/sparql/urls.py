"""The address of the SPARQL endpoint."""

from django.urls import path

from search.sparql import endpoint

urlpatterns = [
    path("sparql", endpoint.sparql, name="sparql"),
    path("fdp/search/sparql", endpoint.sparql, name="fdp-sparql"),  # where clients of FAIR Data Points ask
]
