"""Change feeds as followers read them: the last public change of each, what is gone, and nothing that nobody saw."""

import pytest
from lxml import etree
from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF

from catalog import workflow
from catalog.models import Change, Kind, Resource, Revision, State, Visibility
from catalog.protocols.feed import changes
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCT as OUR_DCT
from fair_metadata.namespaces import PROV as OUR_PROV
from fair_metadata.terms import named
from tests.catalog import factories
from tests.catalog.protocols.harvester import body, read
from tests.search.worlds import OF_DATASETS, OF_FILES, answer, hide, world

pytestmark = pytest.mark.django_db

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
AS, DCAT = Namespace("https://www.w3.org/ns/activitystreams#"), Namespace("http://www.w3.org/ns/dcat#")
ATOM = {
    "a": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
STREAM = URIRef("http://testserver/changes")


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(changes, "SPAN", 4)


def put(name, title="A registry", kind=Kind.DATASET, **terms):
    iri = f"https://data.example.org/{name}"
    register(factories.described(iri, kind, title=title), kind, Terms(**{"publish": True} | terms))
    return Resource.objects.get(iri=iri)


def follow(client, suffix="ttl", *, since=None):
    """A follower of TREE: from the root to each node whose bounds do not rule it out, then from node to node."""
    waiting, seen, members = [f"/changes.{suffix}"], set(), {}
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        page = read(client.get(address), suffix)
        for member in page.objects(STREAM, TREE.member):
            assert members.setdefault(member, page) is page, "a member stands in one fragment"
        nodes = {page.value(relation, TREE.node) for relation in page.objects(None, TREE.relation)}
        waiting += sorted(str(n).removeprefix("http://testserver") for n in nodes if not _is_ruled_out(page, n, since))
    return members


def _is_ruled_out(page, node, since):
    """All relations to a node hold of what it has: one that says “older” is enough (TREE, section 4)."""
    upper = [r for r in page.subjects(TREE.node, node) if (r, RDF.type, TREE.LessThanOrEqualToRelation) in page]
    return since is not None and any(page.value(relation, TREE.value).toPython() < since for relation in upper)


def told(members):
    """What each member says: the resource, and whether it is gone."""
    return sorted(
        (str(page.value(member, DCTERMS.isVersionOf)), (member, RDF.type, AS.Delete) in page)
        for member, page in members.items()
    )


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nq", "trig", "nt"])
def test_a_follower_has_the_last_version_of_everything_and_what_is_gone(client, suffix):
    for n in range(9):
        put(f"set-{n}")
    put("set-1", "Another title")
    workflow.withdraw(put("set-2", "Going"), Terms(), because="Old.")
    members = follow(client, suffix)
    assert told(members) == [(f"https://data.example.org/set-{n}", n == 2) for n in range(9)]
    [(version, page)] = [(m, p) for m, p in members.items() if str(p.value(m, DCTERMS.isVersionOf)).endswith("set-1")]
    row = Resource.objects.get(slug="set-1")
    assert version == URIRef(f"http://testserver/changes#{row.public_number}")
    assert (str(page.value(version, DCTERMS.title)), (version, RDF.type, DCAT.Dataset) in page) == (
        "Another title",
        True,
    )
    assert page.value(version, PROV.generatedAtTime).toPython() == row.public_at


def test_the_stream_says_how_its_members_are_read(client):
    put("one")
    root = read(client.get("/changes.ttl"), "ttl")
    assert (STREAM, RDF.type, LDES.EventStream) in root
    assert root.value(STREAM, LDES.timestampPath) == PROV.generatedAtTime
    assert root.value(STREAM, LDES.versionOfPath) == DCTERMS.isVersionOf
    view = root.value(STREAM, TREE.view)
    assert view == URIRef("http://testserver/changes.ttl")
    [relation] = root.objects(view, TREE.relation)
    assert root.value(relation, RDF.type) == TREE.GreaterThanOrEqualToRelation
    assert root.value(relation, TREE.path) == PROV.generatedAtTime


def test_a_follower_that_was_here_before_reads_only_what_is_newer(client):
    for n in range(9):
        put(f"set-{n}")
    last = Resource.objects.get(slug="set-8").public_at
    assert told(follow(client, since=last)) == [(f"https://data.example.org/set-{n}", False) for n in (7, 8)]


def test_what_a_description_says_of_its_own_versions_is_not_taken_for_the_streams(client):
    said = [(OUR_DCT.isVersionOf, named("https://data.example.org/older")), (OUR_PROV.generatedAtTime, '"2001"')]
    record = factories.described("https://data.example.org/new", Kind.DATASET, *said)
    register(record, Kind.DATASET, Terms(publish=True))
    [(version, page)] = follow(client).items()
    assert list(page.objects(version, DCTERMS.isVersionOf)) == [URIRef("https://data.example.org/new")]
    assert list(page.objects(version, DCAT.isVersionOf)) == [URIRef("https://data.example.org/older")]
    assert len(list(page.objects(version, PROV.generatedAtTime))) == 1


def test_full_fragments_may_be_kept_and_gain_nothing_and_the_open_one_is_asked_again(client):
    for n in range(6):
        put(f"set-{n}")
    closed, open_one = client.get("/changes/0.ttl"), client.get("/changes/1.ttl")
    before = _members(closed)
    assert closed["Cache-Control"] == "public, max-age=604800, immutable"
    assert open_one["Cache-Control"] == "public, no-cache"
    put("set-5", "Newer")
    known = {"if-none-match": closed["ETag"]}
    assert client.get("/changes/0.ttl", headers=known).status_code == 304
    assert client.get("/changes/1.ttl", headers={"if-none-match": open_one["ETag"]}).status_code == 200
    put("set-0", "Newer")
    assert _members(client.get("/changes/0.ttl")) < before


def _members(response):
    return set(read(response, "ttl").objects(STREAM, TREE.member))


@pytest.mark.parametrize("address", ["/changes/7.ttl", "/changes/7.atom", "/changes/0.bib", "/changes.bib"])
def test_a_fragment_that_is_not_there_is_404(client, address):
    put("one")
    assert client.get(address).status_code == 404


def test_the_atom_feed_leads_through_its_archives_to_every_change(client):
    for n in range(9):
        put(f"set-{n}")
    workflow.withdraw(put("set-2"), Terms(), because="Superseded by another.")
    address, entries, gone = "/changes.atom", [], {}
    while address:
        feed = etree.fromstring(body(client.get(address)))
        entries += [entry.text for entry in feed.iterfind("a:entry/a:id", ATOM)]
        gone |= {
            d.get("ref"): d.findtext("at:comment", namespaces=ATOM) for d in feed.iterfind("at:deleted-entry", ATOM)
        }
        assert (feed.find("fh:archive", ATOM) is None) == (address == "/changes.atom")
        before = feed.find("a:link[@rel='prev-archive']", ATOM)
        address = before.get("href").removeprefix("http://testserver") if before is not None else ""
    assert entries == [f"https://data.example.org/set-{n}" for n in (8, 7, 6, 5, 4, 3, 1, 0)]
    assert gone == {"https://data.example.org/set-2": "Superseded by another."}


def test_an_atom_feed_has_what_rfc_4287_asks(client):
    put("one", "A & B <C>")
    feed = etree.fromstring(body(client.get("/changes.atom")))
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"a:{name}", ATOM)) == 1
    [entry] = feed.iterfind("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "A & B <C>"
    alternate = entry.find("a:link[@type='text/html']", ATOM)
    assert alternate.get("href") == "http://testserver/datasets/one"
    assert entry.findtext("a:updated", namespaces=ATOM).endswith("Z")
    assert etree.fromstring(body(client.get("/changes.atom"))).find("a:link[@rel='self']", ATOM) is not None


def test_an_empty_catalogue_has_feeds_too(client):
    assert etree.fromstring(body(client.get("/changes.atom"))).findall("a:entry", ATOM) == []
    assert follow(client) == {}


def test_what_was_said_while_nobody_could_see_it_never_comes_out(client):
    mine = factories.organisation("mine")
    row = put("one", "Seen before", organisation=mine)
    stand(row, Terms(), Change.STANDING, visibility=Visibility.ORGANISATION)
    put("one", "Said in secret", organisation=mine)
    assert told(follow(client)) == [("https://data.example.org/one", True)]
    put("one", "Seen after", organisation=mine)
    stand(Resource.objects.get(), Terms(), Change.STANDING, visibility=Visibility.EVERYBODY)
    everything = "".join(
        body(client.get(address)).decode()
        for address in ("/changes.ttl", "/changes/0.ttl", "/changes/1.ttl", "/changes.atom", "/changes/0.atom")
    )
    assert "Said in secret" not in everything
    assert "Seen before" not in everything
    assert "Seen after" in everything
    assert Revision.objects.count() == 5


@pytest.mark.parametrize("who", ["nobody", "stranger", "member"])
def test_nothing_that_is_not_for_everybody_comes_out(client, index, who):
    made = world()
    hide(made)
    if who != "nobody":
        client.force_login({"stranger": made.stranger, "member": made.member}[who])
    said = "".join(body(client.get(address)).decode() for address in _addresses())
    for word in {*OF_DATASETS.values(), *OF_FILES.values()}:
        assert word.title() not in said
        assert word not in said.replace(f"{word}-set", "")
    for word in (OF_DATASETS[secrecy] for secrecy in ("draft", "in-review", "nobody")):
        assert word == OF_DATASETS["in-review"] or word not in said, word


def _addresses():
    for place in range(20):
        yield from (f"/changes/{place}.{suffix}" for suffix in ("nt", "atom"))
    yield from ("/changes.ttl", "/changes.atom")


def test_what_never_was_public_leaves_no_trace_at_all(client, index):
    made = world()
    before = [answer(client, address) for address in _addresses()]
    hide(made, ["draft", "nobody"], files=["draft"])
    assert [answer(client, address) for address in _addresses()] == before
    assert Resource.objects.filter(state=State.DRAFT).count() == 3
