"""Law, through the API: what is read and sent back unchanged changes nothing, over the demo and the whole corpus."""

import json

import pytest

from catalog.intake.load import load
from catalog.models import Kind, Resource, Revision
from catalog.register import Terms
from tests.catalog.api.asking import FLAT, LD, NDJSON, Asks
from tests.catalog.factories import organisation, person
from tests.conftest import CORPUS, ROOT

FILES = [ROOT / "deploy" / "demo_data" / "datasets.ttl", *CORPUS]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_read_and_written_back_unchanged_each_description_keeps_its_digest(db, tmp_path, settings, path):
    settings.MEDIA_ROOT, settings.API_RATE_KNOWN = tmp_path, 10**6
    holder = organisation("holder")
    curator = Asks(person("curator", of=holder))
    load([str(path)], Terms(publish=True, organisation=holder))
    before = sorted(Resource.objects.values_list("iri", "digest"))
    revisions = Revision.objects.count()
    for slug in Resource.objects.exclude(kind=Kind.REFERENCE).values_list("slug", flat=True):
        for media in (FLAT, LD):
            read = curator.get(f"resources/{slug}", accept=media)
            sent = curator("PUT", f"resources/{slug}", read.content, media=media, if_match=read["ETag"])
            assert (sent.status_code, sent.json().get("outcome")) == (200, "unchanged"), sent.content
    lines = b"".join(curator.get("bulk", accept=NDJSON).streaming_content).splitlines()
    body = b"\n".join(json.dumps(json.loads(line)["description"]).encode() for line in lines)
    if lines:
        answer = b"".join(curator("POST", "bulk", body, media=NDJSON).streaming_content).splitlines()
        assert [json.loads(line)["outcome"] for line in answer] == ["unchanged"] * len(lines)
    assert (sorted(Resource.objects.values_list("iri", "digest")), Revision.objects.count()) == (before, revisions)
