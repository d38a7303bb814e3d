"""Names of documents, made of what a file brings along."""

import unicodedata

from kalenner.characters import without_invisible
from kalenner.screens import Upload
from kalenner.transfers import safe_file_name
from kalenner_documents.models import NAME_LENGTH


def proposed_name(upload: Upload) -> str | None:
    """Return the name that is offered for a file: its caption, else its own name without the suffix."""
    return clean_name(upload.caption) or (clean_name(_stem(upload.name)) if upload.name else None)


def clean_name(text: str) -> str | None:
    """Return as much of a text as a name can be, None for nothing visible."""
    visible = " ".join(without_invisible(unicodedata.normalize("NFC", text)).split())
    return visible[: NAME_LENGTH[1]].strip() or None


def _stem(name: str) -> str:
    stem, dot, _suffix = safe_file_name(name).rpartition(".")
    return stem if dot and stem else safe_file_name(name)
