"""What documents hold about people, and what becomes of it when an account is erased."""

from sqlalchemy import ColumnElement, Select, or_, select

from kalenner.hooks.privacy import Erasure, PersonalTable, PersonLike
from kalenner.privacy import of_practice
from kalenner_documents import _
from kalenner_documents.models import (
    Consent,
    ConsentWords,
    Document,
    EndedConsent,
    ExchangedDownload,
    ExchangedFile,
    Reminder,
    ServiceLimit,
    Version,
    WaitingFile,
)

_EVIDENCE = (
    "Who agreed to what is evidence for both sides; its words are sealed, and go when the time is over for "
    "which evidence is kept."
)


def _documents(person: PersonLike) -> Select[int]:
    return select(Document.id).where(Document.provider_id == person.provider_id)


def _exchanged(person: PersonLike) -> Select[int]:
    return select(ExchangedFile.id).where(ExchangedFile.client_id.in_(person.all_links))


def _consents(person: PersonLike) -> ColumnElement[bool]:
    return or_(Consent.client_id.in_(person.links), Consent.provider_id == person.provider_id)


TABLES = [
    PersonalTable(
        Document,
        of_practice(Document.provider_id),
        Erasure.BLANK,
        title=_("held-documents"),
        blanks={"name": None},
        reason="Entries about consents refer to it.",
        hidden=frozenset({"token"}),
    ),
    PersonalTable(
        ServiceLimit,
        lambda person: ServiceLimit.document_id.in_(_documents(person)),
        Erasure.DELETE,
    ),
    PersonalTable(
        Version,
        lambda person: Version.document_id.in_(_documents(person)),
        Erasure.BLANK,
        title=_("held-versions"),
        blanks={"file_id": None, "file_name": None},
        reason="Entries about consents refer to it; the file itself is destroyed.",
        hidden=frozenset({"told_up_to"}),
        files=("file_id",),
    ),
    PersonalTable(
        ExchangedFile,
        lambda person: ExchangedFile.client_id.in_(person.all_links),
        Erasure.DELETE,
        title=_("held-exchanged"),
        hidden=frozenset({"token"}),
        files=("file_id",),
    ),
    PersonalTable(
        ExchangedDownload,
        lambda person: ExchangedDownload.file_id.in_(_exchanged(person)),
        Erasure.DELETE,
        title=_("held-downloads"),
        hidden=frozenset({"address"}),
    ),
    PersonalTable(
        WaitingFile,
        lambda person: WaitingFile.account_id == person.account_id,
        Erasure.DELETE,
        title=_("held-waiting"),
        hidden=frozenset({"token"}),
        files=("file_id",),
    ),
    PersonalTable(Reminder, lambda person: Reminder.client_id.in_(person.all_links), Erasure.DELETE),
    PersonalTable(Consent, _consents, Erasure.KEEP, title=_("held-consents"), reason=_EVIDENCE),
    PersonalTable(
        ConsentWords,
        lambda person: (
            select(Consent.position)
            .where(
                Consent.provider_id == ConsentWords.provider_id,
                Consent.position == ConsentWords.position,
                _consents(person),
            )
            .exists()
        ),
        Erasure.KEEP,
        title=_("held-consent-words"),
        reason=_EVIDENCE,
    ),
    PersonalTable(
        EndedConsent,
        lambda person: (
            select(Consent.position)
            .where(
                Consent.provider_id == EndedConsent.provider_id,
                Consent.position == EndedConsent.position,
                _consents(person),
            )
            .exists()
        ),
        Erasure.KEEP,
        reason=_EVIDENCE,
    ),
]
