"""The address of the SPARQL endpoint."""

from django.urls import path

from search.sparql import endpoint

urlpatterns = [path("sparql", endpoint.sparql, name="sparql")]
