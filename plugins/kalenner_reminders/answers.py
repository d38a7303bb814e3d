"""Answers that are leads or quiet hours, as people write them."""

import re
from typing import Any

import colander

from kalenner.characters import fold_case
from kalenner.screens.meanings import Meaning, SeveralMeanings
from kalenner.typed_values import DAY, HOUR, plain_digits, read_duration
from kalenner.zones.clock_text import clock_text
from kalenner_reminders import _
from kalenner_reminders.due_times import LONGEST_LEAD, MOST_LEADS, SHORTEST_LEAD, QuietHours, ordered
from kalenner_scheduling.api import NotHours, minute_of, span_text

_BETWEEN = re.compile(r"\s*[,;+&]\s*|\s+(?:and|und|et|и)\s+")
_DASH = re.compile(r"\s*-\s*| (?:bis|to|till|until|à|до) ")
_BEFORE = re.compile(r"(?:von|from|de|с) ")


class Leads(colander.SchemaType):
    """How long before the start to remind: "36", "36 h", "90 min", "2 days, 90 min"; as minutes."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> tuple[int, ...]:
        """Return the leads, the longest first; raises Invalid."""
        parts = _BETWEEN.split(_plain(cstruct))
        leads = ordered([_lead(node, part, is_alone=len(parts) == 1) for part in parts])
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
        ends = _DASH.split(_BEFORE.sub("", _plain(cstruct), count=1))
        try:
            start, end = (minute_of(end_text) % DAY for end_text in ends)
        except (NotHours, ValueError):
            raise colander.Invalid(node, _("not-quiet-hours")) from None
        if start == end:
            raise colander.Invalid(node, _("quiet-all-day"))
        return QuietHours(start, end)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the hours as they would be typed."""
        del node
        return appstruct if appstruct is colander.null else span_text(appstruct.start, appstruct.end)


def _lead(node: colander.SchemaNode, text: str, *, is_alone: bool) -> int:
    minutes = read_duration(text, HOUR)
    if len(minutes) > 1 and is_alone:
        raise SeveralMeanings(
            node, [Meaning(clock_text(*divmod(lead, HOUR)), f"{lead} min") for lead in minutes]
        )
    if len(minutes) != 1:
        raise colander.Invalid(node, _("not-a-lead"))
    return minutes[0]


def _plain(text: Any) -> str:
    return fold_case(plain_digits(text)) if isinstance(text, str) else ""
