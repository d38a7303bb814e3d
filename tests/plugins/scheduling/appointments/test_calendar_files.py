"""Files for other calendars: read back by two libraries, and held against RFC 5545 line by line."""

import dataclasses
import datetime as dt
import re

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from tests.plugins.scheduling.practice import NOON, TEN

from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments.calendar_files import CalendarEvent, calendar_file

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ENTRY = CalendarEvent(
    uid="0123456789abcdef0123456789abcdef",
    revision=3,
    starts_at=TEN,
    ends_at=TEN + HOUR,
    status=Status.ACCEPTED,
    summary="Massage · Olga",
    organizer="Olga",
    description="🟢 Accepted\n📍 Hauptstr. 1",
    location="Hauptstr. 1",
    place=(52.5, 13.4),
    link="https://meet.example/abc",
)
LINES = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//KALENNER//Appointments//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
SUMMARY:Massage · Olga
DTSTART:20261202T090000Z
DTEND:20261202T100000Z
DTSTAMP:20261201T110000Z
UID:0123456789abcdef0123456789abcdef@kalenner
SEQUENCE:3
DESCRIPTION:🟢 Accepted\\n📍 Hauptstr. 1
GEO:52.5;13.4
LAST-MODIFIED:20261201T110000Z
LOCATION:Hauptstr. 1
ORGANIZER;CN=Olga:mailto:no-reply@kalenner.invalid
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://meet.example/abc
END:VEVENT
END:VCALENDAR
"""


def made(now: dt.datetime = NOON, **changes: object) -> bytes:
    return calendar_file(dataclasses.replace(ENTRY, **changes), now)  # type: ignore[arg-type]


def event_of(content: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def written(content: bytes) -> dict[str, str]:
    """Return the properties of the event, unfolded by hand, as they are written."""
    lines = re.sub("\r\n[ \t]", "", content.decode()).split("\r\n")
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return dict(re.split("[:;]", line, maxsplit=1) for line in inside)  # type: ignore[misc]


def test_the_whole_file():
    assert made().decode() == LINES.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("status", "method", "ical_status", "transparency"),
    [
        (Status.PENDING, "PUBLISH", "TENTATIVE", "OPAQUE"),
        (Status.ACCEPTED, "PUBLISH", "CONFIRMED", "OPAQUE"),
        (Status.COMPLETED, "PUBLISH", "CONFIRMED", "OPAQUE"),
        (Status.MISSED, "PUBLISH", "CONFIRMED", "OPAQUE"),
        (Status.DECLINED, "CANCEL", "CANCELLED", "TRANSPARENT"),
        (Status.CANCELLED, "CANCEL", "CANCELLED", "TRANSPARENT"),
    ],
)
def test_each_status(status: Status, method: str, ical_status: str, transparency: str):
    content = made(status=status)

    assert f"\r\nMETHOD:{method}\r\n" in content.decode()
    assert (event_of(content)["STATUS"], event_of(content)["TRANSP"]) == (ical_status, transparency)


def test_instants_are_in_utc_and_whole_seconds_whatever_zone_they_come_in():
    zone = dt.timezone(5 * HOUR + HOUR / 2)
    content = made(
        NOON.astimezone(zone).replace(microsecond=123), starts_at=TEN.astimezone(zone), ends_at=TEN + HOUR
    )

    assert content == made()


TEXTS = [
    "Rückenmassage für Grüße-Übermüdete: ÄÖÜß " * 3,
    "Массаж спины; шеи, и «всего остального» " * 3,
    "🧘‍♀️👩‍👩‍👧‍👦✂️💆🏽‍♀️🇩🇪" * 5,
    'Commas, semicolons; colons: "quotes", back\\slashes and \\n what looks like a new line',
    "x" * 74 + "é" * 40,
]


@pytest.mark.parametrize("text", TEXTS)
def test_two_libraries_read_what_was_written(text: str):
    content = made(summary=text, location=text, description=f"{text}\nsecond; line")
    event, other = event_of(content), vobject.readOne(content.decode()).vevent
    one_line = text.strip()

    assert (event["SUMMARY"], event["LOCATION"]) == (one_line, one_line)
    assert event["DESCRIPTION"] == f"{text}\nsecond; line"
    assert (other.summary.value, other.location.value) == (one_line, one_line)
    assert other.description.value == f"{text}\nsecond; line"
    assert (event.start, event.end) == (TEN, TEN + HOUR)
    assert (other.dtstart.value, other.dtend.value) == (TEN, TEN + HOUR)
    assert (str(other.uid.value), other.sequence.value) == (f"{ENTRY.uid}@kalenner", "3")
    assert other.geo.value == "52.5;13.4"


@given(text=st.text(min_size=1, max_size=300))
def test_the_form_of_lines_holds_for_any_text(text: str):
    content = made(summary=text, description=text, location=text, link=f"https://a.example/{text}")

    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines)
    for line in lines:
        line.decode()  # folded between characters
    assert [line.decode() for line in lines if re.match(rb"BEGIN|END", line)] == [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR")
    ]
    assert event_of(content)["UID"] == f"{ENTRY.uid}@kalenner"


def test_a_text_cannot_add_a_line_to_the_file():
    attack = "Room 1\r\nATTENDEE:mailto:x@example.com\x85METHOD:REQUEST\u2028END:VEVENT\x00\x1b\u202e"
    content = made(
        summary=attack, location=attack, description=attack, link="https://a.example/\r\nX:1\u2029Y"
    )

    assert list(written(content)) == list(written(made()))
    assert event_of(content)["SUMMARY"] == "Room 1 ATTENDEE:mailto:x@example.com METHOD:REQUEST END:VEVENT"
    assert event_of(content)["DESCRIPTION"] == (
        "Room 1\nATTENDEE:mailto:x@example.com\nMETHOD:REQUEST\nEND:VEVENT"
    )
    assert written(content)["URL"] == "https://a.example/%0AX:1%0AY"


def test_what_is_not_known_is_left_out():
    content = made(description="", location=None, place=None, link=None)

    assert list(written(content)) == [
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "LAST-MODIFIED"),
        *("ORGANIZER", "STATUS", "TRANSP"),
    ]


def test_a_place_without_words_is_written_as_its_coordinates():
    assert event_of(made(location=None, place=(-33.8688, 151.2093)))["LOCATION"] == "-33.868800, 151.209300"
    assert written(made(place=(-33.8688, 151.2093)))["GEO"] == "-33.8688;151.2093"


def test_a_link_is_ascii_and_otherwise_as_it_was():
    link = "https://example.com/a%20b/Grüße?x=1;y=2,3#z~"

    assert written(made(link=link))["URL"] == "https://example.com/a%20b/Gr%C3%BC%C3%9Fe?x=1;y=2,3#z~"


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.CANCELLED])
@pytest.mark.parametrize(
    "name",
    [
        "Olga",
        'Studio "Nord"',
        "Müller; Sohn",
        "a@b.example",
        "Olga:mailto:o@b.example",
        "Анна",
        "x\r\nATTENDEE:mailto:y",
    ],
)
def test_organizer_is_a_name_at_an_address_of_nobody(status: Status, name: str):
    event = event_of(made(status=status, organizer=name))

    assert str(event["organizer"]) == "mailto:no-reply@kalenner.invalid"
    assert event["organizer"].params["CN"] == " ".join(name.replace('"', "'").split())
    assert "attendee" not in event
