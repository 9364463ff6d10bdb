"""The resource definitions: what is served under which prefix, and which containers hang below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from catalog.models import Kind
from fair_metadata.namespaces import DCAT, DCT, FDP, R3D
from fair_metadata.terms import Term


@dataclass(frozen=True, slots=True)
class Child:
    """One container of a resource: the prefix of its members, and how resource and members name each other."""

    prefix: str
    relation: Term  # ldp:hasMemberRelation
    title: str
    up: tuple[Term, ...] = (DCT.isPartOf,)
    also: tuple[str, ...] = ()  # kinds of members beside that of the prefix

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset((DEFINITIONS[self.prefix].kind, *self.also))


@dataclass(frozen=True, slots=True)
class Definition:
    """One row: a prefix, what is kept there, its classes (the first is what clients ask for), its containers."""

    name: str
    prefix: str
    kind: str
    classes: tuple[Term, ...]
    children: tuple[Child, ...] = ()

    @property
    def uuid(self) -> str:
        """The same on every machine: clients keep it."""
        return str(uuid5(NAMESPACE_URL, f"urn:fdc:vocab:marrow:fdp:{self.prefix}"))

    @property
    def down(self) -> frozenset[Term]:
        """What leads into its containers: what is in them is worked out, so these are no client's to write."""
        return frozenset(child.relation for child in self.children)


DATASETS = Child("dataset", DCAT.dataset, "Datasets")
# A series is a dataset (DCAT 3, section 6.7), listed by the same property: one container, one look at all of them.
WITH_SERIES = Child("dataset", DCAT.dataset, "Datasets", also=(Kind.SERIES,))
SERIES = Child("datasetseries", DCAT.dataset, "Dataset series")
SERVICES = Child("dataservice", DCAT.service, "Data services")
RECORDS = Child("record", DCAT.record, "Catalogue records")
SUBCATALOGUES = Child("catalog", DCAT.catalog, "Catalogues")
MEMBERS = Child("dataset", DCAT.seriesMember, "Datasets", (DCAT.inSeries, DCT.isPartOf))
DISTRIBUTIONS = Child("distribution", DCAT.distribution, "Distributions")
ACCESS = Child("dataservice", DCAT.accessService, "Data services", ())

ROOT = Definition(
    "FAIR Data Point",
    "",
    "",
    (FDP.FAIRDataPoint, FDP.MetadataService, DCAT.DataService, DCAT.Resource, R3D.Repository),
    (Child("catalog", FDP.metadataCatalog, "Catalogues", ()),),
)
_ROWS = (
    Definition("Catalog", "catalog", Kind.CATALOG, (DCAT.Catalog,), (WITH_SERIES, SERVICES, RECORDS, SUBCATALOGUES)),
    Definition("Dataset Series", "datasetseries", Kind.SERIES, (DCAT.DatasetSeries,), (MEMBERS,)),
    Definition("Dataset", "dataset", Kind.DATASET, (DCAT.Dataset,), (DISTRIBUTIONS,)),
    Definition("Distribution", "distribution", Kind.DISTRIBUTION, (DCAT.Distribution,), (ACCESS,)),
    Definition("Data Service", "dataservice", Kind.SERVICE, (DCAT.DataService,)),
    Definition("Catalog Record", "record", Kind.CATALOG_RECORD, (DCAT.CatalogRecord,)),
)
# The site's own catalogue holds everything, so that what is in no other catalogue is reached too.
SITE = Definition(
    "Catalog",
    "catalog",
    Kind.CATALOG,
    (DCAT.Catalog, DCAT.Resource),
    (DATASETS, SERIES, SERVICES, RECORDS, Child("distribution", DCT.hasPart, "Distributions")),
)
DEFINITIONS: Mapping[str, Definition] = {row.prefix: row for row in (ROOT, *_ROWS)}
OF_KIND: Mapping[str, Definition] = {row.kind: row for row in _ROWS}


def by_uuid(uuid: str) -> Definition | None:
    return next((row for row in DEFINITIONS.values() if row.uuid == uuid), None)
