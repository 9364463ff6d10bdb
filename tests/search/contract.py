"""Documents to search in, for every engine: small, and each there for a reason."""

from datetime import UTC, datetime

from fair_metadata.namespaces import DCAT, DCT, FOAF, HEALTHDCATAP, RDF
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from search.documents import document

MONDO = "http://purl.obolibrary.org/obo/MONDO_"
MYELOMA, AML, CLL = f"{MONDO}0009693", f"{MONDO}0018874", f"{MONDO}0004948"
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"


class Row:
    """A resource as the follower reads it."""

    def __init__(self, name, **facts):
        self.iri, self.slug, self.kind = f"https://data.example.org/{name}", name, "dataset"
        self.organisation_id, self.state, self.visibility = None, "published", "everybody"
        self.id = self.revision_id = 1
        self.modified_at = datetime(2026, 1, 1, tzinfo=UTC)
        self.card, self.violations = {}, 0
        for key, value in facts.items():
            setattr(self, key, value)


def dataset(name, title, *, diseases=(), access="PUBLIC", publisher="A hospital", said=(), patients=0, day=1, **facts):
    """The document of a dataset that says these things."""
    row = Row(name, **facts)
    row.card = {"title": {"en": title}, "patients": patients}
    row.id = row.revision_id = day
    me = named(row.iri)
    said = [*said, (HEALTHDCATAP.numberOfUniqueIndividuals, literal(str(patients)))] if patients else said
    triples = [
        (me, RDF.type, DCAT.Dataset),
        (me, DCT.title, literal(title, language="en")),
        (me, DCT.accessRights, named(ACCESS + access)),
        (me, DCT.publisher, "_:p"),
        ("_:p", FOAF.name, literal(publisher, language="en")),
        *((me, DCAT.theme, named(disease)) for disease in diseases),
        *((me, path, value) for path, value in said),
    ]
    return document(row, Record.of(row.iri, triples))


DOCUMENTS = [
    dataset(
        "mm-1",
        "Myeloma registry",
        diseases=[MYELOMA],
        patients=300,
        day=3,
        said=[(DCT.identifier, literal("EUPAS-101"))],
    ),
    dataset("aml-1", "Leukaemia in adults", diseases=[AML], access="RESTRICTED", patients=50, day=2),
    dataset("aml-2", "Acute leukemia biobank", diseases=[AML], publisher="B hospital", patients=900, day=5),
    dataset("cll-1", "Chronic disease cohort", diseases=[CLL], access="RESTRICTED", publisher="B hospital", day=4),
    dataset("other", "Hip fractures", access="NON_PUBLIC", day=1),
]
SECRET = dataset(
    "secret",
    "Hidden leukaemia trial",
    diseases=[AML],
    publisher="Secret hospital",
    visibility="organisation",
    organisation_id=7,
)
