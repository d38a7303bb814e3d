"""Appointments as files for other calendars (RFC 5545); nothing here knows the database or languages."""

import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from kalenner.characters import without_invisible
from kalenner.hooks.scheduling import Status

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//KALENNER//Appointments//EN"
MEDIA_TYPE = "text/calendar"
NOBODY = "mailto:no-reply@kalenner.invalid"
"""The organizer's address, which RFC 5546 asks for: in a domain that cannot exist (RFC 2606), so nobody's."""

_STATUSES: Mapping[Status, str] = {
    Status.PENDING: "TENTATIVE",
    Status.DECLINED: "CANCELLED",
    Status.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class CalendarEvent:
    """One appointment as a calendar shows it.

    `uid` names it across its moves, and `revision` counts what the calendar has to learn; `place` is in
    degrees (WGS 84), north and east positive. `organizer` is the name of whoever
    offers the service. The texts are in the language of whose calendar it is.
    """

    uid: str
    revision: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    status: Status
    summary: str
    organizer: str
    description: str = ""
    location: str | None = None
    place: tuple[float, float] | None = None
    link: str | None = None


def calendar_file(entry: CalendarEvent, now: dt.datetime) -> bytes:
    """Return an iCalendar file (RFC 5545) that puts an appointment into a calendar, or takes it out.

    All instants are in UTC, so that no VTIMEZONE is needed: an appointment is an instant, which no later
    change of a zone's rules moves, and a calendar shows it in the zone of whoever reads it.
    """
    from icalendar import Calendar  # import here: slow library

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.status.is_off else "PUBLISH")
    calendar.add_component(_event(entry, now.astimezone(dt.UTC).replace(microsecond=0)))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEvent, now: dt.datetime) -> "Event":
    from icalendar import Event, vCalAddress, vText  # import here: slow library

    event = Event()
    event.add("uid", f"{entry.uid}@kalenner")
    event.add("sequence", entry.revision)
    # The file holds the whole appointment, so both are the time at which the file is made.
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    event.add("summary", _one_line(entry.summary))
    organizer = vCalAddress(NOBODY)
    organizer.params["CN"] = vText(_one_line(entry.organizer).replace('"', "'"))
    event.add("organizer", organizer)
    event.add("status", _STATUSES.get(entry.status, "CONFIRMED"))
    event.add("transp", "TRANSPARENT" if entry.status.is_off else "OPAQUE")
    location = _one_line(entry.location or "")
    if entry.place is not None:
        event.add("geo", entry.place)
        location = location or f"{entry.place[0]:.6f}, {entry.place[1]:.6f}"
    if location:
        event.add("location", location)
    description = clean(entry.description).strip()
    if description:
        event.add("description", description)
    if entry.link is not None:
        # A URI is ASCII (RFC 3986); its reserved characters stay as they are.
        event.add("url", quote(clean(entry.link), safe=string.punctuation))
    return event


def clean(text: str) -> str:
    """Return a text whose lines end in a line feed, without the characters that nobody sees.

    A calendar could take these for the end of a line of the file, or turn the writing round.
    """
    return without_invisible("\n".join(text.splitlines()))


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
