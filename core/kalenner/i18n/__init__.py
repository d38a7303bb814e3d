"""Texts, dates, numbers and money for one reader, in one of the languages."""

from kalenner.i18n.catalogue import Catalogue, Translatable, _, catalogue_faults
from kalenner.i18n.reader import Reader, at_start, decimal_amount, make_reader, reader_for
from kalenner.languages import (
    DEFAULT_LANGUAGE,
    FORMATS,
    LANGUAGES,
    first_weekday_of,
    language_of,
    territorial,
    territory_of,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "FORMATS",
    "LANGUAGES",
    "Catalogue",
    "Reader",
    "Translatable",
    "_",
    "at_start",
    "catalogue_faults",
    "decimal_amount",
    "first_weekday_of",
    "language_of",
    "make_reader",
    "reader_for",
    "territorial",
    "territory_of",
]
