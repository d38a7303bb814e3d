"""Goes through the bot as one person: follows what shows, tries what changes, answers what is asked."""

import datetime as dt
import hashlib
import io
import re
import unicodedata
from collections import Counter, deque
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

from tests.comparison import surface
from tests.comparison.surface import World

# How much of the same is looked at: effects after effects, questions of one form.
MOST_DEPTH, MOST_QUESTIONS = 2, 8
LOOK_ALIKE = "https://instаgram.com/anna"  # its second a is Cyrillic
RIGHT = (
    "60",
    "Ada Sample",
    "10:00",
    "24.12.2026",
    "9:00-17:00",
    "Berlin",
    "https://example.org/ada",
    "+49 30 901820",
    "ada@example.org",
)
WRONG = ("-7", "31.02.2027", "x" * 5_000, "<b>&</b>", LOOK_ALIKE)
ENOUGH = 2
"""So many right answers taken, and no other is tried."""


@dataclass(frozen=True)
class Seen:
    """What an act brought: screens and messages of the person, and messages of others."""

    screens: list[Any]
    cards: list[Any]
    others: list[tuple[str, Any]]

    @property
    def last(self) -> Any:
        """The screen shown last, else the last message."""
        return [*self.cards, *self.screens][-1] if self.screens or self.cards else None


