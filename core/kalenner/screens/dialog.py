"""The dialog row: the whole state of one person's conversation on a channel."""

import datetime as dt
from collections.abc import Collection, Mapping
from operator import methodcaller
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.file_use import FileUse
from kalenner.people import Account
from kalenner.route import Press, dump
from kalenner.screens.registry import ScreenSpec, find_press
from kalenner.screens.sealed_values import SealedRow, SealedValue
from kalenner.security import JSON_CIPHER, Binding, waiting_cipher

STEP_LIFETIME = dt.timedelta(hours=24)
MOST_ANSWERED = 20
"""Messages whose edits are noticed."""


class Dialog(SealedRow, Base):
    """One person's place on one channel: the screen shown, an open form, ticks.

    What a person typed, and what buttons and lists are about, stands in columns that are sealed for their row
    (:mod:`kalenner.screens.sealed_values`). They are read and written with the cipher that `of` takes along.
    """

    __tablename__ = "core_dialog"
    __table_args__ = (
        UniqueConstraint("account_id", "channel"),
        Index(
            "ix_core_dialog_album_silent_at",
            "album_silent_at",
            sqlite_where=text("album_silent_at IS NOT NULL"),
            postgresql_where=text("album_silent_at IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    channel: Mapped[str]
    screen: Mapped[str | None]
    sealed_args: Mapped[bytes | None] = mapped_column("args")
    form: Mapped[str | None]
    sealed_form_args: Mapped[bytes | None] = mapped_column("form_args")
    sealed_answers: Mapped[bytes | None] = mapped_column("answers")
    asking: Mapped[str | None]
    file_use: Mapped[str | None]
    """What a file is wanted for that answers the question that is asked; None where it takes none."""
    sealed_ticks: Mapped[bytes | None] = mapped_column("ticks")
    list_screen: Mapped[str | None]
    """The list that the object on show was opened from; Back leads there."""
    sealed_list_args: Mapped[bytes | None] = mapped_column("list_args")
    version: Mapped[int] = mapped_column(default=0)
    form_expires_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    sealed_draft: Mapped[bytes | None] = mapped_column("draft")
    sealed_answered: Mapped[bytes | None] = mapped_column("answered")

    args = SealedValue[dict[str, str]](dict)
    form_args = SealedValue[dict[str, str]](dict)
    answers = SealedValue[dict[str, Any]](dict)
    ticks = SealedValue[list[int]](list)
    list_args = SealedValue[dict[str, str] | None](lambda: None)
    draft = SealedValue[list[str] | None](lambda: None)
    """What was typed on a screen and is not sent yet: what it belongs to, and the text."""
    answered = SealedValue[list[dict[str, Any]]](list)
    """The last messages that were taken as answers, without their texts."""
    fault: Mapped[str | None]
    """The code of the last fault that the person was told of here."""
    sealed_album: Mapped[bytes | None] = mapped_column("album")
    album = SealedValue[dict[str, Any] | None](lambda: None)
    """An album that is being collected: its id, and the updates so far."""
    album_silent_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """From when on the album is whole, unless more of it comes; by the clock of the database."""

    account: Mapped[Account] = relationship()

    @classmethod
    def of(cls, request: Request, account: Account, channel: str) -> "Dialog":
        """Return a person's dialog on a channel, made if there is none."""
        dbsession = request.dbsession
        dialog: Dialog | None = dbsession.scalar(_DIALOG, {"account_id": account.id, "channel": channel})
        if dialog is None:
            dialog = cls(account_id=account.id, channel=channel, version=0)
            dbsession.add(dialog)
            dbsession.flush()
        dialog.take_cipher(JSON_CIPHER.of(request.registry))
        return dialog

    def binding(self, column: str) -> Binding:
        """Return what a column of this row is bound to."""
        row, tenant = f"{self.channel}:{self.account_id}:{column}", f"account:{self.account_id}"
        return {"table": self.__tablename__, "row": row, "tenant": tenant}

    def place(self, specs: Mapping[str, ScreenSpec]) -> Press | None:
        """Return the screen last shown, or None if it is gone."""
        return find_press(specs, self.screen, self.args)

    def list_behind(self, specs: Mapping[str, ScreenSpec], lists: Collection[str], default: Press) -> Press:
        """Return the one of `lists` that the person saw last; `default` where it was none of them."""
        if self.screen in lists:
            self.list_screen, self.list_args = self.screen, self.args
        last_list = find_press(specs, self.list_screen, self.list_args or {})
        return last_list if last_list is not None and last_list.screen in lists else default

    def open_form(self, specs: Mapping[str, ScreenSpec]) -> Press | None:
        """Return the form that waits for answers, or None."""
        return find_press(specs, self.form, self.form_args)

    def wanted_file(self, specs: Mapping[str, ScreenSpec], now: dt.datetime) -> FileUse | None:
        """Return what a file is wanted for by the open question, or else by the screen on show, if by any."""
        if self.form_expires_at is not None:
            is_open = self.form_expires_at >= now
            return FileUse(self.file_use) if is_open and self.file_use else None
        spec = specs.get(self.screen or "")
        return None if spec is None else spec.route.accepts_files

    def begin(self, form: Press, now: dt.datetime) -> None:
        """Open the form of a press; the answers of another are dropped."""
        self.form, self.form_args = form.screen, _texts(form)
        self.answers, self.asking, self.file_use = {}, None, None
        self.form_expires_at = now + STEP_LIFETIME

    def end_form(self) -> None:
        """Forget the open form and its answers."""
        if self.form is not None:
            self.form, self.form_args, self.form_expires_at = None, {}, None
            self.answers, self.asking, self.file_use = {}, None, None

    def move(self, press: Press) -> None:
        """Remember the screen shown; ticks belong to one screen."""
        args = _texts(press)
        if self.screen != press.screen:
            self.ticks = []
        if not args:  # a menu or another screen without arguments
            self.list_screen, self.list_args = None, None
            self.draft = None
        self.screen, self.args = press.screen, args

    def keep_draft(self, owner: str, text: str | None) -> None:
        """Keep a text that is not sent yet, in place of another; None forgets it, and so does a menu."""
        self.draft = None if text is None else [owner, text]

    def find_draft(self, owner: str) -> str | None:
        """Return the text that was kept for this owner, or None."""
        return self.draft[1] if self.draft is not None and self.draft[0] == owner else None

    def note_taken(self, message: int | None, asked: Press, question: str) -> None:
        """Remember that a message was taken as the answer to a question of a form, or by a screen for ""."""
        if message is not None:
            taken = {"message": message, "screen": asked.screen, "args": _texts(asked), "question": question}
            self.answered = [*self.answered, taken][-MOST_ANSWERED:]

    def note_made(self, asked: Press, made: Press) -> None:
        """Remember which screen shows what the answers to several questions of a form were made into."""
        owner, place = [asked.screen, _texts(asked)], [made.screen, _texts(made)]
        self.answered = [
            {"made": place, **taken} if [taken["screen"], taken["args"]] == owner else taken
            for taken in self.answered
        ]

    def find_taken(self, message: int) -> dict[str, Any] | None:
        """Return what is remembered of a message that was taken as an answer; None for any other."""
        return next((taken for taken in self.answered if taken["message"] == message), None)

    def tell_of(self, message: int) -> bool:
        """Tell whether a message was taken as an answer, and note that its person is told; only once."""
        taken = self.find_taken(message)
        if taken is None or taken.get("is_told"):
            return False
        self.answered = [
            {**one, "is_told": True} if one["message"] == message else one for one in self.answered
        ]
        return True


SEALED = tuple(name for name, value in vars(Dialog).items() if isinstance(value, SealedValue))
"""The columns whose values are sealed for their row."""
_DIALOG = select(Dialog).where(
    Dialog.account_id == bindparam("account_id"), Dialog.channel == bindparam("channel")
)


def _texts(press: Press) -> dict[str, str]:
    return {name: dump(value) for name, value in press.args.items()}


def includeme(config: Configurator) -> None:
    """Declare the sealed columns, which are sealed anew after a rotation of keys."""
    for column in SEALED:
        config.add_sealed_column(
            getattr(Dialog, f"sealed_{column}"), methodcaller("binding", column), cipher_of=waiting_cipher
        )
