"""Uploaded files: their store, their life cycle, and the sanitizer of pictures."""

import datetime as dt
from typing import TYPE_CHECKING

from kalenner.files.models import PrivateFile
from kalenner.files.pictures import (
    MAX_BYTES,
    MEGAPIXELS,
    PNG_MEGAPIXELS,
    FileFault,
    PictureRefused,
    clean_picture,
)
from kalenner.files.private import (
    PRIVATE_FILES,
    FileTooLarge,
    OpenedFile,
    PrivateFileGone,
    PrivateFileService,
    PrivateFileStore,
    ReceivedPrivateFile,
    delete_transient,
    private_file_service_factory,
    receive_private,
    secret_binding,
)
from kalenner.files.quotas import MEGABYTE, SpaceUsedUp, check_quota, megabytes_left
from kalenner.files.sent_pictures import make_logo_sizes, make_picture
from kalenner.files.service import FileService, file_service_factory
from kalenner.files.stores import FILES, FileStore
from kalenner.files.tenants import account_tenant, provider_tenant
from kalenner.files.variants import (
    PictureSet,
    StoredPicture,
    StoredVariant,
    Variant,
    allot_keys,
    make_variants,
    store_variants,
)
from kalenner.settings import SETTINGS, FilesSettings

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.router import Router

__all__ = [
    "FILES",
    "MAX_BYTES",
    "MEGABYTE",
    "MEGAPIXELS",
    "PNG_MEGAPIXELS",
    "PRIVATE_FILES",
    "FileFault",
    "FileService",
    "FileStore",
    "FileTooLarge",
    "OpenedFile",
    "PictureRefused",
    "PictureSet",
    "PrivateFileGone",
    "PrivateFileService",
    "PrivateFileStore",
    "ReceivedPrivateFile",
    "SpaceUsedUp",
    "StoredPicture",
    "StoredVariant",
    "Variant",
    "account_tenant",
    "allot_keys",
    "check_quota",
    "clean_picture",
    "make_logo_sizes",
    "make_picture",
    "make_variants",
    "megabytes_left",
    "provider_tenant",
    "receive_private",
    "store_variants",
]


def includeme(config: "Configurator") -> None:
    """Register the services, and the task that deletes what nobody took."""
    config.register_service_factory(file_service_factory, FileService)
    config.register_service_factory(private_file_service_factory, PrivateFileService)
    config.add_sealed_column(PrivateFile.secret, secret_binding)
    config.add_long_task("files.private", _delete_transient, every_minutes=30)


def _delete_transient(app: "Router") -> None:
    grace = dt.timedelta(hours=SETTINGS.of(app.registry).of(FilesSettings).grace)
    while delete_transient(app, grace):
        pass
    PRIVATE_FILES.of(app.registry).objects.remove_leftovers()
