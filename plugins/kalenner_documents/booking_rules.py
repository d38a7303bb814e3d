"""What keeps a client from booking: documents that have to be agreed to first."""

from pyramid.request import Request

from kalenner.hooks.scheduling import Refusal
from kalenner.people import Client
from kalenner_documents import _, routes
from kalenner_documents.reader_queries import ReaderQueries
from kalenner_documents.text_cipher import TextCipher

CONSENT = "consent"
"""How the reason for programs begins; the document's id follows."""


def refusals(request: Request, client: Client, service_id: int) -> list[Refusal]:
    """Return a refusal for each document that a client has to agree to before booking a service."""
    needed = ReaderQueries(request.dbsession, client, request.clock.now()).list_needed(service_id)
    cipher = request.find_service(TextCipher)
    return [
        Refusal(
            f"{CONSENT}:{item.document.id}",
            request.label(
                _("not-agreed-yet"), name=client.name, document=cipher.document_name(item.document)
            ),
            routes.read(document=item.document.id),
            weight=number,
        )
        for number, item in enumerate(needed)
    ]
