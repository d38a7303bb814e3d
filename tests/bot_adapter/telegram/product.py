"""The running product with the plugin `hostile`, as the tests look at it."""

import itertools
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from pyramid.request import Request
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from tests.bot_adapter.telegram.hostile_plugin import Written
from tests.live import Live
from tests.opened import inbox_rows

from kalenner.clock import CLOCK
from kalenner.database import SESSIONS
from kalenner.delivery import channels_of
from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.people import AccountService
from kalenner.route import Press
from kalenner.units import run_unit
from kalenner_playground import person_actions
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import FileUpload
from kalenner_playground.phone import Phone
from kalenner_playground.presses import ButtonPress
from kalenner_telegram.channel import TelegramChannel

T = TypeVar("T")

_names = itertools.count(1)


class RunningProduct:
    """The running product, its fake Telegram, and its tables."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.app = live.app
        self.telegram: FakeTelegram = live.telegram
        self._committed = threading.Condition()
        event.listen(SESSIONS.of(live.app.registry), "after_commit", self._wake)

    def _wake(self, _session: Session) -> None:
        with self._committed:
            self._committed.notify_all()

    def until(self, condition: Callable[[], object], timeout: float = 15) -> None:
        """Wait until something holds in the tables; it is looked at after each commit."""
        with self._committed:
            assert self._committed.wait_for(condition, timeout), "this did not become true"

    def person(self) -> Phone:
        """Somebody new, who has opened the desk."""
        phone = self.live.phone(f"Person {next(_names)}")
        phone.send("/desk")
        phone.sees("Desk", 20)
        return phone

    def run(self, work: Callable[[Request], T], *, only_reads: bool = False) -> T:
        """Run a function as a unit of work."""
        return run_unit(self.app, "command/test", work, only_reads=only_reads)

    def account_id(self, phone: Phone) -> int:
        """The account of a person."""

        def find(request: Request) -> int:
            return int(request.find_service(AccountService).find("telegram", str(phone.id)).id)

        return self.run(find, only_reads=True)

    def written(self, phone: Phone) -> list[str]:
        """What a person's presses have written, in order."""
        statement = (
            select(Written.what).where(Written.account_id == self.account_id(phone)).order_by(Written.id)
        )
        return self.run(lambda request: list(request.dbsession.scalars(statement)), only_reads=True)

    def notify(self, reader: Phone, press: Press, *, origin: Phone | None = None, **more: Any) -> None:
        """Promise a notification."""
        account = self.account_id(reader)
        origin_id = None if origin is None else self.account_id(origin)
        self.run(lambda request: request.notify(account, press, origin_id=origin_id, **more))

    def get_over_faults(self, phone: Phone) -> None:
        """Wait until all faults have happened and the message is put off, then let its time come."""
        statement = select(Outbox.id).where(
            Outbox.address == str(phone.id), Outbox.state == OutboxState.WAITING, Outbox.tries > 0
        )
        self.until(lambda: self.telegram.faults.count() == 0)
        self.until(lambda: self.run(lambda request: request.dbsession.scalar(statement), only_reads=True))
        self.move_clock(3)

    def outbox(self, phone: Phone) -> list[str]:
        """The states of what was promised to a person, the oldest first."""
        statement = select(Outbox.state).where(Outbox.address == str(phone.id)).order_by(Outbox.id)
        return self.run(lambda request: list(request.dbsession.scalars(statement)), only_reads=True)

    def count_open(self, phone: Phone) -> int:
        """How many updates of a person are not done."""
        statement = select(Inbox.id).where(Inbox.subject == str(phone.id), Inbox.state == InboxState.OPEN)
        return self.run(lambda request: len(list(request.dbsession.scalars(statement))), only_reads=True)

    def count_inbox(self, phone: Phone) -> int:
        """How many updates of a person were stored."""
        statement = select(Inbox.id).where(Inbox.subject == str(phone.id))
        return self.run(lambda request: len(list(request.dbsession.scalars(statement))), only_reads=True)

    def payloads(self, phone: Phone) -> list[dict[str, Any]]:
        """What the updates of a person say that is still kept."""
        rows = self.run(lambda request: inbox_rows(request, Inbox.subject, Inbox.payload), only_reads=True)
        return [payload for subject, payload in rows if subject == str(phone.id) and payload is not None]

    def send_anything(self, phone: Phone, kind: str) -> None:
        """Let a person send something that is no text."""
        if kind == "contact":
            phone.send_contact()
        elif kind == "location":
            phone.send_location(52.5, 13.4)
        else:
            person_actions.send_files(
                self.telegram, phone.id, kind, [FileUpload(f"a {kind}", "", b"some bytes")]
            )

    def move_clock(self, seconds: float) -> None:
        """Let time pass, and everybody look whether theirs has come."""
        CLOCK.of(self.app.registry).move(seconds)
        for topic in ("inbox", "outbox"):
            WAKE_UPS.of(self.app.registry).wake(topic)

    def answer(self, phone: Phone, press: ButtonPress | None, timeout: float = 10) -> str:
        """What a press was answered with, after everything that it led to; it was answered once."""
        assert press is not None
        text = str(phone.answer_to(press, timeout).get("text", ""))
        self.settle(phone)
        answers = [
            call
            for call in self.calls("answerCallbackQuery")
            if str(call["params"]["callback_query_id"]) == str(press.id)
        ]
        assert [call["ok"] for call in answers] == [True]
        return text

    def settle(self, phone: Phone) -> None:
        """Wait until all that a person did is done, and all that was promised to them has left."""
        self.until(lambda: not self.telegram.updates.count() and not self.count_open(phone))
        self.until(lambda: "waiting" not in self.outbox(phone))

    @property
    def is_postgresql(self) -> bool:
        """Whether the tables are there."""
        return bool(SESSIONS.of(self.app.registry).engine.dialect.name == "postgresql")

    @property
    def channel(self) -> TelegramChannel:
        """The adapter."""
        channel = channels_of(self.app.registry)["telegram"]
        assert isinstance(channel, TelegramChannel)
        return channel

    def texts(self, phone: Phone) -> list[str]:
        """Everything the bot's messages in a chat say now, oldest first."""
        return [shown.text for shown in phone.messages if shown.from_bot]

    def calls(self, method: str, phone: Phone | None = None) -> list[dict[str, Any]]:
        """The calls of a method that the bot made, to one chat or to all."""
        return [
            call
            for call in self.telegram.journal.calls()
            if call["method"] == method
            and (phone is None or str(call["params"].get("chat_id")) == str(phone.id))
        ]
