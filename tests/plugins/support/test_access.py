"""Who sees what of tickets: their person, those who answer, and nobody else; nothing stands open."""

import pytest
from sqlalchemy import text
from tests.plugins.support.steps import People, ask, send_file

from kalenner.people import Account
from kalenner.settings import SettingsFault, Source
from kalenner.testing import Person, go
from kalenner.transfers import DownloadRequest
from kalenner_support.downloads import find_file
from kalenner_support.settings import SupportSettings, account_names

CANARY = "heliotrope-canary"


def may_download(people: People, person: Person) -> bool:
    account = person.account
    assert account is not None

    def ask_for(request) -> bool:  # type: ignore[no-untyped-def]
        reader = request.dbsession.get_one(Account, account.id)
        return find_file(request, DownloadRequest(reader, 1, 0, "address")) is not None

    return people.stage.run(ask_for)


def test_file_of_a_ticket_is_for_its_person_and_those_who_answer(people: People) -> None:
    people.ada.press_data(go("support.write"))
    send_file(people.ada, b"x", "x.txt")
    assert not may_download(people, people.sonia)
    people.ada.press("Send")

    olga = people.stage.people["2"]
    assert [may_download(people, person) for person in (people.ada, people.sonia, olga)] == [
        True,
        True,
        False,
    ]


def test_ticket_of_somebody_else_is_not_available(people: People) -> None:
    ask(people.ada, "Mine alone")
    olga = people.stage.people["2"]
    for press in (
        go("support.ticket", ticket=people.ticket().id),
        go("support.reply", ticket=people.ticket().id),
        go("support.answered", ticket_message=1),
        go("support.replied", ticket_message=1),
    ):
        olga.press_data(press)
        assert "Mine alone" not in olga.screen.text
        assert olga.screen.notice is not None
        assert olga.screen.notice.is_alert


def test_texts_and_names_of_files_stand_sealed(people: People) -> None:
    people.ada.press_data(go("support.write"))
    people.ada.send(f"My {CANARY}")
    send_file(people.ada, CANARY.encode(), f"{CANARY}.txt")
    people.ada.press("Send")

    rows = people.stage.run(
        lambda request: request.dbsession.execute(text("SELECT text, file_name FROM support_message")).all()
    )
    assert len(rows) == 2
    assert all(CANARY.encode() not in bytes(value) for row in rows for value in row if value is not None)


def test_text_of_another_ticket_does_not_open(people: People) -> None:
    ask(people.ada, "first")
    ask(people.stage.people["2"], "second")
    swap = "UPDATE support_message SET text = (SELECT text FROM support_message WHERE id = 2) WHERE id = 1"
    people.stage.run(lambda request: request.dbsession.execute(text(swap)))

    people.ada.press_data(go("support.ticket", ticket=people.ticket(1).id))
    assert "second" not in people.ada.screen.text
    assert people.ada.screen.text.endswith("\n?")


def test_accounts_are_named_by_channel_and_subject() -> None:
    assert account_names("telegram:12 telegram:13") == (("telegram", "12"), ("telegram", "13"))
    with pytest.raises(SettingsFault, match=r"support\.accounts"):
        Source({"support.accounts": "12"}, environ={}).read([SupportSettings]).of(SupportSettings)
