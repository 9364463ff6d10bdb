"""The list page: the address is the whole question, counts are honest, and what one may not see is nowhere."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from catalog.models import Kind, Organisation
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog.factories import described
from tests.search.contract import ACCESS

pytestmark = pytest.mark.django_db(transaction=True)


def put(name, title, *said, **terms):
    record = described(f"https://data.example.org/{name}", Kind.DATASET, *said, title=title)
    register(record, Kind.DATASET, Terms(**{"publish": True} | terms))


@pytest.fixture
def thirty(index):
    for n in range(30):
        access = named(ACCESS + ("PUBLIC" if n % 3 else "RESTRICTED"))
        put(
            f"registry-{n}", f"Registry number {n}", (DCT.accessRights, access), (DCAT.keyword, literal(f"word{n % 2}"))
        )


def total(response):
    return int(re.search(r"<strong>([\d,]+)</strong>", response.content.decode()).group(1).replace(",", ""))


def test_the_page_counts_and_lists_what_there_is(client, thirty):
    page = client.get("/datasets")
    assert total(page) == 30
    assert page.content.count(b'class="c-card') >= 20
    assert b"Registry number" in page.content


def test_a_filter_is_a_chip_that_takes_it_away(client, thirty):
    address = f"/datasets?q=registry&access={ACCESS}RESTRICTED"
    page = client.get(address)
    assert total(page) == 10
    document = html.fromstring(page.content)
    [chip] = document.xpath("//*[@id='results']//ul[@class='c-chips']/li/a[not(@class)]/@href")
    assert total(client.get(chip)) == 30
    assert chip == "/datasets?q=registry"
    checked = document.xpath("//input[@type='checkbox'][@checked]/@value")
    assert checked == [f"{ACCESS}RESTRICTED"]


def test_counts_beside_a_filter_are_those_that_choosing_it_gives(client, thirty):
    document = html.fromstring(client.get("/datasets").content)
    for box in document.xpath("//aside//input[@type='checkbox']"):
        count = int(box.getparent().xpath("string(*[@class='n'])").replace(",", ""))
        assert total(client.get("/datasets", {box.get("name"): box.get("value")})) == count


def test_a_page_beyond_the_end_is_404_and_names_the_last(client, thirty):
    assert client.get("/datasets?page=2").status_code == 200
    beyond = client.get("/datasets?page=3")
    assert beyond.status_code == 404
    assert "the pages are 1 to 2" in beyond.content.decode()


def test_nothing_found_says_which_filter_to_take_away(client, thirty):
    page = client.get(f"/datasets?q=nothing-like-it&access={ACCESS}PUBLIC")
    assert page.status_code == 200
    assert "No dataset matches all of this. Take away a filter:" in page.content.decode()


def test_queries_do_not_grow_with_the_hits(client, thirty, django_assert_num_queries):
    for address in ("/datasets", "/datasets?q=registry", "/datasets?q=nothing-like-it"):
        with django_assert_num_queries(0):
            client.get(address)


def test_what_a_reader_may_not_see_is_nowhere_on_the_page(client, thirty):
    secret = Organisation.objects.create(slug="secret", name="Secret")
    put("hidden", "Hidden trial", (DCAT.keyword, literal("hush-hush")), publish=False, organisation=secret)
    for address in ("/datasets", "/datasets?q=hidden", "/datasets?q=hush", "/datasets?keyword=hush-hush"):
        page = client.get(address).content.decode()
        shown = page.replace('value="hidden"', "").replace('value="hush"', "").replace("hush-hush</", "")
        assert "Hidden trial" not in page
        assert "hidden – " not in shown or "q=hidden" in address
    assert total(client.get("/datasets")) == 30
    assert total(client.get("/datasets?q=hidden")) == 0
    assert total(client.get("/datasets?keyword=hush-hush")) == 0


def test_titles_are_text_whatever_is_in_them(client, index):
    put(
        "bad",
        "<script>alert(1)</script> registry",
        (DCT.description, literal("<img src=x onerror=alert(1)> registry", language="en")),
    )
    for address in ("/datasets", "/datasets?q=registry", "/datasets?q=<script>alert(1)</script>"):
        document = html.fromstring(client.get(address).content)
        assert document.xpath("//script[not(@src)]") == []
        assert document.xpath("//img") == []


def test_htmx_asks_for_the_same_page(client, thirty):
    plain = client.get("/datasets?q=registry")
    part = client.get("/datasets?q=registry", headers={"HX-Request": "true"})
    assert b'id="results"' in part.content
    assert total(part) == total(plain)


def test_equal_questions_show_one_address(client, thirty):
    one = client.get("/datasets?q=registry&sort=relevance&page=1&colour=red").content.decode()
    other = client.get("/datasets?q=registry").content.decode()
    links = [re.findall(r'href="(/datasets\?[^"]*)"', page) for page in (one, other)]
    assert links[0] == links[1]


@given(
    st.dictionaries(
        st.sampled_from(["q", "page", "sort", "access", "disease", "keyword", "x"]), st.text(max_size=60), max_size=4
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_breaks_the_page(client, thirty, params):
    assert client.get("/datasets", params).status_code in (200, 404)


def test_an_engine_that_does_not_answer_is_told_in_plain_words(client, settings, monkeypatch):
    from search import engines

    engines.engine.cache_clear()
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    try:
        page = client.get("/datasets?q=registry")
        assert page.status_code == 503
        assert "Search does not answer" in page.content.decode()
        put("one", "A registry")  # what is registered stays, and is found when the engine is back
        assert client.get("/datasets/one").status_code == 200
    finally:
        engines.engine()._client.close()
        engines.engine.cache_clear()
