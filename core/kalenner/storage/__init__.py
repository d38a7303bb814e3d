"""Bytes at rest: atomic writing, object stores in a folder or a bucket, digests, compression, media types.

Nothing here knows what the bytes are for; uploads are in ``kalenner.files``, published pages in a plugin.
"""

from kalenner.storage.compression import gzipped
from kalenner.storage.digests import content_digest, hashed_name
from kalenner.storage.folders import FolderStore
from kalenner.storage.locations import missing_library, open_store
from kalenner.storage.media_types import is_compressible, media_type_of
from kalenner.storage.stores import ObjectStore, StorageFault

__all__ = [
    "FolderStore",
    "ObjectStore",
    "StorageFault",
    "content_digest",
    "gzipped",
    "hashed_name",
    "is_compressible",
    "media_type_of",
    "missing_library",
    "open_store",
]
