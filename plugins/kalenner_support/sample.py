"""Support in the sample world: each professional has written one ticket."""

from typing import cast

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner.i18n import DEFAULT_LANGUAGE, language_of
from kalenner.people import Provider
from kalenner.people.models import Role
from kalenner_support.models import TicketKind
from kalenner_support.ticket_service import TicketService

TEXTS = {
    "en": "Could the calendar show the weeks of the year?",
    "fr": "Le calendrier pourrait-il afficher les numéros de semaine ?",
    "de": "Könnte der Kalender die Kalenderwochen zeigen?",
    "ru": "Можно ли показывать в календаре номера недель?",
}


def fill(request: Request, sample: SampleProfessional) -> None:
    """Let the professional send an idea."""
    account = cast("Provider", sample.provider).professional
    language = language_of(account.reading_language)
    service = request.find_service(TicketService)
    ticket = service.draft(account)
    ticket.kind = TicketKind.IDEA
    service.write(ticket, account, TEXTS.get(language, TEXTS[DEFAULT_LANGUAGE]))
    service.send(ticket, role=Role.PROFESSIONAL.value, language=language, fault=None)
