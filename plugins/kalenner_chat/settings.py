"""Settings of the chat: how much anybody may write, how much room files take, and when it is quiet."""

from kalenner.settings import group, setting, whole_number


@group("chat")
class ChatSettings:
    """Messages between the two sides of a relation."""

    messages_per_minute: int = setting(
        30,
        whole_number(1, 10_000),
        "messages from 1 to 10000",
        "How many messages one person may send in one chat within a minute.",
    )
    messages_per_day: int = setting(
        2_000,
        whole_number(10, 1_000_000),
        "messages from 10 to 1000000",
        "How many messages one person may send within 24 hours, in all chats together.",
    )
    quota_mb: int = setting(
        1_000,
        whole_number(20, 1_000_000),
        "megabytes from 20 to 1000000",
        "How much room the files of one chat may take.",
    )
    quiet_from: int = setting(
        22,
        whole_number(0, 23),
        "an hour from 0 to 23",
        "From which hour of the reader's day messages arrive without a sound.",
    )
    quiet_until: int = setting(
        8,
        whole_number(0, 23),
        "an hour from 0 to 23",
        "Until which hour of the reader's day messages arrive without a sound.",
    )
