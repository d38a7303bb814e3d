"""Every kind of message is carried from the store, or refused with a sentence; nothing names its sender."""

import pytest
from sqlalchemy import select
from tests.plugins.chat.steps import People, got, send_file, texts

from kalenner.files import MAX_BYTES
from kalenner.files.models import PrivateFile
from kalenner.screens import Media, MessageKind, Place, SharedContact

DATA = b"\x89PNG of a kind"
WITH_CAPTION = ["photo", "video", "voice", "animation", "audio", "document"]


@pytest.mark.parametrize("kind", WITH_CAPTION)
def test_file_comes_as_what_it_was_with_its_caption_and_bytes(people: People, kind: str) -> None:
    people.open()
    send_file(people.olga, kind, DATA, name="plan.pdf", caption="Have a look")

    (card,) = people.ada.cards
    assert str(card.text) == "💬 Olga: Have a look"
    assert isinstance(card.media, Media)
    assert (card.media.kind, card.media.name) == (MessageKind(kind), "plan.pdf")
    assert card.media.read() == DATA


@pytest.mark.parametrize("kind", ["sticker", "video_note"])
def test_file_without_a_caption_comes_behind_a_line_with_the_name(people: People, kind: str) -> None:
    people.open()
    send_file(people.olga, kind, DATA)

    line, card = people.ada.cards
    assert str(line.text) == "💬 Olga"
    assert not line.is_silent
    assert isinstance(card.media, Media)
    assert card.media.kind == kind
    assert card.is_silent


def test_place_comes_behind_a_line_with_the_name(people: People) -> None:
    people.open()
    people.olga.send_kind("place", place={"latitude": 52.5, "longitude": 13.4}, place_name="Gate 3")

    line, card = people.ada.cards
    assert str(line.text) == "💬 Olga"
    assert card.media == Place(52.5, 13.4)


def test_contact_is_made_anew_of_name_and_number(people: People) -> None:
    people.open()
    people.olga.send_kind("contact", contact={"name": "Dr. Wu", "phone": "+49301"})

    assert people.ada.cards[-1].media == SharedContact("Dr. Wu", "+49301")


def test_contact_of_ones_own_is_asked_first_and_bears_the_name_known_here(people: People) -> None:
    people.open_as_client()
    people.ada.send_kind(
        "contact", contact={"name": "Adelheid Telegramova", "phone": "+49302", "is_own": True}
    )
    assert got(people.olga) == []
    assert "may find your Telegram account" in people.ada.screen.text
    people.ada.press("Send")

    assert people.olga.cards[-1].media == SharedContact("Ada", "+49302")


def test_contact_of_ones_own_that_is_not_confirmed_goes_nowhere(people: People) -> None:
    people.open_as_client()
    people.ada.send_kind("contact", contact={"name": "A", "phone": "+49302", "is_own": True})
    people.ada.press("Cancel")

    assert got(people.olga) == []
    assert texts(people.stage) == []


def test_what_cannot_be_carried_is_refused_with_a_sentence(people: People) -> None:
    people.open()
    people.olga.send_kind("other")

    assert "This cannot be sent here." in people.olga.screen.text
    assert got(people.ada) == []
    people.olga.send("but this can")
    assert texts(people.stage) == ["but this can"]


def test_large_file_is_refused_and_the_browser_offered(people: People) -> None:
    people.open()
    upload = {"key": "x", "size": MAX_BYTES + 1, "name": "film.mp4"}
    people.olga.send_kind("video", upload=upload)

    assert "The file is too big, at most 20 MB." in people.olga.screen.text
    assert "Send a file with the browser" in str(people.olga.labels)
    assert got(people.ada) == []


def test_long_text_comes_whole_behind_a_line_with_the_name(people: People) -> None:
    people.open()
    text = "word " * 800
    people.olga.send(text.strip())

    line, card = people.ada.cards
    assert str(line.text) == "💬 Olga"
    assert str(card.text) == text.strip()


def test_formatting_stays_and_what_breaks_it_is_plain(people: People) -> None:
    people.open()
    people.olga.send("bold & brave", formatted="<b>bold</b> &amp; brave")
    people.olga.send("a link", formatted='<a href="javascript:x">a</a> link')

    assert got(people.ada) == ["💬 Olga: <b>bold</b> &amp; brave", "💬 Olga: a link"]


def test_markup_that_was_typed_is_text(people: People) -> None:
    people.open()
    people.olga.send("<b>1 < 2</b>")

    assert got(people.ada) == ["💬 Olga: &lt;b&gt;1 &lt; 2&lt;/b&gt;"]


def test_file_belongs_to_its_thread_alone(people: People) -> None:
    people.open()
    send_file(people.olga, "photo", DATA)

    def tenants(request):
        return list(request.dbsession.scalars(select(PrivateFile.tenant)))

    (tenant,) = people.stage.run(tenants, only_reads=True)
    assert tenant.startswith("chat:")


def test_channel_name_of_the_sender_is_nowhere(people: People) -> None:
    people.ada.name = "Adelheid Telegramova"
    people.open_as_client()
    people.ada.send("Hello")
    send_file(people.ada, "photo", DATA, caption="Look")
    people.olga.press("Open chat")

    seen = [str(card.text) for card in people.olga.cards] + [str(people.olga.screen.text)]
    assert not any("Telegramova" in text for text in seen)
    assert "Ada" in seen[0]
