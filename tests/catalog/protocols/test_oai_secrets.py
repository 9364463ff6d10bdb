"""What not everybody may see is in no answer of OAI-PMH, for nobody: to the byte, but for the date of the answer."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from catalog import tokens
from catalog.models import Resource
from catalog.protocols.oai import answers
from tests.catalog.protocols.oai import ask, harvest
from tests.search.worlds import OF_DATASETS, OF_FILES, hide, world

pytestmark = pytest.mark.django_db
LISTS = [
    {"verb": verb, "metadataPrefix": prefix}
    for verb in ("ListRecords", "ListIdentifiers")
    for prefix in ("oai_dc", "oai_datacite", "dcat_ap")
]
OTHERS = [{"verb": "Identify"}, {"verb": "ListSets"}, {"verb": "ListMetadataFormats"}]
SETS = ["kind:dataset", "organisation:mine", "disease:NHL", "openaire_data", "catalog", "data"]
NEVER_PUBLIC = ("draft", "in-review", "nobody")
ONCE_PUBLIC = ("withdrawn", "organisation", "network")


def everything(*, token=""):
    """Every list in pages, with and without each set, and the other verbs."""
    client = Client(headers={"authorization": f"Bearer {token}"} if token else {})
    questions = [*LISTS, *({**LISTS[0], "set": spec} for spec in SETS)]
    bodies = [page.body for question in questions for page in harvest(client, **question)]
    bodies += [ask(client, **question).body for question in OTHERS]
    return [re.sub(rb"<responseDate>.*?</responseDate>", b"", body) for body in bodies]


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(answers, "ROWS", 8)
    monkeypatch.setattr(answers, "ENOUGH", 5)


@pytest.mark.parametrize("secrecy", NEVER_PUBLIC)
def test_what_never_was_public_changes_no_byte(small, secrecy):
    made = world()
    before = everything()
    hide(made, [secrecy], files=["draft"])
    assert everything() == before
    bearer = tokens.issue(made.stranger, name="harvest", lifetime=timedelta(days=1))
    assert everything(token=bearer) == before


@pytest.mark.parametrize("secrecy", ONCE_PUBLIC)
def test_of_what_is_gone_only_the_header_of_then_is_told(small, secrecy):
    made = world()
    hide(made, [secrecy], files=[name for name in OF_FILES if name in ONCE_PUBLIC])
    words = [OF_DATASETS[secrecy], *OF_FILES.values()]
    row = Resource.objects.get(iri__endswith=f"{OF_DATASETS[secrecy]}-set")
    for body in everything():
        kept = re.sub(rb"<header status=\"deleted\">.*?</header>", b"", body, flags=re.S)
        kept = re.sub(rb"https://data.example.org/[a-z-]+-file", b"", kept)  # public datasets name their files
        assert [word for word in words if word.encode() in kept.lower()] == []
        assert row.slug.encode() not in kept


def test_a_token_of_a_member_shows_no_more_than_everybody_sees(small):
    made = world()
    hide(made)
    bearer = tokens.issue(made.member, name="harvest", lifetime=timedelta(days=1))
    assert everything(token=bearer) == everything()


@pytest.mark.parametrize("secrecy", NEVER_PUBLIC)
def test_its_own_name_is_that_of_nothing(client, secrecy):
    hide(world(), [secrecy], files=())
    slug = Resource.objects.get(iri__endswith=f"{OF_DATASETS[secrecy]}-set").slug
    for verb in ("GetRecord", "ListMetadataFormats"):
        more = {"metadataPrefix": "oai_dc"} if verb == "GetRecord" else {}
        answers_ = [
            ask(client, verb=verb, identifier=f"oai:testserver:{name}", **more) for name in (slug, "nothing-at-all")
        ]
        assert [answer.codes for answer in answers_] == [["idDoesNotExist"]] * 2
        assert answers_[0].words[0].replace(slug, "") == answers_[1].words[0].replace("nothing-at-all", "")


def test_a_draft_catalogue_is_no_set_and_tells_nobody_what_it_holds(client):
    from catalog.models import Kind, State
    from fair_metadata.namespaces import DCAT
    from tests.catalog import factories

    factories.resource(slug="one", iri="https://data.example.org/one")
    factories.resource(
        Kind.CATALOG, slug="plans", state=State.DRAFT, links={DCAT.dataset: ["https://data.example.org/one"]}
    )
    assert b"plans" not in b"".join(everything())
    assert ask(client, verb="ListRecords", metadataPrefix="oai_dc", set="catalog:plans").codes == ["noRecordsMatch"]
