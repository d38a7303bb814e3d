"""The invariant of messages: each is queued and delivered once, to its reader, and no other is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.journeys.random_state import ChangeSet, DatabaseState
from tests.journeys.random_statuses import Promise, promises

from kalenner.screens import Screen

KEY = re.compile(
    r"(appointment:\d+:(?P<change>\d+)|reason:(?P<reason>\d+)|amendment:(?P<amendment>\d+)|location:(?P<place>\d+):\d+):\d+"
)
BY_THEMSELVES = ("appointments.nudge", "mine.offered", "reminders.reminder", "undeliverable")
NAMES = {"change": "change", "reason": "change", "amendment": "amendment", "place": "appointment"}


def message_faults(
    state: DatabaseState, change_set: ChangeSet, cards: Mapping[int, Sequence[Screen]]
) -> list[str]:
    """Compare what had to be told with the outbox, and with the cards that the people got, by account."""
    due = promises(state, change_set)
    faults = [f"nobody was told: {one}" for one in (due - _delivered(cards)).elements()]
    faults += [f"somebody was told too much: {one}" for one in (_delivered(cards) - due).elements()]
    wanted = Counter((promise.account_id, promise.args[0]) for promise in due.elements())
    promised = _promised(change_set)
    if wanted != promised:
        faults.append(f"the outbox says {promised - wanted}, not {wanted - promised}")
    return faults + _reminder_faults(state, change_set, cards)


def _delivered(cards: Mapping[int, Sequence[Screen]]) -> Counter[Promise]:
    found: Counter[Promise] = Counter()
    for account_id, screens in cards.items():
        for one in screens:
            if one.at is not None and one.attachment is None and one.at.screen not in BY_THEMSELVES:
                args = tuple((name, int(value)) for name, value in one.at.args.items())
                found[Promise(account_id, one.at.screen, args)] += 1
    return found


def _promised(change_set: ChangeSet) -> Counter[tuple[int, tuple[str, int]]]:
    found: Counter[tuple[int, tuple[str, int]]] = Counter()
    explained = {change.id for change in change_set.reasons}
    for message in change_set.messages:
        match = KEY.fullmatch(message.dedupe or "")
        if match is not None:
            (name, number), *_none = [(name, value) for name, value in match.groupdict().items() if value]
            if name == "reason" and int(number) not in explained:
                continue  # given in one go with the decline, whose card is counted as it reads now
            found[message.account_id, (NAMES[name], int(number))] += 1
    return found


def _reminder_faults(
    state: DatabaseState, change_set: ChangeSet, cards: Mapping[int, Sequence[Screen]]
) -> list[str]:
    """Return the reminders of what does not take place, or has begun."""
    faults = []
    for account_id, screens in cards.items():
        for one in screens:
            if one.at is None or one.at.screen != "reminders.reminder":
                continue
            row = state.appointments[int(one.at.args["appointment"])]
            is_theirs = state.circumstances.clients[row.client_id].account_id == account_id
            if state.statuses[row.id] != "accepted" or row.starts_at <= change_set.now or not is_theirs:
                faults.append(f"account {account_id} was reminded of {row}")
    return faults
