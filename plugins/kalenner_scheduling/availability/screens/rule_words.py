"""Booking rules in words: how each is called, asked, and said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.screens import lines
from kalenner.typed_values import DAY, HOUR, MINUTE
from kalenner_scheduling import _
from kalenner_scheduling.availability.rules import DEFAULTS, RANGES, Acceptance, Rules


@dataclass(frozen=True)
class RuleField:
    """How one rule is shown and asked: its unit in the unit of its column, what is offered, its words."""

    name: str
    unit: int
    offered: tuple[int, ...]
    button: TranslationString
    prompt: TranslationString
    value: TranslationString
    """The value in words, by ``count``."""
    none: TranslationString
    """What 0 means."""

    @property
    def range(self) -> tuple[int, int]:
        """The lowest and the highest number to type."""
        low, high = RANGES[self.name]
        return -(-low // self.unit), high // self.unit

    @property
    def duration(self) -> int | None:
        """The unit of what is typed, in minutes; None for what is no duration."""
        return _DURATIONS.get(str(self.value))


_DURATIONS = {"rule-minutes": MINUTE, "rule-hours": HOUR, "rule-hours-before": HOUR, "rule-days": DAY}
FIELDS = (
    RuleField(
        "buffer_before",
        1,
        (0, 5, 10, 15, 30, 60),
        _("button-buffer-before"),
        _("ask-buffer-before"),
        _("rule-minutes"),
        _("rule-none"),
    ),
    RuleField(
        "buffer_after",
        1,
        (0, 5, 10, 15, 30, 60),
        _("button-buffer-after"),
        _("ask-buffer-after"),
        _("rule-minutes"),
        _("rule-none"),
    ),
    RuleField(
        "notice",
        HOUR,
        (0, 1, 2, 4, 12, 24, 48),
        _("button-notice"),
        _("ask-notice"),
        _("rule-hours"),
        _("rule-none"),
    ),
    RuleField(
        "horizon",
        1,
        (14, 30, 60, 90, 180, 365),
        _("button-horizon"),
        _("ask-horizon"),
        _("rule-days"),
        _("rule-none"),
    ),
    RuleField(
        "most_per_day",
        1,
        (0, 1, 2, 4, 6, 8),
        _("button-most-per-day"),
        _("ask-most-per-day"),
        _("rule-number"),
        _("rule-no-limit"),
    ),
    RuleField(
        "most_open",
        1,
        (0, 1, 2, 3, 5, 10),
        _("button-most-open"),
        _("ask-most-open"),
        _("rule-number"),
        _("rule-no-limit"),
    ),
    RuleField(
        "cancel_notice",
        HOUR,
        (0, 2, 12, 24, 48),
        _("button-cancel-notice"),
        _("ask-cancel-notice"),
        _("rule-hours-before"),
        _("rule-until-start"),
    ),
    RuleField(
        "expiry",
        HOUR,
        (0, 2, 12, 24, 48, 72),
        _("button-expiry"),
        _("ask-expiry"),
        _("rule-hours"),
        _("rule-when-it-starts"),
    ),
)
BY_NAME: Mapping[str, RuleField] = {field.name: field for field in FIELDS}

ACCEPTANCES: Mapping[Acceptance, TranslationString] = {
    Acceptance.NEVER: _("acceptance-never"),
    Acceptance.KNOWN: _("acceptance-known"),
    Acceptance.ALWAYS: _("acceptance-always"),
}


def rule_in_words(request: Request, field: RuleField, rules: Rules) -> str:
    """Return what a rule says: "24 hours"."""
    value: int = getattr(rules, field.name)
    if value % field.unit:
        text: str = request.label(_("rule-minutes"), count=value)
        return text
    return number_in_words(request, field, value // field.unit)


def number_in_words(request: Request, field: RuleField, number: int) -> str:
    """Return a number of the rule's unit in words, or what none of it means."""
    text: str = request.label(field.value, count=number) if number else request.label(field.none)
    return text


def restriction_text(request: Request, rules: Rules) -> Any:
    """Return from when to when clients can ask, where the rules restrict it; else None."""
    notice = rule_in_words(request, BY_NAME["notice"], rules) if rules.notice else ""
    if rules.horizon != DEFAULTS.horizon:
        horizon = rule_in_words(request, BY_NAME["horizon"], rules)
        if not notice:
            return request.text(_("restricted-horizon"), horizon=horizon)
        return lines(
            request.text(_("restricted-horizon"), horizon=horizon),
            request.text(_("restricted-notice"), notice=notice),
        )
    return request.text(_("restricted-notice"), notice=notice) if notice else None
