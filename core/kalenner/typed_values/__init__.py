"""Values in what people type or paste, such as amounts, durations, times of day, links: pure functions.

What could be two values is returned as both, for the person to choose; nothing is guessed.
"""

from kalenner.typed_values.amounts import AmountReading, AmountRefused, OtherCurrency, read_amount
from kalenner.typed_values.clock_times import (
    TIME_IN_PERIOD,
    has_part_of_day,
    is_after_noon,
    plain_time,
    read_hyphenated_time,
    read_time,
)
from kalenner.typed_values.digits import plain_digits
from kalenner.typed_values.durations import DAY, HOUR, MINUTE, read_duration
from kalenner.typed_values.pasted_links import link_candidates, start_payload

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "TIME_IN_PERIOD",
    "AmountReading",
    "AmountRefused",
    "OtherCurrency",
    "has_part_of_day",
    "is_after_noon",
    "link_candidates",
    "plain_digits",
    "plain_time",
    "read_amount",
    "read_duration",
    "read_hyphenated_time",
    "read_time",
    "start_payload",
]
