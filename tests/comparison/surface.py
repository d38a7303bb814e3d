"""The only place that knows the product from inside; where revisions differ, each way is tried in turn.

Everything else here takes the product as it is seen: people, what is shown to them, web addresses, and the
tables of the database.
"""

import base64
import datetime as dt
import importlib
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

NOW = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)
"""A Tuesday; noon in Berlin."""
COMMANDS = ("start", "menu", "settings", "language", "cancel", "book", "appointments", "help", "unknown")
TOKEN = "7000000002:no-bot-anywhere-has-this-token"
_ADAPTERS = ("telegram", "playground")
_CHANNEL = "fake"


class Randomness:
    """The same "random" values in each run, while it is entered.

    `strip` takes them out of a text, in hexadecimal or base 64.
    """

    _NAMES = ("token_bytes", "token_hex", "token_urlsafe")

    def __init__(self) -> None:
        self._count = 0
        self.drawn: set[str] = set()

    def __enter__(self) -> Self:
        self._real = {name: getattr(secrets, name) for name in self._NAMES}
        for name in self._NAMES:
            setattr(secrets, name, getattr(self, name))
        return self

    def __exit__(self, *_error: object) -> None:
        for name, real in self._real.items():
            setattr(secrets, name, real)

    def token_bytes(self, nbytes: int | None = None) -> bytes:
        """Return bytes that count."""
        self._count += 1
        number = self._count.to_bytes(8, "big")
        data = ((b"\x9d" + number[::-1]) * 8)[: nbytes or 32]
        if len(data) >= 8:
            self.drawn |= {data.hex(), base64.urlsafe_b64encode(data).rstrip(b"=").decode()}
        return data

    def token_hex(self, nbytes: int | None = None) -> str:
        """Return the bytes in hexadecimal."""
        return self.token_bytes(nbytes).hex()

    def token_urlsafe(self, nbytes: int | None = None) -> str:
        """Return the bytes in URL-safe base 64."""
        return base64.urlsafe_b64encode(self.token_bytes(nbytes)).rstrip(b"=").decode()

    def strip(self, text: str) -> str:
        """Return `text` with every drawn value replaced."""
        for value in self.drawn:
            if value in text:
                text = text.replace(value, "<random>")
        return text


def _first(*places: str) -> Any:
    """Return what the first existing of ``module:name`` leads to."""
    for place in places:
        module, _colon, name = place.partition(":")
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise ImportError(
        f"none of {', '.join(places)} is there: teach tests/comparison/surface.py the new place"
    )


class World:
    """The application in a folder of its own, its clock, and the people of the sample."""

    def __init__(self, folder: Path, randomness: Randomness) -> None:
        self.folder, self.randomness = folder, randomness
        self.path = folder / "kalenner.sqlite"
        make_app = _first("kalenner.app:make_app")
        source = _first("kalenner.settings:Source")
        load_plugins = _first("kalenner.plugins:load_plugins")
        self.clock = _first("kalenner.clock:FixedClock", "kalenner.testing:FixedClock")(NOW)
        values = {"kalenner.data_dir": str(folder), "telegram.token": TOKEN}
        if not self.path.exists():
            upgrade(make_app(source(values, environ={}), loaded=load_plugins(off=("playground",))))
        del values["telegram.token"]
        loaded = [*load_plugins(off=_ADAPTERS), _first("kalenner.testing:fake_plugin")()]
        values["web.public_url"] = "https://sample.example"
        self.app = make_app(source(values, environ={}), loaded=loaded, clock=self.clock)
        self.stage = _first("kalenner.testing:Stage")(self.app)

    def fill(self) -> None:
        """Make the people of the sample, with addresses on the channel of the tests."""
        self.stage.run(_first("kalenner.home.sample:make_sample"))
        self.execute("UPDATE core_identity SET channel = ?", _CHANNEL)

    def close(self) -> None:
        """Let go of the database."""
        _of_platform(self.app, "sessions").engine.dispose()

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement on the database itself."""
        connection = sqlite3.connect(self.path)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def save(self) -> "Saved":
        """Keep the database as it is now."""
        return Saved(self)

    def people(self, language: str) -> dict[str, Any]:
        """Let everyone read `language`; return the people of the sample by their number there."""
        make = _first("kalenner.testing:Person")
        self.execute("UPDATE core_account SET language = ?, channel_language = ?", language, language)
        rows = self.execute(
            "SELECT i.subject, a.client_name FROM core_identity i JOIN core_account a ON a.id = i.account_id"
            " ORDER BY a.id"
        )
        made = {subject: make(self.stage, subject, name, language) for subject, name in rows}
        self.stage.people.update(made)
        return {str(int(subject) % 10_000): person for subject, person in _by_number(made)}

    def stranger(self, language: str) -> Any:
        """Return somebody who was never here."""
        person = _first("kalenner.testing:Person")(self.stage, "999", "Max", language)
        self.stage.people[person.subject] = person
        return person

    def keep_file(self, content: bytes, suffix: str) -> str:
        """Put a file where uploads are kept; return its key."""
        key = "ab" + "0" * 29 + str(len(content) % 10) + suffix
        place = self.folder / "files" / key[:2] / key
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return key

    def run_tasks(self) -> None:
        """Run everything that is done again and again, once, and deliver what follows."""
        tasks_of, run_task = _first("kalenner.tasks:tasks_of"), _first("kalenner.tasks:run_task")
        for task in sorted(tasks_of(self.app), key=lambda task: task.name):
            run_task(self.app, task)
        self.stage.settle()

    def publish(self) -> None:
        """Publish the page of every practice, and write it."""
        service = _first(
            "kalenner_profiles.publication_service:PublicationService",
            "kalenner_profiles.publishing:PublishingService",
        )
        provider = _first("kalenner.people:Provider")

        def work(request: Any) -> None:
            for one in request.dbsession.query(provider).order_by(provider.id):
                request.find_service(service).publish(one)

        self.stage.run(work)
        _first("kalenner_profiles.page_writer:write_due", "kalenner_profiles.writing:write_due")(self.app)

    def screens(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Return name and arguments with their types of every screen, in the order that buttons carry them."""
        specs_of = _first("kalenner.screens.registry:specs_of", "kalenner.screens.routes:routes_of")
        for name, spec in sorted(specs_of(self.app.registry).items()):
            yield name, {key: kind.__name__ for key, kind in spec.args.items()}

    def commands(self) -> list[str]:
        """Return every command with its description, as a channel lists them in each language."""
        commands_of = _first("kalenner.screens.registry:commands_of", "kalenner.screens:commands_of")
        reader_for = _first("kalenner.i18n:reader_for")
        return [
            f"{language} /{name} {reader_for(self.app.registry, language, None).label(_label_of(command))}"
            for language in ("en", "fr", "de", "ru")
            for name, command in commands_of(self.app.registry).items()
        ]


