"""A search as a spreadsheet, edited and sent back: only what was edited changes, and each row is told what became of it."""

import csv
import io

import openpyxl
import pytest
from django.test import Client

from catalog.editing import drafts
from catalog.intake.importing import look
from catalog.intake.standing_there import Mine
from catalog.models import Draft, Fate, Import, Organisation, Resource
from catalog.policy import viewer_of
from fair_metadata.namespaces import DCAT, DCT, FOAF, HEALTHDCATAP, RDF
from tests.catalog import factories as make
from tests.catalog.intake.conftest import arrivals, state

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = 2  # the row with the names for machines


def exported(client, address="/datasets.xlsx"):
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def edited(body, *changes):
    """The workbook with cells changed: (sheet, row, column's name, value); a new row is one below the last."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    for sheet, row, key, value in changes:
        cells = book[sheet]
        names = [cell.value for cell in cells[KEYS]]
        if key not in names:
            cells.cell(KEYS, len(names) + 1, key)
            names.append(key)
        cells.cell(row, names.index(key) + 1, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(body, sheet, row, key):
    cells = openpyxl.load_workbook(io.BytesIO(body))[sheet]
    return cells.cell(row, [cell.value for cell in cells[KEYS]].index(key) + 1).value


@pytest.fixture
def shop(world):
    """Two published datasets of ours, one with a distribution inside and one of its own, and one of another's."""
    from search import follow

    inner = [("_:d", RDF.type, DCAT.Distribution), ("_:d", DCT.title, '"Inner file"@en')]
    publisher = [("_:p", FOAF.name, '"A hospital"@en'), ("_:p", RDF.type, FOAF.Agent)]
    make.resource(
        "dataset",
        (DCAT.distribution, "_:d"),
        (DCAT.distribution, "<https://data.example.org/file>"),
        (DCT.publisher, "_:p"),
        (DCAT.keyword, '"blood"@en'),
        (DCAT.keyword, '"marrow"@en'),
        (DCT.description, '"=HYPERLINK(1)"@en'),
        iri="https://data.example.org/a",
        slug="a-registry",
        title="A registry",
        organisation=world.ours,
        nested=[*inner, *publisher],
    )
    make.resource("distribution", iri="https://data.example.org/file", title="Own file", organisation=world.ours)
    make.resource(iri="https://data.example.org/b", slug="b-registry", title="B registry", organisation=world.ours)
    make.resource(iri="https://data.example.org/c", slug="c-registry", title="C registry", organisation=world.theirs)
    follow.catch_up()
    return world


def row_of(body, title, sheet="Datasets"):
    cells = openpyxl.load_workbook(io.BytesIO(body))[sheet]
    place = [cell.value for cell in cells[KEYS]].index("title [en]")
    return next(number for number, row in enumerate(cells.iter_rows(values_only=True), 1) if row[place] == title)


def fates(world):
    return {entry.iri.rsplit("/", 1)[-1]: entry.fate for entry in world.entries()}


@pytest.mark.parametrize("address", ["/datasets.xlsx", "/datasets.table.csv"])
def test_a_search_sent_back_unchanged_changes_nothing(shop, address):
    before = state()
    shop.send(exported(shop.client, address), address.rsplit("/", 1)[-1])
    found = fates(shop)
    assert {found["a"], found["b"]} == {Fate.UNCHANGED}
    assert found["c"] == Fate.REFUSED
    shop.take_all()
    assert state() == before


def test_one_cell_changed_changes_only_its_value(shop):
    body = exported(shop.client)
    row = row_of(body, "A registry")
    page = shop.send(edited(body, ("Datasets", row, "keyword [en]", "blood\nbone marrow")), "t.xlsx")
    assert fates(shop)["a"] == Fate.UPDATED
    assert b"<del>marrow</del>" in page.content
    assert b"<ins>bone marrow</ins>" in page.content
    before = Resource.objects.get(slug="a-registry").record
    shop.take_all()
    changed = before.diff(Draft.objects.get().record)
    assert [t[2] for t in changed.removed] == ['"marrow"@en']
    assert [t[2] for t in changed.added] == ['"bone marrow"@en']
    assert Resource.objects.get(slug="a-registry").record == before


