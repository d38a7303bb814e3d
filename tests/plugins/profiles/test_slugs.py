"""Names in addresses: made of nicknames, changed, kept for a year, and never two alike."""

import pytest
from pyramid.request import Request
from tests.core.home.people import provider_of
from tests.plugins.profiles.practice_page import LANGUAGES, Practice

from kalenner.clock import FixedClock
from kalenner.people import ProviderService
from kalenner.web.pages import public_words
from kalenner_profiles import tasks
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.slugs import KEPT, SlugFault, SlugRefused, SlugService, slug_of

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("nickname", "slug"),
    [
        ("Olga", "olga"),
        ("Ольга Щукина", "olga-shchukina"),
        ("Юлия Ёлкина", "yuliya-yolkina"),
        ("Майский Съезд", "mayskiy-sezd"),
        ("Jürgen Groß-Übel", "juergen-gross-uebel"),
        ("GROẞ", "gross"),
        ("Zoë & François", "zoe-francois"),
        ("Łukasz Þór Ægir", "lukasz-thor-aegir"),
        ("O'Neill’s  Studio!", "oneills-studio"),
        ("İpek Işık", "ipek-isik"),
        ("Ｏｌｇａ", "olga"),
        ("--a1--b2--", "a1-b2"),
        ("按摩", "practice"),
        ("💆", "practice"),
        ("x", "practice"),
        ("w" * 60, "w" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_a_nickname_becomes_a_name_of_ascii_letters(nickname: str, slug: str) -> None:
    assert slug_of(nickname) == slug


def slugs(practice: Practice, verb: str, *args: object):
    return practice.work(
        lambda request, provider: getattr(request.find_service(SlugService), verb)(provider, *args)
    )


def change(practice: Practice, typed: str) -> str:
    return practice.work(
        lambda request, provider: request.find_service(PublicationService).change_slug(provider, typed)
    )


def refusal(practice: Practice, typed: str) -> SlugFault:
    with pytest.raises(SlugRefused) as refused:
        change(practice, typed)
    return refused.value.reason


@ON_SQLITE
def test_the_same_nickname_in_another_script_gets_a_number(practice: Practice) -> None:
    others = [Practice(practice.stage, practice.folder, name) for name in ("Ольга", "Ólga")]

    assert [slugs(one, "ensure") for one in (practice, *others)] == ["olga", "olga-2", "olga-3"]


@ON_SQLITE
def test_a_reserved_nickname_gets_a_number(practice: Practice) -> None:
    other = Practice(practice.stage, practice.folder, "Privacy")

    assert slugs(other, "ensure") == "privacy-2"
    assert {"design", "privacy", "en"} <= public_words(practice.stage.app.registry)


@ON_SQLITE
def test_a_long_name_keeps_to_the_length_with_its_number(practice: Practice) -> None:
    long = "Б" * 32
    first = Practice(practice.stage, practice.folder, f"{long[:30]} щ")
    second = Practice(practice.stage, practice.folder, f"{long[:30]}-щ")
    names = [slugs(one, "ensure") for one in (first, second)]

    assert names == ["b" * 30 + "-shch", "b" * 30 + "-shch-2"]


@ON_SQLITE
def test_a_new_nickname_leaves_the_address_as_it_is(practice: Practice) -> None:
    practice.publish()
    practice.work(lambda request, provider: request.find_service(ProviderService).rename(provider, "Anna"))

    practice.publish()

    assert practice.pages() == sorted(f"{language}/olga" for language in LANGUAGES)


@pytest.mark.parametrize(
    "typed",
    [
        "a",
        "olgа",
        "o--lga",
        "-olga",
        "olga-",
        "ol ga",
        "olga!",
        "ｏlga",
        "x" * 41,
        "olga\u200d",
        "../etc",
        "ο1",
    ],
)
@ON_SQLITE
def test_odd_names_are_refused(practice: Practice, typed: str) -> None:
    assert refusal(practice, typed) is SlugFault.ODD


@ON_SQLITE
def test_words_of_the_platform_are_refused(practice: Practice) -> None:
    assert {refusal(practice, word) for word in ("design", "Privacy", "de", "admin", "help")} == {
        SlugFault.RESERVED
    }


@ON_SQLITE
def test_a_name_is_typed_in_any_case_and_with_slashes(practice: Practice) -> None:
    assert change(practice, " /Anna-Berg/ ") == "anna-berg"


def test_an_old_name_leads_on_and_is_nobody_elses_for_a_year(practice: Practice, clock: FixedClock) -> None:
    practice.publish()
    anna = Practice(practice.stage, practice.folder, "Anna")
    change(practice, "olga-berlin")
    practice.write()
    clock.move(KEPT.total_seconds() - 1)
    reason = refusal(anna, "olga")
    moved = practice.page("de", "olga")
    clock.move(1)
    over = refusal(anna, "olga")
    practice.stage.run(tasks.sweep)
    practice.write()

    assert (reason, over) == (SlugFault.TAKEN, SlugFault.TAKEN)
    assert 'content="0; url=http://127.0.0.1:6543/de/olga-berlin"' in moved
    assert '<link rel="canonical" href="http://127.0.0.1:6543/de/olga-berlin">' in moved
    assert practice.pages() == sorted(f"{language}/olga-berlin" for language in LANGUAGES)
    assert change(anna, "olga") == "olga"


def test_old_names_all_lead_to_the_newest(practice: Practice) -> None:
    practice.publish()
    for name in ("first", "second"):
        change(practice, name)
        practice.write()

    assert practice.pages() == sorted(
        f"{one}/{name}" for one in LANGUAGES for name in ("first", "olga", "second")
    )
    assert {practice.page("ru", name).count("/ru/second") for name in ("olga", "first")} == {5}


@ON_SQLITE
def test_one_can_go_back_to_an_old_name(practice: Practice) -> None:
    practice.publish()
    change(practice, "anna")
    practice.write()
    change(practice, "olga")
    practice.write()

    assert "<h1" in practice.page("en", "olga")
    assert "url=http://127.0.0.1:6543/en/olga" in practice.page("en", "anna")


@ON_SQLITE
def test_names_cannot_be_gathered(practice: Practice) -> None:
    for number in range(6):
        change(practice, f"name-{number}")

    assert refusal(practice, "one-more") is SlugFault.TOO_OFTEN
    assert slugs_of(practice) == "name-5"
    assert change(practice, "name-0") == "name-0"


def slugs_of(practice: Practice) -> str | None:
    def find(request: Request) -> str | None:
        return request.find_service(SlugService).find(provider_of(request, practice.person).id)

    return practice.stage.run(find)


@ON_SQLITE
def test_the_screen_offers_the_nickname_before_publishing(practice: Practice) -> None:
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("Address of the page")
    asked = (olga.screen.text, olga.labels)
    olga.press("olga")

    assert asked[0].startswith("Your page will be at http://127.0.0.1:6543/en/olga\n\n")
    assert asked[1] == [["olga"], ["Cancel"]]
    assert olga.screen.notice.text == "Saved"
    assert slugs_of(practice) == "olga"


@ON_SQLITE
def test_the_screen_refuses_with_the_reason(practice: Practice) -> None:
    Practice(practice.stage, practice.folder, "Anna").publish()
    practice.publish()
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("Address of the page")
    shown = [olga.screen.text]
    for typed in ("über uns", "Design", "anna"):
        olga.send(typed)
        shown.append(olga.screen.text.partition("\n")[0].removeprefix("❗ "))
    olga.send("olga-berlin")

    assert shown[0].startswith("Your page is at http://127.0.0.1:6543/en/olga\n\n")
    assert shown[1:] == [
        "Please send 2 to 40 letters a–z, digits or single hyphens. For example anna-berg.",
        "This word is kept for the platform. Please send another one.",
        "This name is taken.",
    ]
    assert "Your page is being published" in olga.screen.text
    practice.write()
    practice.stage.settle()
    assert "Your page is online: http://127.0.0.1:6543/en/olga-berlin (since" in olga.cards[-1].text
