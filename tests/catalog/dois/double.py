"""DataCite on this machine: a real HTTP server that answers as DataCite's REST API does, and counts what it is sent.

Written from what DataCite documents (its OpenAPI description of `/dois`, “DOI states”, “API error codes”, “Creating DOIs
with the REST API”), since the OpenAPI file itself is not beside the project: which attributes there are and of which
type, JSON:API documents and media type, HTTP Basic authentication, the states and the events that move between them,
what registering makes mandatory, and the words of its errors. Metadata come as XML and are judged by DataCite's schema
where that is beside the project.
"""

import json
import threading
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import jsonschema
from lxml import etree

from tests.conftest import SHARED
from tests.fair_metadata.xsd import datacite_schema

JSON_API = "application/vnd.api+json"
REPOSITORY, PASSWORD, PREFIX = "HOLD.DATA", "pass word: ñ", "10.12345"
# What may stand in a document that is sent, of the attributes that a client may write.
DOCUMENT = {
    "type": "object",
    "required": ["data"],
    "additionalProperties": False,
    "properties": {
        "data": {
            "type": "object",
            "required": ["type", "attributes"],
            "properties": {
                "id": {"type": "string"},
                "type": {"const": "dois"},
                "attributes": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "doi": {"type": "string", "pattern": r"^10\.\d{4,5}/[-._;()/:a-zA-Z0-9*~$=]+$"},
                        "prefix": {"type": "string"},
                        "event": {"enum": ["publish", "register", "hide"]},
                        "url": {"type": "string", "pattern": r"^https?://\S+$"},
                        "xml": {"type": "string", "contentEncoding": "base64"},
                    },
                },
            },
        }
    },
}
# (state, event) → state; an event that a state does not know changes nothing.
EVENTS = {
    ("draft", "register"): "registered",
    ("draft", "publish"): "findable",
    ("registered", "publish"): "findable",
    ("findable", "hide"): "registered",
}
KERNEL = "{http://datacite.org/schema/kernel-4}"
MANDATORY = ("identifier", "creators", "titles", "publisher", "publicationYear", "resourceType")


class Refusal(Exception):
    def __init__(self, status, *errors):
        self.status, self.errors = status, errors


