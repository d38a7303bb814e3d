"""Designs of pages: theme, options, banner and backgrounds; visitors see them once the page is published."""

import datetime as dt
from collections.abc import Mapping

from pyramid.request import Request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.files import StoredPicture
from kalenner.hooks.themes import Design, PageBanner
from kalenner.people import Provider, TranslationService
from kalenner.themes import OPTIONS, Theme, Themes
from kalenner.themes.discovery import THEMES
from kalenner_design_templates.models import Background, DesignChoice

PLACES = ("page", "header", "contact")
"""The parts of a page that can have a background picture."""
POSITIONS = ("top", "middle")
"""The positions of a banner: at the top, or between gallery and services."""


BANNER = "banner"
"""The subject of the translations of a banner's texts."""


class UnknownDesign(Exception):
    """There is no such theme to choose."""


class DesignService:
    """The designs that professionals have chosen for their pages."""

    def __init__(
        self, dbsession: Session, themes: Themes, clock: Clock, translations: TranslationService
    ) -> None:
        self._dbsession = dbsession
        self._themes = themes
        self._clock = clock
        self._translations = translations

    def design_of(self, provider: Provider) -> Design:
        """Return how a page looks once it is published; the default design where nothing was chosen."""
        choice = self._find(provider)
        banner = self.banner(provider)
        is_shown = banner.heading or banner.text or (banner.button and banner.url)
        return Design(
            theme=choice.theme if choice else "",
            options=dict(choice.options) if choice else {},
            banner=banner if is_shown else None,
            backgrounds=self.backgrounds(provider),
        )

    # The theme

    def theme_of(self, provider: Provider) -> Theme:
        """Return the theme that was chosen, else the platform's default."""
        choice = self._find(provider)
        return self._themes.get_or_default(choice.theme if choice else "")

    def get(self, theme_id: str) -> Theme:
        """Return a theme that can be chosen; raises :class:`UnknownDesign`."""
        theme = next((theme for theme in self._themes.list_designs() if theme.id == theme_id), None)
        if theme is None:
            raise UnknownDesign(theme_id)
        return theme

    def choose(self, provider: Provider, theme_id: str) -> dt.datetime:
        """Let the page have a theme; what was configured stays. Raises :class:`UnknownDesign`.

        Returns when anything was changed last: now, unless the page had this theme already.
        """
        theme = self.get(theme_id)
        present = self._find(provider)
        if present is not None and present.theme == theme.id:
            return present.updated_at
        choice = self._locked_row(provider)
        choice.theme = theme.id
        return choice.updated_at

    # Its options

    def options(self, provider: Provider) -> dict[str, str]:
        """Return the value of each option that the theme honours, as it was saved."""
        choice = self._find(provider)
        return self._honoured(provider, choice.options if choice else {})

    def drafted(self, provider: Provider) -> dict[str, str]:
        """Return the same with the changes that are not saved yet."""
        choice = self._find(provider)
        if choice is None:
            return self._honoured(provider, {})
        return self._honoured(provider, choice.options if choice.draft is None else choice.draft)

    def is_unsaved(self, provider: Provider) -> bool:
        """Tell whether there are changes that are not saved yet."""
        return self.drafted(provider) != self.options(provider)

    def draft(self, provider: Provider, option: str, value: str) -> None:
        """Change one option without saving it; raises KeyError for one or a value that does not exist."""
        if value not in OPTIONS[option]:
            raise KeyError(value)
        choice = self._locked_row(provider)
        choice.draft = (choice.options if choice.draft is None else choice.draft) | {option: value}

    def save(self, provider: Provider) -> None:
        """Keep the changes."""
        choice = self._locked_row(provider)
        if choice.draft is not None:
            choice.options, choice.draft = choice.draft, None

    def discard(self, provider: Provider) -> None:
        """Drop the changes."""
        self._locked_row(provider).draft = None

    def configure(self, provider: Provider, options: Mapping[str, str]) -> None:
        """Change options at once; raises KeyError for one or a value that does not exist."""
        for option, value in options.items():
            self.draft(provider, option, value)
        self.save(provider)

    # The banner

    def banner(self, provider: Provider) -> PageBanner:
        """Return what the banner says, empty where nothing was entered; shown or not."""
        choice = self._find(provider)
        if choice is None:
            return PageBanner()
        return PageBanner(
            choice.banner_heading,
            choice.banner_text,
            choice.banner_button,
            choice.banner_url,
            choice.banner_position,
            self._translations.of(provider, BANNER),
        )

    def set_banner(self, provider: Provider, **values: str) -> None:
        """Change some of the fields of :class:`PageBanner`; an empty text removes one."""
        choice = self._locked_row(provider)
        for field, value in values.items():
            setattr(choice, f"banner_{field}", value)

    # The backgrounds

    def backgrounds(self, provider: Provider) -> dict[str, StoredPicture]:
        """Return the pictures behind parts of the page, by place."""
        rows = self._dbsession.scalars(select(Background).where(Background.provider_id == provider.id))
        pictures = {row.place: StoredPicture.from_json(row.picture) for row in rows}
        return {place: pictures[place] for place in PLACES if place in pictures}

    def set_background(
        self, provider: Provider, place: str, picture: StoredPicture | None
    ) -> StoredPicture | None:
        """Put a picture behind a part of the page, None for none; return the one before, to be forgotten."""
        if place not in PLACES:
            raise KeyError(place)
        self._locked_row(provider)
        before = self.backgrounds(provider).get(place)
        conditions = (Background.provider_id == provider.id, Background.place == place)
        self._dbsession.execute(delete(Background).where(*conditions))
        if picture is not None:
            row = Background(provider_id=provider.id, place=place, picture=picture.to_json())
            self._dbsession.add(row)
            self._dbsession.flush()
        return before

    def _find(self, provider: Provider) -> DesignChoice | None:
        return self._dbsession.get(DesignChoice, provider.id)

    def _locked_row(self, provider: Provider) -> DesignChoice:
        """Return the provider's row under a lock; it is inserted if there is none."""
        lock(self._dbsession, f"design:{provider.id}")
        choice = self._dbsession.get(DesignChoice, provider.id, populate_existing=True)
        if choice is None:
            choice = DesignChoice(provider_id=provider.id, theme="", options={}, banner_position=POSITIONS[0])
            choice.banner_heading = choice.banner_text = choice.banner_button = choice.banner_url = ""
            self._dbsession.add(choice)
        choice.updated_at = self._clock.now()
        self._dbsession.flush()
        return choice

    def _honoured(self, provider: Provider, chosen: Mapping[str, str]) -> dict[str, str]:
        theme = self.theme_of(provider)
        configured = theme.configured(chosen)
        return {name: configured[name] for name in OPTIONS if name in theme.options}


def design_service_factory(request: Request) -> DesignService:
    """Make the service of a request."""
    translations: TranslationService = request.find_service(TranslationService)
    return DesignService(request.dbsession, THEMES.of(request.registry), request.clock, translations)
