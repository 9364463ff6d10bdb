"""People of an organisation with an account at DataCite's double, and a dataset that may have a DOI."""

import threading

import pytest
from django.test import Client

from catalog.dois import asking, planning, sealing
from catalog.dois.steps import STEPS
from catalog.models import DataciteAccount, Doi, DoiCall, Kind, Resource
from catalog.register import Terms, register
from fair_metadata.namespaces import DCT, FOAF, RDF, XSD
from fair_metadata.terms import literal
from tests.catalog.dois.double import PASSWORD, PREFIX, REPOSITORY, Double
from tests.catalog.editing.people import fit_dataset, world


def citable(slug="one", title="A registry"):
    """A fit dataset that states all that DataCite wants."""
    record = fit_dataset(slug, title)
    made = [
        (record.subject, DCT.creator, "_:maker"),
        ("_:maker", RDF.type, FOAF.Organization),
        ("_:maker", FOAF.name, literal("A hospital", language="en")),
        (record.subject, DCT.issued, literal("2024-03-05", datatype=XSD.date[1:-1])),
    ]
    return record.with_triples(made)


def account(organisation, server="production", password=PASSWORD):
    sealed = sealing.seal(password)
    return DataciteAccount.objects.create(
        organisation=organisation, server=server, prefix=PREFIX, repository=REPOSITORY, sealed=sealed
    )


class At:
    """The dataset, its people, and DataCite."""

    def __init__(self, people, datacite):
        self.people, self.datacite = people, datacite
        register(citable(), Kind.DATASET, Terms(organisation=people.holder, publish=True))
        self.account = account(people.holder)

    @property
    def row(self):
        return Resource.objects.select_related("revision", "organisation").get(slug="one")

    @property
    def doi(self):
        return Doi.objects.filter(resource__slug="one").first()

    def ask(self, step, by="reviewer"):
        plan = planning.planned(self.row, STEPS[step])
        return DoiCall.objects.get(pk=asking.ask(self.row, STEPS[step], self.people.users[by], seen=plan.seen).pk)

    def browser(self, who):
        client = Client()
        if who in self.people.users:
            client.force_login(self.people.users[who])
        return client


@pytest.fixture
def datacite(settings):
    serving = Double()
    settings.FETCH_INNER_HOSTS = ["localhost"]
    settings.DATACITE_API = settings.DATACITE_TEST_API = serving.address
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def at(transactional_db, datacite, index, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return At(world(), datacite)
