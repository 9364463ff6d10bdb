"""Writing as the client library of FAIR Data Points writes: a round trip, what is refused and why, and who may."""

import json

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from catalog.columns import USES
from catalog.models import Arrival, Link, Resource, Revision, State, Visibility
from catalog.protocols.fdp import bodies, writing
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT as D
from fair_metadata.namespaces import DCT as T
from fair_metadata.namespaces import FOAF as F
from fair_metadata.namespaces import HEALTHDCATAP as H
from fair_metadata.namespaces import RDF as R
from fair_metadata.record import Record
from fair_metadata.terms import iri, literal, named
from tests.catalog.fdp.conftest import kept
from tests.catalog.fdp.reader import DCAT, DCT, LDP, graph_of

pytestmark = pytest.mark.django_db(transaction=True)
PREFIXES = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix fdp: <https://w3id.org/fdp/fdp-o#> .\n"
DATASET = PREFIXES + '<> a dcat:Dataset ; dct:title "New registry"@en ; dct:description "About it."@en .'
SHACL = "http://www.w3.org/ns/shacl#"


def send(client, method, path, body, headers, media_type="text/turtle", accept="text/turtle"):
    return getattr(client, method)(f"/fdp{path}", body, content_type=media_type, headers={"accept": accept} | headers)


def create(client, people, body=DATASET, prefix="dataset", role="curator", query=""):
    return send(client, "post", f"/{prefix}{query}", body, people.bearing(role))


def path_of(answer):
    return answer["Location"].removeprefix("http://testserver/fdp")


def saying(more):
    return DATASET.removesuffix(".") + more + " ."


def parsed(answer):
    return Graph().parse(data=answer.content, format="turtle")


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
        client, "put", "/dataset/a-registry", read.replace("A registry", "Another"), people.bearing("curator")
    )
    assert answer.status_code == 200, answer.content
    row.refresh_from_db()
    assert ("Another" in row.revision.ntriples, "Hospital" in row.revision.ntriples) == (True, False)
    assert Link.objects.filter(source=row, path=USES, target=agent).exists()


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


# What is refused, and how it is said.


def test_a_broken_rule_is_told_as_a_validation_report(client, people):
    answer = create(client, people, DATASET.replace('dct:title "New registry"@en ;', ""))
    report = parsed(answer)
    wrong = report.value(predicate=URIRef(f"{SHACL}resultPath"), object=DCT.title)
    assert (answer.status_code, (None, URIRef(f"{SHACL}conforms"), Literal(False)) in report) == (400, True)
    assert report.value(wrong, URIRef(f"{SHACL}resultSeverity")) == URIRef(f"{SHACL}Violation")
    assert not Resource.objects.exists()


def test_who_reads_json_gets_problem_details_with_the_fields(client, people):
    body = DATASET.replace('dct:title "New registry"@en ;', "")
    answer = send(client, "post", "/dataset", body, people.bearing("curator"), accept="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["path"] == "http://purl.org/dc/terms/title"
    assert "Title is missing" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<> a ", "The description cannot be read"),
        ("", "nothing found"),
        (PREFIXES + "<https://x.example.org/a> dct:title 'x' .", "should describe one Dataset, and there are none"),
        (
            PREFIXES + "<https://x.example.org/a> a dcat:Dataset . <https://x.example.org/b> a dcat:Dataset .",
            "there are 2: to create several",
        ),
        (
            DATASET + " <https://x.example.org/f> a dcat:Distribution .",
            "Describe the Dataset alone here, without <https://x.example.org/f>",
        ),
        (
            saying(" ; dct:isPartOf <http://testserver/fdp/catalog/none>"),
            "There is no <http://testserver/fdp/catalog/none> here",
        ),
        (DATASET.replace("dcat:Dataset", "dcat:Catalog"), "This is no Dataset, but a Catalog"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_plain_words(client, people, body, why):
    answer = send(client, "post", "/dataset", body, people.bearing("curator"), accept="application/json")
    assert answer.status_code == 400, answer.content
    assert why in answer.json()["detail"]
    assert not Resource.objects.exists()
    assert not Arrival.objects.exists()


def test_too_much_at_once_is_refused_before_it_is_read(client, people, monkeypatch):
    monkeypatch.setattr(bodies, "RDF_BYTES", 50)
    assert create(client, people).status_code == 413
    assert not Resource.objects.exists()


def test_a_change_to_what_somebody_else_changed_is_refused(client, people):
    path = path_of(create(client, people))
    etag = client.get(f"/fdp{path}", headers={"accept": "text/turtle"} | people.bearing("curator"))["ETag"]
    changed = DATASET.replace("About it.", "More about it.")
    stale = {"if-match": etag}
    assert send(client, "put", path, changed, people.bearing("curator") | stale).status_code == 200
    assert send(client, "put", path, DATASET, people.bearing("curator") | stale).status_code == 412
    assert "More about it" in Resource.objects.get().revision.ntriples


def test_publishing_what_breaks_the_rules_is_refused(client, people):
    kept("dataset", slug="poor", state=State.DRAFT, organisation=people.mine)  # without a description
    answer = send(
        client,
        "put",
        "/dataset/poor/meta/state",
        '{"current": "PUBLISHED"}',
        people.bearing("reviewer"),
        "application/json",
        "application/json",
    )
    assert (answer.status_code, Resource.objects.get().state) == (400, State.DRAFT)
    assert "Description is missing" in answer.json()["detail"]


@pytest.mark.parametrize("body", ['{"current": "DRAFT"}', '{"current": 1}', "[]", "{", '{"x": "PUBLISHED"}'])
def test_only_publishing_can_be_asked_of_a_state(client, people, body):
    path = path_of(create(client, people))
    assert (
        send(client, "put", f"{path}/meta/state", body, people.bearing("reviewer"), "application/json").status_code
        == 400
    )
    assert Resource.objects.get().state == State.DRAFT


def test_a_state_can_be_reached_once(client, people):
    path = path_of(create(client, people))
    publish = ("put", f"{path}/meta/state", '{"current": "PUBLISHED"}', people.bearing("reviewer"), "application/json")
    assert [send(client, *publish).status_code for _ in range(2)] == [200, 400]


# Who may.


def _tries(client, people, role):
    """Each way to write, tried on a draft and on a published dataset of the organisation: the status codes."""
    draft = kept("dataset", (T.description, literal("d")), state=State.DRAFT, organisation=people.mine)
    shown = kept("dataset", (T.description, literal("d")), organisation=people.mine)
    headers = people.bearing(role) if role else {}
    publish = ("put", f"/dataset/{draft.slug}/meta/state", '{"current": "PUBLISHED"}', headers, "application/json")
    done = {
        "create": send(client, "post", "/dataset", DATASET, headers),
        "change draft": send(client, "put", f"/dataset/{draft.slug}", DATASET, headers),
        "change published": send(client, "put", f"/dataset/{shown.slug}", DATASET, headers),
        "withdraw published": client.delete(f"/fdp/dataset/{shown.slug}", headers=headers),
        "publish": send(client, *publish),
    }
    return {name: answer.status_code for name, answer in done.items()}


ALL = {"create": 201, "change draft": 200, "change published": 200, "withdraw published": 204, "publish": 200}
NONE = {"create": 403, "change draft": 403, "change published": 403, "withdraw published": 403, "publish": 403}
OUTSIDE = NONE | {"change draft": 404, "publish": 404}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("contributor", ALL | {"withdraw published": 403, "publish": 403}),
        ("curator", ALL | {"withdraw published": 403, "publish": 403}),
        ("reviewer", ALL),
        ("administrator", ALL),
        ("operator", ALL),
        ("stranger", OUTSIDE | {"create": 201}),
        ("guest", OUTSIDE),
        ("", NONE),
    ],
)
def test_what_each_role_may_write(client, people, role, may):
    assert _tries(client, people, role) == may


