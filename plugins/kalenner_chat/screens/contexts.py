"""Whose chats a screen shows: loaded through the person, else not available."""

from pyramid.request import Request

from kalenner.people import Account
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner_chat.draft_service import DraftContent, DraftService
from kalenner_chat.models import ChatMessage, Draft, QuickAnswer, Thread
from kalenner_chat.queries import find_thread
from kalenner_chat.relations import Relation, relation_of


class ThreadContext(PersonContext):
    """One thread of the person, named by the argument ``thread``, whose relation neither side has ended."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.relation: Relation = self._relation(find_thread(request.dbsession, request.args["thread"]))
        self.thread: Thread = self.relation.thread

    def _relation(self, thread: Thread | None) -> Relation:
        relation = None if thread is None else relation_of(thread, self.account)
        if relation is None or relation.is_ended:
            raise NotAvailable
        return relation


class MessageContext(ThreadContext):
    """One message of a thread of the person, named by the argument ``chat_message``."""

    def __init__(self, request: Request) -> None:
        PersonContext.__init__(self, request)
        message = request.dbsession.get(ChatMessage, request.args["chat_message"])
        if message is None or message.sealed is None:
            raise NotAvailable
        self.relation = self._relation(find_thread(request.dbsession, message.thread_id))
        self.thread = self.relation.thread
        self.message: ChatMessage = message

    @property
    def is_own(self) -> bool:
        """Whether the person has sent it."""
        return self.message.account_id == self.account.id


class OwnMessageContext(MessageContext):
    """One message that the person has sent."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not self.is_own:
            raise NotAvailable


class DraftContext(ThreadContext):
    """One draft of the person, named by the argument ``draft``."""

    def __init__(self, request: Request) -> None:
        PersonContext.__init__(self, request)
        draft = request.dbsession.get(Draft, request.args["draft"])
        if draft is None or draft.account_id != self.account.id:
            raise NotAvailable
        self.relation = self._relation(find_thread(request.dbsession, draft.thread_id))
        self.thread = self.relation.thread
        self.draft: Draft = draft


class MessageDraftContext(DraftContext):
    """One draft of the person that is a message."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        try:
            self.content: DraftContent = request.find_service(DraftService).message_in(self.draft)
        except ValueError as error:
            raise NotAvailable from error


class SearchContext(DraftContext):
    """One draft of the person that says what is looked for."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        try:
            self.words: str = request.find_service(DraftService).search_in(self.draft)
        except ValueError as error:
            raise NotAvailable from error


class QuickAnswerContext(ProfessionalContext):
    """One quick answer of the professional, named by the argument ``quick_answer``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.answer: QuickAnswer = _own_answer(request, self.account)


class ProfessionalThreadContext(ThreadContext):
    """One thread in which the person is the professional."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not self.relation.is_professional:
            raise NotAvailable


class ThreadAnswerContext(ProfessionalThreadContext):
    """One thread and one quick answer of the professional."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.answer: QuickAnswer = _own_answer(request, self.account)


def _own_answer(request: Request, account: Account) -> QuickAnswer:
    answer: QuickAnswer | None = request.dbsession.get(QuickAnswer, request.args["quick_answer"])
    if answer is None or answer.account_id != account.id:
        raise NotAvailable
    return answer
