"""Writing as the client library of FAIR Data Points writes: a round trip, and many at once."""

import json

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from catalog.columns import USES
from catalog.models import Arrival, Link, Resource, Revision, State
from catalog.protocols.fdp import writing
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT as D
from fair_metadata.namespaces import DCT as T
from fair_metadata.namespaces import FOAF as F
from fair_metadata.namespaces import HEALTHDCATAP as H
from fair_metadata.namespaces import RDF as R
from fair_metadata.namespaces import VCARD as V
from fair_metadata.namespaces import XSD as X
from fair_metadata.record import Record
from fair_metadata.terms import iri, literal, named
from tests.catalog.fdp.conftest import kept
from tests.catalog.fdp.reader import DCAT, DCT, LDP, graph_of
from tests.catalog.fdp.sending import DATASET, PREFIXES, create, parsed, path_of, saying, send

pytestmark = pytest.mark.django_db(transaction=True)


# The round trip.


def test_a_description_is_created_read_changed_published_and_deleted(client, people):
    """What the client library does, from the first to the last call."""
    made = create(client, people)
    assert made.status_code == 201
    row = Resource.objects.get()
    assert row.iri.startswith("http://testserver/id/")
    assert (row.state, row.organisation, made["Location"]) == (
        State.DRAFT,
        people.mine,
        f"http://testserver/fdp/dataset/{row.slug}",
    )
    assert parsed(made).value(URIRef(row.iri), DCT.title) == Literal("New registry", lang="en")

    path, curator, reviewer = path_of(made), people.bearing("curator"), people.bearing("reviewer")
    assert client.get(f"/fdp{path}").status_code == 404
    read = client.get(f"/fdp{path}", headers={"accept": "text/turtle"} | curator).content.decode()
    changed = send(client, "put", path, read.replace("New registry", "Renamed registry"), curator)
    assert changed.status_code == 200
    assert parsed(changed).value(URIRef(row.iri), DCT.title) == Literal("Renamed registry", lang="en")

    meta = client.get(f"/fdp{path}/meta", headers=curator).json()
    assert (meta["state"]["current"], meta["member"]["membership"]) == ("DRAFT", {"name": "curator"})
    state = send(
        client, "put", f"{path}/meta/state", json.dumps({"current": "PUBLISHED"}), reviewer, "application/json"
    )
    assert (state.status_code, state.json()) == (200, {"current": "PUBLISHED"})
    assert graph_of(client, f"/fdp{path}").value(URIRef(row.iri), DCT.title) == Literal("Renamed registry", lang="en")

    assert client.delete(f"/fdp{path}", headers=reviewer).status_code == 204
    assert client.get(f"/fdp{path}", headers={"accept": "text/turtle"}).status_code == 410
    assert [r.change for r in Revision.objects.all()] == ["created", "updated", "standing", "withdrawn"]


def test_writing_back_what_was_read_changes_nothing(client, people):
    """Law: GET then PUT is no change, for each kind, however much the server adds to what is read."""
    file = kept("distribution", (D.accessURL, "<https://data.example.org/get>"), slug="f", organisation=people.mine)
    service = kept("service", (D.endpointURL, "<https://data.example.org/api>"), slug="s", organisation=people.mine)
    said = [(T.description, literal("About it.", language="en")), (D.version, literal("3"))]
    row = kept("dataset", *said, (T.provenance, "_:a"), slug="d", organisation=people.mine, links={D.distribution: [file.iri]},
                   nested=[("_:a", R.type, T.ProvenanceStatement), ("_:a", T.title, literal("nested"))])  # fmt: skip
    agent = [("_:p", R.type, F.Agent), ("_:p", F.name, literal("Hospital"))]
    catalogue = kept("catalog", *said[:1], (T.publisher, "_:p"), slug="c", organisation=people.mine, nested=agent,
                         links={D.dataset: [row.iri, "https://elsewhere.example.org/x"], D.service: [service.iri]})  # fmt: skip
    before = Revision.objects.count()
    for prefix, one in (("distribution", file), ("dataservice", service), ("dataset", row), ("catalog", catalogue)):
        for media_type in ("text/turtle", "application/ld+json", "application/rdf+xml"):
            read = client.get(f"/fdp/{prefix}/{one.slug}", headers={"accept": media_type} | people.bearing("curator"))
            answer = send(client, "put", f"/{prefix}/{one.slug}", read.content, people.bearing("curator"), media_type)
            assert answer.status_code == 200, answer.content
    assert Revision.objects.count() == before


