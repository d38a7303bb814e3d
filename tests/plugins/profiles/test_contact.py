"""Contact information: each part is asked for, checked, kept in one form, and removed."""

import pytest
from pyramid.request import Request
from tests.core.home.people import professional, provider_of
from tests.words import abroad

from kalenner.testing import Person, Stage
from kalenner.themes.content import Contact
from kalenner_profiles.contacts import example_phone
from kalenner_profiles.content import ContentService

pytestmark = pytest.mark.slow_on_postgresql

PHONE = "+493023125001"
HEADING = "<b>Contact information</b>\nVisitors of your page see it.\n\n"


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional in front of the contact information."""
    person = professional(stage)
    open_contact(person)
    return person


def open_contact(person: Person) -> None:
    person.send("/settings")
    person.press("General settings")
    person.press("Profile")
    person.press("Contact information")


def contact_of(person: Person) -> Contact:
    def read(request: Request) -> Contact:
        contact = request.find_service(ContentService).contact(provider_of(request, person).id)
        assert isinstance(contact, Contact)
        return contact

    return person.stage.run(read, only_reads=True)


def test_nothing_is_known_at_first(olga: Person) -> None:
    assert olga.screen.text == (
        "<b>Contact information</b>\n"
        "Nothing yet. Visitors of your page see what you enter here, and no other way to reach you but the bot."
    )
    assert olga.labels[:4] == [["🌐 Website"], ["✉️ E-mail"], ["📞 Phone"], ["📍 Address"]]


def test_every_part_is_kept_in_its_form_and_shown(olga: Person) -> None:
    for button, sent in (
        ("Website", "https://Example.com/Praxis"),
        ("E-mail", "Olga@MÜLLER.de"),
        ("Phone", "030 23125001"),
        ("Address", "  Lindenstr. 12\n\n10969 Berlin "),
    ):
        olga.press(button)
        olga.send(sent)

    assert contact_of(olga) == Contact(
        "https://example.com/Praxis", "Olga@müller.de", PHONE, "Lindenstr. 12\n10969 Berlin"
    )
    assert olga.screen.text == (
        f"Saved\n\n{HEADING}🌐 https://example.com/Praxis\n✉️ Olga@müller.de\n📞 {abroad(PHONE)}\n"
        "📍 Lindenstr. 12\n10969 Berlin"
    )
    assert olga.labels[:4] == [
        ["🌐 Website", "Remove"],
        ["✉️ E-mail", "Remove"],
        ["📞 Phone", "Remove"],
        ["📍 Address", "Remove"],
    ]


@pytest.mark.parametrize(
    ("button", "sent", "reason"),
    [
        ("Website", "http://example.com", "That is not a web address. It must start with https://."),
        (
            "E-mail",
            "olga@localhost",
            "That is not an e-mail address. Send for example name@example.com.",
        ),
        ("Phone", "call me", f"That is not a phone number. Send for example {example_phone('DE')}."),
        ("Address", "x" * 301, "Please keep it under 300 characters."),
    ],
)
def test_wrong_answer_is_refused_and_the_value_kept(
    olga: Person, button: str, sent: str, reason: str
) -> None:
    right = {"Website": "https://example.com/", "E-mail": "a@example.com", "Phone": PHONE}
    olga.press(button)
    olga.send(right.get(button, "Lindenstr. 12"))
    before = contact_of(olga)
    olga.press(button)

    olga.send(sent)

    assert olga.screen.text.startswith(f"❗ {reason}\n\nSend ")
    assert olga.labels == [["Cancel", "Keep"]]
    olga.press("Keep")
    assert contact_of(olga) == before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("example.com", "https://example.com/"),
        ("www.physio-sommer.example", "https://www.physio-sommer.example/"),
        ("Meine Seite: https://example.com/praxis.", "https://example.com/praxis"),
        ("<https://example.com>", "https://example.com/"),
        ("Praxis Sommer\nhttps://example.com/a_(b)", "https://example.com/a_(b)"),
    ],
)
def test_website_is_found_in_what_was_pasted(olga: Person, sent: str, kept: str) -> None:
    olga.press("Website")
    olga.send(sent)
    assert contact_of(olga).website == kept


def test_of_two_websites_one_is_chosen(olga: Person) -> None:
    olga.press("Website")
    olga.send("https://a.example and https://b.example")
    assert olga.labels == [["https://a.example/"], ["https://b.example/"], ["Cancel"]]

    olga.press("b.example")

    assert contact_of(olga).website == "https://b.example/"


@pytest.mark.parametrize(
    "sent", ["mailto:olga@example.com", "Olga <olga@example.com>", "Mail: olga@example.com."]
)
def test_email_is_found_in_what_was_pasted(olga: Person, sent: str) -> None:
    olga.press("E-mail")
    olga.send(sent)
    assert contact_of(olga).email == "olga@example.com"


@pytest.mark.parametrize(("country", "kept"), [("Германия", "+4989123456789"), ("Россия", "+79123456789")])
def test_number_of_two_countries_is_asked(stage: Stage, olga: Person, country: str, kept: str) -> None:
    def speak_russian(request: Request) -> None:
        provider_of(request, olga).account.language = "ru"

    stage.run(speak_russian)
    olga.press("Phone")
    olga.send("8 (912) 345-67-89")
    assert contact_of(olga).phone == ""
    assert olga.labels[:2] == [["+49 89 123456789 (Германия)"], ["+7 912 345-67-89 (Россия)"]]

    olga.press(country)

    assert contact_of(olga).phone == kept


@pytest.mark.parametrize("shared", ["+4915123456789", "015123456789", "0151 2345 6789"])
def test_number_of_a_shared_contact_is_taken(olga: Person, shared: str) -> None:
    olga.press("Phone")
    olga.send_contact(shared)
    assert contact_of(olga).phone == "+4915123456789"


def test_shared_contact_is_no_address(olga: Person) -> None:
    olga.press("Address")
    olga.send_contact(PHONE)
    assert olga.screen.text.startswith("❗ Please send a text.")


def test_example_of_a_number_is_of_the_country_one_lives_in(stage: Stage) -> None:
    camille = professional(stage, "Camille", city="Paris")
    open_contact(camille)
    camille.press("Phone")
    assert camille.screen.text.startswith(f"Send your phone number, for example {example_phone('FR')}.")

    camille.send("01 99 00 50 01")

    assert contact_of(camille).phone == "+33199005001"


def test_one_part_is_removed_and_the_others_stay(olga: Person) -> None:
    for button, sent in (("Website", "https://example.com"), ("Address", "Lindenstr. 12")):
        olga.press(button)
        olga.send(sent)
    old = olga.screen

    olga.press("Remove")

    assert contact_of(olga) == Contact(address="Lindenstr. 12")
    assert olga.screen.text == f"{HEADING}📍 Lindenstr. 12"
    olga.press("Remove", on=old)  # an old button once more
    assert contact_of(olga) == Contact(address="Lindenstr. 12")


def test_profile_shows_what_is_filled_in(olga: Person) -> None:
    olga.press("Phone")
    olga.send("030 23125001")
    olga.send("/settings")
    olga.press("General settings")

    olga.press("Profile")

    assert olga.screen.text == (
        "<b>Profile</b>\nWhat your page shows besides your name and your services.\n\n"
        f"🖼 No photos yet\n📞 {abroad(PHONE)}\n\nVisitors see it once you press Create profile page."
    )
    assert ["🖼 Photo gallery"] in olga.labels
    assert ["☎️ Contact information"] in olga.labels
