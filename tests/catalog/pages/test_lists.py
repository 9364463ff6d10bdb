"""Home, lists and pages of members."""

import pytest
from django.core.cache import cache

from catalog import browse, policy
from catalog.models import Kind, State
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import named
from tests.catalog import factories

pytestmark = pytest.mark.django_db

LISTED = {kind: section for section, kind in browse.SECTIONS.items() if kind != Kind.DATASET}


@pytest.mark.parametrize(("kind", "section"), LISTED.items())
def test_each_kind_has_a_list_of_what_is_published(client, kind, section):
    row = factories.resource(kind, title="Here")
    factories.resource(kind, title="Not yet", state=State.DRAFT)
    text = client.get(f"/{section}").content.decode()
    assert f'href="{factories.page(row)}"' in text
    assert "1 entry" in text
    assert "Not yet" not in text


def test_an_empty_list_says_so_and_leads_on(client):
    text = client.get("/services").content.decode()
    assert "Nothing is here yet." in text
    assert 'href="/datasets"' in text


def test_a_long_list_has_pages_that_together_hold_each_row_once(client):
    rows = [factories.resource(Kind.CATALOG) for _ in range(45)]
    pages = [client.get(f"/catalogs?page={number}").content.decode() for number in (1, 2, 3)]
    found = [row.slug for row in rows for text in pages if f'href="{factories.page(row)}"' in text]
    assert sorted(found) == sorted(row.slug for row in rows)


@pytest.mark.parametrize(
    ("kind", "down"),
    [
        (Kind.CATALOG, DCAT.dataset),
        (Kind.CATALOG, DCAT.service),
        (Kind.CATALOG, DCAT.catalog),
        (Kind.SERIES, DCAT.seriesMember),
        (Kind.DATASET, DCAT.distribution),
        (Kind.SERVICE, DCAT.servesDataset),
    ],
)
def test_members_that_a_resource_names_are_on_its_page(client, kind, down):
    member = factories.resource(title="A member")
    row = factories.resource(kind, links={down: [member.iri]})
    assert [card.iri for card in browse.members(row, policy.ANYBODY, size=5).page(1)] == [member.iri]
    assert factories.page(member) in client.get(factories.page(row)).content.decode()


@pytest.mark.parametrize(
    ("kind", "up"), [(Kind.SERIES, DCAT.inSeries), (Kind.CATALOG, DCT.isPartOf), (Kind.DATASET, DCT.isPartOf)]
)
def test_members_that_name_the_resource_are_on_its_page(kind, up):
    row = factories.resource(kind)
    member = factories.resource(links={up: [row.iri]})
    assert [found.iri for found in browse.members(row, policy.ANYBODY, size=5).page(1)] == [member.iri]


def test_a_member_that_is_named_from_both_sides_is_listed_once():
    row = factories.resource(Kind.SERIES, iri="https://data.example.org/series")
    member = factories.resource(links={DCAT.inSeries: [row.iri]})
    factories.Link.objects.create(source=row, path=DCAT.seriesMember[1:-1], target=member.iri)
    assert browse.members(row, policy.ANYBODY, size=5).count == 1


def test_the_members_of_a_large_catalogue_come_in_pages(client):
    members = [factories.resource(title=f"Cohort {n}") for n in range(45)]
    row = factories.resource(Kind.CATALOG, links={DCAT.dataset: [member.iri for member in members]})
    sizes = []
    for number in (1, 2, 3):
        response = client.get(f"{factories.page(row)}?page={number}")
        cards = response.content.decode().count('<article class="c-card">')
        sizes.append((response.status_code, cards))
    assert sizes == [(200, 20), (200, 20), (200, 5)]


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "٣", "", "99999999999", "1%00"])
def test_what_is_no_number_of_a_page_is_404_and_kindly_so(client, number):
    row = factories.resource(Kind.CATALOG)
    for address in ("/catalogs", factories.page(row)):
        response = client.get(f"{address}?page={number}")
        assert response.status_code == 404
        assert "is not the number of a page" in response.content.decode()


def test_a_page_beyond_the_end_is_404_and_says_which_pages_there_are(client):
    row = factories.resource(Kind.CATALOG)
    for address in ("/catalogs", factories.page(row)):
        response = client.get(f"{address}?page=3")
        assert response.status_code == 404
        assert "There is no page 3 here: the pages are 1 to 1." in response.content.decode()


def test_a_page_number_means_nothing_where_there_are_no_pages(client):
    row = factories.resource(Kind.DISTRIBUTION)
    plain, numbered = client.get(factories.page(row)), client.get(factories.page(row) + "?page=nonsense")
    assert (numbered.status_code, numbered["ETag"]) == (200, plain["ETag"])


def test_organisations_are_listed_while_they_contribute_something_the_viewer_may_see(client):
    with_data, without = factories.organisation("with"), factories.organisation("without")
    factories.resource(organisation=with_data, title="Theirs")
    factories.resource(organisation=without, state=State.DRAFT)
    text = client.get("/organisations").content.decode()
    assert "Organisation with<" in text
    assert "Organisation without" not in text
    assert "Theirs" in client.get("/organisations/with").content.decode()
    assert client.get("/organisations/absent").status_code == 404


def test_home_counts_what_is_public_and_shows_what_is_new(client):
    for n in range(8):
        factories.resource(title=f"Cohort {n}.")
    factories.resource(title="Not yet", state=State.DRAFT)
    text = client.get("/").content.decode()
    assert "8 described datasets" in text
    assert [n for n in range(8) if f"Cohort {n}." in text] == [2, 3, 4, 5, 6, 7]
    assert "Not yet" not in text


def test_home_groups_diseases_with_how_many_datasets_they_have(client):
    mondo = browse.vocabulary("mondo")
    group = next(member for name in mondo.groups for member in mondo.members(name))
    below = next(iter(mondo.descendants(group)), group)
    for theme in (group, below, below):
        factories.resource(Kind.DATASET, (DCAT.theme, named(theme)))
    factories.resource(Kind.DATASET, (DCAT.theme, named(group)), state=State.DRAFT)
    assert dict(browse.diseases(policy.ANYBODY, 100))[group] == 3
    name = mondo.concepts[group].label("en")
    assert f"<b>{name}</b><span>3 datasets</span>" in client.get("/").content.decode()


def test_home_names_diseases_in_each_reader_s_language(client):
    mondo = browse.vocabulary("mondo")
    groups = [member for name in mondo.groups for member in mondo.members(name)]
    group = next(g for g in groups if mondo.concepts[g].label("es") != mondo.concepts[g].label("en"))
    factories.resource(Kind.DATASET, (DCAT.theme, named(group)))
    for language in ("en", "es"):
        text = client.get("/", headers={"accept-language": language}).content.decode()
        assert f"<b>{mondo.concepts[group].label(language)}</b>" in text


def test_what_a_member_sees_at_home_is_not_kept_for_visitors(client, django_user_model):
    holder = factories.organisation("holder")
    factories.resource(title="Inside cohort", visibility="organisation", organisation=holder)
    client.force_login(factories.person("member", of=holder))
    assert "Inside cohort" in client.get("/").content.decode()
    assert cache.get("home") is None
    client.logout()
    assert "Inside cohort" not in client.get("/").content.decode()