class Crawl:
    """The walk of one person; `lines` is what was seen, ready to be written."""

    def __init__(
        self, world: World, person: Any, *, answers: bool = True, is_close: bool = True, is_deep: bool = False
    ) -> None:
        self.world, self.person = world, person
        self._answers, self._is_close, self._is_deep = answers, is_close, is_deep
        self._most_visits, self._most_effects = (6, 3) if is_close else (3, 1)
        self.entries: dict[str, str] = {}
        self._visits: Counter[str] = Counter()
        self._places: set[str] = set()
        self._shapes: set[object] = set()
        self._effects: Counter[object] = Counter()
        self._queue: deque[tuple[str, Any]] = deque()

    def run(self, most: int | None = None) -> dict[str, str]:
        """Walk from every command, up to `most` showings; return what was seen by the labels pressed."""
        for command in surface.COMMANDS:
            seen = self._act(f"/{command}", lambda command=command: self.person.send(f"/{command}"))
            self._expand(f"/{command}", seen, "a command")
        while self._queue and (most is None or len(self.entries) < most):
            path, button = self._queue.popleft()
            self._follow(path, button)
        return self.entries

    def _is_new(self, button: Any) -> bool:
        """Tell whether a button leads to a screen that was not shown yet."""
        return self._visits[surface.name_of(button.target)] == 0

    def _follow(self, path: str, button: Any, depth: int = 0) -> None:
        name, there = surface.name_of(button.target), destination(button.target)
        if there in self._places or self._visits[name] >= self._most_visits:
            return
        self._places.add(there)
        self._visits[name] += 1
        seen = self._act(path, lambda: self.person.follow(button))
        self._expand(path, seen, name, depth)

    def _expand(self, path: str, seen: Seen, name: str, depth: int = 0) -> None:
        """Look at what a screen leads to, once for each shape of it."""
        screen = seen.last
        if screen is None:
            return
        kind = (name, shape(screen)) if screen.has_question else shape(screen)
        if kind in self._shapes:
            return
        self._shapes.add(kind)
        if screen.has_question:
            if self._answers:
                self._answer(path, screen)
            return
        state = self.world.save()
        for label, button in buttons(screen):
            target = button.target
            if not surface.is_press(target):
                continue
            if not surface.is_effect(target):
                if depth == 0:
                    self._queue.append((f"{path} › {label}", button))
                elif self._is_deep and self._is_new(button):
                    self._follow(f"{path} › {label}", button, depth + 1)
                    state.restore()
                continue
            self._effect(f"{path} › {label}", button, kind, depth)
            state.restore()
        state.close()

    def _effect(self, path: str, button: Any, where: object, depth: int) -> None:
        """Press what changes something, and look at what it led to; the caller puts the database back."""
        name = surface.name_of(button.target)
        if self._effects[where, name] >= self._most_effects:
            return
        self._effects[where, name] += 1
        seen = self._act(path, lambda: self.person.follow(button))
        if depth < MOST_DEPTH:
            self._expand(path, seen, name, depth + 1)
            self._react(path, seen, depth + 1)

    def _react(self, path: str, seen: Seen, depth: int) -> None:
        """Let the others press what the messages to them offer."""
        me = self.person
        for subject, card in seen.others:
            key = ("card", shape(card))
            if key in self._shapes:
                continue
            self._shapes.add(key)
            self.person = self.world.stage.people[subject]
            state = self.world.save()
            for label, button in buttons(card):
                if surface.is_press(button.target):
                    there = f"{path} › {self.person.name} › {label}"
                    after = self._act(there, lambda button=button: self.person.follow(button))
                    if surface.is_effect(button.target) and depth < MOST_DEPTH:
                        self._react(there, after, depth + 1)
                    state.restore()
            state.close()
            self.person = me

    def _answer(self, path: str, screen: Any) -> None:
        """Answer an open form wrongly, by its buttons, and at last rightly, question after question."""
        before, asked_before = self.world.save(), set()
        for number in range(1, MOST_QUESTIONS + 1):
            if str(screen.text) in asked_before:  # such as the next picture, and the next
                break
            asked_before.add(str(screen.text))
            state = self.world.save()
            asked = f"{path} ?{number}"
            for label, button in few(buttons(screen), 2 if self._is_close else 1):
                if surface.is_press(button.target):
                    self._act(f"{asked} › {label}", lambda button=button: self.person.follow(button))
                    state.restore()
            accepted = self._type(asked, screen, state)
            if accepted is None:
                break
            state.close()
            seen = self._act(f"{asked} = {accepted[0]}", accepted[1])
            if seen.last is None or not seen.last.has_question:
                self._react(f"{asked} = {accepted[0]}", seen, 0)
                if self._is_deep:
                    self._expand(f"{asked} = {accepted[0]}", seen, path, 1)
                break
            screen = seen.last
        before.restore()
        before.close()

    def _type(self, asked: str, screen: Any, state: Any) -> Any:
        """Try every input; return the first right one that was taken, as its name and a way to give it."""
        taken, right, refused = None, 0, 0
        for name, give, is_right in self._inputs():
            if is_right and right >= (ENOUGH if self._is_close else 1):
                continue
            if not is_right and refused and not self._is_close:
                continue
            seen = self._act(f"{asked} ‹ {name}", give)
            is_taken = seen.last is not None and not repeats(seen.last, screen)
            if is_taken and is_right:
                taken = taken or (name, give)
                right += 1
            refused += not is_taken
            state.restore()
        if taken is None:
            choices = [one for one in buttons(screen) if surface.name_of(one[1].target) == "form.choose"]
            if choices:
                label, button = choices[0]
                taken = (label, lambda: self.person.follow(button))
        return taken

    def _inputs(self) -> list[tuple[str, Any, bool]]:
        """Return what may be sent: how it is called, how it is done, and whether it may be right."""
        texts = [(text, True) for text in RIGHT] + [(text, False) for text in WRONG]
        inputs: list[tuple[str, Any, bool]] = [
            (text[:40], lambda text=text: self.person.send(text), is_right) for text, is_right in texts
        ]
        inputs.append(("picture", self._send_picture, True))
        inputs.append(("place", lambda: self.person.send_place(52.52, 13.405), True))
        return inputs

    def _send_picture(self) -> None:
        content = picture()
        self.person.upload(self.world.keep_file(content, ".png"), len(content))

    def _act(self, path: str, act: Any) -> Seen:
        """Do something, and write down everything that was shown to anybody."""
        stage, me = self.world.stage, self.person
        shown = len(me.screens)
        cards = {subject: len(person.cards) for subject, person in stage.people.items()}
        act()
        others = [
            (subject, card)
            for subject, person in stage.people.items()
            if person is not me
            for card in person.cards[cards.get(subject, 0) :]
        ]
        seen = Seen(me.screens[shown:], me.cards[cards.get(me.subject, 0) :], others)
        parts = [written(screen) for screen in seen.screens]
        parts += [f"(message)\n{written(card)}" for card in seen.cards]
        parts += [f"(message to {stage.people[subject].name})\n{written(card)}" for subject, card in others]
        self._write(path, self.world.randomness.strip("\n--\n".join(parts) or "(nothing)"))
        return seen

    def _write(self, path: str, text: str) -> None:
        key, number = path, 1
        while key in self.entries:
            number += 1
            key = f"{path} #{number}"
        self.entries[key] = text


