"""The search application: follows the catalogue's revisions."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
