"""The addresses that search answers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
