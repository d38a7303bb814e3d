"""What is said of a file that is not taken: one sentence for each reason."""

from pyramid.i18n import TranslationString

from kalenner.files import MAX_BYTES, MEGAPIXELS, PNG_MEGAPIXELS, FileFault
from kalenner.i18n import _

FILE_GONE = _("file-gone")
"""Said of a private file that nobody took in time: :class:`~kalenner.files.PrivateFileGone`."""
_PIXELS = {"megapixels": MEGAPIXELS, "of_png": PNG_MEGAPIXELS}


def file_refusal(fault: FileFault, size: int = MAX_BYTES) -> TranslationString:
    """Return why a file is not taken; `size` is that of its :class:`~kalenner.screens.model.Upload`."""
    match fault:
        case FileFault.TOO_BIG:
            return _("file-too-big", mapping={"megabytes": size // 2**20})
        case FileFault.NOT_A_PICTURE:
            return _("not-a-picture")
        case FileFault.TOO_MANY_PIXELS:
            return _("picture-too-many-pixels", mapping=_PIXELS)
        case FileFault.BROKEN:
            return _("picture-broken")
        case FileFault.TOO_MANY:
            return _("too-many-files")
