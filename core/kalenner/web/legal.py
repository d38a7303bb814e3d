"""Privacy and imprint: who answers for this server and what it stores, in the operator's words or in ours."""

import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translatable, _
from kalenner.richtext import TextRefused, parse
from kalenner.settings import SETTINGS, LegalSettings
from kalenner.web.layout import own, public_page
from kalenner.web.pages import page_language


@dataclass(frozen=True)
class OperatorText:
    """A text of the operator's, and the language it is in."""

    language: str
    body: Markup


def privacy(request: Request) -> Response:
    """Say what is stored, who can read it, and how to have it given out or erased."""
    return _legal(request, "privacy", _("privacy-title"), _("privacy-description"))


def imprint(request: Request) -> Response:
    """Say who runs this server."""
    return _legal(request, "imprint", _("imprint-title"), _("imprint-description"))


def _legal(request: Request, word: str, title: Translatable, description: Translatable) -> Response:
    settings: LegalSettings = SETTINGS.of(request.registry).of(LegalSettings)
    theirs = operator_text(settings.folder, word, page_language(request))
    return public_page(
        request,
        own("legal_text" if theirs else word),
        title=title,
        description=description,
        legal=settings,
        theirs=theirs,
        language_names=LANGUAGES,
        operator=own("operator"),
        lines=address_lines(settings.address),
    )


def operator_text(folder: Path | None, word: str, language: str) -> OperatorText | None:
    """Return the operator's text in a language, else in English, else in any; None where there is none."""
    if folder is None:
        return None
    for code in dict.fromkeys((language, DEFAULT_LANGUAGE, *LANGUAGES)):
        file = folder / f"{word}.{code}.txt"
        if file.is_file():
            return OperatorText(code, marked_up(file.read_text("utf-8-sig")))
    return None


def marked_up(text: str) -> Markup:
    """Return a text with a heading for each block that begins with ``# `` and a paragraph for any other.

    Blocks are parted by blank lines. A paragraph may hold b, i, u and links; one whose tags are wrong is
    shown with its tags, so that the operator sees what to mend.
    """
    blocks = (block.strip() for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))
    return Markup("\n").join(_block(block) for block in blocks if block)


def _block(block: str) -> Markup:
    if block.startswith("# "):
        return Markup("<h2>{}</h2>").format(block.removeprefix("# "))
    try:
        return parse(block).page()
    except TextRefused:
        return Markup("<p>{}</p>").format(Markup("<br>").join(block.split("\n")))


def address_lines(address: str) -> Markup:
    """Return an address with a line for each part between commas."""
    return Markup("<br>").join(part.strip() for part in address.split(",") if part.strip())
