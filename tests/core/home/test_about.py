"""About me: a nickname of one's own, and a picture of which nothing but the pixels is kept."""

import io

import pytest
from PIL import Image
from pyramid.request import Request

from kalenner.files import FILES, FileStore, StoredPicture
from kalenner.files.pictures import MAX_BYTES
from kalenner.home.pictures import ensure_sizes
from kalenner.testing import Person, Stage
from tests.core.home.people import professional, provider_of

pytestmark = pytest.mark.slow_on_postgresql

NO_PICTURE = (
    "Please send an image. As a file it has to be JPEG, PNG, WebP, HEIC or AVIF; "
    "send anything else as a photo."
)


def photo(size: tuple[int, int] = (300, 200)) -> bytes:
    """A JPEG that says where it was taken and by whom."""
    picture = Image.new("RGB", size, (200, 30, 60))
    exif = Image.Exif()
    exif[0x013B] = "Olga Privately"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 0.0)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=b"taken at home")
    return buffer.getvalue()


def store_of(stage: Stage) -> FileStore:
    store: FileStore = FILES.of(stage.app.registry)
    return store


def picture_of(stage: Stage, person: Person) -> str | None:
    def read(request: Request) -> str | None:
        return provider_of(request, person).picture

    return stage.run(read)


def sizes_of(stage: Stage, person: Person) -> StoredPicture | None:
    """The picture in the sizes of web pages."""

    def read(request: Request) -> StoredPicture | None:
        kept = provider_of(request, person).picture_sizes
        return None if kept is None else StoredPicture.from_json(kept)

    return stage.run(read)


def send_picture(stage: Stage, person: Person, data: bytes) -> str:
    """Send a file in answer to the question; return its key."""
    key = store_of(stage).put(data)
    person.upload(key, len(data))
    return key


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional who is asked for a picture."""
    person = professional(stage)
    person.press("Logo or photo")
    return person


def test_picture_is_kept_without_anything_but_its_pixels(stage: Stage, olga: Person) -> None:
    sent = send_picture(stage, olga, photo())

    assert olga.screen.text == "Saved\n\n<b>About me</b>\nNickname: Olga\nLogo or photo: set."
    key = picture_of(stage, olga)
    assert key is not None
    kept = store_of(stage).get(key)
    assert b"Privately" not in kept
    assert b"taken at home" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (300, 200), {})
    with pytest.raises(KeyError):
        store_of(stage).get(sent)


def test_picture_is_shown_and_removed(stage: Stage, olga: Person) -> None:
    send_picture(stage, olga, photo())
    key = picture_of(stage, olga)
    assert key is not None
    olga.press("Logo or photo")
    assert olga.screen.picture == store_of(stage).get(key)

    olga.press("Remove")

    assert olga.screen.text.endswith("No logo or photo yet.")
    assert picture_of(stage, olga) is None
    with pytest.raises(KeyError):
        store_of(stage).get(key)


def test_picture_is_kept_in_the_sizes_of_pages_too_and_they_go_with_it(stage: Stage, olga: Person) -> None:
    send_picture(stage, olga, photo((900, 600)))
    sizes = sizes_of(stage, olga)
    assert sizes is not None
    assert [(one.format, one.width, one.height) for one in sizes.variants] == [
        ("webp", 200, 133),
        ("jpeg", 200, 133),
        ("webp", 400, 267),
        ("jpeg", 400, 267),
        ("webp", 800, 533),
        ("jpeg", 800, 533),
    ]
    assert all(store_of(stage).get(one.key) for one in sizes.variants)
    olga.press("Logo or photo")

    olga.press("Remove")

    assert sizes_of(stage, olga) is None
    for one in sizes.variants:
        with pytest.raises(KeyError):
            store_of(stage).get(one.key)


def test_sizes_are_made_for_a_picture_that_has_none_yet(
    stage: Stage, olga: Person, caplog: pytest.LogCaptureFixture
) -> None:
    send_picture(stage, olga, photo())
    before = sizes_of(stage, olga)

    def make_again(request: Request) -> None:
        provider = provider_of(request, olga)
        provider.picture_sizes = None
        ensure_sizes(request, provider)

    stage.run(make_again)

    again = sizes_of(stage, olga)
    assert before is not None
    assert again is not None
    assert [one.digest for one in again.variants] == [one.digest for one in before.variants]
    key = picture_of(stage, olga)
    assert key is not None
    store_of(stage).delete(key)
    stage.run(make_again)  # without the file the page can do without a picture
    assert sizes_of(stage, olga) is None
    assert {record.name for record in caplog.records} == {
        "kalenner.files.service",
        "kalenner.home.pictures",
    }


def test_another_picture_takes_the_place_of_the_first(stage: Stage, olga: Person) -> None:
    send_picture(stage, olga, photo())
    first = picture_of(stage, olga)
    assert first is not None
    olga.press("Logo or photo")
    olga.press("Change")

    send_picture(stage, olga, photo((50, 50)))

    second = picture_of(stage, olga)
    assert second not in (None, first)
    with pytest.raises(KeyError):
        store_of(stage).get(first)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            NO_PICTURE,
        ),
        (photo()[:400], "This image cannot be read. Please send another one."),
    ],
)
def test_file_that_is_no_good_picture_is_refused(
    stage: Stage, olga: Person, data: bytes, reason: str
) -> None:
    sent = send_picture(stage, olga, data)

    assert olga.screen.text.startswith(f"❗ {reason}\n\nSend your logo or photo")
    assert picture_of(stage, olga) is None
    with pytest.raises(KeyError):
        store_of(stage).get(sent)


def test_file_that_is_too_big_is_refused(stage: Stage, olga: Person) -> None:
    send_picture(stage, olga, photo() + bytes(MAX_BYTES))

    assert olga.screen.text.startswith("❗ The file is too big, at most 20 MB.\n\nSend your logo or photo")
    assert picture_of(stage, olga) is None


def test_text_is_no_picture(olga: Person) -> None:
    olga.send("here it is")

    assert olga.screen.text.startswith("❗ Please send an image.")


def test_nickname_is_changed_to_a_free_one(stage: Stage) -> None:
    professional(stage, "Ivan")
    olga = professional(stage)
    olga.send("/settings")
    olga.press("General settings")
    olga.press("About me")
    olga.press("Nickname")

    olga.send("ivan")
    assert olga.screen.text.startswith("❗ This name is taken.")
    olga.send("OLGA")

    assert olga.screen.text.startswith("Saved\n\n<b>About me</b>\nNickname: OLGA\n")


def test_picture_that_is_sent_in_front_of_the_present_one_takes_its_place(stage: Stage, olga: Person) -> None:
    send_picture(stage, olga, photo())
    before = picture_of(stage, olga)
    olga.press("Logo or photo")

    send_picture(stage, olga, photo())

    assert olga.screen.text.startswith("Saved\n\n<b>About me</b>")
    assert picture_of(stage, olga) not in {None, before}


def test_what_is_no_picture_leaves_the_present_one_and_is_asked_again(stage: Stage, olga: Person) -> None:
    send_picture(stage, olga, photo())
    before = picture_of(stage, olga)
    olga.press("Logo or photo")

    send_picture(stage, olga, b"no picture")

    assert olga.screen.text.startswith("❗ Please send an image.")
    assert picture_of(stage, olga) == before
