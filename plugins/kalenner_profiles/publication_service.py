"""The service that publishes pages: it changes rows; ``page_writer.py`` writes the files afterwards."""

import datetime as dt
import logging
from collections.abc import Callable, Collection
from functools import partial

from pyramid.request import Request
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.home.pictures import delete_unless_used
from kalenner.people import Provider
from kalenner.themes import Content, ThemeFault
from kalenner_profiles.content import ContentService
from kalenner_profiles.publications import Publication, Slug
from kalenner_profiles.published_pictures import keys_in
from kalenner_profiles.renderer import Renderer, snapshot_digest
from kalenner_profiles.slugs import SlugService

log = logging.getLogger(__name__)

WAKE_UP_TOPIC = "pages"
"""The topic of wake-ups when there is something to write."""


class PublicationService:
    """Publishes, takes down and refreshes the pages of providers."""

    def __init__(
        self,
        dbsession: Session,
        clock: Clock,
        contents: ContentService,
        slugs: SlugService,
        renderer: Renderer,
        delete_files: Callable[[Provider, list[str]], None],
    ) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._contents = contents
        self._slugs = slugs
        self._renderer = renderer
        self._delete_files = delete_files

    def publish(self, provider: Provider) -> Publication:
        """Publish what the page says now; raises ThemeFault, and then nothing has changed.

        The page is rendered here so that a fault is told at once; what is written is rendered again, with
        the booking link of that moment.
        """
        content = self._contents.gather(provider)
        proposed = self._slugs.find(provider.id) or self._slugs.propose(provider)
        try:
            rendered = self._renderer.render(provider, content, proposed, [])
        except ThemeFault as fault:
            log.error("page of provider %s is not published: %s", provider.id, fault)
            raise
        self._slugs.ensure(provider)
        # Two presses at once must not both insert the row.
        self._lock(provider.id)
        snapshot = content.to_json()
        publication = self.find_row(provider.id) or self._make(provider, rendered.theme)
        before = keys_in(publication.content)
        publication.content, publication.digest = snapshot, snapshot_digest(snapshot)
        publication.is_online, publication.published_at = True, self._clock.now()
        publication.is_awaited, publication.failure = True, None
        self._dbsession.flush()
        self._mark_due(Publication.id == publication.id)
        self._dbsession.refresh(publication)
        # Files that were deleted since the last publication were kept because it showed them.
        self._delete_files(provider, sorted(before - keys_in(snapshot)))
        return publication

    def unpublish(self, provider: Provider) -> None:
        """Take the page down; address and snapshot are kept, files that only it has shown are deleted."""
        self._dbsession.execute(
            update(Publication)
            .where(Publication.provider_id == provider.id)
            .values(is_online=False, is_awaited=False, failure=None)
        )
        self._mark_due(Publication.provider_id == provider.id)
        publication = self.find_row(provider.id)
        if publication is not None:
            gone = keys_in(publication.content) - keys_in(self._contents.gather(provider).to_json())
            self._delete_files(provider, sorted(gone))

    def refresh(self, provider_id: int) -> None:
        """Let the published snapshot be rendered again, with the booking link as it is then."""
        # Waits for a publication in progress, whose row may not be inserted or online yet.
        self._lock(provider_id)
        self._mark_due(Publication.provider_id == provider_id, Publication.is_online)

    def refresh_expired(self) -> int:
        """Refresh the pages whose booking link, or one of whose old names, is over; return how many."""
        over = {slug.provider_id for slug in self._slugs.list_over()}
        expired = Publication.invitation_until <= self._clock.now()
        is_written = Publication.version == Publication.written_version
        count = self._mark_due(Publication.is_online, expired, is_written)
        return count + (self._mark_due(Publication.provider_id.in_(over), is_written) if over else 0)

    def refresh_elsewhere(self, target: str) -> int:
        """Refresh the pages that were written to another target than this one; return how many."""
        is_written = Publication.version == Publication.written_version
        return self._mark_due(Publication.is_online, Publication.target != target, is_written)

    def refresh_all(self, slugs: Collection[str] = ()) -> list[str]:
        """Refresh every page online, or those of some names; return the names of the pages it concerns."""
        slugs_of_pages = select(Slug.name, Slug.provider_id).join(
            Publication, Publication.provider_id == Slug.provider_id
        )
        online = slugs_of_pages.where(Publication.is_online, Slug.left_at.is_(None)).order_by(Slug.name)
        chosen = {
            name: provider_id
            for name, provider_id in self._dbsession.execute(online)
            if not slugs or name in slugs
        }
        if chosen:
            # Without a known target every page is written again.
            self._dbsession.execute(
                update(Publication)
                .where(Publication.provider_id.in_(chosen.values()))
                .values(target="")
                .execution_options(synchronize_session=False)
            )
            self._mark_due(Publication.provider_id.in_(chosen.values()))
        return list(chosen)

    def find(self, provider_id: int) -> Publication | None:
        """Return what a provider has online; None where nothing is."""
        row = self.find_row(provider_id)
        return row if row is not None and row.is_online else None

    def find_row(self, provider_id: int) -> Publication | None:
        """Return a provider's publication, a page taken down too."""
        return self._dbsession.scalar(select(Publication).where(Publication.provider_id == provider_id))

    def is_changed(self, provider: Provider) -> bool:
        """Tell whether a page is online and would say something else if it were published now."""
        published = self.find(provider.id)
        if published is None:
            return False
        content = self._contents.gather(provider).to_json()
        if "language" not in published.content:  # published by a release before texts had languages
            del content["language"]
        return snapshot_digest(content) != published.digest

    def change_slug(self, provider: Provider, typed: str) -> str:
        """Give the page another name; raises SlugRefused. The old one leads to it."""
        slug = self._slugs.change(provider, typed)
        self._lock(provider.id)
        # Nothing is at the new address yet, and the professional is told when it is.
        self._dbsession.execute(
            update(Publication)
            .where(Publication.provider_id == provider.id, Publication.is_online)
            .values(online_since=None, is_awaited=True)
        )
        self._mark_due(Publication.provider_id == provider.id, Publication.is_online)
        return slug

    def content_of(self, publication: Publication) -> Content:
        """Return the snapshot."""
        return Content.from_json(publication.content)

    def _lock(self, provider_id: int) -> None:
        lock(self._dbsession, f"publication:{provider_id}")

    def _make(self, provider: Provider, theme: str) -> Publication:
        publication = Publication(
            provider=provider,
            content={},
            version=0,
            written_version=0,
            theme=theme,
            target="",
            paths={},
            files=[],
            tries=0,
            is_awaited=False,
            not_before=self._clock.now(),
        )
        self._dbsession.add(publication)
        return publication

    def _mark_due(self, *conditions: object) -> int:
        """Mark pages as due and wake the writer after the commit; return how many."""
        changed = self._dbsession.execute(
            update(Publication)
            .where(*conditions)  # type: ignore[arg-type]
            .values(version=Publication.version + 1, tries=0, not_before=self._clock.now())
            .execution_options(synchronize_session=False)
        )
        count = int(changed.rowcount)  # type: ignore[attr-defined]
        if count:
            self._dbsession.expire_all()
            wake_after_commit(self._dbsession, WAKE_UP_TOPIC)
        return count


def next_try(now: dt.datetime, tries: int) -> dt.datetime:
    """Return when writing is tried again after so many failures: 1, 2, 4 … minutes, an hour at most."""
    return now + dt.timedelta(minutes=min(2 ** min(tries, 6), 60))


def publication_service_factory(request: Request) -> PublicationService:
    """Make the service for a request."""
    return PublicationService(
        request.dbsession,
        request.clock,
        request.find_service(ContentService),
        request.find_service(SlugService),
        Renderer(request),
        partial(delete_unless_used, request),
    )
