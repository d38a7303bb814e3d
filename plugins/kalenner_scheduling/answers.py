"""Answers that are times of day or working hours."""

from typing import Any

import colander

from kalenner_scheduling import _
from kalenner_scheduling.working_hours.errors import EndBeforeStart, NotHours, PeriodsOverlap
from kalenner_scheduling.working_hours.hours_text import Span, minute_of, span_text, spans_of, time_text


class TimeOfDay(colander.SchemaType):
    """A time such as "9:15", as a minute of the day."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int:
        """Return the minute; raises Invalid."""
        try:
            return minute_of(_typed(cstruct))
        except NotHours:
            raise colander.Invalid(node, _("not-a-time")) from None

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the time as it would be typed."""
        del node
        return appstruct if appstruct is colander.null else time_text(appstruct)


class Hours(colander.SchemaType):
    """A time, as a minute of the day; or whole periods such as "9:00-12:00, 13:30-17:00", as spans."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int | list[Span]:
        """Return the minute or the spans; raises Invalid."""
        text = _typed(cstruct)
        try:
            return minute_of(text)
        except NotHours:
            pass
        try:
            return spans_of(text)
        except NotHours:
            reason = _("not-hours")
        except EndBeforeStart:
            reason = _("end-before-start")
        except PeriodsOverlap as fault:
            there = span_text(fault.start_minute, fault.end_minute)
            reason = _("period-overlaps", mapping={"period": there})
        raise colander.Invalid(node, reason)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the hours as they would be typed."""
        del node
        if appstruct is colander.null:
            return appstruct
        if isinstance(appstruct, int):
            return time_text(appstruct)
        return ", ".join(span_text(*one) for one in appstruct)


def _typed(cstruct: Any) -> str:
    return cstruct if isinstance(cstruct, str) else ""