def buttons(screen: Any) -> list[tuple[str, Any]]:
    """Return the buttons of a screen with their labels; equal labels are numbered."""
    counted: Counter[str] = Counter()
    found = []
    for row in screen.rows:
        for button in row:
            counted[button.label] += 1
            number = counted[button.label]
            found.append((button.label if number == 1 else f"{button.label}#{number}", button))
    return found


def few(found: list[tuple[str, Any]], most: int) -> list[tuple[str, Any]]:
    """Return the first ones and the last of each kind of button."""
    kinds: dict[str, list[tuple[str, Any]]] = {}
    for label, button in found:
        kind = surface.name_of(button.target) if surface.is_press(button.target) else "link"
        kinds.setdefault(kind, []).append((label, button))
    return [one for kind in kinds.values() for one in (kind[:most] + kind[most:][-1:])]


def repeats(screen: Any, asked: Any) -> bool:
    """Tell whether a screen asks the same question again."""
    return screen.has_question and str(asked.text) in str(screen.text) and screen.rows == asked.rows


def shape(screen: Any) -> object:
    """Return what kind of screen this is: where it leads and which symbols it bears, without the words."""
    kinds = set()
    for _label, button in buttons(screen):
        kinds.add(surface.name_of(button.target) if surface.is_press(button.target) else "link")
    symbols = {sign for sign in str(screen.text) if unicodedata.category(sign) == "So"}
    return screen.has_question, frozenset(kinds), frozenset(symbols)


def written(screen: Any) -> str:
    """Return a screen as text: what it says, its rows, and what else it brings."""
    lines = [str(screen.text)]
    lines += ["  ".join(f"[{button.label}]" for button in row) for row in screen.rows]
    for row in screen.rows:
        lines += [f"  [{button.label}] {style(button)}→ {destination(button.target)}" for button in row]
    if screen.notice is not None:
        lines.append(f"{'alert' if screen.notice.is_alert else 'notice'}: {screen.notice.text}")
    if surface.footer(screen):
        lines.append(f"back: {destination(screen.back) if screen.back is not None else '-'}, menu")
    flags = [flag for flag in ("is_menu", "is_card", "has_question") if getattr(screen, flag)]
    lines.append(f"flags: {' '.join(flags)}")
    if screen.picture is not None:
        lines.append(f"picture: {digest(screen.picture)}")
    if screen.attachment is not None:
        lines += attached(screen.attachment)
    return "\n".join(lines)


def style(button: Any) -> str:
    """Return the style of a button."""
    return f"({button.style}) " if button.style is not None else ""


def attached(attachment: Any) -> list[str]:
    """Return what a file is called and holds."""
    head = f"file: {attachment.name} ({attachment.media_type})"
    if attachment.media_type.startswith("text/") or "svg" in attachment.media_type:
        return [head, attachment.content.decode().replace("\r\n", "\n")]
    return [f"{head} {digest(attachment.content)}"]


@cache
def picture() -> bytes:
    """Return a small picture such as a person would send."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 120, 90)).save(file, "PNG")
    return file.getvalue()


def digest(content: bytes) -> str:
    """Return what tells the content apart from another."""
    return f"{len(content)} bytes {hashlib.sha256(content).hexdigest()[:16]}"


def destination(target: Any) -> str:
    """Return where a button leads: an address, a text to copy, or its data without version and signature."""
    if surface.is_link(target):
        return str(target.url)
    if surface.is_copied(target):
        return f"copy {target.text}"
    args = " ".join(f"{name}={argument(value)}" for name, value in sorted(surface.args_of(target).items()))
    return f"1{'p' if surface.is_effect(target) else 'g'}{surface.code_of(surface.name_of(target))} {args}".rstrip()


def argument(value: object) -> str:
    """Return an argument as text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M")
    return re.sub(r"\s+", " ", str(value))