def test_what_it_shares_with_others_is_shared_on(client, people):
    """A description that is kept once is joined when the record is read, and is not written into it."""
    agent = "https://data.example.org/hospital"
    register(
        Record.of(agent, [(named(agent), R.type, F.Agent), (named(agent), F.name, literal("Hospital"))]),
        "reference",
        Terms(),
    )
    row = kept(
        "dataset",
        (T.description, literal("d")),
        (T.publisher, named(agent)),
        slug="a-registry",
        organisation=people.mine,
    )
    Resource.objects.filter(iri=agent).update(state=State.PUBLISHED)
    Link.objects.create(source=row, path=USES, target=agent)
    read = client.get("/fdp/dataset/a-registry", headers={"accept": "text/turtle"}).content.decode()
    assert "Hospital" in read
    answer = send(
        client, "put", "/dataset/a-registry", read.replace("A registry", "Another"), people.bearing("reviewer")
    )
    assert answer.status_code == 200, answer.content
    row.refresh_from_db()
    assert ("Another" in row.revision.ntriples, "Hospital" in row.revision.ntriples) == (True, False)
    assert Link.objects.filter(source=row, path=USES, target=agent).exists()


SHARED = {
    "publisher": (T.publisher, F.Agent, F.name, 'foaf:name "Hospital"', 'foaf:name "Another hospital"'),
    "contact": (D.contactPoint, V.Kind, V.fn, 'vcard:fn "Hospital"', 'vcard:fn "Somebody"'),
}


@pytest.mark.parametrize("what", SHARED)
def test_a_change_of_what_others_share_is_refused_and_changes_nothing(client, people, what):
    """Publisher and contact of two datasets: who changes them through one would change the other."""
    path, kind, name, stated, changed = SHARED[what]
    shared = f"https://data.example.org/{what}"
    agent = Record.of(shared, [(named(shared), R.type, kind), (named(shared), name, literal("Hospital"))])
    register(agent, "reference", Terms(organisation=people.mine))
    Resource.objects.filter(iri=shared).update(state=State.PUBLISHED)
    for slug in ("one", "other"):
        row = kept("dataset", (T.description, literal("d")), (path, named(shared)), slug=slug, organisation=people.mine)
        Link.objects.create(source=row, path=USES, target=shared)
    before = Revision.objects.count()
    headers = {"accept": "text/turtle"} | people.bearing("administrator")
    read = client.get("/fdp/dataset/one", headers=headers).content.decode()
    assert stated in read
    answer = send(client, "put", "/dataset/one", read.replace(stated, changed), people.bearing("administrator"))
    assert (answer.status_code, f"Other descriptions share <{shared}>" in answer.content.decode()) == (400, True)
    more = read.replace(stated, f'{stated}; dct:description "New"')
    assert send(client, "put", "/dataset/one", more, people.bearing("administrator")).status_code == 400
    assert Revision.objects.count() == before
    assert client.get("/fdp/dataset/other", headers=headers).content.decode().count(stated) == 1


# What its shapes ask and DCAT-AP has otherwise.

NESTED = [
    ("_:k", R.type, V.Kind),
    ("_:k", V.fn, literal("Registry office")),
    ("_:k", V.hasEmail, named("mailto:data@example.org")),
    ("_:f", R.type, D.Distribution),
    ("_:f", D.accessURL, named("https://data.example.org/ask")),
    ("_:f", D.mediaType, named("http://www.iana.org/assignments/media-types/text/csv")),
]


def registry(people, **more):
    issued = literal("2024-05-31", datatype=iri(X.date))
    said = [(T.description, literal("d")), (T.issued, issued), (D.contactPoint, "_:k"), (D.distribution, "_:f")]
    return kept("dataset", *said, nested=NESTED, slug="registry", organisation=people.mine, **more)


def test_contacts_have_addresses_media_types_are_texts_and_dates_are_moments(client, people):
    registry(people)
    graph = graph_of(client, "/fdp/dataset/registry")
    me = URIRef("https://data.example.org/registry")
    (contact,) = graph.objects(me, DCAT.contactPoint)
    assert str(contact).startswith(f"{me}#contact-")
    assert list(graph.objects(None, DCAT.mediaType)) == [Literal("text/csv")]
    issued = Literal("2024-05-31T00:00:00Z", datatype="http://www.w3.org/2001/XMLSchema#dateTime")
    assert list(graph.objects(me, DCT.issued)) == [issued]


