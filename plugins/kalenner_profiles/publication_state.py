"""What became of publishing, in words: waiting, online, or failed and why."""

import enum

from markupsafe import Markup
from pyramid.request import Request

from kalenner_profiles import _
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.publications import Failure, Publication

REASONS = {
    Failure.DESIGN: _("failure-design"),
    Failure.TARGET: _("failure-target"),
    Failure.OTHER: _("failure-other"),
}


class State(enum.Enum):
    """How a publication stands; `UPDATING` and `OUTDATED` have an earlier version online."""

    WAITING = enum.auto()
    ONLINE = enum.auto()
    UPDATING = enum.auto()
    FAILED = enum.auto()
    OUTDATED = enum.auto()
    LEAVING = enum.auto()
    STUCK = enum.auto()
    OFFLINE = enum.auto()


def state_of(publication: Publication) -> State:
    """Return how a publication stands."""
    is_there, has_failed = publication.online_since is not None, publication.failure is not None
    if not publication.is_online:
        if not publication.is_due:
            return State.OFFLINE
        return State.STUCK if has_failed else State.LEAVING
    if has_failed and publication.is_due:
        return State.OUTDATED if is_there else State.FAILED
    if not is_there:
        return State.WAITING
    return State.UPDATING if publication.is_awaited and publication.is_due else State.ONLINE


MESSAGES = {
    State.WAITING: _("page-waiting"),
    State.ONLINE: _("page-online"),
    State.UPDATING: _("page-updating"),
    State.FAILED: _("page-failed"),
    State.OUTDATED: _("page-outdated"),
    State.LEAVING: _("page-leaving"),
    State.STUCK: _("page-stuck"),
    State.OFFLINE: _("page-unpublished"),
}


def state_text(request: Request, publication: Publication, slug: str) -> Markup:
    """Return in one line how a publication stands, with the page's address where it is there."""
    text: Markup = request.text(MESSAGES[state_of(publication)], **_values(request, publication, slug))
    return text


def state_label(request: Request, publication: Publication, slug: str) -> str:
    """Return the same as plain text, for a menu's lines."""
    label: str = request.label(MESSAGES[state_of(publication)], **_values(request, publication, slug))
    return label


def _values(request: Request, publication: Publication, slug: str) -> dict[str, str]:
    since = publication.online_since or publication.published_at
    reader = request.reader
    return {
        "url": PageAddresses(request, slug).page(reader.language),
        "reason": request.label(REASONS[Failure(publication.failure or Failure.OTHER)]),
        "since": f"{reader.plain_day(reader.local(since).date())}, {reader.time(since)}",
    }