def test_a_token_that_may_only_read_writes_nothing(client, people):
    answer = send(
        client, "post", "/dataset", DATASET, people.bearing("administrator", scope="read"), accept="application/json"
    )
    assert (answer.status_code, "This token may only read" in answer.json()["detail"]) == (403, True)
    assert not Resource.objects.exists()


def test_a_session_alone_opens_nothing_for_writing(client, people):
    """Another site's page could send a form with the cookie; it cannot send the token."""
    client.force_login(people.users["administrator"])
    assert send(client, "post", "/dataset", DATASET, {}).status_code == 403
    assert not Resource.objects.exists()


def test_nobody_puts_a_description_below_another_organisation_s(client, people):
    theirs = kept("catalog", slug="theirs", organisation=people.theirs)
    answer = create(client, people, saying(f" ; dct:isPartOf <{theirs.iri}>"))
    assert answer.status_code == 403
    assert Resource.objects.count() == 1


def test_who_is_in_several_organisations_says_which(client, people):
    both = people.users["curator"]
    both.memberships.create(organisation=people.theirs, role="curator")
    assert create(client, people).status_code == 400
    assert create(client, people, query="?organisation=theirs").status_code == 201
    assert Resource.objects.get().organisation == people.theirs
    assert create(client, people, query="?organisation=unknown").status_code == 403


def test_the_parent_s_organisation_is_the_one_that_is_meant(client, people):
    people.users["curator"].memberships.create(organisation=people.theirs, role="curator")
    catalogue = kept("catalog", slug="c", organisation=people.theirs)
    create(client, people, saying(f" ; dct:isPartOf <{catalogue.iri}>"))
    assert Resource.objects.get(kind="dataset").organisation == people.theirs


def test_a_draft_that_is_deleted_leaves_nothing_for_outsiders_to_find(client, people):
    path = path_of(create(client, people))
    assert client.delete(f"/fdp{path}", headers=people.bearing("contributor")).status_code == 204
    row = Resource.objects.get()
    assert (row.state, row.visibility, row.public_number) == (State.WITHDRAWN, Visibility.ORGANISATION, None)
    for address in (f"/fdp{path}", f"/datasets/{row.slug}"):
        assert client.get(address, headers={"accept": "text/turtle"}).status_code == 404
        assert client.get(address, headers={"accept": "text/turtle"} | people.bearing("stranger")).status_code == 404


def test_what_is_withdrawn_is_not_written_to(client, people):
    kept("dataset", slug="gone", state=State.WITHDRAWN, organisation=people.mine)
    assert send(client, "put", "/dataset/gone", DATASET, people.bearing("administrator")).status_code == 409
    assert client.delete("/fdp/dataset/gone", headers=people.bearing("administrator")).status_code == 409


def test_what_the_site_says_of_itself_is_in_its_settings(client, people):
    for path in ("", "/catalog/_all"):
        answer = send(client, "put", path, DATASET, people.bearing("operator"), accept="application/json")
        assert (answer.status_code, "is in its settings" in answer.json()["detail"]) == (403, True)


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
