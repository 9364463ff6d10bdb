"""An answer of OAI-PMH, held to the MUSTs of the protocol; its schemas as content models, for they cannot be had here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

OAI = "{http://www.openarchives.org/OAI/2.0/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
DC = "{http://purl.org/dc/elements/1.1/}"
BASE = "http://testserver/oai"
VERBS = ("GetRecord", "Identify", "ListIdentifiers", "ListMetadataFormats", "ListRecords", "ListSets")
CODES = {
    "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch",
    "noMetadataFormats", "noSetHierarchy",
}  # fmt: skip
# Element → its children, in this order.
MODELS = {
    "GetRecord": "record",
    "Identify": "repositoryName baseURL protocolVersion (adminEmail )+earliestDatestamp deletedRecord granularity (compression )*(description )*",
    "ListIdentifiers": "(header )+(resumptionToken )?",
    "ListMetadataFormats": "(metadataFormat )+",
    "ListRecords": "(record )+(resumptionToken )?",
    "ListSets": "(set )+(resumptionToken )?",
    "record": "header (metadata )?(about )*",
    "header": "identifier datestamp (setSpec )*",
    "set": "setSpec setName (setDescription )*",
    "metadataFormat": "metadataPrefix schema metadataNamespace",
}
SECOND = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
WORD = r"[A-Za-z0-9\-_.!~*'()]+"
# Element → its text.
TEXTS = {
    "responseDate": SECOND,
    "datestamp": SECOND,
    "earliestDatestamp": SECOND,
    "identifier": r"oai:[a-zA-Z0-9.\-]+:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+",
    "setSpec": rf"{WORD}(:{WORD})*",
    "metadataPrefix": WORD,
    "adminEmail": r"\S+@(\S+\.)+\S+",
    "protocolVersion": r"2\.0",
    "deletedRecord": "no|persistent|transient",
    "granularity": "YYYY-MM-DDThh:mm:ssZ",
    "setName": ".+",
    "repositoryName": ".+",
}
FIFTEEN = set("title creator subject description publisher contributor date type format identifier source language relation coverage rights".split())  # fmt: skip


@dataclass(frozen=True)
class Header:
    identifier: str
    datestamp: str
    specs: tuple[str, ...]
    is_deleted: bool

    @property
    def slug(self) -> str:
        return self.identifier.rsplit(":", 1)[-1]


class Answer:
    """A judged answer: its errors, headers, records, token."""

    def __init__(self, body: bytes, asked: dict[str, str]) -> None:
        self.body, self.root = body, judged(body, asked)
        self.codes = [error.get("code") for error in self.root.iterfind(f"{OAI}error")]
        self.words = [error.text for error in self.root.iterfind(f"{OAI}error")]

    @property
    def headers(self) -> list[Header]:
        return [_header(node) for node in self.root.iter(f"{OAI}header")]

    @property
    def slugs(self) -> list[str]:
        return [header.slug for header in self.headers]

    @property
    def metadata(self) -> dict[str, etree._Element]:
        return {
            _header(record[0]).slug: record.find(f"{OAI}metadata")[0]
            for record in self.root.iter(f"{OAI}record")
            if record.find(f"{OAI}metadata") is not None
        }

    @property
    def token(self) -> etree._Element | None:
        return self.root.find(f".//{OAI}resumptionToken")

    def texts(self, name: str) -> list[str]:
        return [node.text for node in self.root.iter(OAI + name)]


def ask(client, how: str = "get", **arguments: str) -> Answer:
    """`from_` is `from`. The answer is 200 and true to the protocol, or the test fails."""
    asked = {name.rstrip("_"): value for name, value in arguments.items()}
    response = getattr(client, how)("/oai", asked)
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return Answer(b"".join(response.streaming_content), asked)


def harvest(client, **arguments: str) -> Iterator[Answer]:
    """Every page of a list, each asked for with the token of the one before."""
    while True:
        page = ask(client, **arguments)
        yield page
        if page.token is None or not page.token.text:
            return
        arguments = {"verb": arguments["verb"], "resumptionToken": page.token.text}


def judged(body: bytes, asked: dict[str, object]) -> etree._Element:
    """The document, held to the protocol and to what was asked."""
    root = etree.fromstring(body)
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert root.tag == f"{OAI}OAI-PMH"
    assert root.get(f"{XSI}schemaLocation") == f"{OAI[1:-1]} {OAI[1:-1]}OAI-PMH.xsd"
    date, request, *rest = root
    assert (date.tag, request.tag) == (f"{OAI}responseDate", f"{OAI}request")
    codes = [node.get("code") for node in rest if node.tag == f"{OAI}error"]
    assert set(codes) <= CODES
    if codes:
        assert len(codes) == len(rest)
        assert "badVerb" not in codes or codes == ["badVerb"]
    else:
        assert [node.tag for node in rest] == [OAI + asked["verb"]]
    assert request.text == BASE
    assert dict(request.attrib) == ({} if {"badVerb", "badArgument"} & {*codes} else asked)
    for node in root.iter(f"{OAI}*"):
        _judge(node)
    return root


def _judge(node: etree._Element) -> None:
    name = etree.QName(node).localname
    if name in MODELS:
        children = "".join(f"{etree.QName(child).localname} " for child in node)
        assert re.fullmatch(MODELS[name].rstrip() + " ?", children), (name, children)
    if name in TEXTS:
        assert re.fullmatch(TEXTS[name], node.text or ""), (name, node.text)
    if name == "record":
        is_deleted = node[0].get("status") == "deleted"
        assert (node.find(f"{OAI}metadata") is None) == is_deleted
    if name == "metadata":
        (inside,) = node
        if inside.tag.endswith("}dc"):
            assert {child.tag for child in inside} <= {DC + element for element in FIFTEEN}
            assert inside.get(f"{XSI}schemaLocation").endswith("oai_dc.xsd")
    if name == "resumptionToken":
        assert node.get("cursor").isdigit()
        assert (node.get("completeListSize") or "0").isdigit()


def _header(node: etree._Element) -> Header:
    texts = [(etree.QName(child).localname, child.text) for child in node]
    specs = tuple(text for name, text in texts if name == "setSpec")
    return Header(dict(texts)["identifier"], dict(texts)["datestamp"], specs, node.get("status") == "deleted")
