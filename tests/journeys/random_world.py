"""Two professionals and their clients on a stage: everything that happens goes through their screens."""

import datetime as dt
import random
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.journeys.random_oracle import DAY, MINUTE, is_closed, periods_on, zone_of
from tests.journeys.random_people import Participants, register_participants
from tests.journeys.random_state import DatabaseState

from kalenner.clock import FixedClock
from kalenner.screens import Button, Press, Screen
from kalenner.screens.registry import specs_of
from kalenner.testing import Person, Stage

OLD_BUTTONS = 2_000


class Old(NamedTuple):
    """A button that somebody saw, and which version of the dialog it belonged to."""

    person: Person
    press: Press
    version: int


class World:
    """What the operations are done with: the people, a clock, chance, and what is known of the database."""

    def __init__(self, stage: Stage, clock: FixedClock, seed: int, second_zone: str) -> None:
        self.stage, self.clock = stage, clock
        self.random = random.Random(seed)
        self.state = DatabaseState()
        self.participants: Participants = register_participants(stage, second_zone)
        self.old: deque[Old] = deque(maxlen=OLD_BUTTONS)
        self.cards: dict[str, deque[Screen]] = {}
        self.twice = False
        self._specs = specs_of(stage.app.registry)

    # Doing

    def go(self, person: Person, screen: str, **args: Any) -> Screen:
        """Press a button that only shows."""
        return person.press_data(Press(screen, args), version=0)

    def act(self, person: Person, screen: str, **args: Any) -> Screen:
        """Press a button that has an effect; twice, where somebody is impatient."""
        return self.press(person, Press(screen, args, is_effect=True))

    def press(self, person: Person, press: Press) -> Screen:
        """Press what is on show."""
        version = self.version(person) if self._specs[press.screen].route.is_step else 0
        shown = person.press_data(press, version=version)
        if self.twice and press.is_effect and press.screen not in {"tick", "form.choose", "form.skip"}:
            shown = person.press_data(press, version=version)
        return shown

    def version(self, person: Person) -> int:
        """Return the version of a person's dialog, by what was read last and shown since."""
        known = self.state.circumstances.versions.get(self.participants.accounts[person.subject], 0)
        return known + sum(not screen.is_card for screen in person.screens[1:])

    def answer(self, person: Person, text: str | None) -> Screen | None:
        """Answer the open question, or skip it; nothing is done where there is none."""
        if not person.screen.has_question:
            return None
        return self.act(person, "form.skip") if text is None else person.send(text)

    def shown(self, person: Person, screen: str) -> list[Press]:
        """Return the presses on show that lead to a screen."""
        return [
            button.target
            for row in person.screen.rows
            for button in row
            if isinstance(button.target, Press) and button.target.screen == screen
        ]

    def take(self, person: Person, screen: str) -> Press | None:
        """Press one of the buttons on show that lead to a screen; return which."""
        found = self.shown(person, screen)
        if not found:
            return None
        press = self.random.choice(found)
        self.press(person, press)
        return press

    # Choosing

    def any(self, things: Sequence[Any]) -> Any:
        """Return one of several things, None where there are none."""
        return self.random.choice(things) if things else None

    def chance(self, part: float) -> bool:
        """Decide by lot."""
        return self.random.random() < part

    def professional_of(self, row: Any) -> Person:
        """Return the professional of an appointment."""
        return self.participants.professionals[row.provider_id]

    def client_of(self, row: Any) -> Person:
        """Return the client of an appointment."""
        return self.participants.people[self.state.circumstances.clients[row.client_id].account_id]

    def provider_id(self) -> int:
        """Return one of the practices."""
        return self.random.choice(list(self.participants.professionals))

    def clients(self, provider_id: int | None = None, *, are_parted: bool = False) -> list[Any]:
        """Return the links that are open, or those that are not."""
        return [
            client
            for client in self.state.circumstances.clients.values()
            if (client.blocked_at is not None or client.removed_at is not None) == are_parted
            and provider_id in {None, client.provider_id}
        ]

    def services(self, provider_id: int) -> list[Any]:
        """Return what a professional offers."""
        offered = self.state.circumstances.services.values()
        return [one for one in offered if (one.provider_id, one.deleted_at) == (provider_id, None)]

    def coming(self, *statuses: str) -> list[Any]:
        """Return the active appointments that have not begun."""
        return [row for row in self.state.active(*statuses) if row.starts_at > self.clock.now()]

    def past(self) -> list[Any]:
        """Return the accepted appointments that have ended."""
        return [row for row in self.state.active("accepted") if row.ends_at <= self.clock.now()]

    def start(self, provider_id: int, *, days: int = 9) -> dt.datetime | None:
        """Return a start on the grid of a practice, which often is free."""
        circumstances = self.state.circumstances
        step = (
            circumstances.calendars[provider_id].step_minutes
            if provider_id in circumstances.calendars
            else 30
        )
        today = self.clock.now().astimezone(zone_of(circumstances, provider_id)).date()
        for _try in range(4):
            day = today + self.random.randrange(days) * DAY
            period = self.any(list(periods_on(circumstances, provider_id, day)))
            if period is not None and not is_closed(circumstances, provider_id, day):
                steps = max((period[1] - period[0]) // (step * MINUTE) - 1, 1)
                return period[0] + self.random.randrange(steps) * step * MINUTE
        return None

    def minute(self, hours: int = 24 * 8) -> dt.datetime:
        """Return a whole quarter of an hour in the time to come."""
        quarters = self.random.randrange(hours * 4)
        return self.clock.now().replace(minute=0, second=0, microsecond=0) + quarters * 15 * MINUTE

    # Remembering

    def remember(self) -> None:
        """Keep some buttons of what was shown, to press them much later, and forget the rest."""
        for subject, person in self.stage.people.items():
            account_id = self.participants.accounts[subject]
            version = self.state.circumstances.versions.get(account_id, 0)
            cards = self.cards.setdefault(subject, deque(maxlen=8))
            cards.extend(person.cards)
            seen = [*self.stage.channel.shown.get(subject, [])[-1:], *person.cards]
            buttons = [one for screen in seen for row in screen.rows for one in row]
            for one in self.random.sample(buttons, min(2, len(buttons))):
                if isinstance(one.target, Press):
                    self.old.append(Old(person, one.target, version))
            person.cards.clear()
            self.stage.channel.shown[subject] = self.stage.channel.shown.get(subject, [])[-1:]
        self.stage.channel.composed.clear()

    def on_show(self, person: Person) -> list[Button]:
        """Return the buttons that a person sees: of the screen, and of the last messages."""
        screens = [person.screen, *self.cards.get(person.subject, [])]
        return [one for screen in screens for row in screen.rows for one in row]
