"""Names and descriptions of services in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from kalenner.hooks.platform import TranslatableText
from kalenner.i18n import language_of
from kalenner.people import Account, Provider, main_language
from kalenner.people.translations import Translation
from kalenner.requests import Request
from kalenner_scheduling import _
from kalenner_scheduling.catalogue.models import Service

LONGEST_NAME, LONGEST_DESCRIPTION = 60, 1_000
_PREFIX = "service-"

_service, _translation = Service.__table__.c, Translation.__table__.c


# The language of the professional is compared as Python knows it, so its two columns come along.
_TEXTS = (
    select(
        _service.provider_id,
        _service.id,
        _service.name,
        func.coalesce(Account.language, Account.channel_language),
        _translation.field,
        _translation.text,
    )
    .select_from(Service.__table__)
    .join(Provider, Provider.id == _service.provider_id)
    .join(Provider.account)
    .join(
        Translation.__table__,
        (_translation.provider_id == _service.provider_id)
        & (_translation.subject == literal(_PREFIX) + cast(_service.id, String))
        & (_translation.language == bindparam("language")),
    )
    .where(_service.provider_id.in_(bindparam("provider_ids", expanding=True)))
)


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

    def of_provider(self, provider: Provider, language: str) -> Mapping[int, ServiceTexts]:
        """Return what is given in a language, by service; nothing in the provider's own language."""
        if language == main_language(provider):  # as most readers' language is: nothing is read
            return {}
        return self.of_providers([provider.id], language)[provider.id]

    def of_providers(
        self, provider_ids: Iterable[int], language: str
    ) -> Mapping[int, Mapping[int, ServiceTexts]]:
        """Return the same of several providers, by their ids, read at once."""
        wanted = list(dict.fromkeys(provider_ids))
        missing = [provider_id for provider_id in wanted if (provider_id, language) not in self._known]
        if missing:
            self._read(missing, language)
        return {provider_id: self._known[provider_id, language] for provider_id in wanted}

    def _read(self, provider_ids: list[int], language: str) -> None:
        self._known |= {(provider_id, language): {} for provider_id in provider_ids}
        parameters = {"provider_ids": provider_ids, "language": language}
        for provider_id, service_id, name, own, key, text in self._dbsession.execute(_TEXTS, parameters):
            if language != language_of(own):
                services = self._known[provider_id, language]
                services.setdefault(service_id, ServiceTexts(name)).translated[key] = text


def name_for_reader(request: Request, provider: Provider, service_id: int, name: str) -> str:
    """Return a service's name in the reader's language.

    It is `name` where there is none in it, and where the service has been renamed since: appointments keep
    the name they were booked with.
    """
    return _name_of(_texts(request, provider).get(service_id), name)


def former_name_for_reader(request: Request, provider: Provider, name: str) -> str:
    """Return the same of a service of which only the name is known."""
    services = _texts(request, provider).values()
    return _name_of(next((texts for texts in services if texts.name == name), None), name)


def names_for_reader(request: Request, services: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return the same of many services, each given by its provider's id, its own, and its name."""
    service: ServiceTextService = request.find_service(ServiceTextService)
    known = service.of_providers((provider_id for provider_id, *_rest in services), request.reader.language)
    return [_name_of(known[provider_id].get(service_id), name) for provider_id, service_id, name in services]


def description_for_reader(request: Request, provider: Provider, service: Service) -> str | None:
    """Return a service's description in the reader's language, else in the professional's."""
    texts = _texts(request, provider).get(service.id)
    if texts is None or not service.description:
        return service.description
    return texts.translated.get("description", service.description)


def _texts(request: Request, provider: Provider) -> Mapping[int, ServiceTexts]:
    service: ServiceTextService = request.find_service(ServiceTextService)
    return service.of_provider(provider, request.reader.language)


def _name_of(texts: ServiceTexts | None, name: str) -> str:
    return texts.translated.get("name", name) if texts is not None and texts.name == name else name


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
