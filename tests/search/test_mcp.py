"""Model Context Protocol, by its own client library: over HTTP and over standard input and output, both handshakes."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import anyio
import httpx
import pytest
from django.conf import settings as of_tests
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from catalog import tokens
from catalog.models import Resource
from fair_metadata.formats.cited import STYLES
from search import follow
from search.mcp import messages
from search.mcp.tools import TOOLS
from tests.conftest import ROOT
from tests.search.worlds import OF_DATASETS, hide, world

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "at least 100 adult AML patients with MRD and overall survival after 2015, mapped to the OMOP CDM"


def asked(address, *calls, mode="auto"):
    """Revision, tools, and the results of calls (name, arguments), by the protocol's own client."""

    async def work():
        async with Client(address, mode=mode) as client:
            tools = await client.list_tools()
            results = [await client.call_tool(name, arguments) for name, arguments in calls]
            return client.protocol_version, [tool.name for tool in tools.tools], results

    with ThreadPoolExecutor(1) as beside:  # a browser of other tests may have a loop in this thread
        return beside.submit(anyio.run, work).result()


def post(client, message, **headers):
    return client.post("/mcp", json.dumps(message), content_type="application/json", headers=headers)


def call(client, name, **arguments):
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    return post(client, message).json()["result"]


@pytest.mark.parametrize(("mode", "revision"), [("auto", messages.MODERN), ("legacy", messages.WITH_HANDSHAKE[0])])
def test_the_client_library_finds_the_tools_and_the_datasets_that_answer_the_question(
    demo, live_server, mode, revision
):
    spoken, tools, [found] = asked(f"{live_server.url}/mcp", ("search", {"question": QUESTION}), mode=mode)
    assert (spoken, tools, found.is_error) == (revision, list(TOOLS), False)
    datasets = found.structured_content["datasets"]
    assert sorted(d["pid"].rsplit("/", 1)[-1] for d in datasets) == ["syn-01", "syn-02"]
    assert json.loads(found.content[0].text) == found.structured_content


def test_every_tool_answers_with_identifier_and_licence(demo, client):
    [one, two] = (
        dataset["pid"] for dataset in call(client, "search", question=QUESTION)["structuredContent"]["datasets"]
    )
    answers = [
        call(client, "get", dataset=one),
        call(client, "compare", datasets=[one, two], differences_only=True),
        call(client, "fair_report", dataset=one),
        call(client, "cite", dataset=one),
    ]
    for answer in answers:
        said = answer["structuredContent"]
        for dataset in said.get("datasets", [said]):
            assert dataset["pid"] in (one, two)
            assert dataset["licence"]
    assert answers[0]["structuredContent"]["description"]["identifier"]
    assert all(line["differs"] for line in answers[1]["structuredContent"]["properties"])
    assert 0 < answers[2]["structuredContent"]["fair"] <= 100
    assert one in answers[3]["structuredContent"]["citation"]
    assert answers[3]["structuredContent"]["bibtex"].startswith("@")


@pytest.mark.parametrize("style", STYLES)
def test_a_citation_is_the_reference_that_the_page_of_the_dataset_offers(demo, client, style):
    said = call(client, "cite", dataset="syn-01", style=style)["structuredContent"]
    assert said["citation"] == client.get(f"/datasets/syn-01.{style}.txt").getvalue().decode().rstrip("\n")
    assert said["bibtex"] == client.get("/datasets/syn-01.bib").getvalue().decode()
    assert (said["style"], said["pid"], said["cite_as"]) == (
        style,
        f"{of_tests.PID_BASE}syn-01",
        f"{of_tests.PID_BASE}syn-01",
    )
    assert said["licence"] == call(client, "get", dataset="syn-01")["structuredContent"]["licence"]


def test_without_a_style_it_is_apa_and_what_is_cited_is_the_doi_where_there_is_one(demo, client):
    Resource.objects.filter(slug="syn-01").update(doi="10.1234/syn-01")
    said = call(client, "cite", dataset="syn-01")["structuredContent"]
    assert (said["style"], said["cite_as"]) == ("apa", "https://doi.org/10.1234/syn-01")
    assert said["citation"].endswith(" https://doi.org/10.1234/syn-01")


def test_a_style_that_there_is_not_is_refused_with_those_that_there_are(demo, client):
    said = call(client, "cite", dataset="syn-01", style="mla")
    assert (said["isError"], said["content"][0]["text"]) == (True, f"style: 'mla' is not one of {list(STYLES)}")


def test_a_citation_of_what_is_secret_is_none(index, client):
    made = world()
    before = [call(client, "cite", dataset=f"sec-{word}-1") for word in OF_DATASETS.values()]
    hide(made)
    after = [call(client, "cite", dataset=f"sec-{word}-1") for word in OF_DATASETS.values()]
    gone = [*OF_DATASETS].index("withdrawn")  # it was public, and its page goes on telling of it
    assert after[:gone] + after[gone + 1 :] == before[:gone] + before[gone + 1 :]
    assert all(said["isError"] for said in before)


def test_facets_count_what_a_question_finds(demo, client):
    said = call(client, "facets", question="AML", facets=["country"])["structuredContent"]
    counted = client.get("/datasets.json?q=AML").json()
    assert said["total"] == counted["total"]
    theirs = [
        {"value": v["value"], "label": v["label"], "datasets": v["count"]}
        for v in counted["facets"]["country"]["values"]
    ]
    assert said["facets"] == {"country": theirs}


