"""Pictures that people send in answer to a question, and the logo or photo of a provider.

When files come and go with the rows that point to them is decided by :class:`kalenner.files.FileService`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from pyramid.request import Request

from kalenner.delivery import claim
from kalenner.files import FileFault, FileService, PictureRefused, StoredPicture, make_logo_sizes
from kalenner.people import Provider
from kalenner.screens import AnswerRefused, Upload
from kalenner.screens.file_refusals import file_refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Logo:
    """A logo or photo in the file store: the key of its one small file, and its sizes for web pages."""

    key: str
    sizes: StoredPicture


def files_of(request: Request) -> FileService:
    """Return the service of files."""
    files: FileService = request.find_service(FileService)
    return files


def take_picture(request: Request, node: str, upload: Upload) -> StoredPicture:
    """Take the picture that answers the question `node`, which was made for web pages when it came.

    Raises AnswerRefused for what is no picture to be shown, and TypeError where the question is for something
    else than pictures.
    """
    if upload.fault is not None:
        raise AnswerRefused(node, file_refusal(upload.fault))
    if upload.picture is None:
        raise TypeError(f"the question {node} is not for a picture")
    claimed = claim(request, upload)
    if len(claimed) < len(upload.keys()):  # sent with other answers, one of which was then refused
        files_of(request).delete(claimed)
        raise AnswerRefused(node, file_refusal(FileFault.BROKEN))
    return upload.picture


def take_logo(request: Request, node: str, upload: Upload) -> Logo:
    """Take the logo or photo that answers the question `node`, as with `take_picture`."""
    sizes = take_picture(request, node, upload)
    if not upload.key:
        raise TypeError(f"the question {node} is not for a logo")
    return Logo(upload.key, sizes)


def discard(request: Request, upload: Upload) -> None:
    """Delete what was sent and is not taken, with the commit; else it would stay for a day."""
    files_of(request).delete(upload.keys())


def set_logo(request: Request, provider: Provider, logo: Logo | None) -> None:
    """Let a provider have a logo or photo, or none; the one there was is deleted."""
    files_of(request).delete([provider.picture])
    if provider.picture_sizes is not None:
        keys = StoredPicture.from_json(provider.picture_sizes).keys()
        delete_unless_used(request, provider, keys)
    provider.picture = None if logo is None else logo.key
    provider.picture_sizes = None if logo is None else logo.sizes.to_json()


def ensure_sizes(request: Request, provider: Provider) -> None:
    """Make the sizes for web pages of a provider's logo or photo where there are none yet."""
    if provider.picture is None or provider.picture_sizes is not None:
        return
    files = files_of(request)
    try:
        sizes = files.put_variants(make_logo_sizes(files.find(provider.picture) or b""))
    except PictureRefused:  # a damaged file: the page can do without
        log.exception("the picture of provider %d cannot be read", provider.id)
        return
    provider.picture_sizes = sizes.to_json()


def delete_unless_used(request: Request, provider: Provider, keys: Sequence[str]) -> None:
    """Delete files of a provider's picture after the commit, but for those that a plugin still needs."""
    used = set(request.hooks.platform_used_files(provider=provider, keys=keys))
    files_of(request).delete(key for key in keys if key not in used)
