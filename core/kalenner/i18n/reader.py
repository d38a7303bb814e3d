"""The reader: texts, dates, numbers and money for one person."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol
from markupsafe import Markup, escape
from pyramid.i18n import TranslationString
from pyramid.interfaces import ITranslationDirectories
from pyramid.registry import Registry

from kalenner.i18n.catalogue import Catalogue, Translatable, catalogue_of, name_once
from kalenner.languages import FORMATS, WHOLE_WITH_ZEROS, first_weekday_of, language_of
from kalenner.zones import zone_label
from kalenner.zones.clock_text import clock_text

_NO_BREAK = "\N{NO-BREAK SPACE}"
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


class Reader:
    """The person a text is written for: one language and one time zone."""

    def __init__(
        self, catalogue: Catalogue, language: str, zone: ZoneInfo, territory: str | None = None
    ) -> None:
        self.language = language
        self.zone = zone
        self.first_weekday = first_weekday_of(territory)
        self._catalogue = catalogue
        self.locale = Locale.parse(FORMATS.get(language, language))

    def text(self, message: Translatable, **values: object) -> Markup:
        """Return a message as markup; every value is escaped, `count` chooses the plural form."""
        if not isinstance(message, TranslationString):
            return escape(message)
        safe = {name: escape(value) for name, value in _all_values(message, values).items()}
        return Markup(self._translate(message, safe, values.get("count")))  # noqa: S704 -- catalogues are ours, values are escaped

    def label(self, message: Translatable, **values: object) -> str:
        """Return a message as plain text, for a button or a title."""
        if not isinstance(message, TranslationString):
            return str(message)
        plain = {name: str(value) for name, value in _all_values(message, values).items()}
        return self._translate(message, plain, values.get("count"))

    def _translate(self, message: TranslationString, values: Mapping[str, str], count: object) -> str:
        text = self._catalogue.find(message, count)
        if "${" not in text:
            return text
        for name in _PLACEHOLDER.findall(text):
            if name not in values:
                name_once(f"the text {message} of {message.domain} is shown without a value for {name}")
        return str(TranslationString(text, mapping=values).interpolate())

    def local(self, instant: dt.datetime) -> dt.datetime:
        """Return an instant as wall time of the reader's zone."""
        return instant.astimezone(self.zone)

    def day(self, day: dt.date) -> str:
        """Return a day such as "Tue 1 Dec 2026", which no line break divides."""
        return self._date("yMMMEd", day)

    def short_day(self, day: dt.date) -> str:
        """Return a day without its year, such as "Tue 1 Dec"."""
        return self._date("MMMEd", day)

    def plain_day(self, day: dt.date) -> str:
        """Return a day without year and weekday, such as "1 Dec"."""
        return self._date("MMMd", day)

    def _date(self, skeleton: str, day: dt.date) -> str:
        text = str(format_skeleton(skeleton, day, locale=self.locale))
        if self.language == "en":
            text = text.replace(",", "")
        if self.language == "fr" and day.day == 1:
            text = re.sub(r"\b1\b", "1er", text)
        return _unbroken(text)

    def month(self, day: dt.date) -> str:
        """Return a month such as "December 2026", as a heading."""
        return at_start(self._heading("yMMMM", day))

    def short_month(self, day: dt.date) -> str:
        """Return the same in short, for a button among others: "Dec 2026"."""
        return at_start(self._heading("yMMM", day))

    def _heading(self, skeleton: str, day: dt.date) -> str:
        text = _unbroken(str(format_skeleton(skeleton, day, locale=self.locale)))
        return re.sub(r"\s*г\.$", "", text)  # Russian writes "year" behind it, which a heading does without

    def month_within(self, day: dt.date) -> str:
        """Return a month as it is written within a sentence: "décembre 2026"."""
        return _unbroken(str(format_skeleton("yMMMM", day, locale=self.locale)))

    def weekday(self, number: int, width: str = "wide") -> str:
        """Return the name of a weekday; Monday is 0."""
        return str(self.locale.days["stand-alone"][width][number])

    def time(self, instant: dt.datetime) -> str:
        """Return a wall time such as "10:00"; in a repeated hour with its offset from UTC."""
        local = self.local(instant)
        return f"{clock_text(local.hour, local.minute)}{_offset_if_repeated(local)}"

    def moment(self, instant: dt.datetime) -> str:
        """Return day and time in the reader's zone."""
        return f"{self.day(self.local(instant).date())}, {self.time(instant)}"

    def short_moment(self, instant: dt.datetime) -> str:
        """Return day and time without the year."""
        return f"{self.short_day(self.local(instant).date())}, {self.time(instant)}"

    def moment_for_both(self, instant: dt.datetime, their_zone: ZoneInfo) -> str:
        """Return day and time in the reader's zone and, where it differs then, in the other side's."""
        own_moment = self.moment(instant)
        if instant.astimezone(their_zone).utcoffset() == self.local(instant).utcoffset():
            return own_moment
        their_moment = instant.astimezone(their_zone)
        same_day = their_moment.date() == self.local(instant).date()
        their_time = (
            f"{clock_text(their_moment.hour, their_moment.minute)}{_offset_if_repeated(their_moment)}"
        )
        if not same_day:
            their_time = f"{self.short_day(their_moment.date())}, {their_time}"
        own_moment += _unbroken(f" ({self.zone_name()})")
        return f"{own_moment} · {their_time}" + _unbroken(f" ({zone_label(str(their_zone), self.language)})")

    def zone_name(self) -> str:
        """Return the reader's zone by its city."""
        return zone_label(str(self.zone), self.language)

    def number(self, number: int) -> str:
        """Return a whole number with the reader's separators."""
        return str(format_decimal(number, locale=self.locale))

    def money(self, minor: int, currency: str) -> str:
        """Return an amount given in the minor unit, with the currency's sign: "€50.00", "50 €", "500 ₽"."""
        sign = get_currency_symbol(currency, locale=self.locale)
        number = self.amount(abs(minor), currency)
        pattern = self.locale.currency_formats["standard"].pattern.partition(";")[0]
        if pattern.startswith("¤"):
            # A code is parted from the number where a sign is not: "CHF 5.00", "€5.00".
            money = f"{sign}{_NO_BREAK if sign[-1].isalpha() else ''}{number}"
        else:
            money = f"{number}{_NO_BREAK}{sign}"
        return f"{'-' if minor < 0 else ''}{money}"

    def amount(self, minor: int, currency: str) -> str:
        """Return the same without its currency: "50.00", or "50" where zeros of a round sum are left out."""
        digits = get_currency_precision(currency)
        whole, part = divmod(abs(minor), 10**digits)
        text = format_decimal(whole, locale=self.locale)
        if digits and (part or self.language in WHOLE_WITH_ZEROS):
            text += f"{self.locale.number_symbols['latn']['decimal']}{part:0{digits}d}"
        return f"{'-' if minor < 0 else ''}{text}"

    def joined(self, texts: Iterable[str]) -> str:
        """Return short texts as one line."""
        return " · ".join(texts)


