"""The list page: the address is the whole question, counts are honest, and what one may not see is nowhere."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from catalog.models import Kind, Organisation
from catalog.register import Terms, register
from catalog.signals import together
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from fair_metadata.vocabularies import above
from search.answering import without
from search.query import Query
from search.understanding import understand
from tests.catalog.factories import described
from tests.search.contract import ACCESS

pytestmark = pytest.mark.django_db(transaction=True)


def put(name, title, *said, **terms):
    record = described(f"https://data.example.org/{name}", Kind.DATASET, *said, title=title)
    register(record, Kind.DATASET, Terms(**{"publish": True} | terms))


@pytest.fixture
def thirty(index):
    with together():
        for n in range(30):
            access, word = named(ACCESS + ("PUBLIC" if n % 3 else "RESTRICTED")), literal(f"word{n % 2}")
            put(f"registry-{n}", f"Registry number {n}", (DCT.accessRights, access), (DCAT.keyword, word))


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


def test_nothing_found_says_which_filter_to_take_away_and_what_there_is_then(client, thirty):
    page = client.get(f"/datasets?q=registry&access={ACCESS}PUBLIC&keyword=no-such-word")
    assert (page.status_code, total(page)) == (200, 0)
    assert "No dataset matches all of this. Take away a filter:" in page.content.decode()
    [drop] = html.fromstring(page.content).xpath("//*[@class='c-none']//li/a")
    assert " ".join(drop.text_content().split()) == "Keyword (20 datasets without it) ×"
    assert total(client.get(drop.get("href"))) == 20


def test_nothing_found_whatever_filter_goes_says_so(client, thirty):
    page = client.get(f"/datasets?q=nothing-like-it&access={ACCESS}PUBLIC")
    assert (page.status_code, total(page)) == (200, 0)
    assert "No dataset matches all of this, nor with one filter less." in page.content.decode()


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("disease", "in Spain with at least 100 patients"),
        ("country", "AML in with at least 100 patients"),
        ("patients", "AML in Spain with"),
    ],
)
def test_a_filter_that_words_asked_for_goes_with_its_words(key, left):
    reading = understand(Query(text="AML in Spain with at least 100 patients"))
    assert without(reading, key) == Query(text=left)


STATES = [
    "/datasets",
    "/datasets?q=AML",
    "/datasets?q=adults+with+myeloma+after+2010",
    f"/datasets?access={ACCESS}PUBLIC",
    f"/datasets?not_access={ACCESS}PUBLIC&patients_min=100",
    "/datasets?missing=outcome&period_min=2010",
    "/datasets?every=outcome&outcome=urn:fdc:vocab:outcomes:OS&outcome=urn:fdc:vocab:outcomes:MRD",
]


def read(address):
    return Query.from_params(parse_qs(urlsplit(address).query))


@pytest.mark.parametrize("state", STATES)
def test_every_count_beside_a_filter_comes_true(client, demo, state):
    query, document = read(state), html.fromstring(client.get(state).content)
    boxes = document.xpath("//*[@id='facets']//label[span[@class='n']]/input[not(@disabled)]")
    wrong = []
    for box in boxes:
        name, value = box.get("name"), box.get("value")
        key = value if name == "missing" else name
        # Counts of a filter leave out what is chosen in it.
        asked = query.unfiltered(key)
        asked = (
            replace(asked, missing=(*asked.missing, key))
            if name == "missing"
            else replace(asked, filters={**asked.filters, key: (*asked.filters.get(key, ()), value)})
        )
        count = int(box.getparent().xpath("string(*[@class='n'])").replace(",", ""))
        if total(client.get(asked.address())) != count:
            wrong.append((name, value, count))
    assert boxes
    assert wrong == []


def test_what_cannot_be_both_is_not_offered_together(client, demo):
    def offered(address):
        facet = html.fromstring(client.get(address).content).get_element_by_id("d-outcome")
        names = {box.get("name") for box in facet.xpath(".//li//input[not(@checked)]")}
        return "outcome" in names, "missing" in names

    assert offered("/datasets") == (True, True)
    assert offered("/datasets?outcome=urn:fdc:vocab:outcomes:OS") == (True, False)
    assert offered("/datasets?missing=outcome") == (False, False)


@pytest.mark.parametrize("state", ["/datasets", "/datasets?q=AML", f"/datasets?access={ACCESS}PUBLIC"])
def test_every_bar_leads_to_what_it_counts(client, demo, state):
    bars = html.fromstring(client.get(state).content).xpath("//*[@class='c-bars']//a")
    counts = {bar.get("href"): int(bar.xpath("string(*[@class='n'])").replace(",", "")) for bar in bars}
    assert counts
    assert {href: total(client.get(href)) for href in counts} == counts


def test_the_form_sends_what_the_address_says(client, demo):
    """Without JavaScript the form is the only way on: it holds the whole question, and one press of a button more."""
    state = (
        f"/datasets?q=AML&access={ACCESS}PUBLIC&not_country=x&missing=licence&patients_min=10&patients_max=5000"
        "&missing=contact&off=mrd&changed_since=2001-01-01&changed_until=2030-01-01&sort=title&view=table"
    )
    form = html.fromstring(client.get(state).content).get_element_by_id("search")
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    assert Query.from_params(fields) == read(state)


def test_each_chip_takes_its_own_filter_away(client, demo):
    state = f"/datasets?access={ACCESS}PUBLIC&not_country=x&missing=licence&missing=contact&patients_min=10&changed_since=2001-01-01"
    state += "&changed_until=2030-01-01"
    chips = html.fromstring(client.get(state).content).xpath("//ul[@aria-label='Filters in use']/li/a[not(@class)]")
    said = {" ".join(chip.text_content().split())[14:]: read(chip.get("href")) for chip in chips}
    query = read(state)
    assert said == {
        "Access rights: Public ×": query.unfiltered("access"),
        "Country: not x ×": query.unfiltered("country"),
        "Patients: 10 or more ×": query.unfiltered("patients"),
        "Licence: not stated ×": query.unfiltered("licence"),
        "Contact point: not stated ×": query.unfiltered("contact"),
        "Changed since: 2001-01-01 ×": query.unfiltered("changed_since"),
        "Not changed after: 2030-01-01 ×": query.unfiltered("changed_until"),
    }


def test_a_press_on_not_excludes_and_keeps_the_rest(client, thirty):
    document = html.fromstring(client.get("/datasets?q=registry").content)
    [button] = document.xpath(f"//button[@name='not_access'][@value='{ACCESS}PUBLIC']")
    fields = [*document.get_element_by_id("search").form_values(), (button.get("name"), button.get("value"))]
    page = client.get("/datasets", dict(fields))
    assert total(page) == 10
    chips = html.fromstring(page.content).xpath("//ul[@aria-label='Filters in use']/li/a[not(@class)]")
    assert [" ".join(chip.text_content().split()) for chip in chips] == ["Remove filter Access rights: not Public ×"]


def test_what_is_looked_for_inside_a_filter_is_in_no_link(client, demo):
    page = client.get("/datasets?in_disease=hodgkin&all=publisher").content.decode()
    links = re.findall(r'href="(/datasets[^"]*)"', page)
    assert links
    assert not [link for link in links if "in_disease" in link or "all=" in link]
    labels = html.fromstring(page).xpath("//*[@id='l-disease']//label/span[1]/text()")
    assert labels
    assert [label for label in labels if "odgkin" not in label] == []


def test_all_values_of_a_filter_are_shown_when_asked_for(client, demo):
    def publishers(address):
        return html.fromstring(client.get(address).content).xpath("//input[@name='publisher']/@value")

    few, all_ = publishers("/datasets"), publishers("/datasets?all=publisher")
    assert len(few) == 4
    assert len(all_) > 40
    assert all_[:4] == few


def test_a_kind_of_something_stands_below_it(client, demo):
    rows = html.fromstring(client.get("/datasets?all=disease").content).xpath("//*[@id='l-disease']/li[label/input]")
    line = []
    for row in rows:
        depth = int((row.get("class") or "d0")[1:])
        [value] = row.xpath(".//input/@value")
        assert depth <= len(line)
        line = [*line[:depth], value]
        if 0 < depth < 3:
            assert line[depth - 1] in above(value)


def test_the_title_of_the_window_tells_lists_apart(client, demo):
    def title(address):
        return html.fromstring(client.get(address).content).xpath("string(//title)").strip()

    name = "Blood-cancer data catalogue"
    assert title("/datasets") == f"Datasets – {name}"
    assert title("/datasets?page=2") == f"Datasets – page 2 – {name}"
    assert title("/datasets?q=AML") == f"AML – Datasets – {name}"
    assert title(f"/datasets?access={ACCESS}PUBLIC") == f"Public – Datasets – {name}"
    assert title("/datasets?like=syn-04") == (
        f"like “Demo Group D, AML trial (SYNTHETIC demo contribution)” – Datasets – {name}"
    )


def test_the_like_of_what_one_may_not_see_is_not_told(client, thirty):
    secret = Organisation.objects.create(slug="secret", name="Secret")
    put("trial-9", "Hidden trial", publish=False, organisation=secret)
    hidden, absent = (client.get(f"/datasets?like={slug}").content for slug in ("trial-9", "trial-8"))
    assert b"Hidden trial" not in hidden
    assert hidden.replace(b"trial-9", b"trial-8") == absent


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
    pushed = client.get("/datasets?q=registry&sort=relevance&patients_min=", headers={"HX-Target": "results"})
    assert pushed["HX-Push-Url"] == "/datasets?q=registry"  # without what the form leaves empty
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


@pytest.mark.parametrize(
    ("asked", "meaning"),
    [
        ("datasets without contact point", "Contact point: not stated"),
        ("not updated since 2025", "not changed after 2024-12-31"),
        ("low FAIR score", "FAIR points: low"),
        ("commercial use allowed, AML", "Data use conditions: not “not for profit, non commercial use only”"),
        ("real-world evidence in AML", "Type of source: Registry, Electronic health records, Administrative claims"),
        ("access within 30 days", "Time to access: up to 4.3 weeks"),
    ],
)
def test_what_was_read_is_told_and_its_link_takes_it_back(client, demo, asked, meaning):
    page = html.fromstring(client.get("/datasets", {"q": asked}).content)
    told = {
        " ".join(link.xpath("string(.//b)").split()): link for link in page.xpath("//*[@class='c-understood']//li/a")
    }
    assert meaning in told
    plain = client.get(told[meaning].get("href"))
    assert plain.status_code == 200
    assert meaning not in plain.content.decode()
