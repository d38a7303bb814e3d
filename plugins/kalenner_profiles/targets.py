"""Where pages are published: a folder of this machine, or a bucket (:mod:`kalenner_profiles.s3`)."""

import gzip
import mimetypes
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from pyramid.registry import Registry

from kalenner.settings import KalennerSettings, Settings
from kalenner_profiles.settings import A_DAY, PagesSettings, folder_of

TARGET = "kalenner.pages"
"""Registry key of the target."""

ASSETS = "-/page"
"""The folder of styles and pictures."""
FOR_GOOD = "public, max-age=31536000, immutable"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
}
_COMPRESSIBLE = {".css", ".svg", ".html"}
_NEW = ".new-"
_FOLDER_MODE, _FILE_MODE = 0o755, 0o644


class TargetFault(Exception):
    """A target did not take or give what it should; the text says why."""


class Target(Protocol):
    """Keeps what is published: pages by their path, such as ``en/anna``, and files by their name.

    Everything is there whole or not at all. Each method raises :class:`TargetFault`.
    """

    name: str
    """What it is known by in rows and logs; no secret."""

    def put_page(self, path: str, page: bytes) -> None:
        """Write a page in place of the one before."""
        ...

    def remove_page(self, path: str) -> None:
        """Remove a page; one that is not there is no fault."""
        ...

    def has_file(self, name: str) -> bool:
        """Tell whether there is a file of this name; its name tells its content."""
        ...

    def put_file(self, name: str, data: bytes) -> None:
        """Write a file."""
        ...

    def remove_files(self, names: list[str]) -> None:
        """Remove files; those that are not there are no fault."""
        ...

    def tidy(self) -> None:
        """Remove what processes left behind that were killed a day ago or earlier."""
        ...


def content_type(name: str) -> str:
    """Return what browsers are told that a file is."""
    suffix = Path(name).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def page_age(settings: PagesSettings) -> str:
    """Return how long a page may be kept unasked, and shown for a day while a new one is fetched."""
    return f"public, max-age={settings.max_age}, stale-while-revalidate=3600"


class FolderTarget:
    """A folder that the web process, or any other server, shows as it is; beside each text its ``.gz``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"file://{folder}"

    def page_file(self, path: str) -> Path:
        """Return where a page is kept."""
        return self.folder / path / "index.html"

    def file(self, name: str) -> Path:
        """Return where a style or picture is kept."""
        return self.folder / ASSETS / name

    def put_page(self, path: str, page: bytes) -> None:
        """Write a page."""
        self._put(self.page_file(path), page)

    def remove_page(self, path: str) -> None:
        """Remove a page and its folder."""
        file = self.page_file(path)
        try:
            file.unlink(missing_ok=True)
            _packed(file).unlink(missing_ok=True)
            with suppress(OSError):  # gone already, or a killed process left something in it
                file.parent.rmdir()
        except OSError as error:
            raise TargetFault(f"{file}: {error.strerror}") from error

    def has_file(self, name: str) -> bool:
        """Look for a file; the compressed one is written first."""
        return self.file(name).is_file()

    def put_file(self, name: str, data: bytes) -> None:
        """Write a file."""
        self._put(self.file(name), data)

    def remove_files(self, names: list[str]) -> None:
        """Remove files."""
        try:
            for name in names:
                self.file(name).unlink(missing_ok=True)
                _packed(self.file(name)).unlink(missing_ok=True)
        except OSError as error:
            raise TargetFault(f"{self.folder}: {error.strerror}") from error

    def tidy(self) -> None:
        """Remove halves of files that never got their names."""
        then = time.time() - A_DAY  # the file system's clock, not the platform's
        for rest in self.folder.rglob(f"{_NEW}*"):
            with suppress(FileNotFoundError):
                if rest.stat().st_mtime < then:
                    rest.unlink()

    def _put(self, file: Path, data: bytes) -> None:
        try:
            _make_folders(file.parent)
            if file.suffix in _COMPRESSIBLE:
                _write(_packed(file), gzip.compress(data, 9, mtime=0))
            _write(file, data)
        except OSError as error:
            raise TargetFault(f"{file}: {error.strerror}") from error


def _packed(file: Path) -> Path:
    return file.with_name(f"{file.name}.gz")


def _make_folders(folder: Path) -> None:
    """Make folders that another user's web server may read, whatever this process keeps to itself."""
    for one in [*reversed(folder.parents), folder]:
        if not one.is_dir():
            one.mkdir(exist_ok=True)
            one.chmod(_FOLDER_MODE)


def _write(file: Path, data: bytes) -> None:
    """Write a file whole and onto the disk before it gets its name."""
    with NamedTemporaryFile(dir=file.parent, prefix=_NEW, delete=False) as made:
        temporary = Path(made.name)
        try:
            made.write(data)
            made.flush()
            os.fchmod(made.fileno(), _FILE_MODE)
            os.fsync(made.fileno())
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def make_target(settings: Settings) -> Target:
    """Return the target of the settings."""
    pages = settings.of(PagesSettings)
    if pages.target.startswith("s3:"):
        from kalenner_profiles.s3 import BucketTarget

        return BucketTarget.of(pages)
    folder = folder_of(pages.target) if pages.target else settings.of(KalennerSettings).data_dir / "pages"
    return FolderTarget(folder)


def target_of(registry: Registry) -> Target:
    """Return the application's target."""
    target: Target = registry[TARGET]
    return target
