"""The catalogue's Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What registers itself is read once."""
        from catalog.links import following  # noqa: F401
