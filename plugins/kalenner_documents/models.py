"""Tables of documents: what clients read and agree to, what is exchanged in private, and the consents.

Names are words of people and stand sealed, bound to their row by its `token`.
"""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, Instant
from kalenner.files.models import PrivateFile
from kalenner.people import Account, Client, Provider
from kalenner_scheduling.api import Service

NAME_LENGTH = (1, 80)


class Document(Base):
    """A document of a professional for all clients; its bytes are those of the version `version`.

    Deleted ones stay as rows, since entries about consents point to them; their name goes where nobody has
    ever agreed. `needed_before_booking` counts while clients have to agree at all; a consent holds for
    `renewal_months`, None is for good.
    """

    __tablename__ = "documents_document"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_documents_document_provider_id", "provider_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    token: Mapped[str]
    name: Mapped[bytes | None]
    needs_consent: Mapped[bool]
    needed_before_booking: Mapped[bool] = mapped_column(default=False)
    renewal_months: Mapped[int | None]
    version: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()


class ServiceLimit(Base):
    """A service for which a document is; without any, it is for all clients."""

    __tablename__ = "documents_document_service"

    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id), primary_key=True)


class Version(Base):
    """One file of a document; another one takes its place, and this one stays if somebody has agreed to it.

    `file_id` and `file_name` are None once it is gone. `digest` is the SHA-256 of the file, `size` its bytes.
    While all clients are told of it, `told_up_to` is the id of the last who was.
    """

    __tablename__ = "documents_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index(
            "ix_documents_version_told_up_to",
            "told_up_to",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    number: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey(PrivateFile.id), index=True)
    file_name: Mapped[bytes | None]
    digest: Mapped[bytes]
    size: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    asked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When all clients were asked to read it."""
    told_up_to: Mapped[int | None]

    document: Mapped[Document] = relationship()
    file: Mapped[PrivateFile | None] = relationship()


class ExchangedFile(Base):
    """A file that the two sides of one relation alone see; `account_id` is who has uploaded it."""

    __tablename__ = "documents_exchanged_file"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_documents_exchanged_file_client_id", "client_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey(Client.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    token: Mapped[str]
    name: Mapped[bytes]
    file_name: Mapped[bytes]
    file_id: Mapped[int] = mapped_column(ForeignKey(PrivateFile.id), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    client: Mapped[Client] = relationship()
    file: Mapped[PrivateFile] = relationship()


class ExchangedDownload(Base):
    """One download of an exchanged file; the parts that a browser fetches share an `address`, and are one."""

    __tablename__ = "documents_download"
    __table_args__ = (
        UniqueConstraint("address"),
        Index("ix_documents_download_file_id", "file_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey(ExchangedFile.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    address: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(Instant, index=True)


class WaitingFile(Base):
    """An uploaded file that is being checked, and what is to become of it (:mod:`kalenner_documents.intake`).

    `words` are sealed: the names, and whether clients have to agree. `next_at` is when it is looked into.
    `refusal` is None while it waits; then the name of what was found in it, or "" where there was no place
    for it any more. It is kept so until its uploader has read it.
    """

    __tablename__ = "documents_waiting_file"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_documents_waiting_file_next_at", "next_at", "id"),
        Index("ix_documents_waiting_file_account_id", "account_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    object_id: Mapped[int]
    """The document that it replaces, or the relation in whose space it is put; else 0."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey(PrivateFile.id), index=True)
    token: Mapped[str]
    words: Mapped[bytes]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    next_at: Mapped[dt.datetime] = mapped_column(Instant)
    refusal: Mapped[str | None]

    file: Mapped[PrivateFile | None] = relationship()


class Reminder(Base):
    """When a client was last reminded of what waits for an answer."""

    __tablename__ = "documents_reminder"

    client_id: Mapped[int] = mapped_column(ForeignKey(Client.id), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)


class EndedConsent(Base):
    """A consent that has ended after the months of its document; the client was told of it."""

    __tablename__ = "documents_ended_consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["provider_id", "position"],
            ["documents_consent.provider_id", "documents_consent.position"],
            name="fk_documents_ended_consent_entry",
        ),
    )

    provider_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    told_at: Mapped[dt.datetime] = mapped_column(Instant)


class Decision(enum.StrEnum):
    """What a client says about a version of a document."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Consent(Base):
    """One entry about a consent, never rewritten: the database refuses it, and the chain of `mac` shows it.

    `position` counts a professional's entries from 1. `digest` is the version's; `commitment` binds the words
    without holding them; `mac` is over all of this and the entry before, by the key ring's key `key_id`.
    """

    __tablename__ = "documents_consent"
    __table_args__ = (
        CheckConstraint("decision IN ('agreed', 'declined', 'withdrawn')", name="decision"),
        Index("ix_documents_consent_version_id", "version_id", "client_id", "position"),
        Index("ix_documents_consent_client_id", "client_id", "position"),
    )

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey(Client.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id))
    decision: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(Instant)
    digest: Mapped[bytes]
    commitment: Mapped[bytes]
    key_id: Mapped[int]
    mac: Mapped[bytes]

    client: Mapped[Client] = relationship()
    document: Mapped[Document] = relationship()


class ConsentWords(Base):
    """Who agreed to what in words: the names, the text that was shown, the salt; sealed, None once erased.

    `erased` is the code by which it is known that it was us who erased them.
    """

    __tablename__ = "documents_consent_words"
    __table_args__ = (
        ForeignKeyConstraint(
            ["provider_id", "position"],
            [Consent.provider_id, Consent.position],
            name="fk_documents_consent_words_entry",  # made of all names, it would be too long for PostgreSQL
        ),
    )

    provider_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes | None]
    erased: Mapped[bytes | None]
