"""Names and descriptions of services in the reader's language."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, String, bindparam, cast, literal, select
from sqlalchemy.orm import Session

from kalenner.hooks.platform import TranslatableText
from kalenner.people import Provider, main_language
from kalenner.people.translations import Translation
from kalenner.requests import Request
from kalenner_scheduling import _
from kalenner_scheduling.catalogue.models import Service

LONGEST_NAME, LONGEST_DESCRIPTION = 60, 1_000
_PREFIX = "service-"

_service, _translation = Service.__table__.c, Translation.__table__.c


def is_translation_of(service_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say that a row of translations is of a service, given as a column."""
    return _translation.subject == literal(_PREFIX) + cast(service_id, String)


_TEXTS = select(_service.id, _service.name, _translation.field, _translation.text).join(
    Translation.__table__,
    (_translation.provider_id == _service.provider_id)
    & is_translation_of(_service.id)
    & (_translation.language == bindparam("language")),
)
_TEXTS = _TEXTS.where(_service.provider_id == bindparam("provider_id"))


@dataclass(frozen=True)
class ServiceTexts:
    """What is given of a service in one language, by field; `name` is the one in the professional's."""

    name: str
    translated: dict[str, str] = field(default_factory=dict)


def subject_of(service_id: int) -> str:
    """Return the subject of a service's translations."""
    return f"{_PREFIX}{service_id}"


def service_id_of(subject: str) -> int | None:
    """Return the id of the service that a subject names; None for another's."""
    number = subject.removeprefix(_PREFIX)
    return int(number) if subject != number and number.isascii() and number.isdecimal() else None


class ServiceTextService:
    """The translations of the services of practices, each language of one read once for a request."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession
        self._known: dict[tuple[int, str], dict[int, ServiceTexts]] = {}

    def find(self, provider: Provider, service_id: int, language: str) -> ServiceTexts | None:
        """Return what is given in a language; None where it is the provider's own, or nothing is."""
        if language == main_language(provider):
            return None
        known = provider.id, language
        if known not in self._known:
            self._known[known] = self._read(provider, language)
        return self._known[known].get(service_id)

    def _read(self, provider: Provider, language: str) -> dict[int, ServiceTexts]:
        found: dict[int, ServiceTexts] = {}
        parameters = {"provider_id": provider.id, "language": language}
        for service_id, name, key, text in self._dbsession.execute(_TEXTS, parameters):
            found.setdefault(service_id, ServiceTexts(name)).translated[key] = text
        return found


def name_for_reader(request: Request, provider: Provider, service_id: int, name: str) -> str:
    """Return a service's name in the reader's language.

    It is `name` where there is none in it, and where the service has been renamed since: appointments keep
    the name they were booked with.
    """
    texts = _texts(request, provider, service_id)
    return texts.translated.get("name", name) if texts is not None and texts.name == name else name


def description_for_reader(request: Request, provider: Provider, service: Service) -> str | None:
    """Return a service's description in the reader's language, else in the professional's."""
    texts = _texts(request, provider, service.id)
    if texts is None or not service.description:
        return service.description
    return texts.translated.get("description", service.description)


def _texts(request: Request, provider: Provider, service_id: int) -> ServiceTexts | None:
    service: ServiceTextService = request.find_service(ServiceTextService)
    return service.find(provider, service_id, request.reader.language)


def translatable_texts(request: Request, provider: Provider, subject: str) -> list[TranslatableText]:
    """Return what can be given in other languages of a service."""
    service_id = service_id_of(subject)
    service = None if service_id is None else request.dbsession.get(Service, service_id)
    if service is None or service.provider_id != provider.id or service.deleted_at is not None:
        return []
    texts = [TranslatableText("name", request.label(_("button-name")), service.name, LONGEST_NAME)]
    if service.description:
        label = request.label(_("button-description"))
        texts.append(
            TranslatableText("description", label, service.description, LONGEST_DESCRIPTION, "lines")
        )
    return texts


def service_text_service_factory(request: Request) -> ServiceTextService:
    """Make the service for a request."""
    return ServiceTextService(request.dbsession)