def test_nested_descriptions_and_distributions_are_edited_where_they_are(shop):
    body = exported(shop.client)
    row, inner, own = (
        row_of(body, "A registry"),
        row_of(body, "Inner file", "Distributions"),
        row_of(body, "Own file", "Distributions"),
    )
    changes = (
        ("Datasets", row, "publisher.name [en]", "Another hospital"),
        ("Distributions", inner, "title [en]", "Inner file, 2025"),
        ("Distributions", own, "title [es]", "Archivo propio"),
    )
    shop.send(edited(body, *changes), "t.xlsx")
    shop.take_all()
    record = Draft.objects.get(resource__slug="a-registry").record
    [publisher] = record.values(DCT.publisher)
    assert record.values(FOAF.name, publisher) == ('"Another hospital"@en',)
    titles = [record.values(DCT.title, node) for node in record.values(DCAT.distribution)]
    assert sorted(titles) == [(), ('"Inner file, 2025"@en',)]
    assert Draft.objects.get(resource__kind="distribution").record.values(DCT.title) == (
        '"Archivo propio"@es',
        '"Own file"@en',
    )


def test_something_new_in_the_template_becomes_a_draft_with_its_distribution(world, settings):
    template = world.client.get("/import/template.xlsx").content
    changes = (
        ("Datasets", 3, "id", "aml-registry"),
        ("Datasets", 3, "title [en]", "AML registry"),
        ("Datasets", 3, "access_rights", "restricted"),
        ("Datasets", 3, "number_of_unique_individuals", 1250),
        ("Datasets", 3, "temporal.start_date", "31/05/2010"),
        ("Datasets", 3, "contact_point.has_email", "data@example.org"),
        ("Distributions", 3, "dataset", "aml-registry"),
        ("Distributions", 3, "access_url", "www.example.org/ask"),
        ("Datasets", 4, "title [en]", "Without a name"),
    )
    world.send(edited(template, *changes), "t.xlsx")
    assert [(e.fate, e.where) for e in world.entries()] == [
        (Fate.CREATED, "row 3, Distributions row 3"),
        (Fate.CREATED, "row 4"),
    ]
    world.take_all()
    record = Resource.objects.get(iri=f"{settings.PID_BASE}aml-registry").record
    said = {t[1]: t[2] for t in record.triples}
    assert said[DCT.accessRights].endswith("/access-right/RESTRICTED>")
    assert said[HEALTHDCATAP.numberOfUniqueIndividuals].startswith('"1250"^^')
    assert said[DCAT.startDate].startswith('"2010-05-31"^^')
    assert "<mailto:data@example.org>" in said.values()
    assert said[DCAT.accessURL] == "<https://www.example.org/ask>"
    assert Resource.objects.count() == 2
    assert {row.state for row in Resource.objects.all()} == {"draft"}


def test_each_row_is_told_what_is_wrong_where_and_what_to_write(shop):
    body = exported(shop.client)
    row = row_of(body, "B registry")
    changes = (
        ("Datasets", row, "access_rights", "Restrictd"),
        ("Datasets", row, "temporal.start_date", "sometime"),
        ("Datasets", row, "lead_time", "soon"),
        ("Datasets", row_of(body, "A registry"), "title [en]", "Another title"),
    )
    page = shop.send(edited(body, *changes), "t.xlsx")
    entry = next(entry for entry in shop.entries() if entry.iri.endswith("/b"))
    letters = {key: _place(body, row, key) for key in ("access_rights", "temporal.start_date", "lead_time")}
    assert sorted((p["place"], p["detail"]) for p in entry.problems) == sorted(
        [
            (
                letters["access_rights"],
                "Access rights is “Restrictd”, which is not in the list “Access rights”. Choose one of its entries. "
                "Write “Restricted” or “Public”.",
            ),
            (
                letters["temporal.start_date"],
                "From is “sometime”, which is not a date, such as 2024, 2024-05 or 2024-05-31. Correct it.",
            ),
            (
                letters["lead_time"],
                "Time to access is “soon”, which is not a duration, such as P1D for a day (xsd:duration). Correct it.",
            ),
        ]
    )
    assert letters["access_rights"].encode() in page.content
    shop.take_all()
    assert [draft.resource.slug for draft in Draft.objects.all()] == ["a-registry"]


