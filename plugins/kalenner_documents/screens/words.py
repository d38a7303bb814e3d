"""How documents and consents are put into words, the same on every screen."""

import datetime as dt
from functools import partial

from markupsafe import Markup
from pyramid.request import Request

from kalenner.files import MEGABYTE
from kalenner.route import Press
from kalenner.screens import Screen, Style, lines, paragraphs
from kalenner.settings import SETTINGS
from kalenner.transfers import TransferLink, link_screen
from kalenner_documents import _
from kalenner_documents.consent_queries import Standing, Tally
from kalenner_documents.models import Decision, Document
from kalenner_documents.reader_queries import ReaderDocument
from kalenner_documents.renewal import months_after
from kalenner_documents.settings import DocumentsSettings
from kalenner_documents.text_cipher import TextCipher

NEEDS_CONSENT = "✍️"
OWN = "🟣"
KILOBYTE = 2**10
ALMOST_FULL = 0.8
"""From which part of the room on it is said how much is left."""


def document_name(request: Request, document: Document) -> str:
    """Return a document's name."""
    name: str = request.find_service(TextCipher).document_name(document)
    return name


def document_label(request: Request, document: Document) -> str:
    """Return a document as a button names it."""
    name = document_name(request, document)
    return f"{NEEDS_CONSENT} {name}" if document.needs_consent else name


def tally_line(request: Request, document: Document, tally: Tally) -> Markup:
    """Return a document's line in the list: its name, and how many have agreed and have not answered."""
    values = {
        "agreed": request.reader.number(tally.agreed),
        "waiting": request.reader.number(tally.waiting),
    }
    line: Markup = request.text(_("document-tally"), name=document_label(request, document), **values)
    return line


def standing_text(request: Request, standing: Standing) -> Markup:
    """Return what a client has said: "Awaiting review", "Agreed (…)" or "Declined (…)"."""
    if standing.decision is None or standing.at is None:
        waiting: Markup = request.text(_("status-waiting"))
        return waiting
    if standing.has_ended:
        ended: Markup = request.text(_("status-ended"), day=day_of(request, standing.at))
        return ended
    messages = {
        Decision.AGREED: _("status-agreed"),
        Decision.DECLINED: _("status-declined"),
        Decision.WITHDRAWN: _("status-withdrawn"),
    }
    text: Markup = request.text(messages[standing.decision], day=day_of(request, standing.at))
    return text


def reader_label(request: Request, item: ReaderDocument) -> str:
    """Return a document as a client's button names it: what waits for an answer is marked."""
    label = document_label(request, item.document)
    return f"🟡 {label}" if item.is_waiting else label


def consent_text(request: Request, item: ReaderDocument, specialist: str) -> Markup:
    """Return what a client reads in front of Agree and Decline; it is kept with the entry."""
    return paragraphs(
        lines(
            request.text(_("document-title"), name=document_name(request, item.document)),
            request.text(_("document-version"), day=day_of(request, item.version.created_at)),
        ),
        request.text(_("consent-question"), specialist=specialist),
        _rule_text(request, item.document, specialist),
        evidence_line(request),
    )


def _rule_text(request: Request, document: Document, specialist: str) -> Markup:
    """Say what depends on an answer, and when it is asked for again."""
    months = document.renewal_months
    return lines(
        request.text(_("consent-needed"), specialist=specialist) if document.needed_before_booking else None,
        request.text(_("consent-asked-again"), count=months) if months is not None else None,
    )


def standing_of(request: Request, item: ReaderDocument) -> Markup:
    """Return the same of a document for its reader, with the day on which a consent ends."""
    standing, months = item.standing, item.document.renewal_months
    if months is None or standing.is_waiting or standing.decision is not Decision.AGREED:
        return standing_text(request, standing)
    assert standing.at is not None  # noqa: S101 -- of every decision
    days = {"day": day_of(request, standing.at), "until": day_of(request, months_after(standing.at, months))}
    text: Markup = request.text(_("status-agreed-until"), **days)
    return text


def evidence_line(request: Request) -> Markup:
    """Say how long answers are kept."""
    years = SETTINGS.of(request.registry).of(DocumentsSettings).evidence_years
    line: Markup = request.text(_("evidence-kept"), count=years)
    return line


def size_text(request: Request, size: int) -> str:
    """Return how large a file is."""
    if size < MEGABYTE:
        text: str = request.label(_("size-kilobytes"), number=request.reader.number(-(-size // KILOBYTE)))
        return text
    return str(request.label(_("size-megabytes"), number=request.reader.number(-(-size // MEGABYTE))))


def space_line(request: Request, used: int, megabytes: int) -> Markup | None:
    """Say how much room is left of so many megabytes for `used` bytes; None while there is plenty."""
    total = megabytes * MEGABYTE
    if used < total * ALMOST_FULL:
        return None
    left = max(0, total - used)
    line: Markup = request.text(
        _("space-left"), left=size_text(request, left), total=size_text(request, total)
    )
    return line


def day_of(request: Request, instant: dt.datetime) -> str:
    """Return a day in the reader's zone."""
    day: str = request.reader.day(request.reader.local(instant).date())
    return day


def download_screen(
    request: Request, name: str, size: int, kind: str, object_id: int, version: int, back: Press
) -> Screen:
    """Return the button that downloads a file for five minutes, or the sentence why there is none."""
    label = request.label(_("button-download-now"), size=size_text(request, size))
    address = partial(request.download_url, request.account, kind, object_id, version)
    link = TransferLink(label, address, Style.PRIMARY)
    return link_screen(request, request.text(_("download-ready"), name=name), [link], back)
