"""The curator's home: what waits for whom, and how little is asked of the database for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from catalog.curating.lists import LISTS, LOW, Scope, counts
from catalog.duplicates import finding
from catalog.editing import review
from catalog.models import (
    Address,
    AddressUse,
    Arrival,
    Change,
    Decision,
    Kind,
    Likeness,
    Resource,
    State,
    Visibility,
)
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCAT
from fair_metadata.profiles import CHECKED
from fair_metadata.validation import check
from tests.catalog import factories as make
from tests.catalog.editing.people import ROLES, series, titled, world, written

pytestmark = pytest.mark.django_db(transaction=True)
QUERIES = 22  # whatever is listed and however much there is


@pytest.fixture
def made(index):
    return world()


def home(client, person, query=""):
    client.force_login(person)
    answer = client.get(f"/curator{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def counted(page):
    """The name of each list → how many are on it, as the page says."""
    found = {}
    for section in page.xpath("//section[contains(@class, 'c-waits')]"):
        found[section.get("aria-labelledby")] = int(section.xpath("string(h2/span)").replace(",", ""))
    return found


def titles(page, name):
    return page.xpath(f"//section[@aria-labelledby='{name}']//li//p[1]/a/b/text()")


def old(row, days):
    Resource.objects.filter(pk=row.pk).update(modified_at=timezone.now() - timedelta(days=days))


def harvested(slug, organisation):
    """One that came from elsewhere, was edited here, and changed at its source since: in conflict."""
    arrival = Arrival.objects.create(
        source="https://source.example.org/catalog.ttl", sha256="", size=0, arrived_at=timezone.now()
    )
    first = make.described(f"https://data.example.org/{slug}", Kind.SERIES, title="First")
    register(first, Kind.SERIES, Terms(arrival=arrival, organisation=organisation, publish=True))
    register(titled(first, "Ours"), Kind.SERIES, Terms())
    register(titled(first, "Theirs"), Kind.SERIES, Terms(arrival=arrival, organisation=organisation))
    return Resource.objects.get(slug=slug)


def broken(row, url="https://gone.example.org/"):
    now = timezone.now()
    address = Address.objects.create(
        url=url,
        host="gone.example.org",
        due_at=now,
        checked_at=now,
        failing_since=now,
        problem="gone",
        is_broken=True,
    )
    AddressUse.objects.create(address=address, resource=row, path=DCAT.landingPage[1:-1])


def test_each_list_has_what_waits_for_its_reader_and_nothing_of_others(client, made):
    for organisation, who in ((made.holder, made.contributor), (made.others, made.stranger)):
        name = organisation.slug
        submitted = series(f"{name}-submitted", organisation, title=f"{name} submitted")
        review.submit(written(submitted, who, f"{name} better"), who)
        written(series(f"{name}-writing", organisation, title=f"{name} writing"), who)
        old(series(f"{name}-old", organisation, title=f"{name} old"), 800)
        broken(series(f"{name}-broken", organisation, title=f"{name} broken"), f"https://gone.example.org/{name}")
        harvested(f"{name}-harvested", organisation)
        register(
            make.described(f"https://data.example.org/{name}-bare", Kind.DATASET, title=f"{name} bare"),
            Kind.DATASET,
            Terms(organisation=organisation),
        )
    page = home(client, made.reviewer)
    assert titles(page, "review") == ["holder submitted"]
    assert titles(page, "checks") == ["holder old"]
    assert titles(page, "broken") == ["holder broken"]
    assert titles(page, "conflicts") == ["Ours"]
    assert titles(page, "incomplete") == ["holder bare"]
    assert titles(page, "drafts") == []
    assert not any(text.startswith("others") for text in page.xpath("//main//b/text()"))
    bare = Resource.objects.get(slug="holder-bare")
    assert (bare.violations > 0, bare.fair < LOW) == (True, True)
    assert "holder bare" in titles(page, "violations")
    mine = home(client, made.contributor)
    assert (titles(mine, "drafts"), titles(mine, "review")) == (["holder writing"], [])


def test_two_that_look_alike_wait_for_those_who_may_judge_them(client, made):
    for slug, organisation in (("here", made.holder), ("there", made.others), ("hidden", made.others)):
        series(slug, organisation, title="Registry of everything that is known of leukaemia")
    stand(Resource.objects.get(slug="hidden"), Terms(), Change.STANDING, visibility=Visibility.ORGANISATION)
    finding.find()
    pair = Likeness.objects.get(one__slug="here", other__slug="there")
    page = home(client, made.curator)
    assert counted(page)["duplicates"] == 1
    assert page.xpath("//section[@aria-labelledby='duplicates']//li//a/@href") == [f"/duplicates/{pair.pk}"]
    assert page.xpath("//section[@aria-labelledby='duplicates']//a[@href='/duplicates']")
    assert page.xpath("//header//a[@href='/duplicates']")
    assert counted(home(client, made.operator, "?organisation=holder"))["duplicates"] == 2
    assert counted(home(client, made.operator, "?organisation=mates"))["duplicates"] == 0
    assert home(client, made.mate).xpath("//section[@aria-labelledby='duplicates']//a/@href") == ["/duplicates"]


def test_an_operator_sees_all_and_may_narrow_it_to_one_organisation(client, made):
    for organisation in (made.holder, made.others):
        old(series(f"{organisation.slug}-old", organisation, title=f"{organisation.slug} old"), 800)
    assert set(titles(home(client, made.operator), "checks")) == {"holder old", "others old"}
    assert titles(home(client, made.operator, "?organisation=others"), "checks") == ["others old"]


def test_the_counts_are_those_of_the_lists(made):
    old(series("old", made.holder), 800)
    broken(series("two", made.holder))
    harvested("three", made.holder)
    written(series("four", made.holder), made.contributor)
    for viewer in (
        made.viewer("contributor"),
        made.viewer("reviewer"),
        made.viewer("operator"),
        made.viewer("stranger"),
    ):
        scope = Scope(viewer)
        assert counts(scope) == {name: row.rows(scope).count() for name, row in LISTS.items()}


def test_the_number_of_queries_does_not_grow_with_what_is_listed(client, made):
    client.force_login(made.reviewer)
    asked = []
    for step in range(2):
        for n in range(1 + 6 * step):
            slug = f"s{step}-{n}"
            old(series(f"{slug}-old", made.holder), 800)
            broken(series(f"{slug}-broken", made.holder), f"https://gone.example.org/{slug}")
            harvested(f"{slug}-harvested", made.holder)
            submitted = series(f"{slug}-submitted", made.holder)
            review.submit(written(submitted, made.contributor, "Better"), made.contributor)
            written(series(f"{slug}-mine", made.holder), made.reviewer)
            register(
                make.described(f"https://data.example.org/{slug}-bare", Kind.DATASET),
                Kind.DATASET,
                Terms(organisation=made.holder),
            )
        client.get("/curator")
        with CaptureQueriesContext(connection) as queries:
            page = html.fromstring(client.get("/curator").content)
        assert all(
            counted(page)[name] > 0
            for name in ("drafts", "review", "checks", "broken", "conflicts", "violations", "incomplete")
        )
        asked.append(len(queries))
        assert not any('"packed"' in query["sql"] for query in queries)
    assert asked == [QUERIES, QUERIES]


def test_a_long_list_is_shown_in_part_and_whole_by_itself(client, made):
    for n in range(7):
        old(series(f"old-{n}", made.holder, title=f"Old {n}"), 800 + n)
    page = home(client, made.curator)
    assert (titles(page, "checks"), counted(page)["checks"]) == ([f"Old {n}" for n in (6, 5, 4, 3, 2)], 7)
    (more,) = page.xpath("//section[@aria-labelledby='checks']/p/a/@href")
    assert titles(home(client, made.curator, more.removeprefix("/curator")), "checks") == [
        f"Old {n}" for n in (6, 5, 4, 3, 2, 1, 0)
    ]


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        (None, "", 302),
        ("nobody", "", 403),
        ("curator", "?organisation=others", 404),
        ("curator", "?organisation=none", 404),
        ("curator", "?show=nothing", 404),
        ("curator", "?show=checks&page=2", 404),
        ("curator", "?show=checks&page=x", 404),
        ("curator", "?organisation=holder&show=checks", 200),
    ],
)
def test_it_is_for_those_who_describe_something(client, made, who, query, status):
    if who:
        client.force_login(make.person("nobody") if who == "nobody" else made.users[who])
    answer = client.get(f"/curator{query}")
    assert answer.status_code == status
    assert client.post("/curator").status_code in (302, 405)


def test_nobody_else_keeps_the_page(client, made):
    client.force_login(made.curator)
    assert client.get("/curator").headers["Cache-Control"] == "private, no-store"


def test_still_true_is_confirmed_with_one_click_and_leads_back(client, made):
    row = series("old", made.holder)
    old(row, 800)
    page = home(client, made.contributor)
    (form,) = page.xpath("//form[@action='/edit/old/still-true']")
    answer = client.post(form.get("action"), dict(form.form_values()))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/curator")
    after = Resource.objects.get(slug="old")
    assert (after.checked_by, after.revision_id) == (made.contributor, row.revision_id)
    assert counted(home(client, made.contributor))["checks"] == 0


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("stranger", 403), ("mate", 403), ("curator", 302), ("operator", 302)]
)
def test_who_may_not_edit_it_may_not_confirm_it(client, made, who, status):
    row = series("old", made.holder)
    if who:
        client.force_login(made.users[who])
    assert client.post("/edit/old/still-true", {"seen": row.digest}).status_code == status
    may = who in ("curator", "operator")
    assert (Resource.objects.get().checked_at is not None) == may
    assert Decision.objects.filter(verb="checked").count() == may


def test_a_hidden_one_is_not_known_to_who_may_not_see_it(client, made):
    series("secret", made.holder, state=State.DRAFT)
    client.force_login(made.stranger)
    for address in ("/edit/secret/layer", "/curator/findings/secret"):
        assert client.get(address).status_code == 404
    assert client.post("/edit/secret/still-true", {"seen": "x"}).status_code == 404


def test_what_was_changed_in_between_is_not_confirmed(client, made):
    row = series("old", made.holder)
    client.force_login(made.curator)
    register(titled(row.record, "Changed"), Kind.SERIES, Terms())
    answer = client.post("/edit/old/still-true", {"seen": row.digest})
    assert (answer.status_code, Resource.objects.get().checked_at) == (409, None)


@pytest.mark.parametrize("back", ["https://evil.example.org/", "//evil.example.org/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(client, made, back):
    row = series("old", made.holder)
    client.force_login(made.curator)
    answer = client.post("/edit/old/still-true", {"seen": row.digest, "next": back})
    assert answer.headers["Location"] == "/curator"


def test_findings_lead_to_their_fields(client, made):
    nested = [("_:p", DCAT.startDate, '"soon"')]
    record = make.described("https://data.example.org/bare", Kind.DATASET, (DCAT.keyword, '"AML"'), nested=nested)
    register(record, Kind.DATASET, Terms(organisation=made.holder))
    client.force_login(made.curator)
    page = html.fromstring(client.get("/curator/findings/bare").content)
    links = page.xpath("//ul[@class='c-lines']//a/@href")
    assert "/edit/bare?form=full#f-description" in links
    assert len(links) == len(check(Resource.objects.get().record, CHECKED)) > 20


def test_a_wrong_value_in_a_nested_node_leads_to_the_field_that_it_hangs_in(client, made):
    from fair_metadata.namespaces import DCT, RDF

    nested = [("_:p", RDF.type, DCT.PeriodOfTime), ("_:p", DCAT.startDate, '"soon"')]
    record = make.described("https://data.example.org/bare", Kind.DATASET, (DCT.temporal, "_:p"), nested=nested)
    register(record, Kind.DATASET, Terms(organisation=made.holder))
    client.force_login(made.curator)
    page = html.fromstring(client.get("/curator/findings/bare").content)
    assert "/edit/bare?form=full#f-temporal" in page.xpath("//ul[@class='c-lines']//a/@href")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_of_an_organisation_has_a_home(client, made, role):
    home(client, made.users[role])