def test_a_contact_keeps_its_address_while_other_things_change(client, people):
    row = registry(people)
    before = list(graph_of(client, "/fdp/dataset/registry").objects(None, DCAT.contactPoint))
    read = client.get("/fdp/dataset/registry", headers={"accept": "text/turtle"}).content.decode()
    changed = read.replace("Registry office", "Office of the registry")
    assert send(client, "put", "/dataset/registry", changed, people.bearing("administrator")).status_code == 200
    after = list(graph_of(client, "/fdp/dataset/registry").objects(None, DCAT.contactPoint))
    assert after == before
    row.refresh_from_db()
    assert "Office of the registry" in row.revision.ntriples


def test_what_was_read_so_is_kept_as_it_was_said(client, people):
    row = registry(people)
    before = Revision.objects.count()
    for media_type in ("text/turtle", "application/ld+json", "application/rdf+xml"):
        read = client.get("/fdp/dataset/registry", headers={"accept": media_type})
        answer = send(client, "put", "/dataset/registry", read.content, people.bearing("administrator"), media_type)
        assert answer.status_code == 200, answer.content
    assert (Revision.objects.count(), Resource.objects.get(pk=row.pk).digest) == (before, row.digest)


def test_a_media_type_that_a_client_writes_as_a_text_is_an_entry_of_the_list(client, people):
    body = saying(
        '; dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://a.example.org/> ; dcat:mediaType "Text/CSV" ]'
    )
    made = create(client, people, body)
    assert made.status_code == 201, made.content
    assert "<https://www.iana.org/assignments/media-types/text/csv>" in Resource.objects.get().revision.ntriples


def test_a_copy_of_what_was_read_may_be_created(client, people):
    """The addresses that this door gave to nested nodes are none of their own."""
    registry(people)
    read = client.get("/fdp/dataset/registry", headers={"accept": "text/turtle"}).content.decode()
    made = create(client, people, read.replace("https://data.example.org/registry", "https://elsewhere.example.org/r"))
    assert made.status_code == 201, made.content
    copy = Resource.objects.exclude(slug="registry").get()
    assert "#contact-" not in copy.revision.ntriples
    assert "Registry office" in copy.revision.ntriples


def test_the_body_s_own_name_for_it_is_replaced_by_the_one_that_is_made(client, people):
    body = DATASET.replace("<>", "<https://laptop.example.org/draft#1>")
    row_iri = parsed(create(client, people, body)).value(predicate=RDF.type, object=DCAT.Dataset)
    assert str(row_iri) == Resource.objects.get().iri
    assert "laptop" not in Resource.objects.get().revision.ntriples


@pytest.mark.parametrize("name", ["[]", "_:b", "<>"])
def test_it_may_have_no_name_of_its_own(client, people, name):
    assert create(client, people, DATASET.replace("<>", name)).status_code == 201
    assert Resource.objects.get().iri.startswith("http://testserver/id/")


@pytest.mark.parametrize("media_type", ["application/ld+json", "application/rdf+xml", "application/n-triples"])
def test_every_syntax_is_read(client, people, media_type):
    formats = {"application/ld+json": "json-ld", "application/rdf+xml": "xml", "application/n-triples": "nt"}
    body = (
        Graph()
        .parse(data=DATASET, format="turtle", publicID="https://x.example.org/1")
        .serialize(format=formats[media_type])
    )
    assert send(client, "post", "/dataset", body, people.bearing("curator"), media_type).status_code == 201


def test_a_parent_may_be_named_by_its_iri_or_its_address_and_then_contains_it(client, people):
    catalogue = kept("catalog", slug="haematology", organisation=people.mine)
    for parent in (catalogue.iri, "http://testserver/fdp/catalog/haematology"):
        made = create(client, people, saying(f" ; dct:isPartOf <{parent}>"))
        assert made.status_code == 201, made.content
        assert [str(o) for o in parsed(made).objects(None, DCT.isPartOf)] == [catalogue.iri]
    graph = graph_of(client, "/fdp/catalog/haematology", **people.bearing("curator"))
    assert len(list(graph.objects(URIRef("http://testserver/fdp/catalog/haematology/dataset/"), LDP.contains))) == 2
    assert catalogue.revision_id == Resource.objects.get(pk=catalogue.pk).revision_id


def test_children_are_no_client_s_to_write(client, people):
    """As the reference drops them: what is in a container is what names its parent, or what was harvested so."""
    body = (
        PREFIXES
        + '<> a dcat:Catalog ; dct:title "C" ; dct:description "d" ; dct:publisher [ a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "P" ] ; dcat:dataset <https://data.example.org/x> .'
    )
    assert create(client, people, body, "catalog").status_code == 201
    assert "example.org/x" not in Resource.objects.get().revision.ntriples


