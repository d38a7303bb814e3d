"""How clients reach their specialist: by what stands on the page that is online."""

import pytest
from tests.core.home.people import connect
from tests.plugins.profiles.practice_page import Practice

from kalenner.people import ClientService
from kalenner.screens.model import Link
from kalenner.testing import Person, go
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService

CONTACT = {
    "phone": "+4930123456",
    "email": "olga@physio.example",
    "website": "https://physio.example/",
    "address": "Lindenstr. 12\n10969 Berlin",
}
SHOWN = "☎️ +49 30 123456\n✉️ olga@physio.example\n🌐 https://physio.example/\n📍 Lindenstr. 12 · 10969 Berlin"


def set_contact(practice: Practice, **values: str) -> None:
    practice.work(
        lambda request, provider: request.find_service(ContentService).set_contact(provider, **values)
    )


@pytest.fixture
def ada(practice: Practice) -> Person:
    person = practice.stage.person("Ada")
    connect(practice.stage, practice.person, person)
    return person


def open_card(ada: Person) -> None:
    ada.send("/menu")
    ada.press("My specialists")


def links(person: Person) -> list[str]:
    buttons = [button for row in person.screen.rows for button in row]
    return [button.target.url for button in buttons if isinstance(button.target, Link)]


def test_card_of_a_specialist_shows_what_is_published(practice: Practice, ada: Person):
    set_contact(practice, **CONTACT)
    practice.publish()
    open_card(ada)

    assert ada.screen.text == f"<b>Olga</b>\n\n{SHOWN}"
    assert ada.labels[-1] == ["🪪 Profile page", "🗑 Remove"]
    assert [url.rpartition("/en/")[2] for url in links(ada)] == ["olga"]


def test_what_was_entered_since_is_not_public_yet(practice: Practice, ada: Person):
    practice.publish()
    set_contact(practice, **CONTACT)
    open_card(ada)
    assert ada.screen.text == "<b>Olga</b>"
    practice.publish()
    set_contact(practice, phone="", address="")
    open_card(ada)

    assert ada.screen.text == f"<b>Olga</b>\n\n{SHOWN}"


@pytest.mark.parametrize("state", ["never", "waits", "down"])
def test_without_a_page_nothing_is_public(practice: Practice, ada: Person, state: str):
    set_contact(practice, **CONTACT)
    if state != "never":
        practice.work(lambda request, provider: request.find_service(PublicationService).publish(provider).id)
    if state == "down":
        practice.write()
        practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    open_card(ada)

    assert (ada.screen.text, links(ada)) == ("<b>Olga</b>", [])


@pytest.mark.parametrize("is_public", [True, False])
def test_blocked_client_is_told_how_to_reach_the_specialist(
    practice: Practice, ada: Person, *, is_public: bool
):
    set_contact(practice, **CONTACT)
    if is_public:
        practice.publish()

    def block(request, provider):
        clients = request.find_service(ClientService)
        clients.block(clients.list_clients(provider)[0])

    practice.work(block)
    provider = practice.work(lambda _request, provider: provider.id)
    ada.press_data(go("book.services", provider=provider))

    refusal = "Olga does not take bookings from you at the moment."
    assert ada.screen.text == (f"{refusal}\n\n{SHOWN}" if is_public else refusal)
    assert len(links(ada)) == is_public
