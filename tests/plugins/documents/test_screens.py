"""The professional's documents: uploading, the list, renaming, replacing, deleting, asking for consent."""

from tests.plugins.documents.steps import TERMS, People, kept_files, make_documents, send_file, upload

from kalenner.testing import go

MEGABYTE = 2**20


def test_document_is_uploaded_step_by_step(people: People) -> None:
    olga = people.olga
    olga.press_data(go("office"))
    olga.press("Documents")
    assert "No documents yet" in olga.screen.text
    olga.press("Upload")
    assert "Press 📎 next to the message field" in olga.screen.text
    send_file(olga, TERMS, "agb 2026.pdf")
    assert "agb 2026" in olga.screen.text
    olga.press("Keep")
    assert olga.labels[0] == ["Yes", "No"]
    olga.press("Yes")
    assert "<b>agb 2026</b>" in olga.screen.text
    olga.press("Confirm")

    assert "agb 2026" in olga.screen.text
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Uploaded"
    assert kept_files(people) == [TERMS]


def test_file_that_is_sent_in_front_of_the_list_begins_an_upload(people: People) -> None:
    people.olga.press_data(go("documents.list"))
    send_file(people.olga, TERMS, "terms.pdf")

    assert "Send a name" in people.olga.screen.text
    people.olga.press("Keep")
    people.olga.press("No")
    people.olga.press("Confirm")
    assert kept_files(people) == [TERMS]


def test_empty_and_too_large_files_are_refused_with_the_reason(people: People) -> None:
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_file(olga, b"", "empty.pdf")
    assert "The file is empty" in olga.screen.text
    olga.upload("large", 20 * MEGABYTE + 1)
    assert "at most 20 MB" in olga.screen.text
    olga.send("terms")
    assert "Please send a file." in olga.screen.text
    send_file(olga, TERMS)
    assert "Send a name" in olga.screen.text


def test_what_was_sent_and_not_confirmed_is_not_kept(people: People) -> None:
    people.olga.press_data(go("documents.upload"))
    send_file(people.olga, TERMS)
    people.olga.press("Cancel")

    assert kept_files(people) == []


def test_one_ticked_document_can_be_renamed_replaced_and_deleted(people: People) -> None:
    upload(people)
    olga = people.olga
    olga.press_data(go("documents.list"))
    assert "✍️ Terms: 0 agreed, 1 still to answer" in olga.screen.text
    olga.press("☐ ✍️ Terms")
    assert [label for row in olga.labels for label in row][1:11] == [
        "⬇️ Download",
        "Rename",
        "Replace file",
        "🗑️ Delete",
        "Who agreed",
        "📣 Ask all to read it",
        "Needed before booking",
        "Ask again every … months",
        "For services …",
        "Change consent requirement",
    ]
    olga.press("Rename")
    olga.send("Terms 2027")
    assert "<b>Terms 2027</b>" in olga.screen.text
    olga.press("Replace file")
    assert "anew" in olga.screen.text
    send_file(olga, b"Who is ill pays half")
    assert kept_files(people) == [b"Who is ill pays half"]
    olga.press("Delete")
    assert "Delete <b>Terms 2027</b>?" in olga.screen.text
    olga.press("Yes, delete")
    assert "No documents yet" in olga.screen.text
    assert kept_files(people) == []


def test_requirement_of_several_documents_is_changed_at_once(people: People) -> None:
    make_documents(people, 3, with_consent=False)
    olga = people.olga
    olga.press_data(go("documents.list"))
    olga.press("☐ No. 0")
    olga.press("☐ No. 2")
    assert "Rename" not in [label for row in olga.labels for label in row]
    olga.press("Change consent requirement")
    olga.press("Required")
    assert "No. 0" in olga.screen.text
    assert "No. 1" not in olga.screen.text
    olga.press("Confirm")

    rows = [row[0] for row in olga.labels[:3]]
    assert rows == ["☐ ✍️ No. 0", "☐ No. 1", "☐ ✍️ No. 2"]


def test_download_is_a_button_with_a_link_where_the_server_has_an_address(people: People) -> None:
    document_id = upload(people)
    people.olga.press_data(go("documents.download", document=document_id))

    text, labels = str(people.olga.screen.text), people.olga.labels
    assert ("5 minutes" in text and "Download (1 kB)" in labels[0][0]) or labels == []


def test_empty_file_is_refused_with_the_reason(people: People) -> None:
    people.olga.press_data(go("documents.upload"))
    send_file(people.olga, b"")

    assert "The file is empty" in people.olga.screen.text
    assert kept_files(people) == []
