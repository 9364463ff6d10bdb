"""The official schema of DataCite, where it lies beside the project."""

from functools import cache

from lxml import etree

from tests.conftest import needs_shared


def datacite_schema() -> etree.XMLSchema:
    return _schema(str(needs_shared("standards/datacite/kernel-4.7") / "metadata.xsd"))


@cache
def _schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=path)
