"""The photo gallery: photos and albums come in, keep their order, move, and go with their files."""

import io

import pytest
from PIL import Image
from tests.core.home.people import professional
from tests.plugins.profiles.gallery import (
    add_photos,
    colours_of,
    is_there,
    keys_of,
    open_gallery,
    photo,
    photos_of,
    put,
    store_of,
)

from kalenner.testing import Person, Stage, go
from kalenner_profiles.content import MOST_PHOTOS

NO_PICTURE = "Please send an image. As a file it has to be JPEG, PNG, WebP, HEIC or AVIF; send anything else as a photo."
FULL = "❗ The gallery holds at most 20 photos. Delete one first."


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional with an empty gallery on show."""
    person = professional(stage)
    open_gallery(person)
    return person


def test_empty_gallery_says_what_will_be_there(olga: Person) -> None:
    assert olga.screen.text == (
        "<b>Photo gallery</b>\nNo photos yet. Up to 20 of them show visitors your rooms and your work."
    )
    assert (olga.labels[0], olga.screen.picture) == (["➕ Add photos"], None)


def test_photos_come_in_one_after_the_other(olga: Person) -> None:
    olga.press("Add photos")
    assert olga.screen.text.startswith("Send photos, one by one or several at once. You have 0 of 20.")

    olga.upload(*put(olga.stage, photo(1))[0])
    olga.upload(*put(olga.stage, photo(2))[0])

    assert olga.screen.text.startswith(
        "Saved\n\nSend photos, one by one or several at once. You have 2 of 20."
    )
    assert olga.press("Done").text.startswith("<b>Photo gallery</b>\n2 photos of at most 20")
    assert colours_of(olga) == [1, 2]


def test_every_photo_of_an_album_is_kept_in_its_order_and_the_screen_drawn_once(olga: Person) -> None:
    olga.press("Add photos")
    before = len(olga.screens)

    olga.upload_album(*put(olga.stage, *(photo(number) for number in range(9))))

    assert len(olga.screens) - before == 1
    assert "You have 9 of 20." in olga.screen.text
    assert colours_of(olga) == list(range(9))


def test_photo_is_kept_as_pixels_in_the_sizes_of_pages(olga: Person) -> None:
    sent = put(olga.stage, photo(3, (1000, 700)))
    olga.press("Add photos")
    olga.upload(*sent[0])

    (kept,) = photos_of(olga)
    assert [(variant.format, variant.width) for variant in kept.variants] == [
        ("webp", 400),
        ("jpeg", 400),
        ("webp", 800),
        ("jpeg", 800),
        ("webp", 1000),
        ("jpeg", 1000),
    ]
    assert not any(b"taken at home" in store_of(olga.stage).get(key) for key in keys_of(kept))
    assert not is_there(olga.stage, sent[0][0])


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        (0, [["➕ Add photos"]]),
        (1, [["1"], ["➕ Add photos"]]),
        (9, [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["‹", "1/2", "›"], ["➕ Add photos"]]),
        (20, [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["‹", "1/3", "›"]]),
    ],
)
def test_gallery_has_pages_of_eight(olga: Person, number: int, rows: list[list[str]]) -> None:
    if number:
        add_photos(olga, *(photo(one) for one in range(number)))

    assert olga.labels[:-1] == rows
    assert (olga.screen.picture is None) == (number == 0)


def test_sheet_shows_the_photos_of_its_page(olga: Person) -> None:
    add_photos(olga, *(photo(number) for number in range(10)))
    olga.press("›")

    assert olga.labels[:2] == [["9", "10"], ["‹", "2/2", "›"]]
    assert olga.screen.picture is not None
    with Image.open(io.BytesIO(olga.screen.picture)) as sheet:
        assert (sheet.format, sheet.size) == ("JPEG", (636, 324))
        ninth, tenth = sheet.convert("RGB").getpixel((200, 200)), sheet.convert("RGB").getpixel((500, 200))
    assert [round(pixel[0] / 10) for pixel in (ninth, tenth)] == [8, 9]


def test_twenty_first_photo_is_refused_with_the_reason(olga: Person) -> None:
    add_photos(olga, *(photo(number) for number in range(19)))
    olga.press("Add photos")
    sent = put(olga.stage, photo(19), photo(20), photo(21))

    olga.upload_album(*sent)

    assert olga.screen.text == f"{FULL}\n\nYour gallery holds 20 of 20 photos: it is full. Press Done."
    assert colours_of(olga) == list(range(MOST_PHOTOS))
    assert not any(is_there(olga.stage, key) for key, _size in sent)


def test_what_is_no_picture_is_refused_and_the_rest_of_the_album_kept(olga: Person) -> None:
    olga.press("Add photos")

    olga.upload_album(*put(olga.stage, photo(1), b"<svg xmlns='http://www.w3.org/2000/svg'/>", photo(2)))

    assert olga.screen.text.startswith(f"Saved\n\n❗ {NO_PICTURE}\n\nSend photos")
    assert colours_of(olga) == [1, 2]


def test_photo_moves_one_place_and_round_at_the_ends(olga: Person) -> None:
    add_photos(olga, *(photo(number) for number in range(3)))
    olga.press("2")
    assert olga.screen.text.startswith("Photo 2 of 3\n")

    assert olga.press("◀").text.startswith("Photo 1 of 3\n")
    assert colours_of(olga) == [1, 0, 2]
    assert olga.press("◀").text.startswith("Photo 3 of 3\n")
    assert colours_of(olga) == [0, 2, 1]
    assert olga.press("▶").text.startswith("Photo 1 of 3\n")
    assert colours_of(olga) == [1, 0, 2]


def test_only_photo_has_nowhere_to_go(olga: Person) -> None:
    add_photos(olga, photo(1))

    olga.press("1")

    assert (olga.screen.text, olga.labels) == ("Your only photo so far", [["🗑 Delete"]])


def test_photo_is_deleted_with_its_files_after_a_question(olga: Person) -> None:
    add_photos(olga, *(photo(number) for number in range(3)))
    gone, stays = photos_of(olga)[1], photos_of(olga)[2]
    olga.press("2")
    olga.press("Delete")
    assert (olga.screen.text, olga.labels) == ("Delete this photo?", [["Yes, delete", "No"]])

    olga.press("Yes, delete")

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Deleted"
    assert colours_of(olga) == [0, 2]
    assert [is_there(olga.stage, key) for key in keys_of(gone)] == [False, False]
    assert all(is_there(olga.stage, key) for key in keys_of(stays))


def test_deleting_is_thought_better_of(olga: Person) -> None:
    add_photos(olga, photo(0), photo(1))
    olga.press("2")
    olga.press("Delete")

    assert olga.press("No").text.startswith("Photo 2 of 2")
    assert colours_of(olga) == [0, 1]


def test_photo_added_after_a_deletion_is_the_last(olga: Person) -> None:
    add_photos(olga, photo(0), photo(1), photo(2))
    olga.press("1")
    olga.press("Delete")
    olga.press("Yes, delete")

    add_photos(olga, photo(3))

    assert colours_of(olga) == [1, 2, 3]


def test_photo_deleted_on_another_device_is_not_available_on_this_one(olga: Person) -> None:
    add_photos(olga, photo(0), photo(1))
    old_list = olga.screen
    old_card = olga.press("1")
    old_question = olga.press("Delete")
    olga.press("Yes, delete")

    for screen, label in ((old_list, "1"), (old_card, "▶"), (old_card, "Delete"), (old_question, "Yes")):
        olga.press(label, on=screen)
        assert olga.screen.notice is not None
        assert (olga.screen.notice.text, olga.screen.text.splitlines()[0]) in {
            ("Not available.", "<b>Photo gallery</b>"),
            ("This step is over.", "<b>Photo gallery</b>"),
        }
    assert colours_of(olga) == [1]


def test_page_that_is_no_more_shows_the_last_there_is(olga: Person) -> None:
    add_photos(olga, *(photo(number) for number in range(3)))

    olga.press_data(go("profile.gallery_page", page=2))

    assert olga.labels[0] == ["1", "2", "3"]


def test_missing_file_leaves_its_photo_to_be_deleted(olga: Person, caplog: pytest.LogCaptureFixture) -> None:
    add_photos(olga, photo(0), photo(1))
    for key in keys_of(photos_of(olga)[0]):
        store_of(olga.stage).delete(key)

    open_gallery(olga)
    assert olga.screen.picture is not None
    olga.press("1")
    assert olga.screen.picture is None
    olga.press("Delete")
    olga.press("Yes, delete")

    assert colours_of(olga) == [1]
    assert {record.name for record in caplog.records if record.levelname == "ERROR"} == {
        "kalenner.files.service"
    }


def test_photos_that_are_sent_in_front_of_the_gallery_are_added(olga: Person) -> None:
    olga.upload_album(*put(olga.stage, photo(1), b"no picture", photo(2)))

    assert olga.screen.text.startswith(f"Saved\n\n❗ {NO_PICTURE}\n\nSend photos, one by one or")
    assert olga.press("Done").text.startswith("<b>Photo gallery</b>\n2 photos of at most 20")
    assert colours_of(olga) == [1, 2]
