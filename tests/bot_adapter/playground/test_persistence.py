"""What is pretended survives a restart, and a kill at any moment."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from kalenner_playground.botapi import BotApi
from kalenner_playground.errors import ApiError, NotPossible
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.phone import Phone

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def opened(folder):
    return closing(FakeTelegram(folder, now=lambda: NOON))


def test_everything_is_there_after_a_restart(tmp_path):
    with opened(tmp_path) as telegram:
        api = BotApi(telegram)
        ada = Phone.of_new(telegram, "Ada", language="de")
        ada.send("/start")
        markup = {"inline_keyboard": [[{"text": "Accept", "callback_data": "a"}]]}
        api.call("sendMessage", {"chat_id": ada.id, "text": "Hello", "reply_markup": markup})
        api.call("setMyCommands", {"commands": [{"command": "start", "description": "Menu"}]})
        document = ada.send_document(b"content", "a.txt")
        press = ada.press("Accept")
        api.call("answerCallbackQuery", {"callback_query_id": str(press.id), "text": "Saved"})
        updates = telegram.updates.waiting()
    with opened(tmp_path) as telegram:
        again = Phone(telegram, ada.id)
        assert (again.person.language, again.screen.text, again.toasts) == ("de", "Hello", ["Saved"])
        assert again.file(document) == b"content"
        assert telegram.updates.waiting() == updates
        assert telegram.profile.commands_of(ada.id, "de")[0]["description"] == "Menu"
        with pytest.raises(ApiError, match="query is too old"):
            BotApi(telegram).call("answerCallbackQuery", {"callback_query_id": str(press.id)})
        following = again.send("next")
        assert following.id == document.id + 1
        assert telegram.updates.waiting()[-1]["update_id"] == updates[-1]["update_id"] + 1


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kalenner_playground.phone import Phone
from kalenner_playground.fake_telegram import FakeTelegram
telegram = FakeTelegram(Path(sys.argv[1]), now=lambda: datetime(2026, 12, 1, tzinfo=UTC))
ada = Phone.of_new(telegram, "Ada")
for number in range(50):
    ada.send(f"message {number}")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_is_lost_when_the_process_is_killed(tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)])
    assert killed.returncode == -9
    with opened(tmp_path) as telegram:
        (ada,) = (Phone(telegram, person.id) for person in telegram.persons.list_all())
        assert [shown.text for shown in ada.messages] == [f"message {number}" for number in range(50)]
        assert telegram.updates.count() == 50


def test_ids_are_never_given_twice(tmp_path):
    with opened(tmp_path) as telegram:
        eve = Phone.of_new(telegram, "Eve")
        sent = eve.send("/start")
        telegram.messages.remove(eve.id, sent.id)
        assert eve.send("again").id == sent.id + 1
        telegram.persons.remove(eve.id)
        assert Phone.of_new(telegram, "Ada").id == eve.id + 1
        assert eve.id > 2**32


def test_change_that_fails_leaves_nothing_behind(tmp_path):
    with opened(tmp_path) as telegram:
        ada = Phone.of_new(telegram, "Ada")
        number = telegram.journal.number
        with pytest.raises(NotPossible), telegram.store.transaction():  # noqa: PT012 - the whole is undone
            ada.send("never")
            ada.send("")
        assert (ada.messages, telegram.updates.count(), telegram.journal.number) == ([], 0, number)
        assert ada.person.started is False
