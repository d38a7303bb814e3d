"""Notices: a sentence of the system to one person on a channel, as a message of its own."""

from typing import Any

from pyramid.request import Request

from kalenner.delivery.channels import channels_of
from kalenner.delivery.models import Priority
from kalenner.delivery.outbox import Message, enqueue
from kalenner.i18n import Translatable
from kalenner.people import Account
from kalenner.requests import make_companion
from kalenner.screens import Arrival, Screen, Visit


def enqueue_notice(
    request: Request,
    channel_name: str,
    subject: str,
    account: Account,
    text: Translatable,
    *,
    dedupe: str,
    **values: Any,
) -> None:
    """Queue a sentence for a person, in their language; `dedupe` is its idempotency key.

    It keeps its place among the answers to the person, and comes where notifications would wait.
    """
    companion = make_companion(request, "/-/outbox/notice")
    companion.visit = visit = Visit(account, channel_name, Arrival(subject))
    screen = Screen(companion.text(text, **values), is_card=True)
    payload = channels_of(request.registry)[channel_name].compose(companion, visit, screen)
    enqueue(request, channel_name, Message(subject, payload, Priority.ANSWER, dedupe, account.id))