def _all_values(message: TranslationString, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values that a message brings with it, and those given where it is shown."""
    return {**(message.mapping or {}), **values}


def decimal_amount(minor: int, currency: str) -> str:
    """Return an amount for machines, such as "50.00"; `minor` is in the currency's minor unit."""
    digits = get_currency_precision(currency)
    whole, part = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}" + (f".{part:0{digits}d}" if digits else "")


def at_start(text: str) -> str:
    """Return a text as it begins a line or a button: "Lun. 7 déc."."""
    return text[:1].upper() + text[1:]


def _unbroken(text: str) -> str:
    """Return a short text that stays on one line."""
    return text.replace(" ", _NO_BREAK)


def _offset_if_repeated(local: dt.datetime) -> str:
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return ""
    earlier, later = local.replace(fold=0), local.replace(fold=1)
    if (earlier.utcoffset() or dt.timedelta()) < (later.utcoffset() or dt.timedelta()):
        return ""  # a gap, not a repetition
    return f"{_NO_BREAK}({_offset(local)})"


def _offset(local: dt.datetime) -> str:
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def reader_for(
    registry: Registry, language: str | None, zone: str | None, territory: str | None = None
) -> Reader:
    """Return the reader of a language, a time zone and a territory; English and UTC where unknown."""
    directories = tuple(registry.queryUtility(ITranslationDirectories, default=[]))
    return make_reader(directories, language, zone, territory)


@lru_cache(maxsize=512)
def make_reader(
    directories: tuple[str, ...],
    language: str | None,
    zone: str | None = None,
    territory: str | None = None,
) -> Reader:
    """Return a reader whose texts are in the catalogues of these folders; a press asks for one many times."""
    code = language_of(language)
    return Reader(catalogue_of(directories, code), code, ZoneInfo(zone or "UTC"), territory)
