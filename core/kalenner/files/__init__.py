"""Uploaded files: their store, their life cycle, and the sanitizer of pictures."""

from typing import TYPE_CHECKING

from kalenner.files.pictures import (
    MAX_BYTES,
    MEGAPIXELS,
    PNG_MEGAPIXELS,
    FileFault,
    PictureRefused,
    clean_picture,
)
from kalenner.files.sent_pictures import make_logo_sizes, make_picture
from kalenner.files.service import FileService, file_service_factory
from kalenner.files.stores import FILES, FileStore
from kalenner.files.variants import (
    PictureSet,
    StoredPicture,
    StoredVariant,
    Variant,
    allot_keys,
    make_variants,
    store_variants,
)

if TYPE_CHECKING:
    from pyramid.config import Configurator

__all__ = [
    "FILES",
    "MAX_BYTES",
    "MEGAPIXELS",
    "PNG_MEGAPIXELS",
    "FileFault",
    "FileService",
    "FileStore",
    "PictureRefused",
    "PictureSet",
    "StoredPicture",
    "StoredVariant",
    "Variant",
    "allot_keys",
    "clean_picture",
    "make_logo_sizes",
    "make_picture",
    "make_variants",
    "store_variants",
]


def includeme(config: "Configurator") -> None:
    """Register the service."""
    config.register_service_factory(file_service_factory, FileService)
