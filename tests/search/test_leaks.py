"""What not everybody may see is told in no way: neither that it is there, nor a word of it, nor a number."""

import itertools

import pytest

from catalog import workflow
from catalog.models import Change, Kind, Resource, State, Visibility
from catalog.register import Terms, stand
from fair_metadata.formats import FORMATS, LISTED
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from search import batches, follow
from tests.catalog import factories
from tests.search.worlds import (
    IRI,
    LYMPHOMA,
    MYELOMA,
    OF_DATASETS,
    OF_FILES,
    answer,
    behind_pages,
    client_of,
    found,
    hide,
    put,
    world,
)

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = (*OF_DATASETS.values(), *OF_FILES.values())
SUFFIXES = ("csv", "atom", "json", *(FORMATS[name].suffix for name in LISTED))
LYMPHOMA_IRI = LYMPHOMA[1:-1]
engine = pytest.fixture(params=["embedded", "elastic"])(behind_pages)


def each(*patterns):
    """For each word that only a secret has an address, the patterns in turn."""
    return [pattern.replace("WORD", word) for pattern, word in zip(itertools.cycle(patterns), WORDS, strict=False)]


# The way, and addresses in which somebody goes it. WORD is a word that only something secret has.
WAYS = {
    "the list counts and shows what was there before": ["/datasets", "/datasets.json", "/datasets?view=table"],
    "a text finds nothing": each("/datasets?q=WORD", "/datasets.json?q=WORD+trial"),
    "an unfinished word finds nothing": [f"/datasets.json?q={word[:6]}" for word in WORDS],
    "a word beside others finds no more than they do": each("/datasets.json?q=registry+WORD", "/datasets?q=WORD+openness1"),
    "an identifier finds nothing": each(
        "/datasets?q=SEC-WORD-1", "/datasets.json?q=sec-WORD-1", "/datasets?q=https://data.example.org/WORD-set"
    ),
    "a code and a concept find nothing": ["/datasets.json?q=MONDO:0005062", "/datasets?q=lymphoma", f"/datasets?disease={LYMPHOMA_IRI}"],
    "a filter finds nothing and counts nothing": each(
        "/datasets?publisher=WORD+institute",
        "/datasets.json?variable=WORD_var",
        "/datasets?keyword=WORD+study",
        "/datasets?format=WORD+files",
        "/datasets.json?licence=https://licences.example.org/WORD",
    ),
    "what is denied finds nothing more": [f"/datasets.json?not_disease={LYMPHOMA_IRI}", *each("/datasets.json?not_publisher=WORD+institute")],
    "what is not stated is counted as before": ["/datasets.json?missing=outcome", "/datasets?missing=licence", "/datasets.json?missing=patients"],
    "a range finds nothing and no bar grows": [
        "/datasets?patients_min=4000",
        "/datasets.json?patients_min=4321&patients_max=4330",
        "/datasets?age_max=5",
        "/datasets?changed_since=2020-01-01",
    ],
    "what may match is what might before": [
        f"/datasets?match=maybe&disease={LYMPHOMA_IRI}",
        "/datasets.json?patients_min=150&patients_max=5000",
        "/datasets.json?match=maybe&outcome=x",
    ],
    "filters to take away count as before": [
        f"/datasets?publisher=nobody&disease={LYMPHOMA_IRI}&patients_min=4321",
        *each("/datasets?publisher=nobody&keyword=WORD+study"),
    ],
    "a search inside a filter finds nothing": [
        *(f"/datasets?in_publisher={word[:6]}" for word in WORDS),
        *each("/datasets?in_variable=WORD", "/datasets?in_keyword=WORD", "/datasets?in_licence=WORD", "/datasets?in_format=WORD"),
        "/datasets?in_disease=lymphoma",
    ],
    "suggestions know nothing of it": [
        *(f"/suggest?q={word[:5]}" for word in WORDS),
        *each("/suggest?q=WORD", "/suggest?q=WORD_v", "/suggest?q=WORD+inst"),
    ],
    "a misspelt word is not mended with it": [
        f"/datasets{suffix}?q={word[:-1]}" for word in WORDS for suffix in ("", ".json")
    ] + [f"/datasets.json?q={word[:4]}x{word[5:]}" for word in WORDS],
    "nothing is like it and it is like nothing": [
        *each("/datasets?like=sec-WORD-1", "/datasets.json?like=sec-WORD-1"),
        "/datasets.json?like=sec-openness1-1",
        "/datasets?like=sec-openness0-1&sort=patients",
        *each("/datasets.csv?like=sec-WORD-1", "/datasets.atom?like=sec-WORD-1", "/datasets.ttl?like=sec-WORD-1"),
        *(f"/datasets.{suffix}?like=sec-openness0-1" for suffix in SUFFIXES),
    ],
    "it is compared with nothing": each("/compare?d=sec-openness0-1&d=sec-WORD-1", "/compare.csv?d=sec-openness0-1&d=sec-WORD-1"),
    "no order and no place in it is another": [
        f"/datasets.json?sort={sort}" for sort in ("relevance", "newest", "changed", "patients", "fair", "title")
    ] + ["/datasets.json?q=registry&size=2", "/datasets.json?q=registry&size=2&page=2", "/datasets.csv?sort=patients"],
    "there are no more pages": ["/datasets?page=2", "/datasets?page=400", "/datasets.json?page=2"],
    "no export has it": [f"/datasets.{suffix}" for suffix in SUFFIXES] + each("/datasets.csv?q=WORD", "/datasets.atom?q=WORD", "/datasets.ttl?q=WORD"),
    "its own address is that of nothing": each("/datasets/sec-WORD-1", "/datasets/sec-WORD-1.ttl", "/id/sec-WORD-1"),
}  # fmt: skip


