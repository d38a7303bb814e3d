"""Pictures that people send in answer to a question, and the logo or photo of a provider.

When files come and go with the rows that point to them is decided by :class:`kalenner.files.FileService`.
"""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from pyramid.request import Request

from kalenner.files import FileService, PictureFault, PictureRefused, StoredPicture, clean_picture
from kalenner.i18n import _
from kalenner.people import Provider
from kalenner.screens import AnswerRefused, Upload

log = logging.getLogger(__name__)

REFUSALS = {
    PictureFault.TOO_BIG: _("picture-too-big"),
    PictureFault.NOT_A_PICTURE: _("send-a-picture"),
    PictureFault.TOO_MANY_PIXELS: _("picture-too-many-pixels"),
    PictureFault.BROKEN: _("picture-broken"),
}
LOGO_WIDTHS = (200, 400, 800)
"""In pixels: a logo or photo takes a part of a page's width."""
_JPEG_START = b"\xff\xd8"
T = TypeVar("T")


def files_of(request: Request) -> FileService:
    """Return the service of files."""
    files: FileService = request.find_service(FileService)
    return files


def take_picture(request: Request, node: str, upload: Upload, *, max_side: int = 2000) -> StoredPicture:
    """Keep the picture that answers the question `node`, for web pages, within `max_side` pixels.

    The file as it was sent is deleted. Raises AnswerRefused for what is no picture to be shown.
    """
    files = files_of(request)
    return _taken(request, node, upload, lambda sent: files.put_picture(sent, max_side=max_side))


def take_logo(request: Request, node: str, upload: Upload) -> str:
    """Keep the picture that answers the question `node` as one small file; return its key.

    As with `take_picture`, the file as it was sent is deleted, and AnswerRefused raised.
    """
    clean = _taken(request, node, upload, clean_picture)
    return files_of(request).put(clean, ".jpg" if clean.startswith(_JPEG_START) else ".png")


def set_logo(request: Request, provider: Provider, key: str | None) -> None:
    """Let a provider have the logo or photo under `key`, or none; the one there was is deleted."""
    sizes = provider.picture_sizes
    files_of(request).delete([provider.picture])
    if sizes is not None:
        delete_unless_used(request, provider, StoredPicture.from_json(sizes).keys())
    provider.picture, provider.picture_sizes = key, None
    ensure_sizes(request, provider)


def ensure_sizes(request: Request, provider: Provider) -> None:
    """Make the sizes for web pages of a provider's logo or photo where there are none yet."""
    if provider.picture is None or provider.picture_sizes is not None:
        return
    files = files_of(request)
    try:
        sizes = files.put_picture(files.find(provider.picture) or b"", widths=LOGO_WIDTHS)
    except PictureRefused:  # a damaged file: the page can do without
        log.exception("the picture of provider %d cannot be read", provider.id)
        return
    provider.picture_sizes = sizes.to_json()


def delete_unless_used(request: Request, provider: Provider, keys: Sequence[str]) -> None:
    """Delete files of a provider's picture after the commit, but for those that a plugin still needs."""
    used = set(request.hooks.platform_used_files(provider=provider, keys=keys))
    files_of(request).delete(key for key in keys if key not in used)


def _taken(request: Request, node: str, upload: Upload, take: Callable[[bytes], T]) -> T:
    files = files_of(request)
    files.delete([upload.key])
    try:
        return take(files.get(upload.key))
    except PictureRefused as refused:
        raise AnswerRefused(node, REFUSALS[refused.reason]) from refused
    except KeyError as error:  # it was sent with other answers, one of which was then refused
        raise AnswerRefused(node, REFUSALS[PictureFault.BROKEN]) from error
