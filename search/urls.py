"""The addresses that search answers."""

from django.urls import path

from search import pages

urlpatterns = [path("datasets", pages.datasets, name="datasets")]