def asked(client, addresses):
    return {address: answer(client, address) for address in addresses}


both = pytest.mark.parametrize("engine", ["embedded", "elastic"], indirect=True)


@both
def test_what_is_secret_changes_not_a_byte_for_others_and_is_told_to_its_own(engine):
    made = world()
    readers = {"anybody": client_of(), "a stranger": client_of(made.stranger), "member": client_of(made.member)}

    def told():
        return {(way, name): asked(reader, asks(way)) for way in WAYS for name, reader in readers.items()}

    before = told()
    hide(made)
    assert follow.lag() == 0
    after = told()
    changed = {way: {name for name in readers if before[way, name] != after[way, name]} for way in WAYS}
    assert changed == dict.fromkeys(WAYS, {"member"})


def asks(way):
    """What is withdrawn was public, and keeps its address, which answers 410."""
    return [a for a in WAYS[way] if OF_DATASETS["withdrawn"] not in a or not a.startswith(("/datasets/", "/id/"))]


SEEN_BY = {
    "draft": {"member"},
    "in-review": {"member"},
    "withdrawn": set(),
    "organisation": {"member"},
    "network": {"member", "mate"},
    "nobody": set(),
}


@both
def test_each_kind_of_secret_is_found_by_those_whom_it_is_for(engine):
    made = world()
    hide(made)
    readers = {name: client_of(getattr(made, name)) for name in ("member", "mate", "stranger")}
    readers |= {"anybody": client_of(), "operator": client_of(factories.person("operator", is_operator=True))}
    for secrecy, word in OF_DATASETS.items():
        told = {name for name, reader in readers.items() if found(reader, f"&q={word}")}
        assert (secrecy, told) == (secrecy, SEEN_BY[secrecy])


@both
def test_a_file_for_an_organisation_tells_its_words_where_its_dataset_is_for_the_same(engine):
    made = world()
    put("ours", "A registry of ours", (DCAT.distribution, named(f"{IRI}organisation-file")), organisation=made.mine)
    stand(Resource.objects.get(iri=f"{IRI}ours"), Terms(), Change.STANDING, visibility=Visibility.ORGANISATION)
    hide(made, [])
    word = OF_FILES["organisation"]
    assert found(client_of(made.member), f"&q={word}") == {"ours"}
    assert found(client_of(made.member), f"&format={word}+files") == {"ours"}
    assert found(client_of(made.mate), f"&q={word}") == found(client_of(), f"&q={word}") == set()


# What was public and is so no more.


CLOSED = {
    "draft": lambda row: stand(row, Terms(), Change.STANDING, state=State.DRAFT),
    "in review": lambda row: stand(row, Terms(), Change.STANDING, state=State.IN_REVIEW),
    "withdrawn": lambda row: workflow.withdraw(row, Terms(), because="Old."),
    "for its network": lambda row: stand(row, Terms(), Change.STANDING, visibility=Visibility.NETWORK),
    "for its organisation": lambda row: stand(row, Terms(), Change.STANDING, visibility=Visibility.ORGANISATION),
}
OPENED = "openness1"


@both
@pytest.mark.parametrize("step", CLOSED)
def test_a_dataset_that_is_closed_is_gone_everywhere_at_the_next_catching_up(step, engine):
    world()
    reader = client_of()
    addresses = [
        address.replace("WORD", OPENED)
        for address in (
            "/datasets?q=WORD", "/datasets.json?q=SEC-WORD-1", "/datasets?keyword=WORD+study", "/suggest?q=WORD",
            "/datasets?q=opennesx1", "/datasets?in_variable=WORD", "/datasets", "/datasets.json?like=sec-openness0-1",
            *(f"/datasets.{suffix}" for suffix in SUFFIXES),
        )
    ]  # fmt: skip
    needles = (b"open-1", b"Open registry 1")
    assert all(any(needle in body for _, _, body in asked(reader, addresses).values()) for needle in needles)
    CLOSED[step](Resource.objects.get(iri=f"{IRI}open-1"))
    for address, (_, _, body) in asked(reader, addresses).items():
        assert (address, [needle for needle in needles if needle in body]) == (address, [])
    assert found(reader, f"&q={OPENED}") == found(reader, f"&variable={OPENED}_var") == set()


