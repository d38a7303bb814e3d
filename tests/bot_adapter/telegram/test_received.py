"""What people send besides presses and texts: files, places, edits; and what does not concern us."""

import pytest
from sqlalchemy import select
from tests.bot_adapter.telegram.pictures import picture
from tests.bot_adapter.telegram.product import RunningProduct

from kalenner.delivery.models import ReceivedFile
from kalenner.files import FILES, MAX_BYTES, PRIVATE_FILES
from kalenner.storage import FolderStore
from kalenner_playground.phone import Phone

pytestmark = pytest.mark.slow_on_postgresql


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_group_chats_are_not_even_stored(product: RunningProduct, kind: str) -> None:
    ada = product.person()
    chat = {"id": -100, "type": "group", "title": "Club"}
    content = {
        "message_id": 7,
        "date": 1_800_000_000,
        "chat": chat,
        "from": ada.person.as_user,
        "text": "/desk",
    }
    before = product.count_inbox(ada)

    product.channel.store([{"update_id": 77, kind: content}])

    assert product.count_inbox(ada) == before


def test_edit_of_an_answer_is_told_and_never_a_command(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Where"))
    sent = ada.send("Berlin")
    product.settle(ada)

    ada.edit(sent.id, "/desk")
    product.settle(ada)
    ada.edit(sent.id, "Paris")
    product.settle(ada)

    assert [text for text in product.texts(ada) if text.startswith("You have changed a message")] == [
        "You have changed a message that I had already read. What you wrote first counts."
    ]
    assert product.written(ada) == ["Berlin"]


def test_edit_of_anything_else_has_no_answer(product: RunningProduct) -> None:
    ada = product.person()
    sent = ada.send("hello")
    product.settle(ada)
    before = product.texts(ada)

    ada.edit(sent.id, "/desk")
    product.settle(ada)

    assert product.texts(ada) == before


@pytest.mark.parametrize("send", ["contact", "location", "video", "document"])
def test_whatever_is_sent_is_answered(product: RunningProduct, send: str) -> None:
    ada = product.person()

    product.send_anything(ada, send)
    product.settle(ada)

    assert ada.screen.text.startswith("Please use the buttons.")


def asked_for_a_picture(product: RunningProduct) -> Phone:
    ada = product.person()
    ada.send("/picture")
    ada.sees("Which picture?")
    return ada


def test_picture_that_a_question_waits_for_is_fetched(product: RunningProduct) -> None:
    ada = asked_for_a_picture(product)

    ada.send_document(picture(), "logo.png", mime="image/png")
    product.settle(ada)

    assert product.written(ada) == ["picture of 40 x 30"]


def test_picture_that_nobody_asked_for_is_not_fetched(product: RunningProduct) -> None:
    ada = product.person()
    before = len(product.calls("getFile"))

    ada.send_photo(picture())
    product.settle(ada)

    assert len(product.calls("getFile")) == before
    assert ada.screen.text.startswith("Please use the buttons.")


def test_file_is_fetched_for_a_screen_that_accepts_files_while_it_is_on_show(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/wall")
    ada.sees("Wall")

    ada.send_document(b"x" * 1000, "letter.pdf", mime="application/pdf")
    product.settle(ada)

    assert product.written(ada) == ["file of 1000 bytes"]
    assert ada.screen.text == "Pinned up\n\nWall"
    ada.send("/desk")
    product.settle(ada)
    before = len(product.calls("getFile"))
    ada.send_document(b"x" * 1000, "letter.pdf", mime="application/pdf")
    product.settle(ada)
    assert len(product.calls("getFile")) == before


def test_file_for_a_safe_is_kept_encrypted_with_its_name_and_caption(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/safe")
    ada.sees("Which file?")
    large = b"a finding of Ada's " * 600_000  # more than a picture may have

    ada.send_document(large, "finding.pdf", mime="application/pdf", caption="My knee")
    product.settle(ada)

    assert product.written(ada) == [f"{len(large)} bytes, finding.pdf, My knee"]
    objects = PRIVATE_FILES.of(product.app.registry).objects
    assert isinstance(objects, FolderStore)
    stored = [path.read_bytes() for path in objects.folder.rglob("*") if path.is_file()]
    assert any(len(content) > len(large) for content in stored)
    assert all(b"a finding" not in content for content in stored)


def test_album_for_a_safe_is_answered_once_and_removed_from_the_chat(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/safe")
    ada.sees("Which file?")
    pictures = [picture(width, 8) for width in (8, 16, 24)]

    sent = ada.send_photo(*pictures, caption="My knee")
    ada.sees("still keeps these 3 files in this chat")

    written = [line.split(" bytes, ")[1] for line in product.written(ada)]
    assert written == ["photo.jpg, My knee", "photo.jpg, ", "photo.jpg, "]
    assert [text.startswith("Kept") for text in product.texts(ada)].count(True) == 1
    product.answer(ada, ada.press("Remove it here"))
    product.settle(ada)
    assert {message.id for message in ada.messages}.isdisjoint(message.id for message in sent)


def test_file_for_a_safe_that_is_too_big_is_refused_without_fetching_it(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/safe")
    ada.sees("Which file?")
    before = len(product.calls("getFile"))

    ada.send_document(bytes(20 * 2**20 + 1), "finding.pdf", mime="application/pdf")
    product.settle(ada)

    assert "at most 20 MB" in ada.screen.text
    assert len(product.calls("getFile")) == before


def test_file_for_a_screen_that_is_too_big_is_refused_without_fetching_it(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/wall")
    ada.sees("Wall")
    before = len(product.calls("getFile"))

    ada.send_document(b"x" * (MAX_BYTES + 1), "letter.pdf", mime="application/pdf")
    product.settle(ada)

    assert ada.screen.text.endswith("The file is too big, at most 20 MB.\n\nWall")
    assert len(product.calls("getFile")) == before


def test_file_in_answer_to_a_question_for_a_text_is_not_fetched(product: RunningProduct) -> None:
    """Whoever is asked for a nickname could fill the disk."""
    ada = product.person()
    product.answer(ada, ada.press("Ask", on=ada.screen))
    before = len(product.calls("getFile"))

    ada.send_document(b"x" * 1_000_000, "huge.bin", mime="application/octet-stream")
    product.settle(ada)

    assert len(product.calls("getFile")) == before
    assert ada.screen.labels == ["Cancel"]


def test_file_is_noted_before_it_is_stored(product: RunningProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is deleted after a day, though the process dies before the update is handled."""
    ada = asked_for_a_picture(product)
    noted = []
    store = FILES.of(product.app.registry)
    put_as = store.put_as

    def put(key: str, data: bytes) -> None:
        keys = product.run(lambda request: list(request.dbsession.scalars(select(ReceivedFile.key))))
        noted.append(key in keys)
        put_as(key, data)

    monkeypatch.setattr(store, "put_as", put)
    ada.send_document(picture(), "logo.png", mime="image/png")
    product.settle(ada)

    assert noted == [True, True]


def test_file_that_is_too_big_is_refused_kindly_without_fetching_it(product: RunningProduct) -> None:
    ada = asked_for_a_picture(product)
    before = len(product.calls("getFile"))

    ada.send_document(b"x" * (MAX_BYTES + 1), "huge.png", mime="image/png")
    product.settle(ada)

    assert "too big" in ada.screen.text
    assert len(product.calls("getFile")) == before


def test_file_that_telegram_does_not_hand_out_is_refused_kindly(product: RunningProduct) -> None:
    ada = asked_for_a_picture(product)
    product.telegram.faults.add("getFile", "bad_request", description="Bad Request: file is too big")

    ada.send_document(picture(), "logo.png", mime="image/png")
    product.settle(ada)

    assert "too big" in ada.screen.text
    assert ada.screen.labels == ["Cancel"]


def test_file_is_fetched_again_after_a_broken_connection(product: RunningProduct) -> None:
    ada = asked_for_a_picture(product)
    product.telegram.faults.add("getFile", "server_error")

    ada.send_document(picture(), "logo.png", mime="image/png")
    product.until(lambda: product.telegram.faults.count() == 0)
    product.move_clock(3)
    product.settle(ada)

    assert product.written(ada) == ["picture of 40 x 30"]


def test_slow_file_server_holds_up_nobody_else(product: RunningProduct) -> None:
    """More people wait for their files than files are fetched at once, and than workers there are."""
    olga = product.person()
    senders = [asked_for_a_picture(product) for _number in range(10)]
    product.telegram.downloads.hold()
    try:
        for sender in senders:
            sender.send_document(picture(), "logo.png", mime="image/png")
        product.telegram.wait(lambda: product.telegram.downloads.count() >= 8)

        assert product.answer(olga, olga.press("Write", on=olga.screen)) == "Written"

        assert [product.count_open(sender) for sender in senders] == [1] * 10
    finally:
        product.telegram.downloads.let_go()
    for sender in senders:
        product.settle(sender)
        assert len(product.written(sender)) == 1


def test_what_somebody_sends_after_a_slow_file_waits_for_it(product: RunningProduct) -> None:
    ada = asked_for_a_picture(product)
    product.telegram.downloads.hold()
    try:
        ada.send_document(picture(), "logo.png", mime="image/png")
        product.telegram.wait(product.telegram.downloads.count)
        ada.send("/desk")
        product.until(lambda: product.count_open(ada) == 2)
    finally:
        product.telegram.downloads.let_go()

    product.settle(ada)

    assert len(product.written(ada)) == 1
    assert ada.screen.text == "Desk"


def test_words_instead_of_a_picture_are_asked_again(product: RunningProduct) -> None:
    ada = asked_for_a_picture(product)

    ada.send("my picture")
    product.settle(ada)

    assert ada.screen.labels == ["Cancel"]
    assert product.written(ada) == []


def test_every_picture_of_an_album_is_kept_and_the_question_stays(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/pictures")
    ada.sees("Which pictures?")

    ada.send_photo(*[picture()] * 4)
    product.settle(ada)

    assert len(product.written(ada)) == 4
    assert (ada.screen.text, ada.screen.labels) == ("Taken\n\nWhich pictures?", ["Done"])


def test_album_that_arrives_at_once_is_answered_once(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/pictures")
    ada.sees("Which pictures?")
    product.settle(ada)
    before = len(product.texts(ada))
    content = {"date": 1_800_000_000, "chat": ada.person.as_chat, "from": ada.person.as_user}

    product.channel.store(
        [
            {
                "update_id": 900_000 + number,
                "message": {**content, "message_id": number, "media_group_id": "7"},
            }
            for number in range(5)
        ]
    )
    product.settle(ada)

    assert product.texts(ada)[before:] == [
        "\N{HEAVY EXCLAMATION MARK SYMBOL} Please send an image.\n\nWhich pictures?"
    ]
