"""Quick answers of a professional: short texts with a name, and places for what differs."""

import logging
import secrets
from typing import NamedTuple

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.people import Account
from kalenner.security import Tampered
from kalenner.zones.folding import fold
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.errors import NameTaken, TooManyAnswers
from kalenner_chat.models import QuickAnswer

log = logging.getLogger(__name__)

MOST_ANSWERS = 50


class NamedAnswer(NamedTuple):
    """A quick answer as it reads."""

    id: int
    name: str
    text: str


class QuickAnswerService:
    """The quick answers of a request."""

    def __init__(self, dbsession: Session, cipher: ChatCipher) -> None:
        self._dbsession, self._cipher = dbsession, cipher

    def list_answers(self, account: Account) -> list[NamedAnswer]:
        """Return a professional's quick answers by name; one that does not open is left out."""
        query = select(QuickAnswer).where(QuickAnswer.account_id == account.id)
        answers: list[NamedAnswer] = []
        for row in self._dbsession.scalars(query):
            try:
                answers.append(self.read(row))
            except Tampered:
                log.exception("quick answer %s cannot be opened", row.id)
        return sorted(answers, key=lambda answer: (fold(answer.name), answer.id))

    def read(self, answer: QuickAnswer) -> NamedAnswer:
        """Return a quick answer as it reads. Raises Tampered."""
        return NamedAnswer(answer.id, *self._cipher.open_answer(answer))

    def add(self, account: Account, name: str, text: str) -> QuickAnswer:
        """Keep a text under a name. Raises NameTaken, TooManyAnswers."""
        lock(self._dbsession, f"chat.answers:{account.id}")
        others = self.list_answers(account)
        self._check_name(others, name)
        if len(others) >= MOST_ANSWERS:
            raise TooManyAnswers
        token = secrets.token_hex(16)
        sealed = self._cipher.seal_answer(account.id, token, name, text)
        answer = QuickAnswer(account_id=account.id, token=token, sealed=sealed)
        self._dbsession.add(answer)
        self._dbsession.flush()
        return answer

    def change(self, answer: QuickAnswer, account: Account, name: str, text: str) -> None:
        """Keep another name and text. Raises NameTaken."""
        lock(self._dbsession, f"chat.answers:{account.id}")
        self._check_name([one for one in self.list_answers(account) if one.id != answer.id], name)
        answer.sealed = self._cipher.seal_answer(account.id, answer.token, name, text)
        self._dbsession.flush()

    def delete(self, answer: QuickAnswer) -> None:
        """Forget a quick answer."""
        self._dbsession.execute(delete(QuickAnswer).where(QuickAnswer.id == answer.id))

    def _check_name(self, others: list[NamedAnswer], name: str) -> None:
        if fold(name) in {fold(other.name) for other in others}:
            raise NameTaken


def quick_answer_service_factory(request: Request) -> QuickAnswerService:
    """Make the service for a request."""
    return QuickAnswerService(request.dbsession, request.find_service(ChatCipher))


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(quick_answer_service_factory, QuickAnswerService)
