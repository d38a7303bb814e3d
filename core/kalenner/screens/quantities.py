"""The types of answers that are numbers: how many, how long, how much money."""

import re
from typing import Any

import colander
from babel.numbers import get_currency_precision
from pyramid.i18n import TranslationString

from kalenner.i18n import Reader, _
from kalenner.screens.meanings import Meaning, SeveralMeanings
from kalenner.typed_values import (
    MINUTE,
    AmountReading,
    AmountRefused,
    OtherCurrency,
    plain_digits,
    read_amount,
    read_duration,
)
from kalenner.zones.clock_text import clock_text

MAX_MINOR = 10**11


class WholeNumber(colander.SchemaType):
    """A whole number in digits of any script."""

    def __init__(self, low: int, high: int, example: int) -> None:
        self.low, self.high, self.example = low, high, example

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int:
        """Return the number; raises Invalid."""
        text = plain_digits(typed(node, cstruct)).removesuffix(".")
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise colander.Invalid(node, _("not-a-number", mapping={"example": self.example}))
        return self.within_range(node, int(text))

    def within_range(self, node: colander.SchemaNode, number: int) -> int:
        """Return the number; raises Invalid where it is too small or too large."""
        if not self.low <= number <= self.high:
            raise colander.Invalid(
                node, _("number-out-of-range", mapping={"low": self.low, "high": self.high})
            )
        return number

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the number as it would be typed."""
        del node
        return appstruct if appstruct is colander.null else str(appstruct)


class Duration(WholeNumber):
    """A duration of `low` to `high` minutes, hours or days, whichever `unit` is; a number alone counts these.

    It may be written in another unit, such as "1 h 30" for 90 minutes.
    """

    def __init__(self, low: int, high: int, example: int, *, unit: int = MINUTE) -> None:
        super().__init__(low, high, example)
        self.unit = unit

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int:
        """Return how many units; raises Invalid, SeveralMeanings for such as "1.30 h"."""
        lengths = [
            minutes // self.unit
            for minutes in read_duration(typed(node, cstruct), self.unit)
            if minutes % self.unit == 0
        ]
        if not lengths:
            raise colander.Invalid(node, _("not-a-number", mapping={"example": self.example}))
        if len(lengths) > 1:
            raise SeveralMeanings(
                node, [Meaning(clock_text(*divmod(length, 60)), str(length)) for length in lengths]
            )
        return self.within_range(node, lengths[0])


class Amount(colander.SchemaType):
    """An amount of money, with its sign or without, exact in the currency's minor unit.

    It is `low` minor units or more; "-" is none, unless it `must_be_given`.
    """

    NONE = "-"

    def __init__(self, reader: Reader, currency: str, *, low: int = 0, must_be_given: bool = False) -> None:
        self.low, self.must_be_given, self.currency = low, must_be_given, currency
        self.digits = get_currency_precision(currency)
        self.mark = reader.locale.number_symbols["latn"]["decimal"]
        self._reader = reader

    @property
    def example(self) -> str:
        """A plain amount as the reader writes it."""
        return f"50{self.mark}{'0' * self.digits}" if self.digits else "50"

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int | None:
        """Return the minor units, None for "-"; raises Invalid, SeveralMeanings for such as "1,200"."""
        text = typed(node, cstruct).strip()
        if text in {self.NONE, "–", "—"} and not self.must_be_given:
            return None
        reading = self._read(node, text)
        faults = {minor: self._fault(minor) for minor in reading.minors}
        meant = [minor for minor, fault in faults.items() if fault is None]
        if not meant:
            raise colander.Invalid(node, faults[reading.minors[0]])
        if reading.is_certain:
            return meant[0]
        raise SeveralMeanings(
            node, [Meaning(self._reader.money(minor, self.currency), self.typed(minor)) for minor in meant]
        )

    def _read(self, node: colander.SchemaNode, text: str) -> AmountReading:
        try:
            return read_amount(text, self._reader.locale, self.currency)
        except OtherCurrency as refused:
            values = {"currency": self.currency, "example": self.example}
            raise colander.Invalid(node, _("amount-other-currency", mapping=values)) from refused
        except AmountRefused as refused:
            message = _("amount-needed") if self.must_be_given else _("not-an-amount")
            raise colander.Invalid(node, message % {"example": self.example}) from refused

    def _fault(self, minor: int) -> TranslationString | None:
        """Return why an amount is not taken; None for one that is."""
        if minor > MAX_MINOR:
            return _("amount-too-big")
        if minor < self.low:
            return _("amount-too-small", mapping={"low": self._reader.money(self.low, self.currency)})
        return None

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the amount as it would be typed."""
        del node
        if appstruct is colander.null:
            return appstruct
        return self.NONE if appstruct is None else self.typed(appstruct)

    def typed(self, minor: int) -> str:
        """Return so many minor units as the reader would type them."""
        whole, part = divmod(minor, 10**self.digits)
        return f"{whole}{self.mark}{part:0{self.digits}d}" if self.digits else str(whole)


def typed(node: colander.SchemaNode, cstruct: Any) -> str:
    """Return what was typed; raises Invalid for a file, a place or a contact."""
    if not isinstance(cstruct, str):
        raise colander.Invalid(node, _("send-text"))
    return cstruct
