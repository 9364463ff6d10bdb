"""The addresses of link health."""

from django.urls import URLPattern, path

from catalog.links import pages

urlpatterns: list[URLPattern] = [
    path("curator/links/<slug:slug>", pages.links, name="curator-links"),
    path("curator/links/<slug:slug>/moved", pages.moved, name="curator-links-moved"),
]
