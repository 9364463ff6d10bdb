"""The like of a dataset, as a file: what the list shows is what every export of it holds."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from lxml import etree

from fair_metadata.formats import FORMATS, LISTED
from search import follow
from search.pages.exports import LIST_FORMATS
from tests.search.worlds import OF_DATASETS, behind_pages, client_of, found, hide, world

pytestmark = pytest.mark.django_db(transaction=True)
engine = pytest.fixture(params=["embedded", "elastic"])(behind_pages)
SUFFIXES = (*(row.suffix for row in LIST_FORMATS), *(FORMATS[name].suffix for name in LISTED))
LIKE = "like=sec-openness0-1"
ALIKE = ["Open registry 1", "Open registry 2"]
OTHERS = ["Open registry 0", "Plain collection 0"]  # itself, and what has no disease in common


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue()


def words(content):
    """The text of a file; of a workbook that of its parts."""
    if content[:2] != b"PK":
        return content.decode()
    with ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def titles(content):
    return [row["title"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


def test_every_export_holds_what_the_list_holds(engine):
    world()
    assert sorted(found(client_of(), f"&{LIKE}")) == ["sec-openness1-1", "sec-openness2-1"]
    for suffix in SUFFIXES:
        said = words(body(client_of(), f"/datasets.{suffix}?{LIKE}")).casefold()
        assert [title for title in (*ALIKE, *OTHERS) if title.casefold() in said] == ALIKE, suffix


@pytest.mark.parametrize(("sort", "order"), [("patients", ALIKE[::-1]), ("title", ALIKE)])
def test_an_export_is_in_the_order_of_its_list(engine, sort, order):
    world()
    listed = json.loads(body(client_of(), f"/datasets.json?{LIKE}&sort={sort}"))["items"]
    assert [item["title"]["en"] for item in listed] == order
    assert titles(body(client_of(), f"/datasets.csv?{LIKE}&sort={sort}&page=7")) == order


def test_filters_and_words_narrow_it(engine):
    world()
    assert titles(body(client_of(), f"/datasets.csv?{LIKE}&patients_min=300")) == ["Open registry 2"]
    assert titles(body(client_of(), f"/datasets.csv?{LIKE}&publisher=nobody")) == []


def test_the_feed_of_it_has_a_name_of_its_own(engine):
    world()
    feed = etree.fromstring(body(client_of(), f"/datasets.atom?{LIKE}"))
    atom = "{http://www.w3.org/2005/Atom}"
    assert sorted(node.text for node in feed.iterfind(f"{atom}entry/{atom}title")) == ALIKE
    assert feed.findtext(f"{atom}id").endswith(f"/datasets.atom?{LIKE}")


def test_what_is_like_a_secret_is_told_to_its_own_only(engine):
    made = world()
    hide(made)
    assert follow.lag() == 0
    slug = f"sec-{OF_DATASETS['organisation']}-1"
    for suffix in SUFFIXES:
        if suffix == "xlsx":  # says when it was made
            continue
        for reader in (client_of(), client_of(made.stranger)):
            of_secret, of_nothing = (body(reader, f"/datasets.{suffix}?like={name}") for name in (slug, "sec-absent-1"))
            assert of_secret.decode().replace(slug, "sec-absent-1") == of_nothing.decode(), suffix
    own = titles(body(client_of(made.member), f"/datasets.csv?like={slug}"))
    assert sorted(own) == sorted(f"{OF_DATASETS[name].title()} trial" for name in ("draft", "in-review", "network"))
