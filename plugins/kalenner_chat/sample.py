"""Talk in the sample world: some clients have written, and most have an answer."""

import datetime as dt
from itertools import cycle
from typing import cast

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner.i18n import DEFAULT_LANGUAGE, language_of
from kalenner.people import Client, Provider
from kalenner.screens import MessageKind
from kalenner_chat.content import Content
from kalenner_chat.message_service import MessageService, Origin
from kalenner_chat.quick_answer_service import QuickAnswerService
from kalenner_chat.relations import relation_of
from kalenner_chat.thread_service import ThreadService

TALK = {
    "en": (
        "Hello! Is there parking near your practice?",
        "Hello! Yes, in the yard behind the house, the first hour is free.",
        "Great, thank you. See you soon!",
    ),
    "fr": (
        "Bonjour ! Peut-on se garer près de votre cabinet ?",
        "Bonjour ! Oui, dans la cour derrière l'immeuble, la première heure est gratuite.",
        "Parfait, merci. À bientôt !",
    ),
    "de": (
        "Guten Tag! Kann man in der Nähe parken?",
        "Guten Tag! Ja, im Hof hinter dem Haus, die erste Stunde ist frei.",
        "Prima, vielen Dank. Bis bald!",
    ),
    "ru": (
        "Здравствуйте! Рядом с вами есть парковка?",
        "Здравствуйте! Да, во дворе за домом, первый час бесплатно.",
        "Отлично, спасибо. До встречи!",
    ),
}
ANSWERS = {
    "en": (
        "See you soon",
        "Hello {name}, I look forward to seeing you. Your next appointment: {appointment}.",
    ),
    "fr": (
        "À bientôt",
        "Bonjour {name}, au plaisir de vous voir. Votre prochain rendez-vous : {appointment}.",
    ),
    "de": ("Bis bald", "Guten Tag {name}, ich freue mich auf Sie. Ihr nächster Termin: {appointment}."),
    "ru": ("До встречи", "Здравствуйте, {name}, буду рада встрече. Ваша следующая запись: {appointment}."),
}
LENGTHS = (2, 3, 0, 1)
"""How far the talk has come, one client after the other."""


def fill(request: Request, sample: SampleProfessional) -> None:
    """Let the clients write by turns, and give the professional a quick answer."""
    provider = cast("Provider", sample.provider)
    language = language_of(provider.reading_language)
    texts = TALK.get(language, TALK[DEFAULT_LANGUAGE])
    answer = ANSWERS.get(language, ANSWERS[DEFAULT_LANGUAGE])
    request.find_service(QuickAnswerService).add(provider.professional, *answer)
    threads, messages = request.find_service(ThreadService), request.find_service(MessageService)
    start = request.clock.now() - dt.timedelta(hours=2)
    for client, length in zip(cast("list[Client]", list(sample.clients)), cycle(LENGTHS), strict=False):
        if not length or client.blocked_at is not None or client.removed_at is not None:
            continue
        thread = threads.thread_of(client)
        for number, text in enumerate(texts[:length]):
            writer = client.account if number % 2 == 0 else provider.professional
            relation = relation_of(thread, writer)
            assert relation is not None  # noqa: S101 -- one of its two sides
            sent_at = start + dt.timedelta(minutes=5 * number)
            messages.send(relation, Content(MessageKind.TEXT, text), Origin(sent_at=sent_at), is_told=False)