@both
@pytest.mark.parametrize("step", CLOSED)
def test_a_file_that_is_closed_takes_its_words_with_it_and_a_late_write_does_not_bring_them_back(step, engine):
    row = put("file", "Saturnalia extract", (DCT["format"], literal("Saturn files")), kind=Kind.DISTRIBUTION)
    put("one", "A registry", (DCAT.distribution, named(f"{IRI}file")))
    late = next(batches.after(0))  # read before, written after
    documents, position = batches.ready(late, engine.say).said, engine.position()
    assert found(client_of(), "&q=saturnalia") == found(client_of(), "&format=Saturn+files") == {"one"}
    CLOSED[step](row)
    for _ in range(2):
        assert found(client_of(), "&q=saturnalia") == found(client_of(), "&format=Saturn+files") == set()
        assert found(client_of()) == {"one"}
        assert b"aturn" not in client_of().get("/datasets").content
        if engine.health().name == "Tantivy":
            return  # one process writes at a time, and in order: nothing is late
        engine.take_in(documents, [], position + 1)
        engine.commit()


@pytest.mark.parametrize("engine", ["elastic"], indirect=True)  # one process at a time writes the other, in order
def test_a_late_write_does_not_bring_back_what_was_withdrawn(engine):
    row = put("one", "A registry")
    late = next(batches.after(0))
    documents, position = batches.ready(late, engine.say).said, engine.position()
    workflow.withdraw(row, Terms(), because="Old.")
    engine.take_in(documents, [], position + 1)
    engine.commit()
    assert found(client_of()) == set()


# What is remembered, and by whom.


@both
def test_what_was_worked_out_for_one_reader_is_not_what_another_is_given(engine):
    made = world()
    hide(made)
    for address in ("/datasets", "/datasets.json", "/datasets?q=trial", "/suggest?q=drossal"):
        alone = {name: answer(client_of(person), address) for name, person in _readers(made).items()}
        for order in itertools.permutations(alone):
            given = {name: answer(client_of(_readers(made)[name]), address) for name in order}
            assert given == alone, address
        assert alone["member"] != alone["anybody"], address


def _readers(made):
    return {"member": made.member, "anybody": None, "mate": made.mate}


KEPT_ADDRESSES = [
    "/datasets", "/datasets?q=trial", "/suggest?q=dross", "/compare?d=sec-openness0-1&d=sec-openness1-1", "/compare.csv?d=sec-openness0-1&d=sec-openness1-1",
    "/datasets?page=99", "/compare", *(f"/datasets.{suffix}" for suffix in SUFFIXES),
]  # fmt: skip


def test_no_cache_that_people_share_keeps_what_a_member_is_shown_or_mixes_readers_and_languages(index):
    member, anybody = client_of(world().member), client_of()
    for address in KEPT_ADDRESSES:
        mine = member.get(address)
        kept = {"private", "no-cache"} if mine.status_code == 200 else {"no-cache"}
        assert kept <= set(mine["Cache-Control"].replace(",", " ").split()), address
        for response in (mine, anybody.get(address)):
            assert {"Cookie", "Accept-Language"} <= set(response["Vary"].replace(",", " ").split()), address
            assert not {"ETag", "Last-Modified"} & response.headers.keys(), address


# The order of what everybody sees.


@both
def test_the_order_of_public_datasets_does_not_tell_which_words_and_diseases_stand_in_secret_ones(engine):
    made = world()
    put("a-set", "Alphanine", (DCT.description, literal("betatrone", language="en")), (DCAT.theme, MYELOMA))
    put("b-set", "Betatrone", (DCT.description, literal("alphanine", language="en")), (DCAT.theme, LYMPHOMA))
    questions = [
        "q=alphanine+betatrone",
        "q=betatrone+alphanine",
        "q=myeloma+lymphoma",
        "q=cancer+registry",
        "like=a-set",
    ]
    reader = client_of()

    def orders():
        return [answer(reader, f"/datasets.json?size=100&{question}") for question in questions]

    before = orders()
    for place, (word, disease) in enumerate((("Alphanine", MYELOMA), ("Betatrone", LYMPHOMA), ("Betatrone", LYMPHOMA))):
        for n in range(4 * (place + 1)):
            said = [(DCAT.theme, disease)]
            put(f"secret-{place}-{n}", f"{word} trial", *said, publish=False, organisation=made.mine)
        assert orders() == before
    assert len(found(client_of(made.member), "&q=betatrone")) == 22
