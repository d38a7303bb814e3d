"""Pictures behind parts of the page: sent with a licence in mind, shown, replaced, removed, forgotten."""

from functools import partial

import pytest
from pyramid.request import Request
from tests.core.home.people import provider_of
from tests.plugins.design_templates.atelier import Atelier, photo

from kalenner.files import FILES, FileStore
from kalenner.home.pictures import delete_unless_used
from kalenner_profiles.publishing import PublishingService

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def backgrounds(atelier: Atelier) -> None:
    atelier.configuration()
    atelier.olga.press("Backgrounds")


def store_of(atelier: Atelier) -> FileStore:
    store: FileStore = FILES.of(atelier.stage.app.registry)
    return store


def are_kept(atelier: Atelier, keys) -> set[bool]:
    def is_kept(key: str) -> bool:
        try:
            return bool(store_of(atelier).get(key))
        except KeyError:
            return False

    return {is_kept(key) for key in keys}


def keys_of(atelier: Atelier, place: str) -> tuple[str, ...]:
    found: tuple[str, ...] = atelier.design.backgrounds[place].keys()
    return found


def publish(request: Request, atelier: Atelier) -> None:
    request.find_service(PublishingService).publish(provider_of(request, atelier.olga))


def test_at_first_there_are_none(atelier: Atelier) -> None:
    backgrounds(atelier)

    assert atelier.olga.screen.text == (
        "<b>Backgrounds</b>\nA picture behind the whole page, its header, or its contact section.\n\n"
        "Main: none\nHeader: none\nContact: none"
    )
    assert atelier.olga.labels == [["Main", "Header", "Contact"]]


@pytest.mark.parametrize(
    ("label", "place", "heading"),
    [
        ("Main", "page", "Background of the whole page"),
        ("Header", "header", "Background of the header"),
        ("Contact", "contact", "Background of the contact section"),
    ],
)
def test_a_picture_is_sent_shown_and_removed(atelier: Atelier, label: str, place: str, heading: str) -> None:
    backgrounds(atelier)
    atelier.olga.press(label)
    assert atelier.olga.screen.text == f"<b>{heading}</b>\n\nNo picture yet."
    assert atelier.olga.labels == [["⬆️ Upload"]]

    atelier.olga.press("Upload")
    assert atelier.olga.screen.text == "Send an image you hold a valid licence for."
    atelier.send_picture(photo())

    picture = atelier.design.backgrounds[place]
    assert atelier.olga.screen.text == f"Saved\n\n<b>{heading}</b>"
    assert atelier.olga.screen.picture == store_of(atelier).get(picture.fallbacks[-1].key)
    assert atelier.olga.labels == [["⬆️ Upload", "Remove"]]

    atelier.olga.press("Remove")
    assert atelier.olga.screen.notice is not None
    assert atelier.olga.screen.notice.text == "Removed"
    assert (atelier.olga.screen.picture, atelier.design.backgrounds) == (None, {})
    assert are_kept(atelier, picture.keys()) == {False}


def test_the_list_says_where_there_is_one(atelier: Atelier) -> None:
    backgrounds(atelier)
    atelier.olga.press("Header")
    atelier.olga.press("Upload")
    atelier.send_picture(photo())
    backgrounds(atelier)

    assert atelier.olga.screen.text.endswith("Main: none\nHeader: <b>picture</b>\nContact: none")


def test_a_replaced_picture_is_forgotten(atelier: Atelier) -> None:
    backgrounds(atelier)
    atelier.olga.press("Main")
    atelier.olga.press("Upload")
    atelier.send_picture(photo("teal"))
    first = keys_of(atelier, "page")
    atelier.olga.press("Upload")
    atelier.send_picture(photo("plum"))

    assert are_kept(atelier, first) == {False}
    assert are_kept(atelier, keys_of(atelier, "page")) == {True}


def test_what_a_published_page_shows_stays_until_the_next_publication(atelier: Atelier) -> None:
    backgrounds(atelier)
    atelier.olga.press("Main")
    atelier.olga.press("Upload")
    atelier.send_picture(photo())
    keys = keys_of(atelier, "page")
    atelier.stage.run(partial(publish, atelier=atelier))

    atelier.olga.press("Remove")

    assert atelier.design.backgrounds == {}
    assert are_kept(atelier, keys) == {True}


def test_what_is_behind_the_page_is_forgotten_by_nobody_else(atelier: Atelier) -> None:
    """A page that was published while no design was found must not take the pictures of the design along."""
    backgrounds(atelier)
    atelier.olga.press("Main")
    atelier.olga.press("Upload")
    atelier.send_picture(photo())
    keys = keys_of(atelier, "page")

    atelier.stage.run(lambda request: delete_unless_used(request, provider_of(request, atelier.olga), keys))

    assert are_kept(atelier, keys) == {True}


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"GIF89a", b"%PDF-1.7", b"x" * 100])
def test_what_is_no_picture_is_refused(atelier: Atelier, data: bytes) -> None:
    backgrounds(atelier)
    atelier.olga.press("Main")
    atelier.olga.press("Upload")
    atelier.send_picture(data)

    assert atelier.olga.screen.has_question
    assert "Please send an image." in atelier.olga.screen.text
    assert atelier.design.backgrounds == {}


def test_a_text_is_no_picture(atelier: Atelier) -> None:
    backgrounds(atelier)
    atelier.olga.press("Main")
    atelier.olga.press("Upload")
    atelier.olga.send("my picture")

    assert "Please send an image." in atelier.olga.screen.text
