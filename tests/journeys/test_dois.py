"""A curator gives a dataset its DOI, keeps it true and hides it when the dataset goes; in Chromium, and without JavaScript."""

import re

import pytest

from catalog.models import DataciteAccount, Doi, Organisation, Resource
from catalog.register import Terms, register
from tests.catalog.dois.conftest import At, datacite  # noqa: F401 - a fixture
from tests.catalog.dois.double import PASSWORD, PREFIX, REPOSITORY
from tests.catalog.editing.people import titled, world
from tests.journeys.steps import barriers
from tests.journeys.test_reviewing import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(index, datacite, tmp_path, settings):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path / "files"
    return At(world(), datacite)


@pytest.fixture
def site(live_server, at):
    return live_server.url


LOOKS = {
    "desktop": {},
    "without JavaScript": {"java_script_enabled": False},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_reserve_publish_update_withdraw(visit, site, at, picture, look):
    page, found = visit("/", **LOOKS[look]), []

    def looked(name):
        if look != "without JavaScript":
            found.extend(barriers(page))
        picture(page, f"doi-{name}")

    def confirmed(step):
        page.get_by_role("link", name=step, exact=True).click()
        looked(step.split()[0].lower())
        if page.get_by_label("I know that it cannot be taken back.").count():
            page.get_by_label("I know that it cannot be taken back.").check()
        page.get_by_role("button", name=step, exact=True).click()

    signed_in(page, at.people.reviewer, site)
    page.goto("/review/one")
    looked("review")
    page.get_by_role("link", name="PID and DOI").click()
    looked("none")
    confirmed("Reserve a DOI")
    confirmed("Give the draft back")
    looked("given-back")
    assert "Given back: DataCite knows of it no more" in page.locator("main").inner_text()
    confirmed("Reserve a DOI")
    name = at.doi.name
    assert name in page.locator("main").inner_text()
    assert "Reserved: known to DataCite, leads nowhere yet" in page.locator("main").inner_text()

    confirmed("Make it findable")
    assert page.get_by_role("link", name=f"https://doi.org/{name}").count() == 1
    looked("findable")
    page.goto("/datasets/one")
    assert f"https://doi.org/{name}" in page.locator("main").inner_text()

    register(titled(at.row.record, "A better registry"), "dataset", Terms())
    page.goto("/review/one/doi")
    confirmed("Send the changes")
    page.get_by_role("button", name="Keep this DOI up to date").click()
    assert "DataCite is told of each change" in page.locator("main").inner_text()
    register(titled(at.row.record, "The best registry"), "dataset", Terms())

    page.goto("/review/one")
    page.get_by_text("Withdraw", exact=True).first.click()
    page.get_by_label("Why; readers of the page see it").fill("A consent was withdrawn.")
    page.get_by_role("button", name="Withdraw", exact=True).click()
    page.goto("/review/one/doi")
    confirmed("Hide it from searches")
    looked("hidden")
    sent = [("POST", ""), ("DELETE", ""), ("POST", ""), ("PUT", "publish"), ("PUT", ""), ("PUT", ""), ("PUT", "hide")]
    assert (at.datacite.writes, at.datacite.state(name)) == (sent, "registered")
    answer = page.goto("/datasets/one")
    assert answer.status == 410
    assert "A consent was withdrawn." in page.locator("main").inner_text()
    complaints = [said for said in page.complaints if "410" not in said]
    assert (found, complaints) == ([], [])


@pytest.mark.parametrize("language", ["en-GB", "es-ES"])
def test_an_administrator_sets_up_the_account_and_tries_out_a_pattern(visit, site, at, picture, language):
    DataciteAccount.objects.all().delete()
    Doi.objects.all().delete()
    is_english = language.startswith("en")
    page = visit("/", locale=language)
    signed_in(page, at.people.administrator, site)
    page.goto("/organisations/holder/datacite")
    found = barriers(page)
    page.get_by_label("Prefix" if is_english else "Prefijo").fill(PREFIX)
    page.get_by_label("Repository ID" if is_english else "ID del repositorio").fill(REPOSITORY)
    page.get_by_label("Password" if is_english else "Contraseña").fill(PASSWORD)
    page.get_by_label("Test system" if is_english else "Sistema de pruebas").check()
    page.get_by_role("button", name="Keep" if is_english else "Guardar", exact=True).click()
    assert PASSWORD not in page.content()
    assert page.locator(".c-test").count() == 1
    found += barriers(page)
    page.goto("/organisations/holder/dois")
    found += barriers(page)

    page.goto("/organisations/holder/identifiers")
    pattern = page.get_by_label("Pattern" if is_english else "Patrón")
    pattern.fill("{nummer}")
    page.get_by_role("button", name="Try it out" if is_english else "Probar").click()
    assert "{nummer}" in page.locator(".errorlist").inner_text()
    found += barriers(page)
    pattern.fill("{organisation}-{year}-{number}")
    page.get_by_role("button", name="Try it out" if is_english else "Probar").click()
    assert re.search(r"http://testserver/id/holder-\d{4}-1", page.locator("main").inner_text())
    found += barriers(page)
    picture(page, f"identifiers-{language[:2]}")
    page.get_by_role("button", name="Keep" if is_english else "Guardar", exact=True).click()
    assert Organisation.objects.get(slug="holder").pid_pattern == "{organisation}-{year}-{number}"
    assert (found, page.complaints) == ([], [])
    assert Resource.objects.get().iri == "https://data.example.org/one"
