"""What goes compressed: pages and what they load, for those who are not signed in, and nothing that editors write against."""

import gzip

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db(transaction=True)
GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", ["/", "/datasets", "/datasets/syn-01", "/static/ui/app.css", "/static/ui/app.js"])
def test_pages_and_what_they_load_are_compressed_for_who_can_read_it(client, demo, path):
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.getvalue()) == plain.getvalue()


def test_a_compressed_page_is_asked_for_again_by_its_etag(client, demo):
    packed = client.get("/datasets/syn-01", headers=GZIP)
    assert packed["ETag"].startswith('W/"')
    again = client.get("/datasets/syn-01", headers=GZIP | {"If-None-Match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/datasets/syn-01.ttl", "/datasets.csv", "/datasets.json", "/nothing-here"])
def test_descriptions_and_errors_go_as_they_are(client, demo, path):
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in packed
    assert packed.get("ETag") == plain.get("ETag")


def test_a_page_for_somebody_who_is_signed_in_has_a_length_that_tells_nothing(client, demo):
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    assert "Content-Encoding" not in client.get("/datasets", headers=GZIP)
