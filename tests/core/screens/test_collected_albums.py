"""Albums of private files: collected until they are whole, then answered as one."""

import pytest

from kalenner.delivery.albums import list_open
from kalenner.files import FILES, MAX_BYTES
from kalenner.testing import Person, go

pytestmark = pytest.mark.slow_on_postgresql

Parts = list[dict[str, object]]


@pytest.fixture
def at_the_safe(ada: Person) -> Person:
    """Somebody in front of a screen that takes private files."""
    ada.press_data(go("papers.safe"))
    return ada


def files(person: Person, *names: str) -> list[tuple[str, int, str]]:
    """Files that were sent, with their names as captions."""
    store = FILES.of(person.stage.app.registry)
    return [(store.put(name.encode()), len(name), name) for name in names]


def texts_after(person: Person, before: int) -> list[str]:
    return [str(screen.text) for screen in person.screens[before:]]


def test_album_is_answered_once_after_a_silence(at_the_safe: Person) -> None:
    before = len(at_the_safe.screens)
    at_the_safe.upload_album(*files(at_the_safe, "one", "two", "three"))
    assert texts_after(at_the_safe, before) == []

    at_the_safe.stage.fall_silent()

    assert texts_after(at_the_safe, before) == ["Safe\none two three"]


def test_single_file_is_answered_at_once(at_the_safe: Person) -> None:
    key, size, name = files(at_the_safe, "one")[0]

    assert at_the_safe.upload(key, size, caption=name).text == "Safe\none"


def test_order_of_sending_counts_and_no_part_counts_twice(at_the_safe: Person) -> None:
    one, two, three = at_the_safe.album_parts(*files(at_the_safe, "one", "two", "three"))

    at_the_safe.stage.arrive(at_the_safe.subject, three, one)
    at_the_safe.stage.clock.move(1.4)
    at_the_safe.stage.arrive(at_the_safe.subject, {**two})
    at_the_safe.stage.arrive(at_the_safe.subject, {**two, "upload": {**two["upload"], **again(at_the_safe)}})
    at_the_safe.stage.fall_silent()

    assert at_the_safe.screen.text == "Safe\none two three"


def again(person: Person) -> dict[str, object]:
    """The file of a message that came once more under another number of the channel's."""
    key, size, _name = files(person, "two")[0]
    return {"key": key, "size": size}


def test_text_makes_an_album_whole_and_is_answered_after_it(at_the_safe: Person) -> None:
    before = len(at_the_safe.screens)
    at_the_safe.upload_album(*files(at_the_safe, "one", "two"))
    at_the_safe.send("/desk")

    assert texts_after(at_the_safe, before) == ["Safe\none two", "Desk"]
    at_the_safe.stage.fall_silent()
    assert texts_after(at_the_safe, before) == ["Safe\none two", "Desk"]


def test_another_album_makes_one_whole(at_the_safe: Person) -> None:
    at_the_safe.upload_album(*files(at_the_safe, "one", "two"))
    at_the_safe.upload_album(*files(at_the_safe, "three", "four"))
    assert at_the_safe.screen.text == "Safe\none two"

    at_the_safe.stage.fall_silent()
    assert at_the_safe.screen.text == "Safe\none two\nthree four"


def test_screen_that_takes_one_file_gets_each_of_an_album(ada: Person) -> None:
    ada.press_data(go("papers.box"))
    ada.upload_album(*files(ada, "one", "two"))

    assert ada.screen.text == "Safe\none\ntwo"


def test_late_part_follows_alone(at_the_safe: Person) -> None:
    one, two, late = at_the_safe.album_parts(*files(at_the_safe, "one", "two", "late"))
    at_the_safe.stage.arrive(at_the_safe.subject, one, two)
    at_the_safe.stage.fall_silent()

    at_the_safe.stage.arrive(at_the_safe.subject, late)
    at_the_safe.stage.fall_silent()

    assert at_the_safe.screen.text == "Safe\none two\nlate"


def test_each_part_begins_the_silence_anew(at_the_safe: Person) -> None:
    one, two, three = at_the_safe.album_parts(*files(at_the_safe, "one", "two", "three"))
    for part in (one, two, three):
        at_the_safe.stage.arrive(at_the_safe.subject, part)
        at_the_safe.stage.clock.move(1)
    assert at_the_safe.screen.text == "Safe"

    at_the_safe.stage.fall_silent()
    assert at_the_safe.screen.text == "Safe\none two three"


@pytest.mark.parametrize("fraction", [0.1, 0.4, 0.6, 0.9])
def test_silence_is_as_long_in_any_part_of_a_second(at_the_safe: Person, fraction: float) -> None:
    stage = at_the_safe.stage
    stage.clock.move(fraction)
    at_the_safe.upload_album(*files(at_the_safe, "one", "two"))
    stage.clock.move(1.4)
    (album,) = stage.run(lambda request: list_open(request.dbsession, request.clock), only_reads=True)

    assert 0 < album.seconds <= 1.1 + 0.01


def test_what_is_refused_of_an_album_is_among_it(at_the_safe: Person) -> None:
    (one,) = files(at_the_safe, "one")
    at_the_safe.upload_album(one, ("big", MAX_BYTES + 1, ""))
    at_the_safe.stage.fall_silent()

    assert at_the_safe.screen.text == "Safe\none too_big"


def test_album_of_which_nothing_is_kept_is_refused(at_the_safe: Person) -> None:
    at_the_safe.upload_album(("big", MAX_BYTES + 1), ("bigger", MAX_BYTES + 1))
    at_the_safe.stage.fall_silent()

    assert at_the_safe.screen.text == "❗ The file is too big, at most 20 MB.\n\nSafe"


def test_clock_that_is_set_back_holds_up_no_album(at_the_safe: Person) -> None:
    at_the_safe.upload_album(*files(at_the_safe, "one", "two"))
    at_the_safe.stage.clock.move(-3600)
    at_the_safe.stage.fall_silent()

    assert at_the_safe.screen.text == "Safe\none two"
