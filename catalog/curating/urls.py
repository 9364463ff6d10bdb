"""The addresses of curating."""

from django.urls import URLPattern, path

from catalog.curating import pages

urlpatterns: list[URLPattern] = [
    path("curator", pages.home, name="curator"),
    path("curator/findings/<slug:slug>", pages.findings, name="curator-findings"),
    path("edit/<slug:slug>/layer", pages.layer, name="edit-layer"),
    path("edit/<slug:slug>/still-true", pages.still_true, name="still-true"),
]
