"""Pictures behind parts of the page: sent with a licence in mind, shown, replaced, removed, forgotten."""

from functools import partial

import pytest
from pyramid.request import Request
from tests.core.home.people import provider_of
from tests.plugins.design_templates.designer import Designer, photo

from kalenner.files import FILES, FileStore
from kalenner.home.pictures import delete_unless_used
from kalenner_profiles.publication_service import PublicationService

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def backgrounds(designer: Designer) -> None:
    designer.configuration()
    designer.olga.press("Backgrounds")


def store_of(designer: Designer) -> FileStore:
    store: FileStore = FILES.of(designer.stage.app.registry)
    return store


def are_kept(designer: Designer, keys) -> set[bool]:
    def is_kept(key: str) -> bool:
        try:
            return bool(store_of(designer).get(key))
        except KeyError:
            return False

    return {is_kept(key) for key in keys}


def keys_of(designer: Designer, place: str) -> tuple[str, ...]:
    found: tuple[str, ...] = designer.design.backgrounds[place].keys()
    return found


def publish(request: Request, designer: Designer) -> None:
    request.find_service(PublicationService).publish(provider_of(request, designer.olga))


def test_at_first_there_are_none(designer: Designer) -> None:
    backgrounds(designer)

    assert designer.olga.screen.text == (
        "<b>Backgrounds</b>\nA picture behind the whole page, its header, or its contact section.\n\n"
        "Main: none\nHeader: none\nContact: none"
    )
    assert designer.olga.labels == [["Main", "Header", "Contact"]]


@pytest.mark.parametrize(
    ("label", "place", "heading"),
    [
        ("Main", "page", "Background of the whole page"),
        ("Header", "header", "Background of the header"),
        ("Contact", "contact", "Background of the contact section"),
    ],
)
def test_a_picture_is_sent_shown_and_removed(
    designer: Designer, label: str, place: str, heading: str
) -> None:
    backgrounds(designer)
    designer.olga.press(label)
    assert designer.olga.screen.text == f"<b>{heading}</b>\n\nNo picture yet."
    assert designer.olga.labels == [["⬆️ Upload"]]

    designer.olga.press("Upload")
    assert designer.olga.screen.text == "Send an image you hold a valid licence for."
    designer.send_picture(photo())

    picture = designer.design.backgrounds[place]
    assert designer.olga.screen.text == f"Saved\n\n<b>{heading}</b>"
    assert designer.olga.screen.picture == store_of(designer).get(picture.fallbacks[-1].key)
    assert designer.olga.labels == [["⬆️ Upload", "Remove"]]

    designer.olga.press("Remove")
    assert designer.olga.screen.notice is not None
    assert designer.olga.screen.notice.text == "Removed"
    assert (designer.olga.screen.picture, designer.design.backgrounds) == (None, {})
    assert are_kept(designer, picture.keys()) == {False}


def test_the_list_says_where_there_is_one(designer: Designer) -> None:
    backgrounds(designer)
    designer.olga.press("Header")
    designer.olga.press("Upload")
    designer.send_picture(photo())
    backgrounds(designer)

    assert designer.olga.screen.text.endswith("Main: none\nHeader: <b>picture</b>\nContact: none")


def test_a_replaced_picture_is_forgotten(designer: Designer) -> None:
    backgrounds(designer)
    designer.olga.press("Main")
    designer.olga.press("Upload")
    designer.send_picture(photo("teal"))
    first = keys_of(designer, "page")
    designer.olga.press("Upload")
    designer.send_picture(photo("plum"))

    assert are_kept(designer, first) == {False}
    assert are_kept(designer, keys_of(designer, "page")) == {True}


def test_what_a_published_page_shows_stays_until_the_next_publication(designer: Designer) -> None:
    backgrounds(designer)
    designer.olga.press("Main")
    designer.olga.press("Upload")
    designer.send_picture(photo())
    keys = keys_of(designer, "page")
    designer.stage.run(partial(publish, designer=designer))

    designer.olga.press("Remove")

    assert designer.design.backgrounds == {}
    assert are_kept(designer, keys) == {True}


def test_what_is_behind_the_page_is_forgotten_by_nobody_else(designer: Designer) -> None:
    """A page that was published while no design was found must not take the pictures of the design along."""
    backgrounds(designer)
    designer.olga.press("Main")
    designer.olga.press("Upload")
    designer.send_picture(photo())
    keys = keys_of(designer, "page")

    designer.stage.run(lambda request: delete_unless_used(request, provider_of(request, designer.olga), keys))

    assert are_kept(designer, keys) == {True}


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"GIF89a", b"%PDF-1.7", b"x" * 100])
def test_what_is_no_picture_is_refused(designer: Designer, data: bytes) -> None:
    backgrounds(designer)
    designer.olga.press("Main")
    designer.olga.press("Upload")
    designer.send_picture(data)

    assert designer.olga.screen.has_question
    assert "Please send an image." in designer.olga.screen.text
    assert designer.design.backgrounds == {}


def test_a_text_is_no_picture(designer: Designer) -> None:
    backgrounds(designer)
    designer.olga.press("Main")
    designer.olga.press("Upload")
    designer.olga.send("my picture")

    assert "Please send an image." in designer.olga.screen.text
