"""A professional who chooses a design, her browser, and themes made for a test."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from PIL import Image
from pyramid.request import Request
from tests.core.home.people import professional, provider_of
from webtest import TestApp

from kalenner.files import FILES
from kalenner.hooks.themes import Design
from kalenner.people import Provider
from kalenner.screens import Link, Screen
from kalenner.testing import Person, Stage
from kalenner_design_templates.gallery_access import sign_access
from kalenner_design_templates.services import DesignService

T = TypeVar("T")

INSTALLED = ["calm", "barber", "craft", "lawyer", "minimal", "night", "studio", "tutor"]
"""The designs of the gallery by their ids, in its order."""


class Designer:
    """Olga, in the bot and in a browser."""

    def __init__(self, stage: Stage, language: str = "en") -> None:
        self.stage = stage
        self.olga: Person = professional(stage, language=language)
        self.web = TestApp(stage.app)

    def work(self, do: Callable[[DesignService, Provider], T]) -> T:
        """Let the service do something for Olga."""

        def run(request: Request) -> T:
            return do(request.find_service(DesignService), provider_of(request, self.olga))

        return self.stage.run(run)

    @property
    def design(self) -> Design:
        """How Olga's page would look."""
        return self.work(lambda service, provider: service.design_of(provider))

    def ask(self, do: Callable[[Request, Provider], T]) -> T:
        """Let a function of request and practice find something out."""
        return self.stage.run(lambda request: do(request, provider_of(request, self.olga)), only_reads=True)

    def token(self) -> str:
        """A fresh token of Olga's."""
        return self.ask(lambda request, provider: sign_access(request, provider.account_id, provider.id))

    def settings(self) -> Screen:
        """Olga in front of her general settings."""
        self.olga.send("/menu")
        self.olga.press("Settings")
        return self.olga.press("General settings")

    def configuration(self) -> Screen:
        """Olga in front of the configuration of her design."""
        self.settings()
        return self.olga.press("Design configuration")

    def send_picture(self, data: bytes) -> None:
        """Send a picture in answer to the question."""
        key = FILES.of(self.stage.app.registry).put(data)
        self.olga.upload(key, len(data))


def photo(colour: str = "teal", size: tuple[int, int] = (1000, 600)) -> bytes:
    """A picture as somebody would send it."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def link_on(screen: Screen) -> str:
    """The web address of the first button that has one."""
    return next(button.target.url for row in screen.rows for button in row if isinstance(button.target, Link))


def theme(folder: Path, id_: str, manifest: str = "", **files: str) -> None:
    """Write a theme that inherits from the base; `files` are templates, by macro, or texts, as ``locale_de``."""
    place = folder / id_
    place.mkdir(parents=True)
    heading = f'name = "{id_.title()}"\nauthor = "A"\nlicence = "L"\ninherits = "base"\n'
    (place / "theme.toml").write_text(heading + manifest, "utf-8")
    for name, text in files.items():
        kind, _, code = name.partition("_")
        path = place / "locale" / f"{code}.toml" if kind == "locale" else place / "templates" / f"{name}.pt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
