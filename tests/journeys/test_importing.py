"""A curator brings in what is written elsewhere: a Turtle file, a spreadsheet and back, a DOI; with and without scripts."""

import io
import threading
from http.server import ThreadingHTTPServer

import openpyxl
import pytest
from django.test import Client
from playwright.sync_api import expect

from catalog.models import Draft, Organisation, Resource, State
from tests.catalog import factories as make
from tests.catalog.intake.conftest import turtle
from tests.catalog.intake.test_doi import ASKED, DOI, IRI, body
from tests.catalog.intake.test_fetching import Answers
from tests.journeys.steps import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


@pytest.fixture
def curate(visit):
    """curate(path, …): a page of a curator of the organisation whose the demo's descriptions are."""

    def open_page(path="/import", **options):
        organisation, _ = Organisation.objects.get_or_create(slug="ours", defaults={"name": "Our hospital"})
        Resource.objects.update(organisation=organisation)
        client = Client()
        client.force_login(make.person(f"curator-{Resource.objects.count()}", of=organisation))
        page = visit("/about/help", **options)
        page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": page.url.removesuffix("/about/help"),
                }
            ]
        )
        page.goto(path)
        return page

    return open_page


def no_barrier(page):
    if page.evaluate("true"):
        assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def send(page, content, name):
    page.get_by_label("RDF or a spreadsheet").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Look at the file").click()


@SCRIPTS
def test_a_turtle_file_is_looked_at_and_taken_in(curate, scripts):
    page = curate(java_script_enabled=scripts)
    count = Resource.objects.count()
    if scripts:
        no_barrier(page)
    send(page, turtle(), "registry.ttl")
    expect(page.get_by_role("heading", name="What would become of it")).to_be_visible()
    expect(page.get_by_role("heading", name="A registry")).to_be_visible()
    assert Resource.objects.count() == count
    if scripts:
        no_barrier(page)
    page.get_by_role("button", name="Take in what is ticked on this page").click()
    expect(page.get_by_role("status").filter(has_text="Taken in as a new draft: 1")).to_be_visible()
    assert Resource.objects.get(iri="https://data.example.org/registry").state == State.DRAFT
    if scripts:
        no_barrier(page)
        assert page.complaints == []


@SCRIPTS
def test_a_search_goes_out_as_a_spreadsheet_and_comes_back(curate, scripts):
    page = curate("/datasets?q=AML", java_script_enabled=scripts)
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Excel, to edit").click()
    book = openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes()))
    sheet = book["Datasets"]
    names = [cell.value for cell in sheet[2]]
    place = names.index("title [en]") + 1
    was = sheet.cell(3, place).value
    sheet.cell(3, place).value = "A title of today"
    sheet.cell(4, names.index("access_rights") + 1).value = "sometimes"
    out = io.BytesIO()
    book.save(out)
    page.goto("/import")
    send(page, out.getvalue(), "datasets.xlsx")
    card = page.locator("article", has_text="A title of today")
    expect(card.locator("del")).to_have_text(was)
    expect(card.locator("ins")).to_have_text("A title of today")
    page.get_by_role("link", name="Refused: 1").click()
    expect(page.get_by_role("row", name="which is not in the list “Access rights”")).to_be_visible()
    if scripts:
        no_barrier(page)
    page.get_by_role("link", name="Changed: 1").click()
    page.get_by_role("button", name="Take in what is ticked on this page").click()
    expect(page.get_by_role("status").filter(has_text="Taken in as a draft over what is there: 1")).to_be_visible()
    draft = Draft.objects.get()
    assert '"A title of today"@en' in draft.record.ntriples
    assert "A title of today" not in draft.resource.record.ntriples


@pytest.fixture
def datacite(settings):
    """DataCite's REST API on this machine."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    serving.asked = []
    serving.answers = {
        f"/dois/{DOI.replace('/', '%2F')}{ASKED}": (200, {"Content-Type": "application/vnd.api+json"}, body())
    }
    settings.FETCH_INNER_HOSTS, settings.DATACITE_API = ["localhost"], f"http://localhost:{serving.server_port}"
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


@SCRIPTS
def test_a_doi_is_looked_at_and_taken_in(curate, datacite, scripts):
    page = curate(java_script_enabled=scripts)
    page.get_by_label("DOI of a dataset").fill("zenodo.1")
    page.get_by_role("button", name="Look at the DOI").click()
    expect(page.get_by_role("alert")).to_contain_text("is no DOI. Write it as 10.1234/abcd")
    expect(page.get_by_label("DOI of a dataset")).to_have_value("zenodo.1")
    if scripts:
        no_barrier(page)
    page.get_by_label("DOI of a dataset").fill(DOI)
    page.get_by_role("button", name="Look at the DOI").click()
    expect(page.get_by_role("heading", name="A registry of AML")).to_be_visible()
    expect(page.get_by_text("Left out, since there is no place for it: fundingReferences")).to_be_visible()
    page.get_by_role("button", name="Take in what is ticked on this page").click()
    expect(page.get_by_role("status").filter(has_text="Taken in as a new draft: 1")).to_be_visible()
    assert Resource.objects.get(iri=IRI).state == State.DRAFT


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}, "has_touch": True},
        {"locale": "es-ES"},
    ],
    ids=["dark", "phone", "Spanish"],
)
def test_no_look_has_a_barrier(curate, look):
    page = curate(**look)
    no_barrier(page)
    name = "Revisar el archivo" if "locale" in look else "Look at the file"
    rows = b"id,title [en],number_of_records\n,A registry,many\n,Another,5\n"
    page.locator("#file").set_input_files({"name": "t.csv", "mimeType": "text/csv", "buffer": rows})
    page.get_by_role("button", name=name).click()
    expect(page.locator("article")).to_have_count(2)
    no_barrier(page)
    assert page.complaints == []
