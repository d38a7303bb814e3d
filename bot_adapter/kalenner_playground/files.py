"""Files sent by either side, and pictures in the sizes Telegram makes of them."""

import io
import json
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kalenner_playground.errors import ApiError, bad_request
from kalenner_playground.store import JsonObject, Store

if TYPE_CHECKING:
    from PIL.Image import Image

PHOTO_BYTES_AT_MOST = 10 * 1024 * 1024
DOWNLOAD_BYTES_AT_MOST = 20 * 1024 * 1024
UPLOAD_BYTES_AT_MOST = 50 * 1024 * 1024
_SIDES_AT_MOST = 10_000
_RATIO_AT_MOST = 20
_SIZES = (320, 1280)
_FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "document": "documents",
    "animation": "animations",
    "audio": "music",
    "voice": "voice",
    "video_note": "video_notes",
    "sticker": "stickers",
}


@dataclass(frozen=True)
class FileUpload:
    """A file on its way in: its name, kind ("" if not told) and bytes."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class StoredFile:
    """A stored file: `details` is what the Bot API says of it, `path` its place for download."""

    id: str
    name: str
    mime: str
    size: int
    path: str
    details: JsonObject


class Files:
    """Stores files in a folder, or in memory for None."""

    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder
        self._memory: dict[str, bytes] = {}
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, kind: str, upload: FileUpload, details: JsonObject | None = None) -> StoredFile:
        """Store a file of a kind, such as photo or voice; raises `ApiError` 413 above 50 MB."""
        if len(upload.content) > UPLOAD_BYTES_AT_MOST:
            raise ApiError(413, "Request Entity Too Large")
        name = PurePath(upload.name.replace("\\", "/")).name or "file"
        mime = upload.mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        identity = secrets.token_urlsafe(24)
        with self._store.transaction():
            number = self._store.count_up("file", 0)
            path = f"{_FOLDERS[kind]}/file_{number}{PurePath(name).suffix.lower()[:10]}"
            about = {"file_id": identity, "file_unique_id": f"u{number}", "file_size": len(upload.content)}
            about |= details or {}
            if kind != "photo":
                about |= {"file_name": name, "mime_type": mime}
            self._write(identity, upload.content)
            self._store.write(
                "insert into file values (?, ?, ?, ?, ?, ?, ?)",
                identity,
                number,
                name,
                mime,
                len(upload.content),
                path,
                json.dumps(about),
            )
        return StoredFile(identity, name, mime, len(upload.content), path, about)

    def add_picture(self, upload: FileUpload) -> list[JsonObject]:
        """Store a picture as Telegram does (re-encoded, without its metadata), smallest size first.

        Raises `ApiError` for too big a file, wrong dimensions or something that is no picture.
        """
        if len(upload.content) > PHOTO_BYTES_AT_MOST:
            raise bad_request("file is too big")
        picture = _opened(upload.content)
        longest = max(picture.size)
        sides = [size for size in _SIZES if size < longest] + [min(longest, 2560)]
        sizes = []
        for side in dict.fromkeys(sides):
            scaled = picture.copy()
            scaled.thumbnail((side, side))
            details = {"width": scaled.width, "height": scaled.height}
            sizes.append(
                self.add("photo", FileUpload("photo.jpg", "image/jpeg", _jpeg(scaled)), details).details
            )
        return sizes

    def find(self, identity: str) -> StoredFile | None:
        """Return a file by its id, or None."""
        return self._first("id", identity)

    def find_path(self, path: str) -> StoredFile | None:
        """Return a file by its download path, or None."""
        return self._first("path", path)

    def read(self, identity: str) -> bytes:
        """Return the bytes of a stored file."""
        if self._folder:
            return (self._folder / identity).read_bytes()
        return self._memory[identity]

    def _write(self, identity: str, content: bytes) -> None:
        if self._folder:
            (self._folder / identity).write_bytes(content)
        else:
            self._memory[identity] = content

    def _first(self, column: str, value: str) -> StoredFile | None:
        sql = f"select id, name, mime, size, path, details from file where {column} = ?"  # noqa: S608
        row = self._store.row(sql, value)
        if row is None:
            return None
        identity, name, mime, size, path, details = row
        return StoredFile(identity, name, mime, size, path, json.loads(details))


def _opened(content: bytes) -> "Image":
    from PIL import Image, ImageOps, UnidentifiedImageError  # import here: slow library

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as opened:
            width, height = opened.size
            if width + height > _SIDES_AT_MOST or max(width, height) > _RATIO_AT_MOST * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            turned = ImageOps.exif_transpose(opened)
            if turned.mode in {"RGBA", "LA", "P"}:
                white = Image.new("RGBA", turned.size, "white")
                turned = Image.alpha_composite(white, turned.convert("RGBA"))
            return turned.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def _jpeg(picture: "Image") -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=87)
    return target.getvalue()
