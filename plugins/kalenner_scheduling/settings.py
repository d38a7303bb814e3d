"""Settings of scheduling: the currencies that prices can be in."""

from babel.numbers import get_currency_precision, is_currency

from kalenner.i18n import LANGUAGES
from kalenner.settings import group, setting, words
from kalenner_scheduling.catalogue.models import DEFAULT_CURRENCY

MOST_DIGITS = 3
"""How many digits the minor unit of a currency has at most; all that people pay with keep to it."""


def _currencies(text: str) -> tuple[str, ...]:
    """Parse codes of currencies, each perhaps with a colon and a language; raise ValueError."""
    entries: tuple[str, ...] = words(text)
    for entry in entries:
        code, colon, language = entry.partition(":")
        if not is_currency(code) or get_currency_precision(code) > MOST_DIGITS:
            raise ValueError(entry)
        if colon and language not in LANGUAGES:
            raise ValueError(entry)
    if DEFAULT_CURRENCY not in entries or len(set(entries)) < len(entries):
        raise ValueError(text)
    return entries


@group("scheduling")
class SchedulingSettings:
    """How appointments are offered."""

    currencies: tuple[str, ...] = setting(
        (DEFAULT_CURRENCY, "RUB:ru"),
        _currencies,
        f"ISO 4217 codes, {DEFAULT_CURRENCY} among them, each once, such as EUR CHF RUB:ru",
        "What professionals choose their currency from; one with :de only where the language is German.",
    )
