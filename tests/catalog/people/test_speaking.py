"""An organisation in several languages: asked, shown, and named so in the descriptions that it begins."""

import pytest
from django.core.management import call_command
from django.test import Client

from catalog.models import Decision, Organisation
from fair_metadata.profiles import AIMS
from tests.catalog import factories
from tests.catalog.people.changing import SETTINGS, everything

pytestmark = pytest.mark.django_db
PATH = "/organisations/mine/settings"
SAID = SETTINGS | {
    "names": "es: Un hospital\nfr: Un hôpital : le nôtre",
    "descriptions": "en: The hospital of the region.\nes: El hospital de la región.",
    "identifier": "https://ror.org/02mhbdp94",
    "email": "data@example.org",
    "aims": ["health-ri"],
}


@pytest.fixture
def mine(cast):
    assert cast.browser("administrator").post(PATH, SAID).status_code == 302
    cast.mine.refresh_from_db()
    return cast.mine


def test_what_is_said_in_languages_is_kept_and_noted(cast, mine):
    assert mine.names == {"es": "Un hospital", "fr": "Un hôpital : le nôtre"}
    assert mine.descriptions == {"en": "The hospital of the region.", "es": "El hospital de la región."}
    assert (mine.identifier, mine.email, mine.aims) == (SAID["identifier"], SAID["email"], ["health-ri"])
    assert Decision.objects.get().detail["names"] == mine.names


def test_what_was_kept_is_shown_as_it_was_written_and_saved_unchanged_it_is_no_change(cast, mine):
    page = cast.browser("administrator").get(PATH).content.decode()
    assert "es: Un hospital\nfr: Un hôpital : le nôtre</textarea>" in page
    before = everything()
    assert cast.browser("administrator").post(PATH, SAID).status_code == 302
    assert everything() == before


WRONG = [
    ({"names": "Un hospital"}, "“Un hospital” names no language."),
    ({"names": "es:"}, "“es:” names no language."),
    ({"names": "not a tag: x"}, "“not a tag: x” names no language."),
    ({"names": "es: Uno\nES: Dos"}, "There are two lines in “es”."),
    ({"names": "es: " + "x" * 301}, "A text may have at most 300 characters."),
    ({"names": "\n".join(f"q{a}{b}: x" for a in "abcdef" for b in "abcdef")}, "At most 30 languages are kept."),
    ({"identifier": "javascript:alert(1)"}, "Write its address in full"),
    ({"identifier": "https://ror.org/a b"}, "Write its address in full"),
    ({"email": "nobody"}, "email"),
    ({"aims": ["made-up"]}, "made-up"),
]


@pytest.mark.parametrize(("changed", "why"), WRONG)
def test_what_cannot_be_kept_is_said_in_words_and_changes_nothing(cast, changed, why):
    before = everything()
    answer = cast.browser("administrator").post(PATH, SAID | changed)
    assert (answer.status_code, everything()) == (200, before)
    assert why in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "name", "told"),
    [
        ("es", "Un hospital", "El hospital de la región."),
        ("en", "Another name", "The hospital of the region."),
    ],
)
def test_readers_find_it_in_their_language(mine, language, name, told):
    factories.resource(slug="shown", organisation=mine)
    client = Client(headers={"accept-language": language})
    page = client.get("/organisations/mine").content.decode()
    assert (f"<h1>{name}</h1>" in page, told in page) == (True, True)
    assert name in client.get("/organisations").content.decode()


def test_programs_find_it_in_all_of_them(mine):
    factories.resource(slug="shown", organisation=mine)
    told = Client().get("/api/organisations/mine").json()
    assert {told[name] for name in ("name", "identifier", "homepage")} == {
        "Another name",
        SAID["identifier"],
        "https://example.org/",
    }
    assert (told["names"], told["descriptions"]) == (mine.names, mine.descriptions)
    assert "aims" not in told


def test_the_command_says_it_in_languages_too():
    call_command("organisation", "mine", "A hospital", "--also", "es:Un hospital", "--also", "fr:Un hôpital")
    call_command("organisation", "mine", "A hospital", "--also", "fr:L’hôpital", "--email", "data@example.org")
    found = Organisation.objects.get()
    assert (found.names, found.email) == ({"es": "Un hospital", "fr": "L’hôpital"}, "data@example.org")
    with pytest.raises(SystemExit):
        call_command("organisation", "mine", "A hospital", "--also", "Un hospital")
    assert Organisation.objects.get().names == found.names


def test_each_aim_is_offered_with_its_version(cast):
    page = cast.browser("administrator").get(PATH).content.decode()
    assert all(f"{profile.title} {profile.version}" in page for profile in AIMS.values())
