from tests.catalog.fair.showing import shown  # noqa: F401
