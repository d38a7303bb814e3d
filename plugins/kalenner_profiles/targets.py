"""The targets to which pages are published: a folder of this machine, or a bucket."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from pyramid.registry import Registry
from pyramid.request import Request

from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS, KalennerSettings, Settings
from kalenner.storage import (
    FolderStore,
    ObjectStore,
    gzipped,
    is_compressible,
    media_type_of,
    missing_library,
    open_store,
)
from kalenner.storage.compression import BEST
from kalenner.storage.media_types import HTML
from kalenner.web.representations import IMMUTABLE
from kalenner_profiles.settings import PagesSettings

_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
ASSETS = "-/page"
"""The folder of styles and pictures."""


class Target:
    """Pages by their path, such as ``en/anna``, and files by a name that tells their content, in a store.

    Writes are atomic. Each method raises :class:`kalenner.storage.StorageFault`.
    """

    def __init__(self, store: ObjectStore, *, page_cache_control: str = "") -> None:
        self.store = store
        self.name = store.name
        self._page_cache_control = page_cache_control

    def page_keys(self, path: str) -> list[str]:
        """Return the keys of a page: its own path, so that any CDN shows it without a rule, and its index's.

        Websites of buckets want the second.
        """
        return [path, f"{path}/index.html"]

    def file_key(self, name: str) -> str:
        """Return the key of a style or picture."""
        return f"{ASSETS}/{name}"

    def put_page(self, path: str, page: bytes) -> None:
        """Write a page in place of the one before."""
        for key in self.page_keys(path):
            self._put(key, page, HTML, self._page_cache_control)

    def remove_page(self, path: str) -> None:
        """Remove a page; one that is not there is no fault."""
        self._delete(self.page_keys(path))

    def has_file(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        return self.store.has(self.file_key(name))

    def put_file(self, name: str, data: bytes) -> None:
        """Write a file, to be kept for good by who loads it."""
        self._put(self.file_key(name), data, media_type_of(name), IMMUTABLE)

    def remove_files(self, names: Iterable[str]) -> None:
        """Remove files; those that are not there are no fault."""
        self._delete([self.file_key(name) for name in names])

    def tidy(self) -> None:
        """Remove temporary files of processes that were killed a day ago or earlier."""
        self.store.remove_leftovers()

    def _put(self, key: str, data: bytes, media_type: str, cache_control: str) -> None:
        self.store.put(key, data, media_type=media_type, cache_control=cache_control)

    def _delete(self, keys: Iterable[str]) -> None:
        self.store.delete(keys)


class FolderTarget(Target):
    """A folder that a web server can serve as it is; each text has a ``.gz`` beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(FolderStore(folder, is_public=True))
        self.folder = folder

    def page_keys(self, path: str) -> list[str]:
        """Return the key of the page's index, which servers show at its folder's address."""
        return [f"{path}/index.html"]

    def page_file(self, path: str) -> Path:
        """Return where a page is kept."""
        return self.folder / path / "index.html"

    def file(self, name: str) -> Path:
        """Return where a style or picture is kept."""
        return self.folder / self.file_key(name)

    def remove_page(self, path: str) -> None:
        """Remove a page and its folder."""
        super().remove_page(path)
        with suppress(OSError):  # gone already, or a killed process left something in it
            self.page_file(path).parent.rmdir()

    def _put(self, key: str, data: bytes, media_type: str, cache_control: str) -> None:
        """Write the compressed file first, so that a file never stands without its ``.gz``."""
        if is_compressible(media_type):
            super()._put(f"{key}.gz", gzipped(data, BEST), media_type, cache_control)
        super()._put(key, data, media_type, cache_control)

    def _delete(self, keys: Iterable[str]) -> None:
        super()._delete(file for key in keys for file in (key, f"{key}.gz"))


def page_age(settings: PagesSettings) -> str:
    """Return the Cache-Control of pages: fresh for `max_age` seconds, then stale for an hour at most."""
    return f"public, max-age={settings.max_age}, stale-while-revalidate=3600"


def faults_of(settings: Settings) -> list[str]:
    """Return what the settings of the target lack."""
    pages = settings.of(PagesSettings)
    if not pages.is_bucket:
        return []
    missing = missing_library(pages.target)
    faults = [f"pages.target: expected {missing}"] if missing else []
    if not pages.public_url:
        faults.append(f"pages.public_url: expected the address at which {pages.target} is seen")
    return faults


def reason_against_writing(request: Request) -> str:
    """Return why pages must not be written, "" if they may.

    While the bot's links lead to this machine, as the playground's do, nobody elsewhere could open them.
    """
    pages = SETTINGS.of(request.registry).of(PagesSettings)
    names = [name for name in ("target", "public_url") if getattr(pages, name)]
    host = urlsplit(request.start_link("") or "").hostname
    if not names or host not in _OWN_MACHINE:
        return ""
    return f"pages.{names[0]} is set, and the links of the playground would lead its visitors to this machine"


def make_target(settings: Settings) -> Target:
    """Return the target of the settings."""
    pages, data_folder = settings.of(PagesSettings), settings.of(KalennerSettings).data_dir
    store = open_store(pages.target, data_folder / "pages", is_public=True, endpoint=pages.s3_endpoint)
    if isinstance(store, FolderStore):
        return FolderTarget(store.folder)
    return Target(store, page_cache_control=page_age(pages))


def target_of(registry: Registry) -> Target:
    """Return the application's target."""
    return TARGET.of(registry)


TARGET: RegistryKey[Target] = RegistryKey("kalenner.pages")
"""Where pages are written."""
