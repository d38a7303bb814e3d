"""Writes due pages to the target; safe against kills and against two writers at once.

A page is written in three steps. After a kill at any of them the next writer begins again:

1. What will stand on the target is noted in the row and committed, so that it can always be removed.
2. Styles and pictures are written. Their names are digests of their content, so a second write changes
   nothing.
3. Under the lock ``page:<provider>``, if the version is still the rendered one, the pages are written and
   the row is updated. A writer with an older version writes no page.

Files that no page loads are removed a day later, because caches may still have pages that load them.
"""

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import ColumnElement, delete, select, update

from kalenner.database import insert_new, lock
from kalenner.storage import StorageFault
from kalenner.themes import ThemeFault
from kalenner.themes.discovery import DEFAULT
from kalenner.units import run_unit
from kalenner_profiles import routes
from kalenner_profiles.publication_service import PublicationService, next_try
from kalenner_profiles.publications import Failure, PageFile, Publication
from kalenner_profiles.renderer import NOTHING, Rendered, Renderer
from kalenner_profiles.slugs import SlugService
from kalenner_profiles.targets import Target, reason_against_writing, target_of

log = logging.getLogger(__name__)

UNIT = "task/pages"
AT_ONCE = 500
KEPT = dt.timedelta(days=1)
"""How long an unused file is kept."""
_FILES_LOCK = "pages:files"


@dataclass(frozen=True)
class RenderedVersion:
    """One version of a publication as it should stand on the target."""

    provider_id: int
    version: int
    rendered: Rendered


def list_due(request: Request) -> list[int]:
    """Return the providers whose pages are due, who has waited longest first."""
    is_due = Publication.version != Publication.written_version
    due = select(Publication.provider_id).where(is_due, Publication.not_before <= request.clock.now())
    return list(request.dbsession.scalars(due.order_by(Publication.not_before).limit(AT_ONCE)))


def write_due(app: Router) -> int:
    """Write every page that is due, one after the other; return how many were written."""
    due = run_unit(app, UNIT, list_due, only_reads=True)
    return sum(write(app, provider_id) for provider_id in due)


def write(app: Router, provider_id: int) -> bool:
    """Write one page and return whether it was; what fails is tried again later, and the log says why."""
    target = target_of(app.registry)
    try:
        wanted = run_unit(app, UNIT, partial(_render, provider_id=provider_id), only_reads=True)
        if wanted is None or not run_unit(app, UNIT, partial(_announce, wanted=wanted, target=target)):
            return False
        _put_files(target, wanted)
        return run_unit(app, UNIT, partial(_put_pages, wanted=wanted, target=target))
    except (ThemeFault, StorageFault) as fault:
        failure = Failure.DESIGN if isinstance(fault, ThemeFault) else Failure.TARGET
        log.error("page of provider %s is not written, the last one stays: %s", provider_id, fault)
    except Exception:  # such as a snapshot of a newer release; the others are written all the same
        failure = Failure.OTHER
        log.exception("page of provider %s cannot be written, the last one stays", provider_id)
    run_unit(app, UNIT, partial(_put_off, provider_id=provider_id, failure=failure))
    return False


def _render(request: Request, provider_id: int) -> RenderedVersion | None:
    publication = request.find_service(PublicationService).find_row(provider_id)
    if publication is None or not publication.is_due or reason_against_writing(request):
        return None
    if not publication.is_online:
        return RenderedVersion(provider_id, publication.version, NOTHING)
    slugs: SlugService = request.find_service(SlugService)
    content = request.find_service(PublicationService).content_of(publication)
    slug = slugs.find(provider_id)
    assert slug is not None  # noqa: S101 -- publishing has given one
    old = slugs.list_old(provider_id)
    renderer = Renderer(request)
    try:
        rendered = renderer.render(publication.provider, content, slug, old)
    except ThemeFault as fault:
        if not _has_stale_invitation(publication, renderer):
            raise
        # The last good page has a dead link, so the default design is better than that page.
        log.error("page of provider %s is shown in the default design: %s", provider_id, fault)
        plain = replace(content, design=replace(content.design, theme=DEFAULT))
        rendered = renderer.render(publication.provider, plain, slug, old)
    return RenderedVersion(provider_id, publication.version, rendered)


def _has_stale_invitation(publication: Publication, renderer: Renderer) -> bool:
    """Tell whether the written page has a booking link that has changed since."""
    invitation = renderer.find_invitation(publication.provider)
    is_same = invitation is not None and invitation.expires_at == publication.invitation_until
    return publication.invitation_until is not None and not is_same