def test_what_arrived_is_kept_as_it_came(client, people):
    create(client, people)
    arrival = Arrival.objects.get()
    with arrival.body.open() as body:
        assert body.read().decode() == DATASET
    assert (arrival.source, arrival.author.username, arrival.summary) == ("/fdp/dataset", "curator", {"created": 1})


# Small counts.


def test_a_small_count_of_persons_goes_no_further_than_the_door(client, people):
    body = saying(f' ; <{iri(H.numberOfUniqueIndividuals)}> "7"')
    assert create(client, people, body).status_code == 201
    row, arrival = Resource.objects.get(), Arrival.objects.get()
    assert '"7"' not in row.revision.ntriples
    assert '"<10"' in row.revision.ntriples
    assert (arrival.body.name, arrival.sha256) == ("", "")
    answer = send(client, "put", f"/dataset/{row.slug}", body, people.bearing("curator"))
    assert b'"7"' not in answer.content


# Many at once.

MANY = (
    PREFIXES
    + """@base <https://laptop.example.org/> .
<c> a dcat:Catalog ; dct:title "C"@en ; dct:description "d" ; dct:publisher [ a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "P" ] ; dcat:dataset <d1>, <d2> .
<d1> a dcat:Dataset ; dct:title "One"@en ; dct:description "d" ; dcat:distribution <f> .
<d2> a dcat:Dataset ; dct:title "Two"@en ; dct:description "d" .
<f> a dcat:Distribution ; dcat:accessURL <https://laptop.example.org/get> .
"""
)


def test_a_document_creates_all_that_it_describes_with_its_links(client, people):
    answer = send(client, "post", "", MANY, people.bearing("curator"))
    assert answer.status_code == 201
    kinds = sorted(Resource.objects.values_list("kind", "state"))
    assert kinds == [("catalog", "draft"), ("dataset", "draft"), ("dataset", "draft"), ("distribution", "draft")]
    names = {
        str(o): str(s) for s, o in parsed(answer).subject_objects(URIRef("http://www.w3.org/ns/prov#wasDerivedFrom"))
    }
    assert set(names) == {f"https://laptop.example.org/{tail}" for tail in ("c", "d1", "d2", "f")}
    catalogue = Resource.objects.get(kind="catalog")
    graph = graph_of(client, f"/fdp/catalog/{catalogue.slug}", **people.bearing("curator"))
    assert {str(o) for o in graph.objects(URIRef(catalogue.iri), DCAT.dataset)} == {
        names[f"https://laptop.example.org/d{n}"] for n in (1, 2)
    }


def test_one_that_is_wrong_keeps_all_of_them_out(client, people):
    answer = send(client, "post", "/", MANY.replace('dct:title "Two"@en ; ', ""), people.bearing("curator"))
    assert answer.status_code == 400
    assert not Resource.objects.exists()
    assert not Arrival.objects.exists()


def test_a_description_without_its_class_keeps_the_one_it_had(client, people):
    path = path_of(create(client, people))
    body = DATASET.replace("a dcat:Dataset ; ", "").replace("<>", f"<{Resource.objects.get().iri}>")
    answer = send(client, "put", path, body.replace("About it.", "More."), people.bearing("curator"))
    assert answer.status_code == 200
    assert f"<{iri(D.Dataset)}>" in Resource.objects.get().revision.ntriples
    assert "More." in Resource.objects.get().revision.ntriples


def test_of_two_changes_at_the_same_time_the_second_is_told_of_the_first(client, people, monkeypatch):
    path = path_of(create(client, people))
    judge = writing.refuse_violations

    def overtaken(records):
        monkeypatch.setattr(writing, "refuse_violations", judge)
        first = send(client, "put", path, DATASET.replace("About it.", "The first."), people.bearing("reviewer"))
        assert first.status_code == 200
        judge(records)

    monkeypatch.setattr(writing, "refuse_violations", overtaken)
    second = send(client, "put", path, DATASET.replace("About it.", "The second."), people.bearing("curator"))
    assert second.status_code == 412
    assert "The first." in Resource.objects.get().revision.ntriples


def test_a_part_that_is_in_no_container_is_not_lost(client, people):
    other = kept("catalog", slug="other-one")
    row = kept("catalog", slug="whole-one", links={T.hasPart: [other.iri]})
    graph = graph_of(client, f"/fdp/catalog/{row.slug}")
    assert (URIRef(row.iri), DCT.hasPart, URIRef(other.iri)) in graph
