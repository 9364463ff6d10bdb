"""The RO-Crate package: what lies in it, what its page says, and that it is the same bytes each time."""

import json
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from fair_metadata.formats import FORMATS, Description
from fair_metadata.formats.ro_crate_zip import PREVIEW, WHOLE
from fair_metadata.namespaces import DCT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import literal
from tests.conftest import needs_shared
from tests.fair_metadata.demo import demo
from tests.fair_metadata.graphs import canonical
from tests.fair_metadata.test_data_exports import FILE, HEAD, IRI, ME, opened, restricted
from tests.judges import judged

METADATA = "ro-crate-metadata.json"
WRITE = FORMATS["ro-crate-zip"].write


def unpacked(description):
    with ZipFile(BytesIO(WRITE(description))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def page_of(description):
    return html.document_fromstring(unpacked(description)[PREVIEW].decode())


def test_it_holds_the_metadata_a_page_and_the_description_and_no_data():
    assert list(unpacked(opened())) == [METADATA, PREVIEW, WHOLE]


def test_its_metadata_are_those_of_the_crate_with_the_description_as_a_file_beside_them():
    description = opened()
    packed, alone = json.loads(unpacked(description)[METADATA]), json.loads(FORMATS["ro-crate"].write(description))
    [whole] = [entity for entity in packed["@graph"] if entity["@id"] == WHOLE]
    [root] = [entity for entity in packed["@graph"] if entity["@id"] == IRI]
    assert root["hasPart"] == [{"@id": FILE}, {"@id": WHOLE}]
    assert (whole["@type"], whole["encodingFormat"]) == ("File", "text/turtle")
    packed["@graph"].remove(whole)
    root["hasPart"].remove({"@id": WHOLE})
    assert packed == alone


@pytest.mark.parametrize("description", [opened(), restricted()], ids=["open", "restricted"])
def test_the_description_in_it_is_whole_with_its_distributions(description):
    read = read_all(unpacked(description)[WHOLE], media_type="text/turtle")
    wanted = {t for record in (description.joined, *description.parts) for t in record.triples}
    assert canonical(read) == canonical(wanted)


def test_the_same_description_is_the_same_bytes_and_whoever_unpacks_them_may_read_them():
    assert WRITE(opened()) == WRITE(opened())
    with ZipFile(BytesIO(WRITE(opened()))) as package:
        assert {(entry.date_time, entry.external_attr >> 16) for entry in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0o644)
        }


def test_the_page_says_all_that_the_metadata_say_and_its_links_lead_somewhere():
    for description in demo().values():
        crate, page = json.loads(unpacked(description)[METADATA]), page_of(description)
        places, text = set(page.xpath("//@id")), " ".join(page.xpath("//text()"))
        links = page.xpath("//a/@href")
        assert [link for link in links if link.startswith("#") and link[1:] not in places] == []
        assert {link for link in links if not link.startswith(("#", "http://", "https://"))} == {WHOLE}
        entities = [entity for entity in crate["@graph"] if entity["@id"] != METADATA]
        said = [v for entity in entities for values in entity.values() for v in _many(values) if isinstance(v, str)]
        assert [value for value in said if value not in text and value[0] != "#"] == []


def _many(values):
    return values if isinstance(values, list) else [values]


def test_each_property_leads_to_what_the_context_of_ro_crate_defines_it_as():
    context = json.loads((needs_shared("standards") / "ro-crate/1.2/context.jsonld").read_text())["@context"]
    wrong = set()
    for description in [*demo().values(), opened(), restricted()]:
        for link in page_of(description).xpath("//dt/a"):
            meant = context.get(link.text, "nothing").replace("http://schema.org/", "https://schema.org/")
            wrong |= {(link.text, meant)} if meant != link.get("href") else set()
    assert wrong == set()


def test_the_page_runs_nothing_and_is_in_the_language_of_its_words():
    page = page_of(replace(restricted((ME, DCT.title, literal("Un registro", language="es"))), tongues=("es",)))
    assert (page.get("lang"), page.findtext(".//h1"), page.findtext(".//title")) == ("es", "Un registro", "Un registro")
    assert page.xpath("//script | //style | //link | //img | //@onclick") == []


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60))
def test_no_words_become_markup(words):
    told = f"<script>{words}</script> javascript:alert(1) {words}"
    page = page_of(Description(Record.of(IRI, [*HEAD, (ME, DCT.description, literal(told, language="en"))])))
    assert page.xpath("//script") == []
    assert {link for link in page.xpath("//a/@href") if not link.startswith(("#", "http://", "https://"))} == {WHOLE}


def test_the_judge_reads_open_and_restricted_data():
    cases = [
        ("ro_crate_zip", kind, b64encode(WRITE(description)).decode())
        for kind, description in (("open", opened()), ("restricted", restricted()))
    ]
    assert judged(cases) == {}


def test_the_judge_misses_what_is_not_in_the_package():
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, body in unpacked(opened()).items():
            if name != WHOLE:
                package.writestr(name, body)
    [problems] = judged([("ro_crate_zip", "poor", b64encode(out.getvalue()).decode())]).values()
    assert len(problems) == 1
