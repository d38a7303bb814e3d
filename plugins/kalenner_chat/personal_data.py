"""What chats hold about people, and what becomes of it when an account is erased."""

from sqlalchemy import Select, and_, false, select

from kalenner.hooks.privacy import Erasure, PersonalTable, PersonLike
from kalenner.privacy import of_account
from kalenner_chat import _
from kalenner_chat.models import ChatMessage, Draft, OpenChat, Participant, QuickAnswer, Retention, Thread


def _threads(person: PersonLike) -> Select[int]:
    return select(Thread.id).where(Thread.client_id.in_(person.all_links))


TABLES = [
    PersonalTable(
        Thread,
        lambda person: Thread.client_id.in_(person.all_links),
        Erasure.KEEP,
        reason="It holds the messages that stay with the other side.",
    ),
    PersonalTable(
        Participant,
        lambda person: Participant.thread_id.in_(_threads(person)),
        Erasure.KEEP,
        reason="It says which side of a thread is whose, by numbers alone.",
    ),
    PersonalTable(
        ChatMessage,
        lambda person: ChatMessage.thread_id.in_(_threads(person)),
        Erasure.BLANK,
        title=_("held-messages"),
        # The other side keeps what it was sent, unless the person takes that back.
        erased=lambda person: and_(
            ChatMessage.account_id == person.account_id if person.erases_messages else false()
        ),
        blanks={"sealed": None, "file_id": None},
        reason="It is the other side's correspondence; it bears the name of a deleted account.",
        hidden=frozenset({"token", "position", "number", "channel", "stored_at", "is_silent"}),
        files=("file_id",),
    ),
    PersonalTable(OpenChat, of_account(OpenChat.account_id), Erasure.DELETE),
    PersonalTable(
        Draft,
        of_account(Draft.account_id),
        Erasure.DELETE,
        title=_("held-drafts"),
        hidden=frozenset({"token"}),
    ),
    PersonalTable(
        QuickAnswer,
        of_account(QuickAnswer.account_id),
        Erasure.DELETE,
        title=_("held-quick-answers"),
        hidden=frozenset({"token"}),
    ),
    PersonalTable(Retention, of_account(Retention.account_id), Erasure.DELETE, title=_("held-retention")),
]
