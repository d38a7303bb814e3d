"""Settings of support: who answers, and how much and how long is kept."""

from kalenner.settings import group, setting, whole_number


def account_names(text: str) -> tuple[tuple[str, str], ...]:
    """Parse accounts such as ``telegram:123456789``, separated by white space, as channel and subject."""
    names = []
    for word in text.split():
        channel, _colon, subject = word.partition(":")
        if not channel or not subject:
            raise ValueError(word)
        names.append((channel, subject))
    return tuple(names)


@group("support")
class SupportSettings:
    """Tickets: what people ask of those who run the bot."""

    accounts: tuple[tuple[str, str], ...] = setting(
        (),
        account_names,
        "accounts such as telegram:123456789, separated by spaces",
        "Who answers tickets in the bot; with nobody they are read by `kalenner support` alone.",
    )
    open_tickets: int = setting(
        5,
        whole_number(1, 1_000),
        "a number from 1 to 1000",
        "How many tickets of one person may be open at a time; more is written to one of them.",
    )
    solved_after_days: int = setting(
        14,
        whole_number(1, 3_650),
        "days from 1 to 3650",
        "After how long without a reply an answered ticket counts as solved.",
    )
    kept_days: int = setting(
        365,
        whole_number(1, 36_500),
        "days from 1 to 36500",
        "How long a solved ticket is kept, with its files.",
    )
