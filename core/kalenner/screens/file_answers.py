"""The types of answers that are files: a picture, one file of any kind, files that were sent together."""

from typing import Any

import colander
from pyramid.i18n import TranslationString

from kalenner.file_use import FileUse
from kalenner.files import FileFault
from kalenner.i18n import _
from kalenner.screens.file_refusals import file_refusal
from kalenner.screens.model import Upload


class PictureFile(colander.SchemaType):
    """A picture that was sent as a photo or a file; it is made into what it is wanted for beforehand."""

    def __init__(self, file_use: FileUse = FileUse.PICTURE) -> None:
        self.file_use = file_use

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Upload:
        """Return the upload; raises Invalid for anything that is not a file."""
        if not isinstance(cstruct, dict) or "key" not in cstruct:
            raise colander.Invalid(node, _("send-a-picture"))
        upload = Upload.from_json(cstruct)
        if upload.is_too_big:
            raise colander.Invalid(node, file_refusal(FileFault.TOO_BIG))
        return upload

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """A picture cannot be typed."""
        del node, appstruct
        return colander.null


class SentFile(colander.SchemaType):
    """A file of any kind, kept as it came and encrypted: a private file, which the view takes."""

    file_use = FileUse.PRIVATE_ALBUM
    """An album is collected here too, so that it is refused as a whole."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Upload:
        """Return the upload; raises Invalid for what is no file, and for one that is not kept."""
        if isinstance(cstruct, dict) and "files" in cstruct:
            raise colander.Invalid(node, _("send-one-file"))
        if not isinstance(cstruct, dict) or "key" not in cstruct:
            raise colander.Invalid(node, _("send-a-file"))
        upload = Upload.from_json(cstruct)
        refusal = private_file_refusal(upload)
        if refusal is not None:
            raise colander.Invalid(node, refusal)
        return upload

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """A file cannot be typed."""
        del node, appstruct
        return colander.null


class SentFiles(SentFile):
    """Files of any kind that were sent together: one, or an album, in order; a list of private files.

    It has those that are kept; :func:`sent_files` tells of an answer which others there were.
    """

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> list[Upload]:  # type: ignore[override]
        """Return the uploads, at least one; raises Invalid for what is no file, and where none is kept."""
        uploads = sent_files(cstruct)
        if not uploads:
            raise colander.Invalid(node, _("send-a-file"))
        refusals = [private_file_refusal(upload) for upload in uploads]
        if all(refusals):
            raise colander.Invalid(node, refusals[0])
        return [upload for upload, refusal in zip(uploads, refusals, strict=True) if refusal is None]


def sent_files(answer: Any) -> list[Upload]:
    """Return every file in the answer to a question for :class:`SentFiles`, as the dialog keeps it."""
    if not isinstance(answer, dict):
        return []
    files = answer.get("files") or ([answer] if "key" in answer else [])
    return [Upload.from_json(file) for file in files]


def private_file_refusal(upload: Upload) -> TranslationString | None:
    """Return why a file that was sent is not kept; None where it is."""
    if upload.refusal is not None:
        return file_refusal(upload.refusal, upload.size)
    return None if upload.size else _("file-empty")
