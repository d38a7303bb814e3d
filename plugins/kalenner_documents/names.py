"""Names of documents, made of what a file brings along."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from kalenner.characters import without_invisible
from kalenner.screens import Upload
from kalenner.transfers import safe_file_name
from kalenner_documents.models import NAME_LENGTH


def proposed_name(upload: Upload) -> str | None:
    """Return the name that is offered for a file: its caption, else its own name without the suffix."""
    return clean_name(upload.caption) or (clean_name(_stem(upload.name)) if upload.name else None)


def proposed_names(uploads: Sequence[Upload]) -> list[str]:
    """Return the names that are offered for files sent together, "" for none; equal ones are numbered."""
    proposals = [proposed_name(upload) or "" for upload in uploads]
    seen: Counter[str] = Counter()
    for place, name in enumerate(proposals):
        seen[name] += 1
        if name and seen[name] > 1:
            suffix = f" {seen[name]}"
            proposals[place] = name[: NAME_LENGTH[1] - len(suffix)] + suffix
    return proposals


def clean_name(text: str) -> str | None:
    """Return as much of a text as a name can be, None for nothing visible."""
    visible = " ".join(without_invisible(unicodedata.normalize("NFC", text)).split())
    return visible[: NAME_LENGTH[1]].strip() or None


def _stem(name: str) -> str:
    stem, dot, _suffix = safe_file_name(name).rpartition(".")
    return stem if dot and stem else safe_file_name(name)
