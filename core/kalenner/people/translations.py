"""What professionals say in further languages: one row a text and language, whatever the text is of.

The text in the professional's own language stays with its owner, such as a service. `subject` names the owner
and `field` the text: ``service-12`` and ``name``.
"""

from collections.abc import Collection, Mapping

from pyramid.request import Request
from sqlalchemy import ForeignKey, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kalenner.database import Base
from kalenner.i18n import LANGUAGES, language_of
from kalenner.people.models import Provider


class Translation(Base):
    """A text of a provider in another language than the provider's own."""

    __tablename__ = "core_translation"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


_row = Translation.__table__.c
_OF_SUBJECTS = select(_row.subject, _row.language, _row.field, _row.text).where(
    _row.provider_id == bindparam("provider_id"), _row.subject.in_(bindparam("subjects", expanding=True))
)

Texts = dict[str, dict[str, str]]
"""Texts by language, then by field."""


def main_language(provider: Provider) -> str:
    """Return the language that a provider's texts are in where they are no translations."""
    return language_of(provider.reading_language)


def other_languages(provider: Provider) -> list[str]:
    """Return the languages into which a provider's texts can be translated."""
    return [code for code in LANGUAGES if code != main_language(provider)]


class TranslationService:
    """The texts of providers in further languages."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def of(self, provider: Provider, subject: str) -> Texts:
        """Return the translated texts of a subject; those in the provider's present language are left out."""
        return self.of_each(provider, [subject]).get(subject, {})

    def of_each(self, provider: Provider, subjects: Collection[str]) -> Mapping[str, Texts]:
        """Return the same of several subjects at once; those without any are missing."""
        main = main_language(provider)
        parameters = {"provider_id": provider.id, "subjects": list(subjects)}
        found: dict[str, Texts] = {}
        for subject, language, field, text in self._dbsession.execute(_OF_SUBJECTS, parameters):
            if language != main and language in LANGUAGES:
                found.setdefault(subject, {}).setdefault(language, {})[field] = text
        return found

    def set(self, provider: Provider, subject: str, field: str, language: str, text: str) -> None:
        """Keep a text in one language; an empty one removes it."""
        key = (provider.id, subject, field, language)
        if not text:
            names = ("provider_id", "subject", "field", "language")
            conditions = [_row[name] == value for name, value in zip(names, key, strict=True)]
            self._dbsession.execute(delete(Translation).where(*conditions))
            return
        values = dict(zip(("provider_id", "subject", "field", "language"), key, strict=True))
        self._dbsession.merge(Translation(**values, text=text))
        self._dbsession.flush()


def translation_service_factory(request: Request) -> TranslationService:
    """Make the service for a request."""
    return TranslationService(request.dbsession)
