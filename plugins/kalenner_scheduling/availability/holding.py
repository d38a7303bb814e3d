"""What an appointment holds of its provider's time: itself and its buffers, in seconds since 1970."""

import datetime as dt

from kalenner_scheduling.availability.rules import Rules

Span = tuple[int, int]


def hold_of(start: int, minutes: int, rules: Rules) -> Span:
    """Return what an appointment of so many minutes holds."""
    return start - rules.buffer_before * 60, start + (minutes + rules.buffer_after) * 60


def rest_beside(hold: Span, other: Span) -> Span | None:
    """Return what of a hold lies outside of another one; None where nothing does.

    Raises ValueError where it would be on both sides.
    """
    (start, end), (other_start, other_end) = hold, other
    if end <= other_start or start >= other_end:
        return hold
    if start < other_start and end > other_end:
        raise ValueError(f"{hold} lies on both sides of {other}")
    if start < other_start:
        return start, other_start
    return (other_end, end) if end > other_end else None


def instants(span: Span | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return a span as the columns hold it."""
    if span is None:
        return None, None
    return dt.datetime.fromtimestamp(span[0], dt.UTC), dt.datetime.fromtimestamp(span[1], dt.UTC)


def seconds(starts_at: dt.datetime, ends_at: dt.datetime) -> Span:
    """Return a span of instants as seconds."""
    return int(starts_at.timestamp()), int(ends_at.timestamp())
