"""What a profile page says: the professional's own words, photos and contact, and what plugins add."""

from dataclasses import asdict, replace
from typing import Any

from pyramid.request import Request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.files import StoredPicture
from kalenner.hooks.themes import Design, PageHours, PageLink, PageService
from kalenner.people import Provider, TranslationService, lock_of, main_language
from kalenner.themes.content import Contact, Content
from kalenner_profiles.models import Photo, Profile

MOST_PHOTOS = 20
SUBJECT = "profile"
"""The subject of the translations of `line` and `about`."""


class GalleryFull(Exception):
    """A gallery has as many photos as it can hold."""


class ContentService:
    """The texts, photos and contact of professionals; visitors see them once they are published."""

    def __init__(
        self, dbsession: Session, hooks: Any, clock: Clock, translations: TranslationService
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._clock = clock
        self._translations = translations

    def about(self, provider_id: int) -> str:
        """Return the professional information, the source of a rich text; empty where there is none."""
        profile = self._dbsession.get(Profile, provider_id)
        return "" if profile is None else profile.about

    def set_about(self, provider: Provider, source: str) -> None:
        """Keep the professional information: the source of a rich text, or nothing."""
        self._profile(provider).about = source

    def line(self, provider_id: int) -> str:
        """Return what is offered and where, in one line; empty where there is none."""
        profile = self._dbsession.get(Profile, provider_id)
        return "" if profile is None else profile.line

    def set_line(self, provider: Provider, line: str) -> None:
        """Keep the line, or nothing."""
        self._profile(provider).line = line

    def shows_hours(self, provider_id: int) -> bool:
        """Tell whether the page shows the working hours; at first it does not."""
        profile = self._dbsession.get(Profile, provider_id)
        return profile is not None and profile.shows_hours

    def show_hours(self, provider: Provider, *, shows: bool) -> None:
        """Show the working hours on the page, or not."""
        self._profile(provider).shows_hours = shows

    def contact(self, provider_id: int) -> Contact:
        """Return how the practice can be reached."""
        return _contact(self._dbsession.get(Profile, provider_id))

    def set_contact(self, provider: Provider, **values: str) -> None:
        """Keep some of the fields of :class:`Contact`; an empty text removes one."""
        profile = self._profile(provider)
        for field, value in asdict(replace(_contact(profile), **values)).items():
            setattr(profile, field, value)

    def count_photos(self, provider_id: int) -> int:
        """Return how many photos a gallery has."""
        query = select(func.count()).select_from(Photo).where(Photo.provider_id == provider_id)
        return self._dbsession.scalars(query).one()

    def list_photos(self, provider_id: int) -> list[Photo]:
        """Return the photos of a gallery in their order."""
        query = select(Photo).where(Photo.provider_id == provider_id).order_by(Photo.position, Photo.id)
        return list(self._dbsession.scalars(query))

    def add_photo(self, provider: Provider, picture: StoredPicture) -> Photo:
        """Put a photo at the end of the gallery; raises :class:`GalleryFull`."""
        lock(self._dbsession, lock_of(provider.id))
        photos = self.list_photos(provider.id)
        if len(photos) >= MOST_PHOTOS:
            raise GalleryFull
        photo = Photo(
            provider_id=provider.id,
            position=photos[-1].position + 1 if photos else 0,
            picture=picture.to_json(),
            created_at=self._clock.now(),
        )
        self._dbsession.add(photo)
        self._dbsession.flush()
        return photo

    def move_photo(self, photo: Photo, steps: int) -> None:
        """Move a photo `steps` places towards the end, negative ones towards the beginning, wrapping."""
        lock(self._dbsession, lock_of(photo.provider_id))
        photos = self.list_photos(photo.provider_id)
        if photo not in photos:  # deleted while this waited for the lock
            return
        place = (photos.index(photo) + steps) % len(photos)
        photos.remove(photo)
        photos.insert(place, photo)
        for position, each in enumerate(photos):
            each.position = position
        self._dbsession.flush()

    def remove_photo(self, photo: Photo) -> StoredPicture:
        """Remove a photo from the gallery; return its files, which the caller has to delete."""
        files = StoredPicture.from_json(photo.picture)
        self._dbsession.execute(delete(Photo).where(Photo.id == photo.id))
        return files

    def gather(self, provider: Provider) -> Content:
        """Return what the provider's page would say if it were published now."""
        profile = self._dbsession.get(Profile, provider.id)
        contact = _contact(profile)
        design = self._hooks.themes_find_design(provider=provider)
        picture = provider.picture_sizes
        return Content(
            name=provider.nickname,
            line=profile.line if profile else "",
            language=main_language(provider),
            translations=self._translations.of(provider, SUBJECT),
            about=profile.about if profile else "",
            picture=StoredPicture.from_json(picture) if picture else None,
            services=self._services(provider),
            gallery=tuple(StoredPicture.from_json(photo.picture) for photo in self.list_photos(provider.id)),
            hours=self._hours(provider, profile),
            contact=contact,
            links=self.links(provider, contact.address),
            design=design or Design(),
        )

    def links(self, provider: Provider, address: str) -> tuple[PageLink, ...]:
        """Return what plugins link to from the page, by weight; `address` is the practice's."""
        return tuple(self._hooks.themes_page_links(provider=provider, address=address))

    def _hours(self, provider: Provider, profile: Profile | None) -> tuple[PageHours, ...] | None:
        if profile is None or not profile.shows_hours:
            return None
        return tuple(self._hooks.themes_page_hours(provider=provider))

    def _services(self, provider: Provider) -> tuple[PageService, ...]:
        return tuple(self._hooks.themes_page_services(provider=provider))

    def _profile(self, provider: Provider) -> Profile:
        profile = self._dbsession.get(Profile, provider.id)
        if profile is None:
            lock(self._dbsession, lock_of(provider.id))
            profile = self._dbsession.get(Profile, provider.id)
        if profile is None:
            empty = dict.fromkeys(("line", "about", "website", "email", "phone", "address"), "")
            profile = Profile(provider_id=provider.id, shows_hours=False, **empty)
            self._dbsession.add(profile)
            self._dbsession.flush()
        return profile


def _contact(profile: Profile | None) -> Contact:
    if profile is None:
        return Contact()
    return Contact(profile.website, profile.email, profile.phone, profile.address)


def content_service_factory(request: Request) -> ContentService:
    """Make the service of a request."""
    translations = request.find_service(TranslationService)
    return ContentService(request.dbsession, request.hooks, request.clock, translations)
