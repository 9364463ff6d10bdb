"""Hostile and broken input: a clear refusal, and nothing else."""

import gzip
import io
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.reading import NothingFound, Unreadable, read, read_all
from tests.conftest import needs_shared

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/"'
BOMB = "".join(
    f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "ha"}{"&a" + str(n - 1) + ";" if n else ""}">'
    for n in range(30)
)
TURTLE, XML, JSON = "text/turtle", "application/rdf+xml", "application/ld+json"
DEEP = 100_000

REFUSED = {
    "NUL": (b"\0", TURTLE, "U+0000"),
    "NUL in an address": (b"<http://e.org/\0> <http://e.org/p> 1 .", TURTLE, "U+0000"),
    "billion laughs": (f'<!DOCTYPE r [{BOMB}]><rdf:RDF {RDF}><e:A><e:p>&a29;</e:p></e:A></rdf:RDF>'.encode(), XML, "DOCTYPE"),
    "external entity": (f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rdf:RDF {RDF}><e:A><e:p>&x;</e:p></e:A></rdf:RDF>'.encode(), XML, "DOCTYPE"),
    "remote context": (b'{"@context": "https://evil.example/context", "name": "x"}', JSON, "https://evil.example/context"),
    "imported context": (b'{"@context": {"@import": "https://evil.example/c"}, "name": "x"}', JSON, "https://evil.example/c"),
    "deep XML": (f"<rdf:RDF {RDF}>".encode() + b"<e:A><e:p>" * DEEP + b"</e:p></e:A>" * DEEP + b"</rdf:RDF>", XML, "nested more than 500 deep"),
    "deep JSON": (b'{"http://e.org/p":' * DEEP + b"1" + b"}" * DEEP, JSON, "nested more than 500 deep"),
    "deep JSON lists": (b'{"http://e.org/p":' + b"[" * DEEP + b"]" * DEEP + b"}", JSON, "nested more than 500 deep"),
    "deep triple terms": (b"<http://e.org/s> <http://e.org/p> " + b"<<( <http://e.org/s> <http://e.org/p> " * DEEP, TURTLE, "triple terms"),
    "triple term": (b"<http://e.org/s> <http://e.org/p> <<( <http://e.org/s> <http://e.org/p> 1 )>> .", TURTLE, "triple terms"),
    "direction": (b'<http://e.org/s> <http://e.org/p> "x"@ar--rtl .', TURTLE, "direction"),
    "Latin-1 undeclared": ('<http://e.org/s> <http://e.org/p> "é" .'.encode("latin-1"), TURTLE, "not UTF-8"),
    "wrong charset": ("é".encode(), "text/turtle; charset=utf-32", "Save it as UTF-8"),
    "unknown charset": (b"<http://e.org/s> a <http://e.org/C> .", "text/turtle; charset=klingon", "klingon"),
    "HTML": (b"<!DOCTYPE html><html><body>Not found</body></html>", TURTLE, "web page"),
    "PDF": (b"%PDF-1.7 ...", "", "PDF"),
    "IRI with a space": (b"<http://e.org/a b> a <http://e.org/C> .", TURTLE, "percent-encoded"),
    "relative IRI": (b"<a> a <http://e.org/C> .", "application/n-triples", "relative"),
    "predicate without a name": (b'<http://e.org/s> <http://e.org/12> "x" .', TURTLE, "RDF/XML"),
    "U+0000": (b'<http://e.org/s> <http://e.org/p> "a\\u0000b" .', TURTLE, "control character"),
    "vertical tab": (b'<http://e.org/s> <http://e.org/p> "a\\u000Bb" .', TURTLE, "control character"),
    "undeclared prefix": (b"\n\n<http://e.org/s> a x:C .", TURTLE, "prefix x: is not declared"),
    "JSON that is not": (b'{"@id": ', JSON, "not valid JSON"),
    "NaN": (b'{"http://e.org/p": NaN}', JSON, "not JSON"),
    "broken gzip": (b"\x1f\x8b\x08\x00broken", TURTLE, "gzip"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "media_type", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_hostile_input_is_refused_with_its_reason(body, media_type, reason):
    with pytest.raises(Unreadable) as refusal:
        read_all(body, media_type=media_type, name="it")
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith("it")


NOTHING = {
    "empty": b"",
    "blank": b" \n\t",
    "empty object": b"{}",
    "empty list": b"[]",
    "no context": b'{"name": "A dataset"}',
    "comment": b"# only a comment\n",
    "empty RDF/XML": f"<rdf:RDF {RDF}/>".encode(),
}


@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING.keys())
def test_a_document_that_states_nothing_is_not_a_success(body):
    with pytest.raises(NothingFound, match="nothing found"):
        read_all(body)


def test_the_line_of_the_error_is_named():
    with pytest.raises(Unreadable) as refusal:
        read_all(b"\n\n<http://e.org/s> a x:C .", media_type=TURTLE, name="a.ttl")
    assert refusal.value.line == 3
    assert str(refusal.value).startswith("a.ttl, line 3: ")


READ = {
    "BOM": (b"\xef\xbb\xbf<http://e.org/s> <http://e.org/p> 'caf\xc3\xa9' .", TURTLE),
    "UTF-16": ("<http://e.org/s> <http://e.org/p> 'café' .".encode("utf-16"), TURTLE),
    "Latin-1 declared": ("<http://e.org/s> <http://e.org/p> 'café' .".encode("latin-1"), "text/turtle; charset=iso-8859-1"),
    "Latin-1 XML": (f'<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF {RDF}><rdf:Description rdf:about="http://e.org/s"><e:p>café</e:p></rdf:Description></rdf:RDF>'.encode("latin-1"), XML),
    "UTF-16 XML": (f'<?xml version="1.0" encoding="UTF-16"?><rdf:RDF {RDF}><rdf:Description rdf:about="http://e.org/s"><e:p>café</e:p></rdf:Description></rdf:RDF>'.encode("utf-16"), XML),
    "CRLF": (b"<http://e.org/s>\r\n<http://e.org/p> 'caf\xc3\xa9' .\r\n", TURTLE),
    "gzip": (gzip.compress("<http://e.org/s> <http://e.org/p> 'café' .".encode()), TURTLE),
    "header that lies": (f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://e.org/s"><e:p>café</e:p></rdf:Description></rdf:RDF>'.encode(), TURTLE),
    "JSON called Turtle": ('{"@id": "http://e.org/s", "http://e.org/p": "café"}'.encode(), TURTLE),
}  # fmt: skip


@pytest.mark.parametrize(("body", "media_type"), READ.values(), ids=READ.keys())
def test_text_in_other_characters_or_under_another_name_is_read(body, media_type):
    assert read_all(body, media_type=media_type) == [("<http://e.org/s>", "<http://e.org/p>", '"café"')]


def test_the_context_of_schema_org_is_known_and_not_fetched():
    body = b'{"@context": "https://schema.org/", "@id": "http://e.org/s", "@type": "Dataset", "name": "A"}'
    assert ("<http://e.org/s>", "<http://schema.org/name>", '"A"') in read_all(body)


def test_less_than_signs_in_texts_and_comments_are_no_triple_terms():
    body = b'<http://e.org/s> <http://e.org/p> "a << b", """ << \n" <<( """ . # <<(((\n'
    assert len(read_all(body * 3, media_type=TURTLE)) == 6


def test_javascript_addresses_are_data():
    body = b"<http://e.org/s> <http://e.org/p> <javascript:alert(1)> ."
    assert read_all(body, media_type=TURTLE) == [("<http://e.org/s>", "<http://e.org/p>", "<javascript:alert(1)>")]


class Endless(io.RawIOBase):
    """A Turtle file with one text of 200 MB, made while it is read."""

    def __init__(self) -> None:
        self.at = 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        self.at = offset
        return offset

    def tell(self):
        return self.at

    def read(self, size=-1):
        start = b'<http://e.org/s> <http://e.org/p> "' if self.at == 0 else b""
        if self.at > 200_000_000:
            return b""
        size = 65536 if size < 0 else size
        self.at += size
        return start + b"x" * (size - len(start))


def test_a_text_of_200_megabytes_is_refused_without_holding_it():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable, match="16 MiB"):
        list(read(Endless(), name="long.ttl"))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 100


def test_a_gzip_bomb_is_refused():
    body = gzip.compress(b"# " + b"x" * 60_000_000 + b"\n<http://e.org/s> a <http://e.org/C> .")
    with pytest.raises(Unreadable, match="unpacks"):
        read_all(body, media_type=TURTLE)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_read_or_refused(body):
    try:
        read_all(body)
    except Unreadable as refusal:
        assert str(refusal)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3), st.sampled_from(["ttl", "rdf", "jsonld"]))
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_read_or_refused(at, noise, suffix):
    body = {"ttl": _TTL, "rdf": _RDF, "jsonld": _JSON}[suffix]
    at %= len(body)
    try:
        read_all(body[:at] + noise + body[at + 1 :], name=f"x.{suffix}", base="http://e.org/")
    except Unreadable as refusal:
        assert str(refusal)


_TTL = b'@prefix e: <http://e.org/> . e:s e:p [ e:q "x"@en ; e:r (1 2.5 true) ] , <http://e.org/%20> ; a e:C .\n' * 3
_RDF = f'<rdf:RDF {RDF}><e:C rdf:about="http://e.org/s"><e:p rdf:parseType="Resource"><e:q>x</e:q></e:p></e:C></rdf:RDF>'.encode()
_JSON = (
    b'{"@context": {"e": "http://e.org/"}, "@id": "e:s", "@type": "e:C", "e:p": [{"e:q": "x"}, {"@list": [1, true]}]}'
)


def test_the_broken_file_of_the_corpus_is_reported_with_its_line():
    path = needs_shared("corpus/ckanext-dcat--dataset.ttl")
    with pytest.raises(Unreadable) as refusal:
        read_all(path.read_bytes(), name=path.name)
    assert (refusal.value.line, "the prefix healthdcatap: is not declared" in refusal.value.reason) == (149, True)
