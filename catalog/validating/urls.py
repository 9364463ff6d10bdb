"""The addresses of validation."""

from django.urls import URLPattern, path

from catalog.validating import pages

urlpatterns: list[URLPattern] = [path("validate", pages.validate, name="validate")]
