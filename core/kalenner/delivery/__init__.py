"""Delivery: the inbox of updates, the outbox of messages, and the channels that carry both."""

from pyramid.config import Configurator

from kalenner.delivery.admission import Refusal, admit, is_refused, take_no_more
from kalenner.delivery.channels import (
    Channel,
    ChannelRefused,
    Reachability,
    Receipt,
    Refused,
    TryLater,
    Unreachable,
    add_channel,
    can_open,
    channels_of,
    start_link,
)
from kalenner.delivery.inbox import Update, store
from kalenner.delivery.models import Priority, SetAside
from kalenner.delivery.outbox import Message, Notification, enqueue, notify, notify_many, notify_provider
from kalenner.delivery.queries import has_open
from kalenner.delivery.received_files import claim, keep_received, note_files
from kalenner.delivery.retention import delete_old
from kalenner.delivery.set_aside import UnreadableUpdate, payload_binding, set_aside, warn

__all__ = [
    "Channel",
    "ChannelRefused",
    "Message",
    "Notification",
    "Priority",
    "Reachability",
    "Receipt",
    "Refusal",
    "Refused",
    "TryLater",
    "Unreachable",
    "UnreadableUpdate",
    "Update",
    "admit",
    "channels_of",
    "claim",
    "enqueue",
    "has_open",
    "is_refused",
    "keep_received",
    "note_files",
    "notify",
    "notify_many",
    "notify_provider",
    "set_aside",
    "store",
    "take_no_more",
    "warn",
]


def includeme(config: Configurator) -> None:
    """Add the directive, the request methods that queue notifications, and the task that deletes old rows."""
    config.add_directive("add_channel", add_channel)
    config.add_request_method(notify, "notify")
    config.add_request_method(notify_many, "notify_many")
    config.add_request_method(notify_provider, "notify_provider")
    config.add_request_method(start_link, "start_link")
    config.add_request_method(can_open, "can_open")
    config.add_sealed_column(SetAside.payload, payload_binding)
    config.include("kalenner.delivery.payloads")
    config.add_task("delivery.clear", delete_old, every_minutes=30)
