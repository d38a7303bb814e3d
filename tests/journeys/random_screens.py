"""Invariants of screens: within Telegram's limits, without faults, with the right amounts of money."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup
from pyramid.request import Request
from tests.journeys.random_invariants import paid_by_appointment, prices_set
from tests.journeys.random_state import DatabaseState

from kalenner.route import dump
from kalenner.screens import Button, Press, Screen
from kalenner.screens.registry import routes_of
from kalenner.security import KeyRing
from kalenner_telegram.pressdata import PressData

MOST_TEXT, MOST_CAPTION, MOST_BUTTONS, MOST_A_ROW, MOST_BYTES = 4096, 1024, 100, 8, 64
FOOTER = 2
"""Back and Menu, which a channel adds."""
LATE = 10**6
"""A version of a dialog that no test reaches."""

_AMOUNT = re.compile(r"(?:€|RUB\s)\d[\d.,]*|\d[\d.,\s]*\s(?:€|₽|RUB)")
"""In any language: €1,000.50, 1 000,50 ₽, 50 €, RUB 500.00."""


class Inspector:
    """Looks at every screen once, and at every press once."""

    def __init__(self, registry: Mapping[str, Any]) -> None:
        self._data = PressData(routes_of(registry), KeyRing.generate(), 7_000_000_002)
        self._known: set[str] = set()

    def faults(
        self, request: Request, account_id: int, screens: Iterable[Screen], state: DatabaseState
    ) -> list[str]:
        """Return what is wrong with screens that a person was shown."""
        faults = []
        shown = list(screens)
        for screen in shown:
            found = [*limits(screen), *self._presses(request, account_id, screen), *_words(screen)]
            found += _money(screen, state) if screen is shown[-1] else []
            faults += [f"{one}: {screen.at} {screen.text!r}" for one in found]
        return faults

    def _presses(self, request: Request, account_id: int, screen: Screen) -> Iterable[str]:
        for button in buttons_of(screen):
            press = button.target
            if not isinstance(press, Press):
                continue
            known = f"{press.screen}{press.is_effect}{[dump(arg) for arg in press.args.values()]}"
            if known in self._known:
                continue
            self._known.add(known)
            data = self._data.write(request.dbsession, request.clock, account_id, press, LATE)
            if len(data.encode()) > MOST_BYTES:
                yield f"{press} takes {len(data.encode())} bytes"


def limits(screen: Screen) -> Iterable[str]:
    """Yield in what a screen is more than Telegram takes."""
    length = len(Markup(screen.text).striptags().encode("utf-16-le")) // 2
    most = MOST_CAPTION if screen.picture or screen.attachment else MOST_TEXT
    if length > most:
        yield f"{length} characters"
    if not screen.text.strip():
        yield "no text"
    if sum(map(len, screen.rows)) + FOOTER > MOST_BUTTONS:
        yield f"{sum(map(len, screen.rows))} buttons"
    if any(len(row) > MOST_A_ROW for row in screen.rows):
        yield "a row too wide"
    if not all(button.label for button in buttons_of(screen)):
        yield "a button without a label"


def _words(screen: Screen) -> Iterable[str]:
    said = f"{screen.text} {screen.notice.text if screen.notice else ''}"
    if "went wrong" in said:
        yield "a fault"
    if "${" in said:
        yield "a value that was not filled in"


def _money(screen: Screen, state: DatabaseState) -> Iterable[str]:
    """Yield where the account of an appointment does not say what its entries come to."""
    if screen.at is None or screen.at.screen not in {"payments.card", "payments.page"}:
        return
    row = state.appointments.get(int(screen.at.args["appointment"]))  # type: ignore[arg-type]
    while row is not None and row.status == "cancelled":
        moved = [
            appointment
            for appointment in state.appointments.values()
            if (appointment.replaces_id, appointment.uid) == (row.id, row.uid)
        ]
        if not moved:
            break
        row = moved[0]
    if row is None:
        return
    paid, price = paid_by_appointment(state)[row.id], prices_set(state).get(row.id, row.price_minor)
    wanted = [paid] if price is None else [price, paid, abs(price - paid)]
    if price is None and not paid:
        return
    if price is not None and paid <= price and row.status in {"declined", "cancelled"}:
        wanted = [price, paid]  # nothing is due for what does not take place
    parts = (_AMOUNT.findall(part) for part in screen.text.split("\n\n"))
    shown = [_minor(amount) for amount in next(filter(None, parts), [])]
    if shown != wanted:
        yield f"it says {shown}, not {wanted}"


def _minor(amount: str) -> int:
    """Return an amount of money in cents; a round one may be without them."""
    digits = re.sub(r"\D", "", amount)
    return int(digits) if re.search(r"[.,]\d\d(?!\d)", amount) else int(digits) * 100


def buttons_of(screen: Screen) -> list[Button]:
    """Return the buttons of a screen."""
    return [button for row in screen.rows for button in row]
