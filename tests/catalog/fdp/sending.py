"""What the tests of writing send, and how."""

from rdflib import Graph

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
