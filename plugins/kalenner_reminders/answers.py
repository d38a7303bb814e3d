"""Answers that are leads or quiet hours, as people write them."""

import re
from typing import Any

import colander

from kalenner.characters import fold_case
from kalenner_reminders import _
from kalenner_reminders.due_times import LONGEST_LEAD, MOST_LEADS, SHORTEST_LEAD, QuietHours, ordered
from kalenner_scheduling.api import NotHours, minute_of, span_text

_DAY = 1_440
_UNITS = (
    (re.compile(r"m|min|mins|minutes?|minuten|мин|минут[аы]?"), 1),
    (re.compile(r"|h|hrs?|hours?|std|stunden?|heures?|ч|час(?:а|ов)?"), 60),
    (re.compile(r"d|days?|tage?n?|j|jours?|дн|день|дня|дней"), _DAY),
)
_LEAD = re.compile(r"([0-9]{1,5})\s*([^\W\d_]*)\.?")
_BETWEEN = re.compile(r"\s*[,;+&]\s*|\s+(?:and|und|et|и)\s+")
_DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")


class Leads(colander.SchemaType):
    """How long before the start to remind: "36", "36 h", "90 min", "2 days, 90 min"; as minutes."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> tuple[int, ...]:
        """Return the leads, the longest first; raises Invalid."""
        parts = _BETWEEN.split(_plain(cstruct))
        leads = ordered([_lead(node, part) for part in parts])
        if len(leads) > MOST_LEADS:
            raise colander.Invalid(node, _("too-many-leads"))
        if not all(SHORTEST_LEAD <= lead <= LONGEST_LEAD for lead in leads):
            raise colander.Invalid(node, _("lead-out-of-range"))
        return leads

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the leads as they would be typed."""
        del node
        if appstruct is colander.null:
            return appstruct
        return ", ".join(f"{lead} min" for lead in appstruct)


class Quiet(colander.SchemaType):
    """Quiet hours such as "22:00-8:00", which may go over midnight."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> QuietHours:
        """Return the quiet hours; raises Invalid."""
        ends = _DASH.split(_plain(cstruct))
        try:
            start, end = (minute_of(end_text) % _DAY for end_text in ends)
        except (NotHours, ValueError):
            raise colander.Invalid(node, _("not-quiet-hours")) from None
        if start == end:
            raise colander.Invalid(node, _("quiet-all-day"))
        return QuietHours(start, end)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the hours as they would be typed."""
        del node
        return appstruct if appstruct is colander.null else span_text(appstruct.start, appstruct.end)


def _lead(node: colander.SchemaNode, text: str) -> int:
    match = _LEAD.fullmatch(text)
    if match is not None:
        for unit, minutes in _UNITS:
            if unit.fullmatch(match[2]):
                return int(match[1]) * minutes
    raise colander.Invalid(node, _("not-a-lead"))


def _plain(text: Any) -> str:
    return fold_case(text) if isinstance(text, str) else ""
