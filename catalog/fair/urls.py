"""The addresses of FAIR reports."""

from django.urls import re_path

from catalog.fair import views

_ONE = r"^(?P<section>datasets)/(?P<slug>[a-z0-9-]+)/fair"

urlpatterns = [
    re_path(rf"{_ONE}\Z", views.page, name="fair"),
    re_path(rf"{_ONE}\.(?P<suffix>[a-z0-9.]+)\Z", views.page, name="fair-as"),
    re_path(r"^fair\Z", views.overview, name="fair-overview"),
    re_path(r"^fair\.(?P<suffix>json)\Z", views.overview, name="fair-overview-as"),
]
