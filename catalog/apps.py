"""The catalogue's Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What other libraries call us for."""
        from catalog.doctor import CHECKS
        from catalog.people.guarding import stand_guard
        from catalog.people.health import look

        stand_guard()
        CHECKS.append(look)