class Double(ThreadingHTTPServer):
    """`asked` is every request; `troubles` are answered instead, one each: a status, (status, headers), "lost" for an
    answer that does not arrive although the work is done, or "silent" for a request that does not arrive.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.troubles, self.dois, self.ignores_events = [], [], {}, False
        self.lock = threading.Lock()

    @property
    def address(self):
        return f"http://localhost:{self.server_port}"

    @property
    def writes(self):
        """(method, event) of all that was sent and arrived."""
        return [(method, attributes.get("event", "")) for method, _path, attributes in self.asked if method != "GET"]

    def state(self, name):
        return self.dois[name]["state"] if name in self.dois else None

    # What DataCite does.

    def create(self, attributes):
        name = attributes.get("doi", "").lower()
        self.expect_prefix(name)
        if name in self.dois:
            raise Refusal(422, {"source": "doi", "uid": name, "title": "This DOI has already been taken"})
        return 201, self.kept(name, {"state": "draft", "client": REPOSITORY.lower()}, attributes)

    def update(self, name, attributes):
        self.expect_prefix(name)
        there = self.dois.get(name)
        if there is None:
            return 201, self.kept(name, {"state": "draft", "client": REPOSITORY.lower()}, attributes)
        if there["client"] != REPOSITORY.lower():
            raise Refusal(403, {"status": "403", "title": "You are not authorized to access this resource."})
        return 200, self.kept(name, there, attributes)

    def show(self, name):
        there = self.dois.get(name)
        if there is None or there["client"] != REPOSITORY.lower():
            raise Refusal(404, {"status": "404", "title": "The resource you are looking for doesn't exist."})
        return 200, there

    def delete(self, name):
        """A draft is deleted, and nothing is said; what leads anywhere stays for good (“DOI states”)."""
        _status, there = self.show(name)
        if there["state"] != "draft":
            raise Refusal(405, {"status": "405", "title": "Method not allowed"})
        del self.dois[name]
        return 204, None

    def expect_prefix(self, name):
        if not name.startswith(f"{PREFIX}/"):
            raise Refusal(403, {"status": "403", "title": "You are not authorized to access this resource."})

    def kept(self, name, there, attributes):
        new = there | {key: attributes[key] for key in ("url", "xml") if key in attributes} | {"doi": name}
        event = "" if self.ignores_events else attributes.get("event", "")
        new["state"] = EVENTS.get((there["state"], event), there["state"])
        if new["state"] != "draft":
            self.expect_metadata(name, new)
        self.dois[name] = new
        return new

    def expect_metadata(self, name, new):
        if not new.get("url"):
            raise Refusal(422, {"source": "url", "uid": name, "title": "Can't be blank"})
        if not new.get("xml"):
            raise Refusal(422, {"source": "xml", "uid": name, "title": "Can't be blank"})
        root = etree.fromstring(b64decode(new["xml"]))
        gaps = [tag for tag in MANDATORY if root.find(KERNEL + tag) is None]
        if gaps:
            raise Refusal(422, *({"source": tag, "uid": name, "title": "Missing child element(s)"} for tag in gaps))
        if (SHARED / "standards/datacite/kernel-4.7").exists() and not datacite_schema().validate(root):
            raise Refusal(422, {"source": "xml", "uid": name, "title": str(datacite_schema().error_log.last_error)})


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer("GET")

    def do_POST(self):
        self.answer("POST")

    def do_PUT(self):
        self.answer("PUT")

    def do_DELETE(self):
        self.answer("DELETE")

    def answer(self, method):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            trouble = self.server.troubles.pop(0) if self.server.troubles else None
            if trouble == "silent":
                self.close_connection = True
                return
            if trouble not in (None, "lost"):
                status, headers = trouble if isinstance(trouble, tuple) else (trouble, {})
                self.send(status, {"errors": [{"status": str(status), "title": "A trouble"}]}, headers)
                return
            try:
                status, said = self.done(method, body)
                document = {"data": self.data(said)} if said else None
            except Refusal as refusal:
                status, document = refusal.status, {"errors": list(refusal.errors)}
        if trouble == "lost":
            self.close_connection = True
            return
        self.send(status, document, {})

    def done(self, method, body):
        credentials = f"{REPOSITORY}:{PASSWORD}".encode()
        given = self.headers.get("Authorization", "")
        if not given.startswith("Basic ") or b64decode(given[6:]) != credentials:
            raise Refusal(401, {"status": "401", "title": "Bad credentials."})
        if "mailto:" not in self.headers["User-Agent"] or JSON_API not in self.headers["Accept"]:
            raise Refusal(400, {"status": "400", "title": "Say who you are, and that you read JSON:API."})
        attributes = self.attributes(body) if method in ("POST", "PUT") else {}
        self.server.asked.append((method, self.path, attributes))
        name = unquote(self.path.removeprefix("/dois").lstrip("/")).lower()
        if method == "POST":
            return self.server.create(attributes)
        if method == "PUT":
            return self.server.update(name, attributes)
        return {"GET": self.server.show, "DELETE": self.server.delete}[method](name)

    def attributes(self, body):
        if self.headers["Content-Type"] != JSON_API:
            raise Refusal(415, {"status": "415", "title": "The content type is not recognized."})
        document = json.loads(body)
        try:
            jsonschema.validate(document, DOCUMENT)
        except jsonschema.ValidationError as error:
            raise Refusal(422, {"status": "422", "title": error.message}) from error
        return document["data"]["attributes"]

    def data(self, said):
        attributes = {key: value for key, value in said.items() if key != "client"}
        client = {"data": {"id": said["client"], "type": "clients"}}
        return {"id": said["doi"], "type": "dois", "attributes": attributes, "relationships": {"client": client}}

    def send(self, status, document, headers):
        body = json.dumps(document).encode() if document else b""
        self.send_response(status)
        for name, value in {
            "Content-Type": f"{JSON_API}; charset=utf-8",
            "Content-Length": len(body),
            **headers,
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass
