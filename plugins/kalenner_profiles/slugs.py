"""The names in the addresses of pages: proposed from the nickname, changed by the professional."""

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Collection

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Provider
from kalenner.web.pages import public_words
from kalenner_profiles.publications import Slug

SHORTEST, LONGEST = 2, 40
KEPT = dt.timedelta(days=365)
"""How long an old name redirects to the new one and nobody else can take it.

Printed cards stay in use about that long. Without an end one person could collect names.
"""
MOST_OLD = 5
"""How many old names a provider can have at a time."""
UNNAMED = "practice"
"""The name for a nickname without a letter or digit that can be written in ASCII."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OTHERS = re.compile(r"[^a-z0-9]+")
# As people with these names write them in other countries: passports for Cyrillic, German for umlauts.
_LETTERS = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэєіґўң", "abvgdeziyklmnoprstufyeeigun", strict=True))
    | {"ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
    | {"ю": "yu", "я": "ya", "ї": "yi", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe"}
    | {"ø": "o", "å": "a", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i", "'": "", "’": ""}
)


class SlugFault(enum.Enum):
    """Why a name is not taken."""

    ODD = enum.auto()
    RESERVED = enum.auto()
    TAKEN = enum.auto()
    TOO_OFTEN = enum.auto()


class SlugRefused(Exception):
    """A name is not taken; `reason` says why."""

    def __init__(self, reason: SlugFault) -> None:
        super().__init__(reason.name)
        self.reason = reason


def slug_of(name: str) -> str:
    """Return a nickname as it can stand in an address: 2 to 40 of a–z, 0–9 and single hyphens."""
    text = unicodedata.normalize("NFC", name.casefold().replace("ẞ", "ß")).translate(_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    slug = _OTHERS.sub("-", plain.translate(_LETTERS)).strip("-")[:LONGEST].strip("-")
    return slug if len(slug) >= SHORTEST else UNNAMED


class SlugService:
    """The names of all pages."""

    def __init__(self, dbsession: Session, clock: Clock, reserved: Collection[str]) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._reserved = reserved

    def find(self, provider_id: int) -> str | None:
        """Return the name of a provider's page; None before there was a page."""
        query = select(Slug.name).where(Slug.provider_id == provider_id, Slug.left_at.is_(None))
        return self._dbsession.scalar(query)

    def ensure(self, provider: Provider) -> str:
        """Return the name of a provider's page, made of the nickname where there is none yet."""
        present = self.find(provider.id)
        if present is not None:
            return present
        self._lock()
        slug = self.propose(provider)
        self._dbsession.add(Slug(name=slug, provider_id=provider.id, created_at=self._clock.now()))
        self._dbsession.flush()
        return slug

    def propose(self, provider: Provider) -> str:
        """Return a free name of the nickname, with a number where it is taken or reserved."""
        base = slug_of(provider.nickname)
        number, slug = 1, base
        while slug in self._reserved or self._dbsession.get(Slug, slug) is not None:
            number += 1
            ending = f"-{number}"
            slug = base[: LONGEST - len(ending)].strip("-") + ending
        return slug

    def change(self, provider: Provider, typed: str) -> str:
        """Give the page the name that was typed; raises :class:`SlugRefused`."""
        slug = typed.strip().strip("/").lower()
        if not _SLUG.fullmatch(slug) or not SHORTEST <= len(slug) <= LONGEST:
            raise SlugRefused(SlugFault.ODD)
        if slug in self._reserved:
            raise SlugRefused(SlugFault.RESERVED)
        self._lock()
        row = self._dbsession.get(Slug, slug)
        if row is not None and row.provider_id != provider.id:
            raise SlugRefused(SlugFault.TAKEN)
        now = self._clock.now()
        others = [other for other in self._all(provider.id) if other.name != slug]
        if len(others) > MOST_OLD:
            raise SlugRefused(SlugFault.TOO_OFTEN)
        for other in others:
            other.left_at = other.left_at or now
        # Flushed first: a unique index allows one current name.
        self._dbsession.flush()
        if row is None:
            self._dbsession.add(Slug(name=slug, provider_id=provider.id, created_at=now))
        else:
            row.left_at = None
        self._dbsession.flush()
        return slug

    def list_old(self, provider_id: int) -> list[str]:
        """Return the names that lead to the present one."""
        since = self._clock.now() - KEPT
        slugs = self._all(provider_id)
        return [slug.name for slug in slugs if slug.left_at is not None and slug.left_at > since]

    def list_over(self) -> list[Slug]:
        """Return the old names whose time is over."""
        query = select(Slug).where(Slug.left_at <= self._clock.now() - KEPT)
        return list(self._dbsession.scalars(query))

    def forget_over(self, provider_id: int, *, but: Collection[str] = ()) -> None:
        """Delete a provider's names whose time is over, except `but`, at which pages still stand."""
        for slug in self.list_over():
            if slug.provider_id == provider_id and slug.name not in but:
                self._dbsession.delete(slug)

    def _all(self, provider_id: int) -> list[Slug]:
        query = select(Slug).where(Slug.provider_id == provider_id).order_by(Slug.name)
        return list(self._dbsession.scalars(query))

    def _lock(self) -> None:
        lock(self._dbsession, "profiles:slugs")


def slug_service_factory(request: Request) -> SlugService:
    """Make the service for a request."""
    return SlugService(request.dbsession, request.clock, public_words(request.registry))