def _announce(request: Request, wanted: RenderedVersion, target: Target) -> bool:
    """Note which pages and files are going to be there; return False where that is not wanted any more."""
    lock(request.dbsession, _FILES_LOCK)
    publication = _still_wanted(request, wanted)
    if publication is None:
        return False
    present = publication.paths if publication.target == target.name else {}
    digests = wanted.rendered.digests()
    # From here on a page that changes or goes is uncertain, since writing may stop in the middle.
    publication.paths = {
        path: present[path] if present.get(path) == digests.get(path) else ""
        for path in {**present, **digests}
    }
    publication.target = target.name
    names = list(wanted.rendered.files)
    if names:
        insert_new(request.dbsession, PageFile, [{"name": name, "unused_at": None} for name in names])
    _mark(request, names, None)
    # The files of the present pages stay listed until the new pages are written.
    publication.files = list(dict.fromkeys([*publication.files, *names]))
    return True


def _mark(
    request: Request, names: Collection[str], at: dt.datetime | None, *which: ColumnElement[bool]
) -> None:
    """Note since when files are unused; None where they are used."""
    if names:
        rows = (PageFile.name.in_(names), *which)
        # Locked in one order, so that two writers of the same files cannot deadlock.
        request.dbsession.execute(
            select(PageFile.name).where(*rows).order_by(PageFile.name).with_for_update()
        )
        request.dbsession.execute(
            update(PageFile).where(*rows).values(unused_at=at).execution_options(synchronize_session=False)
        )


def _put_files(target: Target, wanted: RenderedVersion) -> None:
    for name, read in wanted.rendered.files.items():
        if target.has_file(name):
            continue
        try:
            data = read()
        except KeyError:
            log.warning("page of provider %s: the picture %s is lost", wanted.provider_id, name)
            continue
        target.put_file(name, data)


def _put_pages(request: Request, wanted: RenderedVersion, target: Target) -> bool:
    lock(request.dbsession, f"page:{wanted.provider_id}")
    publication = _still_wanted(request, wanted)
    if publication is None or publication.target != target.name:
        return False
    digests = wanted.rendered.digests()
    for path, page in wanted.rendered.pages.items():
        if publication.paths.get(path) != digests[path]:
            target.put_page(path, page)
    for path in publication.paths.keys() - digests.keys():
        target.remove_page(path)
    publication.paths = digests
    publication.languages = list(wanted.rendered.languages)
    names = list(wanted.rendered.files)
    _mark(request, set(publication.files) - set(names), request.clock.now())
    publication.files = names
    publication.written_version = wanted.version
    if not publication.is_online:
        publication.online_since = None
    elif publication.online_since is None:
        publication.online_since = request.clock.now()
    if publication.is_awaited or publication.failure is not None:
        _tell(request, publication, "written")
    publication.is_awaited, publication.failure = False, None
    publication.tries = 0
    invitation = wanted.rendered.invitation
    publication.invitation_until = invitation.expires_at if invitation else None
    publication.theme = wanted.rendered.theme or publication.theme
    publication.link_bases = wanted.rendered.link_bases or publication.link_bases
    # Expired names have no page any more, so that now others may take them.
    request.find_service(SlugService).forget_over(
        wanted.provider_id, but={path.partition("/")[2] for path in digests}
    )
    return True


def _still_wanted(request: Request, wanted: RenderedVersion) -> Publication | None:
    query = select(Publication).where(
        Publication.provider_id == wanted.provider_id,
        Publication.version == wanted.version,
        Publication.written_version != wanted.version,
    )
    publication: Publication | None = request.dbsession.scalar(query.with_for_update())
    return publication


def _tell(request: Request, publication: Publication, outcome: str) -> None:
    """Tell the professional how it went, in a message of its own."""
    request.notify_provider(
        publication.provider,
        routes.profile_outcome(),
        dedupe=f"page:{publication.provider_id}:{publication.version}:{outcome}",
    )


def _put_off(request: Request, provider_id: int, failure: Failure) -> None:
    """Try again later. The first failure in a row is told, and so is the end of them."""
    publication = request.find_service(PublicationService).find_row(provider_id)
    if publication is not None:
        publication.not_before = next_try(request.clock.now(), publication.tries)
        publication.tries += 1
        if publication.failure is None:
            _tell(request, publication, "failed")
        publication.failure, publication.is_awaited = failure, False


def remove_unused(request: Request) -> int:
    """Remove the files that no page has loaded for a day; return how many."""
    dbsession = request.dbsession
    lock(dbsession, _FILES_LOCK)
    then = request.clock.now() - KEPT
    old = set(dbsession.scalars(select(PageFile.name).where(PageFile.unused_at <= then).limit(AT_ONCE)))
    if not old:
        return 0
    used = {name for files in dbsession.scalars(select(Publication.files)) for name in files} & old
    _mark(request, used, None, PageFile.unused_at <= then)
    gone = sorted(old - used)
    target_of(request.registry).remove_files(gone)
    dbsession.execute(delete(PageFile).where(PageFile.name.in_(gone)))
    return len(gone)
