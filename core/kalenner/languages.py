"""The languages of the product: the one list, from which everything else that has one for each is made."""

LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch", "ru": "Русский"}
"""Each language's own name by its IETF tag."""
DEFAULT_LANGUAGE = "en"