def _label_of(command: Any) -> Any:
    return command.label if hasattr(command, "label") else command[2]


class Saved:
    """A copy of the database; `restore` puts it back beneath the running application."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._copy = sqlite3.connect(":memory:")
        with sqlite3.connect(world.path) as live:
            live.backup(self._copy)
        live.close()
        self._now = world.clock.now()

    def restore(self) -> None:
        """Put the database and the clock back."""
        live = sqlite3.connect(self._world.path)
        self._copy.backup(live)
        live.close()
        self._world.clock.set(self._now)

    def close(self) -> None:
        """Forget the copy."""
        self._copy.close()


def _by_number(made: dict[str, Any]) -> list[tuple[str, Any]]:
    beyond = 2**52
    return [(str(int(subject) - beyond), person) for subject, person in made.items() if subject.isdigit()]


def _of_platform(app: Any, name: str) -> Any:
    """Return one of the application's parts, such as its sessions."""
    key = f"kalenner.{name}"
    platform = app.registry.get("kalenner.platform")
    return getattr(platform, name) if platform is not None else app.registry[key]


def upgrade(app: Any) -> None:
    """Make every table."""
    sessions = _of_platform(app, "sessions")
    _first("kalenner.database:upgrade")(sessions.engine, _of_platform(app, "migrations"))
    sessions.engine.dispose()


def footer(screen: Any) -> bool:
    """Tell whether channels end this screen with Back and Menu."""
    return not (screen.is_menu or screen.is_card or screen.has_question)


def is_link(target: Any) -> bool:
    """Tell whether a target is a web address."""
    return type(target).__name__ == "Link"


def is_copied(target: Any) -> bool:
    """Tell whether a target is a text for the clipboard."""
    return type(target).__name__ == "CopyText"


def is_press(target: Any) -> bool:
    """Tell whether a target leads to a screen of the bot."""
    return not is_link(target) and not is_copied(target)


def is_effect(target: Any) -> bool:
    """Tell whether pressing changes something."""
    return bool(target.is_effect)


def name_of(target: Any) -> str:
    """Return the name of the screen a press leads to."""
    for word in ("screen", "route", "name"):
        value = getattr(target, word, None)
        if value is not None:
            return value if isinstance(value, str) else value.name
    raise AttributeError(f"{target!r} names no screen: teach tests/comparison/surface.py the new way")


def args_of(target: Any) -> dict[str, Any]:
    """Return the arguments of a press by name."""
    return dict(target.args)


def code_of(name: str) -> str:
    """Return the four characters that stand for a screen in the data of a button."""
    place = "kalenner_telegram.pressdata:code_of"
    return _first(place, "kalenner_telegram.press_data:code_of")(name)
