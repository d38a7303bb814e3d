"""What was promised and delivered: each message once, to its reader, and none besides."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.journeys.practice_book import Book, News
from tests.journeys.practice_statuses import Promise, promises

from kalenner.screens import Screen

KEY = re.compile(
    r"(appointment:\d+:(?P<change>\d+)|amendment:(?P<amendment>\d+)|location:(?P<place>\d+):\d+):\d+"
)
BY_THEMSELVES = ("appointments.nudge", "reminders.reminder", "undeliverable")
NAMES = {"change": "change", "amendment": "amendment", "place": "appointment"}


def letter_faults(book: Book, news: News, cards: Mapping[int, Sequence[Screen]]) -> list[str]:
    """Compare what had to be told with the outbox, and with the cards that the people got, by account."""
    due = promises(book, news)
    faults = [f"nobody was told: {one}" for one in (due - _delivered(cards)).elements()]
    faults += [f"somebody was told too much: {one}" for one in (_delivered(cards) - due).elements()]
    wanted = Counter((one.account_id, one.args[0]) for one in due.elements())
    promised = _promised(news)
    if wanted != promised:
        faults.append(f"the outbox says {promised - wanted}, not {wanted - promised}")
    return faults + _reminder_faults(book, news, cards)


def _delivered(cards: Mapping[int, Sequence[Screen]]) -> Counter[Promise]:
    found: Counter[Promise] = Counter()
    for account_id, screens in cards.items():
        for one in screens:
            if one.at is not None and one.attachment is None and one.at.screen not in BY_THEMSELVES:
                args = tuple((name, int(value)) for name, value in one.at.args.items())
                found[Promise(account_id, one.at.screen, args)] += 1
    return found


def _promised(news: News) -> Counter[tuple[int, tuple[str, int]]]:
    found: Counter[tuple[int, tuple[str, int]]] = Counter()
    for letter in news.letters:
        match = KEY.fullmatch(letter.dedupe or "")
        if match is not None:
            (name, number), *_none = [(name, value) for name, value in match.groupdict().items() if value]
            found[letter.account_id, (NAMES[name], int(number))] += 1
    return found


def _reminder_faults(book: Book, news: News, cards: Mapping[int, Sequence[Screen]]) -> list[str]:
    """Return the reminders of what does not take place, or has begun."""
    faults = []
    for account_id, screens in cards.items():
        for one in screens:
            if one.at is None or one.at.screen != "reminders.reminder":
                continue
            row = book.appointments[int(one.at.args["appointment"])]
            is_theirs = book.here.clients[row.client_id].account_id == account_id
            if book.statuses[row.id] != "accepted" or row.starts_at <= news.now or not is_theirs:
                faults.append(f"account {account_id} was reminded of {row}")
    return faults
