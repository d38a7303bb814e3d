"""What people have sent is sent to others as what it was; a caption can be changed, a message deleted."""

from io import BytesIO

import pytest
from PIL import Image

from kalenner.screens import Media, MessageKind, Place, SharedContact

FILES = [kind for kind in MessageKind if kind.is_file and kind is not MessageKind.PHOTO]


def photo() -> bytes:
    output = BytesIO()
    Image.new("RGB", (8, 8), "red").save(output, "JPEG")
    return output.getvalue()


def payload(media: object, text: str = "💬 Ada: look") -> dict:
    return {"text": text, "rows": [], "media": media, "is_silent": True}


@pytest.mark.parametrize("kind", FILES)
def test_file_is_sent_as_its_kind_with_its_bytes(run, calls, ada, kind):
    run(calls.send(str(ada.id), payload(Media(kind, "a.bin", 4, lambda: b"data"))))

    assert ada.screen.media == kind
    assert ada.file(ada.screen) == b"data"
    assert ada.screen.text == ("💬 Ada: look" if kind.has_caption else "")


def test_photo_that_telegram_refuses_is_sent_as_a_file(run, calls, ada):
    run(calls.send(str(ada.id), payload(Media(MessageKind.PHOTO, "a.jpg", 4, lambda: b"no picture"))))

    assert ada.screen.media == "document"


def test_photo_is_sent_as_a_photo(run, calls, ada):
    run(calls.send(str(ada.id), payload(Media(MessageKind.PHOTO, "a.jpg", 4, photo))))

    assert (ada.screen.media, ada.screen.text) == ("photo", "💬 Ada: look")


def test_place_and_contact_are_made_anew(run, calls, ada):
    run(calls.send(str(ada.id), payload(Place(52.5, 13.4))))
    assert ada.screen.raw["location"]["latitude"] == 52.5
    run(calls.send(str(ada.id), payload(SharedContact("Wu", "+49301"))))

    assert ada.screen.raw["contact"] == {"phone_number": "+49301", "first_name": "Wu"}


def test_caption_is_changed_and_a_message_deleted(run, calls, ada):
    run(calls.send(str(ada.id), payload(Place(52.5, 13.4))))
    number = run(calls.send(str(ada.id), payload(Media(MessageKind.VOICE, "a.ogg", 4, lambda: b"data"))))
    run(calls.edit_caption(str(ada.id), {"message": number, "text": "💬 Ada: changed", "rows": []}))
    assert ada.screen.text == "💬 Ada: changed"
    run(calls.remove(str(ada.id), [number, 9_999]))

    assert ada.screen.id != number
