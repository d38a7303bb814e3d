"""The keys by which the messages that a chat sends are known: idempotency keys, and those of traces."""


def copy_key(message_id: int) -> str:
    """The other side's copy of a message."""
    return f"chat:copy:{message_id}"


def line_key(message_id: int) -> str:
    """The line with the sender's name above a copy that has no room for it."""
    return f"chat:line:{message_id}"


def own_key(message_id: int) -> str:
    """The message that its sender has sent, in the sender's chat."""
    return f"chat:own:{message_id}"


def edit_dedupe(message_id: int, number: int) -> str:
    """One edit of the other side's copy."""
    return f"chat:edit:{message_id}:{number}"


def traced_keys(message_id: int) -> list[str]:
    """Everything that is traced of a message."""
    return [copy_key(message_id), line_key(message_id), own_key(message_id)]
