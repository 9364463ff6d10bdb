"""The catalogue's Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What other libraries call us for, and what registers itself."""
        from catalog.doctor import CHECKS
        from catalog.dois.health import look as look_at_dois
        from catalog.dois.health import stand_by
        from catalog.links import following  # noqa: F401
        from catalog.people.guarding import stand_guard
        from catalog.people.health import look

        stand_guard()
        stand_by()
        CHECKS.extend((look, look_at_dois))
