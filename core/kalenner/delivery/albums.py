"""Albums of private files: several messages that were sent as one, collected and answered together.

Each part is kept in the dialog row as it is handled, so an album survives a kill and may be split over
processes. It is whole when the person does something else, or when nothing came for a second and a half:
an instant in the row, which the dispatcher looks for, so no thread waits for it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import database_now
from kalenner.delivery.queries import has_open, is_any_open
from kalenner.file_use import FileUse
from kalenner.people import Identity
from kalenner.screens import Arrival, Dialog, Visit
from kalenner.screens.dispatch import find_replied
from kalenner.screens.registry import specs_of

SILENCE = dt.timedelta(seconds=1.5)
"""How long nothing has to come before an album is whole, at least; at most a second more."""
SET_BACK = dt.timedelta(seconds=5)
"""An album that would be whole so far in the future was kept before the clock was set back."""
LOOK = 100
"""How many albums a look reads."""
_NOTHING: dict[str, Any] = {"id": "", "parts": []}  # an id that no album has

_OPEN = (
    select(Dialog.id, Dialog.channel, Dialog.album_silent_at, Identity.subject)
    .join(Identity, (Identity.account_id == Dialog.account_id) & (Identity.channel == Dialog.channel))
    .where(Dialog.album_silent_at.is_not(None), ~is_any_open(Dialog.channel, Identity.subject))
    .order_by(Dialog.album_silent_at)
    .limit(LOOK)
)


@dataclass(frozen=True)
class OpenAlbum:
    """An album that is being collected: whose dialog it is in, and after how many seconds it is whole."""

    dialog_id: int
    channel: str
    subject: str
    seconds: float


def is_wanted_whole(request: Request, visit: Visit) -> bool:
    """Tell whether what arrived is a part of an album that is answered together.

    One that replies to a message which takes messages goes there, part by part, whatever is on show.
    """
    if (
        visit.arrival.album is None
        or visit.arrival.upload is None
        or find_replied(request, visit) is not None
    ):
        return False
    use = visit.get_dialog().wanted_file(specs_of(request.registry), request.clock.now())
    return use is FileUse.PRIVATE_ALBUM


def is_other(visit: Visit) -> bool:
    """Tell whether an album is being collected of which what arrived is no part."""
    dialog = visit.get_dialog()
    return dialog.sealed_album is not None and _album(dialog)["id"] != visit.arrival.album


def keep_part(request: Request, visit: Visit, payload: dict[str, Any]) -> None:
    """Keep a part of an album in the dialog, sealed for its row; its silence begins anew."""
    dialog = visit.get_dialog()
    dialog.album = {"id": visit.arrival.album, "parts": [*_album(dialog)["parts"], payload]}
    silent_at = database_now(request.dbsession, request.clock) + SILENCE
    if silent_at.microsecond:  # the column drops what is below a second, which would cut the silence short
        silent_at = silent_at.replace(microsecond=0) + dt.timedelta(seconds=1)
    dialog.album_silent_at = silent_at


def take_parts(dialog: Dialog) -> list[dict[str, Any]]:
    """Return the updates of the album that was collected, which is over with that."""
    parts: list[dict[str, Any]] = _album(dialog)["parts"]
    dialog.sealed_album, dialog.album_silent_at = None, None
    return parts


def _album(dialog: Dialog) -> dict[str, Any]:
    """Return the album of a dialog; one without parts where there is none, or none that can be read."""
    return dialog.album or _NOTHING


def joined(arrivals: Sequence[Arrival]) -> Arrival:
    """Return the parts of an album as one arrival, in the order in which they were sent, each once."""
    by_message = {arrival.message: arrival for arrival in arrivals}
    parts = list(by_message.values()) if len(by_message) > 1 else list(arrivals)
    parts.sort(key=lambda arrival: arrival.message or 0)
    uploads = tuple(part.upload for part in parts if part.upload is not None)
    return replace(parts[0], collected=uploads, is_behind=any(part.is_behind for part in parts))


def list_open(dbsession: Session, clock: Clock) -> list[OpenAlbum]:
    """Return the albums that are being collected, the one first that is whole first.

    One of a person of whom an update is open is left out: that may be the next part.
    """
    rows = dbsession.execute(_OPEN).all()
    if not rows:
        return []
    now = database_now(dbsession, clock)
    return [OpenAlbum(row.id, row.channel, row.subject, _seconds(row.album_silent_at, now)) for row in rows]


def is_silent(request: Request, dialog: Dialog, subject: str) -> bool:
    """Tell whether the album in a dialog is whole."""
    if dialog.album_silent_at is None or has_open(request.dbsession, dialog.channel, subject):
        return False
    now = database_now(request.dbsession, request.clock)
    return _seconds(dialog.album_silent_at, now) == 0


def _seconds(silent_at: dt.datetime, now: dt.datetime) -> float:
    left = silent_at - now
    return 0.0 if left > SET_BACK else max(0.0, left.total_seconds())
