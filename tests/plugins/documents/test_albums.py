"""Several files sent at once: collected, named one by one or all at once, kept together or not at all."""

from tests.plugins.documents.steps import TERMS, People, kept_files, send_album, send_file

from kalenner.files import MAX_BYTES
from kalenner.screens import Press
from kalenner.testing import Person, go


def names_on_show(person: Person) -> list[str]:
    """The labels of the first button of each row."""
    return [row[0] for row in person.labels]


def keep(person: Person) -> None:
    """Press Keep, which is not the first button that begins so."""
    person.follow(next(button for row in person.screen.rows for button in row if button.label == "Keep"))


def test_names_of_an_album_are_asked_one_by_one(people: People) -> None:
    olga = people.olga
    olga.press_data(go("documents.list"))
    send_album(
        olga, (TERMS, "agb.pdf", "Terms of 2026"), (b"second", "form.pdf", ""), (b"third", "x.pdf", "")
    )

    assert "File 1 of 3" in olga.screen.text
    assert "Terms of 2026" in olga.screen.text
    keep(olga)
    assert "File 2 of 3" in olga.screen.text
    olga.send("Form for beginners")
    assert "File 3 of 3" in olga.screen.text
    assert olga.labels == [["Cancel", "Keep"]]
    olga.press("Keep")
    olga.press("Yes")
    assert "these 3 documents" in olga.screen.text
    assert "Terms of 2026\nForm for beginners\nx" in olga.screen.text
    olga.press("Confirm")

    assert names_on_show(olga)[:3] == ["☐ ✍️ Terms of 2026", "☐ ✍️ Form for beginners", "☐ ✍️ x"]
    assert kept_files(people) == [TERMS, b"second", b"third"]


def test_names_can_all_be_kept_at_once(people: People) -> None:
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_album(olga, (b"one", "photo.jpg", ""), (b"two", "photo.jpg", ""), (b"three", "photo.jpg", ""))
    olga.send("First")
    assert olga.labels[0] == ["Keep all names"]
    olga.press("Keep all names")
    assert olga.labels[0] == ["Yes", "No"]
    olga.press("No")
    olga.press("Confirm")

    assert names_on_show(olga)[:3] == ["☐ First", "☐ photo 2", "☐ photo 3"]


def test_album_in_private_is_named_too(people: People) -> None:
    ada, client_id = people.ada, people.client_id()
    ada.press_data(go("documents.private", provider=people.olga.provider_id, page=0))
    send_album(ada, (b"one", "findings.pdf", ""), (b"two", "photo.jpg", "My knee"))
    ada.press("Keep all names")

    assert names_on_show(ada)[:2] == ["🟣 My knee", "🟣 findings"]
    people.olga.press_data(go("documents.exchange", client=client_id, page=0))
    assert names_on_show(people.olga)[:2] == ["My knee", "findings"]


def test_what_is_too_big_is_named_and_the_rest_is_kept(people: People) -> None:
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_album(olga, (b"one", "one.pdf", ""), (MAX_BYTES + 1, "film.mov", ""))

    assert "• film.mov: The file is too big, at most 20 MB." in olga.screen.text
    assert olga.labels == [["Cancel", "Keep"]]
    olga.press("Keep")
    olga.press("No")
    olga.press("Confirm")
    assert kept_files(people) == [b"one"]


def test_file_that_comes_instead_of_a_name_is_told_to_wait(people: People) -> None:
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_album(olga, (b"one", "one.pdf", ""), (b"two", "two.pdf", ""))
    send_file(olga, b"late")

    assert "Please send the name as text first." in olga.screen.text
    olga.press("Keep all names")
    olga.press("No")
    olga.press("Confirm")
    assert kept_files(people) == [b"one", b"two"]


def test_replacement_is_one_file(people: People) -> None:
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_file(olga, TERMS)
    for label in ("Keep", "No", "Confirm", "Replace file"):
        olga.press(label)
    send_album(olga, (b"one", "one.pdf", ""), (b"two", "two.pdf", ""))

    assert "Please send one file only." in olga.screen.text
    assert kept_files(people) == [TERMS]


def test_button_from_before_an_album_is_answered_after_it(people: People) -> None:
    """The album makes the step of the button be over, so that Cancel takes nothing back that was sent later."""
    olga = people.olga
    olga.press_data(go("documents.upload"))
    (cancel,) = [button for row in olga.screen.rows for button in row if button.label == "Cancel"]
    assert isinstance(cancel.target, Press)
    version = olga.version
    send_album(olga, (b"one", "one.pdf", ""), (b"two", "two.pdf", ""), is_whole=False)
    olga.press_data(cancel.target, version=version)

    assert "File 1 of 2" in olga.screen.text
    assert olga.screen.notice is not None
    assert "over" in olga.screen.notice.text
