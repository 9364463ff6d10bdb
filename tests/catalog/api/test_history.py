"""Versions of one description in the API: who made them, what is hidden, and what is said again."""

from catalog.models import Resource
from tests.catalog.api.asking import put, stands


def test_history_names_people_to_those_who_may_change_it(asks, row):
    first = row.revision_id
    asks.reviewer.patch("one", {"title": {"en": "New"}}, query="?reason=Better")
    told = asks.contributor.get("resources/one/revisions").json()["items"]
    assert [(r["change"], r["author"], r["reason"], r["audience"]) for r in told] == [
        ("updated", "reviewer", "Better", "public"),
        ("updated", None, "", "public"),
    ]
    shown = asks.nobody.get("resources/one/revisions").json()["items"]
    assert [(r["change"], r["author"], r["reason"], r["audience"]) for r in shown] == [
        ("updated", None, "Better", None),
        ("updated", None, "", None),
    ]
    number = told[0]["number"]
    difference = asks.nobody.get(f"resources/one/differences?from={first}").json()
    assert difference["removed"] == [f'<{row.iri}> <http://purl.org/dc/terms/title> "A registry"@en .']
    assert difference["added"] == [f'<{row.iri}> <http://purl.org/dc/terms/title> "New"@en .']
    assert [(f["place"], f["before"], f["after"]) for f in difference["fields"]] == [
        ("Title", '"A registry"@en', '"New"@en')
    ]
    one = asks.nobody.get(f"resources/one/revisions/{number}").json()
    assert (one["added"], one["description"]["title"]["en"]) == (difference["added"], "New")
    graph = asks.nobody.get(f"resources/one/revisions/{first}", accept="application/ld+json")
    assert (graph["Content-Type"], graph.json()["@id"]) == ("application/ld+json; charset=utf-8", row.iri)
    blame = asks.nobody.get("resources/one/blame").json()
    assert [(item["place"], item["since"]) for item in blame["items"]][0] == ("Title", number)
    other = put(slug="other", organisation=asks.holder)
    assert asks.reviewer.get(f"resources/one/revisions/{other.revision_id}").status_code == 404


def test_a_version_that_was_hidden_is_hidden_in_the_api(asks, row):
    public = row.revision_id
    asks.reviewer("POST", "resources/one/visibility", {"visibility": "organisation"})
    asks.reviewer.patch("one", {"title": {"en": "Whisper"}}, query="?reason=whisper")
    hidden = Resource.objects.get(slug="one").revision_id
    asks.reviewer.patch("one", {"title": {"en": "Newest"}})
    asks.reviewer("POST", "resources/one/visibility", {"visibility": "everybody"})
    for who in (asks.nobody, asks.stranger, asks.mate):
        for path in ("revisions", "differences", f"differences?from={public}", "blame", f"revisions/{public}"):
            answer = who.get(f"resources/one/{path}")
            assert (answer.status_code, b"hisper" in answer.content) == (200, False), path
        for path in (f"revisions/{hidden}", f"differences?from={hidden}", f"differences?to={hidden}"):
            assert who.get(f"resources/one/{path}").status_code == 404, path
    assert b"Whisper" in asks.contributor.get(f"resources/one/revisions/{hidden}").content


def test_a_revision_is_restored_or_becomes_a_draft(asks, row):
    first = row.revision_id
    asks.reviewer.patch("one", {"title": {"en": "New"}})
    path, before = f"resources/one/revisions/{first}/restore", stands("one")
    for who, status in (("nobody", 401), ("stranger", 403), ("mate", 403), ("reader", 403)):
        assert getattr(asks, who)("POST", path).status_code == status
    assert asks.reviewer("POST", f"{path}?dry_run=true").json()["outcome"] == "updated"
    assert stands("one") == before
    drafted = asks.contributor("POST", path).json()
    assert (drafted["outcome"], drafted["draft"], stands("one")) == ("draft", 2, before)
    assert asks.contributor("POST", path).status_code == 409
    restored = asks.reviewer("POST", f"{path}?reason=Better").json()
    assert (restored["outcome"], restored["digest"]) == ("updated", row.digest)
    assert asks.reviewer("POST", path).json()["outcome"] == "unchanged"
