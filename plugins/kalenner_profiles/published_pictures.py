"""The picture files that a published page still shows, even if they were deleted since."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from kalenner.people import Provider
from kalenner_profiles.publications import Publication


def find_used(request: Request, provider: Provider, keys: Sequence[str]) -> list[str]:
    """Return those of `keys` that are in the page's snapshot; the next publication deletes unused ones."""
    snapshot = select(Publication.content).where(
        Publication.provider_id == provider.id, Publication.is_online
    )
    published_keys = keys_in(request.dbsession.scalar(snapshot))
    return [key for key in keys if key in published_keys]


def keys_in(snapshot: Any) -> set[str]:
    """Return the keys of all pictures' files that a snapshot names, of whichever release it is."""
    match snapshot:
        case {"variants": [*variants]}:
            return {key for _format, _width, _height, key, *_rest in variants}
        case dict():
            return {key for value in snapshot.values() for key in keys_in(value)}
        case list():
            return {key for value in snapshot for key in keys_in(value)}
    return set()
