"""Delivery: inbox, outbox, channels; what came in, what must go out, who carries it."""

from pyramid.config import Configurator

from kalenner.delivery.channels import (
    Channel,
    Reachability,
    Refused,
    TryLater,
    Unreachable,
    add_channel,
    can_open,
    channels_of,
    start_link,
)
from kalenner.delivery.cleaning import clear, note_file
from kalenner.delivery.inbox import Update, has_open, store
from kalenner.delivery.outbox import Notification, Priority, enqueue, notify, notify_many

__all__ = [
    "Channel",
    "Notification",
    "Priority",
    "Reachability",
    "Refused",
    "TryLater",
    "Unreachable",
    "Update",
    "channels_of",
    "enqueue",
    "has_open",
    "note_file",
    "notify",
    "notify_many",
    "store",
]


def includeme(config: Configurator) -> None:
    """Add the directive, the request's way to promise a notification, and the clearing of what is done."""
    config.add_directive("add_channel", add_channel)
    config.add_request_method(notify, "notify")
    config.add_request_method(notify_many, "notify_many")
    config.add_request_method(start_link, "start_link")
    config.add_request_method(can_open, "can_open")
    config.add_task("delivery.clear", clear, every_minutes=30)