def test_variables_are_found_by_their_names(demo, client):
    name = next(
        name
        for row in Resource.objects.all()
        for name in client.get(f"/datasets.json?q={row.slug}").json()["facets"]["variable"]["values"]
    )["value"]
    said = call(client, "variables", names=[name])["structuredContent"]
    assert said["total"] >= 1
    assert all(dataset["variables"] == [name] for dataset in said["datasets"])


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("get", {}, "arguments: 'dataset' is a required property"),
        ("get", {"dataset": "nothing-here"}, "There is no dataset “nothing-here” that you may see. Take a “pid” from a search."),
        ("get", {"dataset": "a\x00b"}, "There is no dataset “a\x00b” that you may see. Take a “pid” from a search."),
        ("search", {"size": 1000}, "size: 1000 is greater than the maximum of 50"),
        ("search", {"filters": {f: ["x"] for f in ("disease", "outcome", "country", "organisation", "network", "access", "data_kind", "model", "source", "age_group", "format", "licence", "language", "publisher", "keyword", "variable", "theme")}}, "Use at most 12 filters with 100 values in all."),
        ("compare", {"datasets": ["one"]}, "datasets: ['one'] is too short"),
    ],
)  # fmt: skip
def test_what_the_asker_can_mend_is_said_in_the_result(index, client, name, arguments, why):
    assert call(client, name, **arguments) == {
        "content": [{"type": "text", "text": why}],
        "isError": True,
        "resultType": "complete",
    }


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        ([], 400, messages.PARSE_ERROR),
        ([{"jsonrpc": "2.0", "id": 1, "method": "ping"}], 400, messages.INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 1}, 400, messages.INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 1, "method": "resources/list"}, 404, messages.NO_METHOD),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "drop"}}, 400, messages.INVALID_PARAMS),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}, 400, messages.INVALID_PARAMS),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "1999"}}}, 400, messages.OTHER_REVISION),
    ],
)  # fmt: skip
def test_messages_that_are_none_are_refused_with_the_number_of_the_protocol(client, message, status, code):
    answer = post(client, message)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'"' + b"x" * 1_000_001 + b'"'])
def test_bytes_that_are_no_message_are_refused(client, body):
    answer = client.post("/mcp", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, messages.PARSE_ERROR)


def test_a_notification_gets_no_answer_and_other_methods_none_either(client):
    answer = post(client, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (answer.status_code, answer.content) == (202, b"")
    assert (client.get("/mcp").status_code, client.delete("/mcp").status_code) == (405, 405)


def test_pages_of_other_sites_may_not_ask_and_other_revisions_are_named(client):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert post(client, ping, origin="https://elsewhere.example.org").status_code == 403
    assert post(client, ping, origin=of_tests.BASE_URL).status_code == 200
    assert post(client, ping, **{"mcp-protocol-version": "1999-01-01"}).status_code == 400


def test_a_token_shows_what_its_owner_may_see_and_a_session_shows_nothing_more(index, client):
    made = world()
    hide(made)
    assert follow.lag() == 0
    word = OF_DATASETS["organisation"]
    arguments = {"dataset": f"sec-{word}-1"}
    anybody = call(client, "get", **arguments)
    client.force_login(made.member)
    assert call(client, "get", **arguments) == anybody
    assert anybody["isError"] is True
    secret = tokens.issue(made.member, name="assistant", lifetime=timedelta(days=1))
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "get", "arguments": arguments}}
    answer = post(client, message, authorization=f"Bearer {secret}").json()["result"]
    assert (answer["isError"], word in json.dumps(answer).lower()) == (False, True)


@pytest.mark.parametrize("name", ["search", "facets", "variables"])
def test_no_tool_tells_of_what_is_secret(index, client, name):
    made = world()
    words = [word for secrecy, word in OF_DATASETS.items() if secrecy != "withdrawn"]
    asked_for = {
        "search": lambda w: {"question": w},
        "facets": lambda w: {"question": w},
        "variables": lambda w: {"names": [f"{w}_var"]},
    }
    before = [call(client, name, **asked_for[name](word)) for word in words]
    hide(made)
    assert [call(client, name, **asked_for[name](word)) for word in words] == before


def test_the_same_over_standard_input_and_output(tmp_path):
    env = os.environ | {"DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    import subprocess

    for words in (["migrate", "-v0"], ["load", "--publish", "deploy/demo_data/datasets.ttl"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=True, capture_output=True)
    program = StdioServerParameters(command=sys.executable, args=["manage.py", "mcp"], cwd=ROOT, env=env)
    _, tools, [found] = asked(stdio_client(program), ("search", {"question": QUESTION}))
    assert tools == list(TOOLS)
    assert found.structured_content["total"] == 2


def test_a_bad_token_ends_the_command(tmp_path):
    import subprocess

    env = os.environ | {"DATA_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    ended = subprocess.run(
        [sys.executable, "manage.py", "mcp", "--token", "x"],
        cwd=ROOT,
        env=env,
        input=b"",
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr.decode()) == (2, "This token is not known. Make a new one.\n")


def test_over_the_wire_too_a_message_is_one_answer(live_server, index):
    answer = httpx.post(f"{live_server.url}/mcp", json={"jsonrpc": "2.0", "id": "a", "method": "ping"})
    assert (answer.status_code, answer.json()) == (
        200,
        {"jsonrpc": "2.0", "id": "a", "result": {"resultType": "complete"}},
    )