def _place(body, row, key):
    cells = openpyxl.load_workbook(io.BytesIO(body))["Datasets"]
    return cells.cell(row, [cell.value for cell in cells[KEYS]].index(key) + 1).coordinate


def test_a_value_that_somebody_changed_since_the_export_is_told_and_others_are_taken(shop):
    body = exported(shop.client)
    a = Resource.objects.get(slug="a-registry")
    make.revised(a, a.record.replace(DCT.title, ['"Renamed"@en']))
    row = row_of(body, "A registry")
    shop.send(edited(body, ("Datasets", row, "keyword [en]", "blood")), "t.xlsx")
    assert fates(shop)["a"] == Fate.UPDATED  # another field than the one that was changed
    shop.send(edited(body, ("Datasets", row, "title [en]", "Mine")), "t.xlsx")
    [entry] = [entry for entry in shop.entries() if entry.iri.endswith("/a")]
    assert (entry.fate, [p["detail"] for p in entry.problems]) == (
        Fate.REFUSED,
        ["It was changed here since the export; now it is “Renamed”. Export it again, and change that."],
    )


def test_a_row_of_a_version_that_nobody_knows_is_refused(shop):
    body = exported(shop.client)
    shop.send(edited(body, ("Datasets", row_of(body, "A registry"), "digest", "0" * 64)), "t.xlsx")
    [entry] = [entry for entry in shop.entries() if entry.iri.endswith("/a")]
    assert entry.fate == Fate.REFUSED
    assert entry.problems[0]["detail"].startswith("Nobody knows the version that this row was made from.")


def test_a_row_is_written_over_the_draft_that_is_there(shop):
    a = Resource.objects.get(slug="a-registry")
    draft = drafts.begin(a, None)
    drafts.save(draft, draft.record.replace(DCT.alternative, ['"Reg A"@en']), None, version=1)
    body = exported(shop.client)
    shop.send(edited(body, ("Datasets", row_of(body, "A registry"), "title [en]", "Mine")), "t.xlsx")
    shop.take_all()
    record = Draft.objects.get().record
    assert (record.values(DCT.title), record.values(DCT.alternative)) == (('"Mine"@en',), ('"Reg A"@en',))


def test_no_cell_that_goes_out_is_a_formula_and_none_that_comes_back_is_run(shop):
    body = exported(shop.client)
    row = row_of(body, "A registry")
    book = openpyxl.load_workbook(io.BytesIO(body))
    values = [c for sheet in book for line in sheet.iter_rows() for c in line if c.value]
    assert [c.value for c in values if c.data_type == "f" or str(c.value)[0] in "=+-@"] == []
    assert cell(body, "Datasets", row, "description [en]") == "'=HYPERLINK(1)"
    lines = list(csv.reader(io.StringIO(exported(shop.client, "/datasets.table.csv").decode("utf-8-sig"))))
    assert [c for line in lines for c in line if c[:1] in tuple("=+-@")] == []
    assert lines[1][0] == "id"


def test_a_small_count_in_a_cell_is_kept_nowhere_and_not_repeated(shop, room):
    body = exported(shop.client, "/datasets.table.csv")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    place = lines[1].index("number_of_unique_individuals")
    number = next(n for n, line in enumerate(lines) if line[0].endswith("/a"))
    for said, is_told in (("7", False), ("seven or 7", True)):
        lines[number][place] = said
        out = io.StringIO()
        csv.writer(out).writerows(lines)
        page = shop.send(out.getvalue().encode(), "t.csv")
        [entry] = [entry for entry in shop.entries() if entry.iri.endswith("/a")]
        assert (entry.fate == Fate.REFUSED) == is_told
        assert f">{said}<".encode() not in page.content
        assert "seven" not in str(entry.problems)
        if not is_told:
            assert entry.record.values(HEALTHDCATAP.numberOfUniqueIndividuals) == ()
            assert '"<10"' in entry.record.ntriples
    assert arrivals() == [("t.csv", False), ("t.csv", False)]


