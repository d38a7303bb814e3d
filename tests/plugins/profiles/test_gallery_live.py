"""The gallery in a real chat: an album comes in as several messages, the sheet and the cards are pictures."""

import io
import threading
from collections.abc import Iterator

import pytest
from PIL import Image
from pyramid.request import Request
from sqlalchemy import select
from tests.bot_adapter.telegram.product import RunningProduct
from tests.live import running
from tests.plugins.profiles.gallery import photo

from kalenner.delivery.models import ReceivedFile
from kalenner.files import FILES
from kalenner.people import AccountService, ProviderService
from kalenner_playground.phone import Phone


@pytest.fixture
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    """The whole product."""
    with running(tmp_path_factory.mktemp("live")) as live:
        yield RunningProduct(live)


@pytest.fixture
def olga(hosted: RunningProduct) -> Phone:
    """A professional in front of the gallery."""
    phone = hosted.live.phone("Olga")
    phone.send("/start")
    phone.sees("Welcome", 20)

    def open_practice(request: Request) -> None:
        account = request.find_service(AccountService).find("telegram", str(phone.id))
        account.timezone = "Europe/Berlin"
        request.find_service(ProviderService).open_practice(account, "Olga")

    hosted.run(open_practice)
    phone.send("/settings")
    hosted.settle(phone)
    press(hosted, phone, "General settings", "Profile", "Photo gallery")
    return phone


def press(hosted: RunningProduct, phone: Phone, *buttons: str) -> None:
    for button in buttons:
        hosted.answer(phone, phone.press(button, on=phone.screen))


def size_of(phone: Phone) -> tuple[int, int]:
    """How large the picture of the screen is."""
    with Image.open(io.BytesIO(phone.file(phone.screen))) as picture:
        return picture.size


# WebOb leaves the temporary file of a body of more than 10 kB to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_album_becomes_a_gallery_to_look_through(hosted: RunningProduct, olga: Phone) -> None:
    press(hosted, olga, "Add photos")

    olga.send_photo(*(photo(number, (800, 600)) for number in range(2)))
    hosted.settle(olga)

    assert olga.screen.text.startswith(
        "Saved\n\nSend photos, one by one or several at once. You have 2 of 20."
    )
    press(hosted, olga, "Done")
    assert (olga.screen.media, size_of(olga)) == ("photo", (636, 324))
    assert olga.screen.buttons[:2] == [["1", "2"], ["➕ Add photos"]]
    press(hosted, olga, "2")
    assert (olga.screen.text.splitlines()[0], size_of(olga)) == ("Photo 2 of 2", (800, 600))
    press(hosted, olga, "▶")
    assert olga.screen.text.splitlines()[0] == "Photo 1 of 2"
    press(hosted, olga, "Delete", "Yes, delete")
    assert (olga.screen.text.splitlines()[1][:7], olga.screen.media) == ("1 photo", "photo")
    refused = [call["method"] for call in hosted.telegram.journal.calls() if not call["ok"]]
    assert [method for method in refused if method != "editMessageReplyMarkup"] == []  # tidying up may fail


def test_photo_is_made_and_stored_while_others_write(
    hosted: RunningProduct, olga: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one writer, which no picture holds up."""
    press(hosted, olga, "Add photos")
    store, is_storing, may_go_on = FILES.of(hosted.app.registry), threading.Event(), threading.Event()
    put_as = store.put_as

    def put_slowly(key: str, data: bytes) -> None:
        if key.endswith(".webp"):
            is_storing.set()
            may_go_on.wait(30)
        put_as(key, data)

    monkeypatch.setattr(store, "put_as", put_slowly)
    olga.send_photo(photo(1, (800, 600)))
    try:
        assert is_storing.wait(20)
        bob = hosted.live.phone("Bob")
        bob.send("/start")
        bob.sees("Welcome", 10)
    finally:
        may_go_on.set()
    hosted.settle(olga)

    assert "You have 1 of 20" in olga.screen.text
    notes = hosted.run(lambda request: list(request.dbsession.scalars(select(ReceivedFile.key))))
    assert notes == []  # all of it belongs to the gallery now
