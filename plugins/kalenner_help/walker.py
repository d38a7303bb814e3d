"""Pressing what answers say, in the sample world: to test that they are true, and to draw the screens.

For tests of plugins as well: ``walk_answer(sample_world(stage, "en"), answer)`` raises :class:`WalkFault`
where a label or a screen is not as an answer says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from markupsafe import Markup

from kalenner.home.sample import CLIENTS, PRACTICES, SamplePerson, make_sample
from kalenner.people import AccountService
from kalenner.requests import Request
from kalenner.route import Press
from kalenner.screens import Screen
from kalenner.screens.registry import specs_of
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_help.answers import NEWCOMER, TYPED, Answer, AnswerPath
from kalenner_help.drawings import Drawing, Walk
from kalenner_help.opened_screens import opened_screen

_CAST = {"en": ("1001", "2001"), "de": ("1001", "2001"), "fr": ("3002", "2003"), "ru": ("3001", "2001")}
"""Who of the sample walks in each language: a professional, and a client with several specialists."""
_NO_BREAK = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_SIGNS = re.compile(r"^(?:\N{SPEECH BALLOON} \d+ )?(?:(?:[^\w+<-]|\N{INFORMATION SOURCE})+(?=\w))?")
"""Signs before the words of a label, and how many messages are unread."""
_SECRET = re.compile(r"(start=|/-/)[\w.~=/%-]+")


class WalkFault(AssertionError):
    """A label or a screen is not as an answer says."""


@dataclass(frozen=True)
class World:
    """The sample world in one language; `values` are what stands between braces in steps."""

    stage: Stage
    language: str
    people: Mapping[str, Person]
    values: Mapping[str, str]

    def walker(self, role: str) -> Person:
        """Return who walks a path: a person of the sample at the main menu, or a newcomer."""
        person = self.stage.person("Kim", self.language) if role == NEWCOMER else self.people[role]
        person.send("/start" if role == NEWCOMER else "/menu")
        return person


def sample_world(stage: Stage, language: str) -> World:
    """Make the sample world on an empty database, with people of one language who walk."""
    by_number = {person.number: person for person in (*CLIENTS, *(one.person for one in PRACTICES))}
    professional, client = (by_number[number] for number in _CAST[language])
    practice = next(one for one in PRACTICES if one.person is professional)

    def make(request: Request) -> str:
        accounts: AccountService = request.find_service(AccountService)
        for person in (professional, client):
            accounts.get_or_make(NAME, person.subject, language).language = language
        make_sample(request)
        account = accounts.find(NAME, professional.subject)
        assert account is not None  # noqa: S101 -- made just now
        assert account.practice is not None  # noqa: S101 -- with a practice
        link = request.hooks.platform_find_booking_link(provider=account.practice)
        return link.url if link else ""

    link = stage.run(make)
    people = {
        "professional": _person(stage, professional, language),
        "client": _person(stage, client, language),
    }
    values = {"specialist": practice.nickname, "client": client.name, "link": link}
    return World(stage, language, people, values)


def _person(stage: Stage, sample: SamplePerson, language: str) -> Person:
    person = Person(stage, sample.subject, sample.name, language)
    stage.people[person.subject] = person
    return person


def walk_answer(world: World, answer: Answer) -> tuple[Walk, ...]:
    """Return the screens of every path; raises :class:`WalkFault` where anything is not as it says.

    Every label is pressed, what is to be seen is looked for, each text in bold has to be on a screen of the
    way, and the button that opens it has to lead to one of them.
    """
    walks = []
    person = None
    for path in answer.paths:
        person = world.walker(path.walker)
        walks.append(_walk(world, path, person))
    _check_labels(answer, walks)
    if answer.opens is not None and person is not None:
        _check_opened(answer, walks, person)
    return tuple(walks)


def _walk(world: World, path: AnswerPath, person: Person) -> Walk:
    drawings: list[Drawing] = []
    for step in path.steps:
        written, before, cards = _spaced(step.format_map(world.values)), person.screen, len(person.cards)
        if written.startswith(TYPED):
            text = written.removeprefix(TYPED)
            drawings.append(replace(_drawing(before), typed=_SECRET.sub(r"\1…", text)))
            person.send(text)
        else:
            row, column = _button(before, written)
            drawings.append(replace(_drawing(before), pressed=(row, column)))
            person.follow(before.rows[row][column])
        if len(person.cards) > cards:
            return (*drawings, _end(person.cards[-1], path, world))
    return (*drawings, _end(person.screen, path, world))


def _end(screen: Screen, path: AnswerPath, world: World) -> Drawing:
    """Return the last screen of a path, which shows what is to be seen there."""
    drawing = _drawing(screen)
    texts = [_plain_text(drawing), *(plain_label(label) for row in drawing.rows for label in row)]
    for seen in path.seen:
        if not any(_spaced(seen.format_map(world.values)) in text for text in texts):
            raise WalkFault(f"expected to see {seen!r} after {' → '.join(path.steps)}, not {texts}")
    return drawing


def _button(screen: Screen, label: str) -> tuple[int, int]:
    """Return the row and column of the first button with a label."""
    for row, buttons in enumerate(screen.rows):
        for column, button in enumerate(buttons):
            names = button.label, plain_label(button.label)
            if isinstance(button.target, Press) and any(fnmatchcase(name, label) for name in names):
                return row, column
    labels = [[plain_label(button.label) for button in buttons] for buttons in screen.rows]
    raise WalkFault(f"expected a button {label!r} among {labels}")


def plain_label(label: str) -> str:
    """Return a label without the signs before its words."""
    return _SIGNS.sub("", _spaced(label))


def _spaced(text: str) -> str:
    """Return a text with plain spaces, as the channel of tests shows it."""
    return _NO_BREAK.sub(" ", text)


def _plain_text(drawing: Drawing) -> str:
    return _spaced(Markup(drawing.text).striptags())  # noqa: S704 -- as a screen showed it


def _drawing(screen: Screen) -> Drawing:
    """Return what is kept of a screen; codes in addresses are left out, since they are new each time."""
    rows = tuple(tuple(_SECRET.sub(r"\1…", button.label) for button in row) for row in screen.rows)
    return Drawing(_SECRET.sub(r"\1…", str(screen.text)), rows)


def _check_opened(answer: Answer, walks: Sequence[Walk], person: Person) -> None:
    """Open what the answer leads to, as who walked last: one of its paths has to come by there."""
    press = opened_screen(specs_of(person.stage.app.registry), answer)
    if press is None:
        raise WalkFault(f"{answer.name} opens {answer.opens}, which is no screen")
    opened = _drawing(person.press_data(press))
    passed = [replace(drawing, pressed=None, typed="") for walk in walks for drawing in walk[1:]]
    if opened not in passed:
        raise WalkFault(f"{answer.opens} shows {opened.text!r}, which no path of {answer.name} comes by")


def _check_labels(answer: Answer, walks: Sequence[Walk]) -> None:
    drawings = [drawing for walk in walks for drawing in walk]
    labels = {plain_label(label) for drawing in drawings for row in drawing.rows for label in row}
    texts = [_plain_text(drawing) for drawing in drawings]
    missing = [
        label
        for label in map(_spaced, answer.labels)
        if not any(known.startswith(label) for known in labels) and not any(label in text for text in texts)
    ]
    if missing:
        raise WalkFault(f"{answer.name} in {answer.language} names {missing}, seen were {sorted(labels)}")
