"""What a second process runs. It imports nothing of Django's before Django is set up there."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.columns import Prepared
    from fair_metadata.document import Part


def set_up() -> None:
    import gc

    import django

    django.setup()
    gc.set_threshold(200_000)  # as `load` does, and for its reason


def columns_of(parts: "list[Part]", known: dict[str, str]) -> "list[Prepared]":
    from catalog.columns import columns_of_parts

    return columns_of_parts(parts, known)
