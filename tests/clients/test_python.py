"""The Python client against a real server: what it reads, writes, iterates, and tries again."""

import re
import subprocess
import sys

import httpx
import pytest

from catalog.models import Resource, Revision
from tests.catalog.api.asking import put
from tests.conftest import ROOT

CLIENTS = ROOT / "clients"
TITLED = {"@type": ["dcat:Dataset"], "title": {"en": "A registry"}}


@pytest.fixture
def marrow(server, token):
    from marrow_client import Client

    with Client(server, token=token) as client:
        yield client


def test_a_description_is_made_read_changed_and_taken_away(marrow):
    from marrow_client import Withdrawn

    made = marrow.create(TITLED, reason="First")
    assert (made["outcome"], made["state"], made["organisation"]) == ("created", "draft", "holder")
    known = marrow.read(made["slug"])
    assert (known.iri, known.text("title"), known.text("title", "es")) == (made["iri"], "A registry", "A registry")
    assert marrow.change(known, {"title": {"es": "Un registro"}})["outcome"] == "updated"
    now = marrow.changed_since(known)
    assert (now.text("title"), now.text("title", "es")) == ("A registry", "Un registro")
    assert marrow.changed_since(now) is None
    assert marrow.replace(now, now.description)["outcome"] == "unchanged"
    assert [revision["reason"] for revision in marrow.revisions(made["slug"])] == ["", "First"]
    assert marrow.remove(now)["state"] == "withdrawn"
    with pytest.raises(Withdrawn):
        marrow.read(made["slug"])


def test_what_is_refused_is_an_exception_that_says_what_is_wrong(marrow, server):
    from marrow_client import Changed, Client, Missing, NotAllowed, Problem

    known = marrow.read(marrow.create(TITLED)["slug"])
    marrow.change(known, {"title": {"en": "New"}})
    before = Revision.objects.count()
    with pytest.raises(Changed):
        marrow.change(known, {"title": {"en": "Late"}})
    with pytest.raises(Problem) as refused:
        marrow.create(TITLED | {"titel": 1})
    assert (refused.value.status, [wrong.pointer for wrong in refused.value.errors]) == (422, ["/titel"])
    with pytest.raises(Missing):
        marrow.read("nothing")
    with Client(server) as nobody, pytest.raises(NotAllowed):
        nobody.create(TITLED)
    assert Revision.objects.count() == before


def test_lists_are_fetched_page_after_page(marrow):
    for place in range(7):
        put(slug=f"n{place}")
    assert [entry["slug"] for entry in marrow.resources(kind="dataset", limit=2)] == [f"n{n}" for n in range(7)]
    assert len(list(marrow.concepts("country"))) > 300
    assert [line["slug"] for line in marrow.read_all()] == [f"n{n}" for n in range(7)]


def test_many_are_written_as_a_stream_with_a_result_each(marrow):
    lines = (
        TITLED | {"@id": f"https://bulk.example.org/{n}", "title": {"en": f"Nr {n} \u2028 on"}} for n in range(300)
    )
    assert [found["outcome"] for found in marrow.write_all(lines)] == ["created"] * 300
    texts = {line["description"]["title"]["en"] for line in marrow.read_all(state="draft")}
    assert texts == {f"Nr {n} \u2028 on" for n in range(300)}
    assert {found["outcome"] for found in marrow.write_all([{"odd": 1}], dry_run=True)} == {"refused"}


def test_tokens_are_made_and_ended(marrow, server):
    from marrow_client import Client, NotAllowed

    made = marrow.make_token("nightly", days=5)
    with Client(server, token=made["token"]) as reader:
        assert reader.me() == {
            "user": "reviewer",
            "roles": {"holder": ["reviewer"]},
            "is_operator": False,
            "may_write": False,
        }
        marrow.revoke_token(made["id"])
        with pytest.raises(NotAllowed):
            reader.me()


class Breaking(httpx.HTTPTransport):
    """A network that loses the first answers on their way back, after the server did what was asked."""

    def __init__(self, times):
        super().__init__()
        self.left = times

    def handle_request(self, request):
        response = super().handle_request(request)
        if self.left:
            self.left -= 1
            response.read()
            raise httpx.ReadError("the connection broke", request=request)
        return response


def test_a_write_whose_answer_was_lost_is_sent_again_and_done_once(server, token, monkeypatch):
    from marrow_client import Client, sending

    monkeypatch.setattr(sending.time, "sleep", lambda seconds: None)
    with Client(server, token=token, transport=Breaking(2)) as marrow:
        made = marrow.create(TITLED)
        assert Resource.objects.get().iri == made["iri"]
        marrow._http._transport.left = 1
        assert marrow.change(marrow.read(made["slug"]), {"title": {"en": "New"}})["outcome"] == "updated"
    assert Revision.objects.count() == 2


def test_a_busy_catalogue_is_waited_for_as_long_as_it_says(server, settings, monkeypatch):
    from marrow_client import Client, sending

    waited = []

    def wait(seconds):
        waited.append(seconds)
        settings.API_RATE = 1000

    monkeypatch.setattr(sending.time, "sleep", wait)
    settings.API_RATE = 0
    with Client(server) as marrow:
        assert list(marrow.resources()) == []
    assert len(waited) == 1
    assert 1 <= waited[0] <= 60


def test_the_snippets_of_its_readme_run(server, token):
    snippets = re.findall(
        r"```python( token)?\n(.*?)```", (CLIENTS / "python/README.md").read_text(encoding="utf-8"), re.S
    )
    assert len(snippets) == 3
    put(slug="one", title="A registry of AML")
    for needs_token, snippet in snippets:
        code = (f"TOKEN = {token!r}\n" if needs_token else "") + snippet.replace("http://127.0.0.1:8000", server)
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=CLIENTS / "python"
        )
        assert (done.returncode, done.stderr) == (0, ""), snippet


def test_every_snippet_for_r_parses(tmp_path):
    from shutil import which

    if which("Rscript") is None:
        pytest.skip("R is not here")
    for snippet in re.findall(r"```r\n(.*?)```", (CLIENTS / "r/README.md").read_text(encoding="utf-8"), re.S):
        path = tmp_path / "snippet.R"
        path.write_text(snippet)
        subprocess.run(["Rscript", "-e", f"parse('{path}')"], check=True)
