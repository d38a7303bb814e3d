"""Documents of the sample world: terms that some clients have agreed to, recommendations, a private file."""

from itertools import cycle
from typing import cast

from pyramid.request import Request

from kalenner.files import PRIVATE_FILES, PrivateFileService, account_tenant
from kalenner.hooks.platform import SampleProfessional
from kalenner.i18n import DEFAULT_LANGUAGE, language_of
from kalenner.people import Account, Client, Provider
from kalenner.screens import Upload
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.document_service import DocumentService
from kalenner_documents.exchange_service import ExchangeService
from kalenner_documents.models import Decision
from kalenner_documents.words import Words

NAMES = {
    "en": ("Terms", "Recommendations", "Notes on our last meeting"),
    "fr": ("Conditions", "Conseils", "Notes de notre dernier rendez-vous"),
    "de": ("Bedingungen", "Empfehlungen", "Notizen zu unserem letzten Termin"),
    "ru": ("Условия", "Рекомендации", "Заметки о последней встрече"),
}
TEXTS = {
    "en": "This is a sample. Here stands what you want your clients to read.",
    "fr": "Ceci est un modèle. Ici figure ce que vous souhaitez faire lire à vos clients.",
    "de": "Dies ist ein Muster. Hier steht, was Ihre Kunden lesen sollen.",
    "ru": "Это образец. Здесь будет то, что должны прочитать ваши клиенты.",
}
ANSWERS = (Decision.AGREED, None, Decision.AGREED, Decision.DECLINED)
"""What one client after the other says about the terms."""


def fill(request: Request, sample: SampleProfessional) -> None:
    """Upload documents, let clients answer, and exchange one file with the first of them."""
    provider = cast("Provider", sample.provider)
    language = language_of(provider.reading_language)
    terms, recommendations, notes = NAMES.get(language, NAMES[DEFAULT_LANGUAGE])
    text = TEXTS.get(language, TEXTS[DEFAULT_LANGUAGE])
    documents = request.find_service(DocumentService)
    clients = cast("list[Client]", list(sample.clients))
    document = documents.create(
        provider, terms, sample_file(request, provider.professional, terms, text), needs_consent=True
    )
    documents.create(
        provider,
        recommendations,
        sample_file(request, provider.professional, recommendations, text),
        needs_consent=False,
    )
    consents = request.find_service(ConsentService)
    for client, decision in zip(clients, cycle(ANSWERS), strict=False):
        if decision is not None:
            words = Words(client.name, terms, text, language)
            consents.decide(client, document, document.version, decision, words)
    for client in clients[:1]:
        upload = sample_file(request, provider.professional, notes, text)
        request.find_service(ExchangeService).add(client, provider.professional, notes, upload)


def sample_file(request: Request, sender: Account, name: str, text: str) -> Upload:
    """Return a small text as if `sender` had sent it."""
    content = f"{name}\n\n{text}\n".encode()
    files = request.find_service(PrivateFileService)
    token, key = files.begin(account_tenant(sender.id))
    received = PRIVATE_FILES.of(request.registry).write(token, key, [content])
    files.finish(received)
    return Upload(received.token, received.size, name=f"{name}.txt")