def test_a_file_with_something_that_is_not_read_is_not_kept(shop):
    body = exported(shop.client)
    page = shop.send(edited(body, ("Datasets", 3, "Patients with AML", 7)), "t.xlsx")
    assert "“patients with aml” is no name of a column. It is not read." in page.content.decode()
    assert arrivals() == [("t.xlsx", False)]


def test_nobody_edits_by_a_spreadsheet_what_is_anothers(shop):
    body = exported(Client())
    before = state()
    shop.send(edited(body, ("Datasets", row_of(body, "C registry"), "title [en]", "Taken")), "t.xlsx")
    assert fates(shop)["c"] == Fate.REFUSED
    made = look_at(shop, body)
    assert made.entries.get(iri__endswith="/a").fate == Fate.REFUSED
    assert state() == before


def look_at(shop, body):
    """The same file, as the other organisation sees it."""
    from catalog.intake.arriving import Incoming

    mine = Mine(viewer_of(shop.stranger), Organisation.objects.get(slug="theirs"))
    return look(Incoming(io.BytesIO(body), "t.xlsx"), mine, shop.stranger)


def test_what_is_not_for_everybody_is_in_nobodys_spreadsheet(index):
    from search import follow
    from tests.search.worlds import OF_DATASETS, OF_FILES, hide, world

    made = world()
    hide(made, from_the_start=True)
    follow.catch_up()
    stranger = Client()
    stranger.force_login(made.stranger)
    for client in (Client(), stranger):
        book = openpyxl.load_workbook(io.BytesIO(exported(client)))
        told = " ".join(str(c.value) for sheet in book for line in sheet.iter_rows() for c in line if c.value).lower()
        assert [word for word in (*OF_DATASETS.values(), *OF_FILES.values()) if word in told] == []
        assert "openness1" in told


def test_a_template_has_help_and_lists_to_choose_from(world):
    book = openpyxl.load_workbook(io.BytesIO(world.client.get("/import/template.xlsx?columns=all").content))
    assert book.sheetnames == ["Datasets", "Distributions", "Lists"]
    sheet = book["Datasets"]
    names = [c.value for c in sheet[KEYS]]
    head = sheet.cell(1, names.index("access_rights") + 1)
    assert head.value == "Access rights"
    assert head.comment.text
    assert any(head.column_letter in str(v.sqref) for v in sheet.data_validations.dataValidation)
    assert {"title [en]", "title [es]", "publisher.name [en]", "temporal.start_date"} <= set(names)
    spanish = world.client.get("/import/template.csv", headers={"accept-language": "es"}).content.decode("utf-8-sig")
    assert spanish.splitlines()[0].startswith("Identificador,")
    assert Import.objects.count() == 0


def test_an_empty_cell_in_a_column_that_somebody_added_takes_nothing_away(shop):
    row = Resource.objects.get(slug="a-registry")
    make.revised(row, row.record.replace(DCAT.version, ['"1"']))
    body = exported(shop.client)
    place = row_of(body, "B registry")
    shop.send(edited(body, ("Datasets", place, "version", "2")), "t.xlsx")
    assert (fates(shop)["a"], fates(shop)["b"]) == (Fate.UNCHANGED, Fate.UPDATED)


@pytest.mark.parametrize(
    "said", ["a\x00b", "two words", "<x>", "x" * 3000, "http://e.org/" + "x" * 3000, "_:n1", "urn:x y"]
)
def test_an_identifier_that_is_none_is_told_in_its_row(world, said):
    before = state()
    rows = f"id,digest,title [en]\n{said},,A\n,,B\x00\n".encode()
    world.send(rows, "t.csv")
    assert {entry.fate for entry in world.entries()} == {Fate.REFUSED}
    world.take_all()
    assert state() == before
