"""The zones to offer first, by language."""

from babel.core import get_global

from kalenner.zones.names import zone_countries

LIKELY = 3

_EVERYWHERE = ("Europe/London", "America/New_York", "Asia/Singapore")
# By language, or by language and country; the zones with most of its speakers, or of this product's readers.
_BY_LANGUAGE = {
    "ar": ("Africa/Cairo", "Asia/Riyadh", "Africa/Algiers"),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "de_AT": ("Europe/Vienna", "Europe/Berlin", "Europe/Zurich"),
    "de_CH": ("Europe/Zurich", "Europe/Berlin", "Europe/Vienna"),
    "en": ("Europe/London", "America/New_York", "America/Los_Angeles"),
    "en_AU": ("Australia/Sydney", "Australia/Brisbane", "Australia/Perth"),
    "en_CA": ("America/Toronto", "America/Vancouver", "America/Edmonton"),
    "en_US": ("America/New_York", "America/Chicago", "America/Los_Angeles"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Bogota"),
    "es_MX": ("America/Mexico_City", "America/Monterrey", "America/Tijuana"),
    "fa": ("Asia/Tehran", "Asia/Kabul", "Asia/Dushanbe"),
    "fr": ("Europe/Paris", "Europe/Brussels", "America/Toronto"),
    "fr_BE": ("Europe/Brussels", "Europe/Paris", "Europe/Luxembourg"),
    "fr_CA": ("America/Toronto", "America/Moncton", "Europe/Paris"),
    "fr_CH": ("Europe/Zurich", "Europe/Paris", "Europe/Brussels"),
    "id": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "it": ("Europe/Rome", "Europe/Zurich", "Europe/London"),
    "kk": ("Asia/Almaty", "Asia/Aqtobe", "Europe/Moscow"),
    "nl": ("Europe/Amsterdam", "Europe/Brussels", "America/Paramaribo"),
    "pt": ("America/Sao_Paulo", "Europe/Lisbon", "Africa/Luanda"),
    "pt_BR": ("America/Sao_Paulo", "America/Manaus", "America/Fortaleza"),
    "pt_PT": ("Europe/Lisbon", "Atlantic/Azores", "Atlantic/Madeira"),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk"),
    "tr": ("Europe/Istanbul", "Europe/Berlin", "Asia/Nicosia"),
    "uk": ("Europe/Kyiv", "Europe/Warsaw", "Europe/Berlin"),
    "uz": ("Asia/Tashkent", "Asia/Samarkand", "Europe/Moscow"),
    "zh": ("Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong"),
    "zh_TW": ("Asia/Taipei", "Asia/Hong_Kong", "Asia/Shanghai"),
}


def likely_zones(language: str) -> list[str]:
    """Return three zones for a language code such as "de" or "pt-br", the likeliest first."""
    base, *rest = language.replace("_", "-").lower().split("-")
    country = next((part.upper() for part in rest if len(part) == 2), "")
    candidates = [
        *_BY_LANGUAGE.get(f"{base}_{country}", ()),
        *_zones_in(country),
        *_BY_LANGUAGE.get(base, ()),
    ]
    if len(set(candidates)) < LIKELY:
        candidates += [*_zones_in(_home_of(base)), *_EVERYWHERE]
    return list(dict.fromkeys(candidates))[:LIKELY]


def _zones_in(country: str) -> list[str]:
    return [zone for zone, of in zone_countries().items() if of == country]


def _home_of(base: str) -> str:
    """Return the country where most speakers of a language live, by CLDR: "JP" for "ja"; "" if unknown."""
    return str(get_global("likely_subtags").get(base, "")).rpartition("_")[2]
