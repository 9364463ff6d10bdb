"""Two to six datasets side by side: in order, with their differences, as a page and as a spreadsheet."""

import csv
import io

import pytest
from lxml import html

from catalog.models import Kind, Organisation
from catalog.register import Terms, register
from catalog.signals import together
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog.factories import described
from tests.search.contract import ACCESS

pytestmark = pytest.mark.django_db(transaction=True)


def put(name, title, *said, **terms):
    record = described(f"https://data.example.org/{name}", Kind.DATASET, *said, title=title)
    return register(record, Kind.DATASET, Terms(**{"publish": True} | terms))


@pytest.fixture
def seven(index):
    with together():
        for n in range(7):
            access = (DCT.accessRights, named(ACCESS + ("PUBLIC" if n % 2 else "RESTRICTED")))
            put(f"cohort-{n}", f"Cohort {n}", access, (DCAT.keyword, literal("same")))


def address(*numbers, path="/compare", only=False):
    slugs = "&".join(f"d=cohort-{n}" for n in numbers)
    return f"{path}?{slugs}{'&only=differences' if only else ''}"


def table(client, *numbers, **how):
    document = html.fromstring(client.get(address(*numbers, **how)).content)
    heads = [a.text_content() for a in document.xpath("//thead/tr/th/a[starts-with(@href, '/datasets/')]")]
    rows = {
        row.xpath("string(th)"): [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        for row in document.xpath("//tbody/tr[th]")
    }
    return heads, rows


def spreadsheet(client, *numbers, only=False):
    response = client.get(address(*numbers, path="/compare.csv", only=only))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_datasets_stand_in_the_order_of_the_address(client, seven):
    assert table(client, 3, 1, 2)[0] == ["Cohort 3", "Cohort 1", "Cohort 2"]
    assert spreadsheet(client, 3, 1, 2)[0] == ["Property", "cohort-3", "cohort-1", "cohort-2"]


@pytest.mark.parametrize(("many", "status"), [(0, 400), (1, 400), (2, 200), (6, 200), (7, 400)])
def test_two_to_six_are_compared(client, seven, many, status):
    page = client.get(address(*range(many)))
    assert page.status_code == status
    if status == 400:
        assert f"This address names {many}." in page.content.decode()
    assert client.get(address(*range(many), path="/compare.csv")).status_code == (200 if status == 200 else 404)


def test_one_that_is_named_twice_is_one(client, seven):
    assert client.get(address(1, 1)).status_code == 400
    assert table(client, 1, 2, 1)[0] == ["Cohort 1", "Cohort 2"]


def test_only_differences_are_shown_when_they_are_asked_for(client, seven):
    _, everything = table(client, 0, 1)
    assert everything["Access rights"] == ["Restricted", "Public"]
    assert everything["Keyword"] == ["same", "same"]
    _, differences = table(client, 0, 1, only=True)
    assert differences["Access rights"] == ["Restricted", "Public"]
    assert "Keyword" not in differences
    assert set(differences) < set(everything)
    assert all(len(set(cells)) > 1 for cells in differences.values())


def test_what_one_does_not_state_says_so(client, seven):
    put("silent", "Silent")
    _, rows = table(client, 0)  # refused: one is not enough
    assert rows == {}
    page = html.fromstring(client.get("/compare?d=cohort-0&d=silent").content)
    [cell] = page.xpath("//tr[th='Keyword']/td[2]")
    assert cell.text_content().strip() == "not stated"


def test_a_column_is_taken_away_while_two_are_left(client, seven):
    document = html.fromstring(client.get(address(0, 1, 2)).content)
    ways = document.xpath("//thead//a[starts-with(@href, '/compare')]/@href")
    assert ways == [address(1, 2), address(0, 2), address(0, 1)]
    document = html.fromstring(client.get(address(0, 1)).content)
    assert document.xpath("//thead//a[starts-with(@href, '/compare')]") == []


def test_the_spreadsheet_says_what_the_page_says(client, seven):
    for only in (False, True):
        _, rows = table(client, 0, 1, only=only)
        lines = spreadsheet(client, 0, 1, only=only)[1:]
        said = {label: [cell or "not stated" for cell in cells] for label, *cells in lines}
        assert list(said) == list(rows)
        assert said["Access rights"] == rows["Access rights"]


@pytest.mark.parametrize("formula", ["=HYPERLINK(A1)", "+1+1", "-2", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(client, seven, formula):
    put("evil", "Evil", (DCAT.keyword, literal(formula)))
    lines = csv.reader(io.StringIO(client.get("/compare.csv?d=cohort-0&d=evil").content.decode("utf-8-sig")))
    cells = [cell for line in lines for cell in line]
    assert any(formula.strip() in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []


def test_what_a_reader_may_not_see_cannot_be_compared(client, seven):
    secret = Organisation.objects.create(slug="secret", name="Secret")
    put("trial-9", "Hidden trial", publish=False, organisation=secret)
    for path in ("/compare", "/compare.csv"):
        hidden = client.get(f"{path}?d=cohort-0&d=trial-9")
        absent = client.get(f"{path}?d=cohort-0&d=trial-8")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert b"Hidden trial" not in hidden.content
        # Nothing tells what is secret from what is not there.
        assert hidden.content.replace(b"trial-9", b"trial-8") == absent.content


def test_queries_do_not_grow_with_the_columns(client, seven, django_assert_num_queries):
    for numbers in ((0, 1), (0, 1, 2, 3, 4, 5)):
        with django_assert_num_queries(1):
            client.get(address(*numbers))
