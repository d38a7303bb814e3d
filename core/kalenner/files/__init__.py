"""Files: where they are kept, and what is done to a picture before it is."""

from kalenner.files.pictures import PictureFault, PictureRefused, clean_picture
from kalenner.files.stores import FileStore, FolderStore
from kalenner.files.variants import (
    PictureSet,
    StoredPicture,
    StoredVariant,
    Variant,
    forget,
    make_variants,
    store_picture,
    store_variants,
)

__all__ = [
    "FileStore",
    "FolderStore",
    "PictureFault",
    "PictureRefused",
    "PictureSet",
    "StoredPicture",
    "StoredVariant",
    "Variant",
    "clean_picture",
    "forget",
    "make_variants",
    "store_picture",
    "store_variants",
]
