"""Files that people fetch and send with a browser, by addresses that the bot gives them for minutes."""

from pyramid.config import Configurator

from kalenner.i18n import LANGUAGES
from kalenner.server import BODY_LIMITS, STREAMED
from kalenner.settings import SETTINGS
from kalenner.transfers import downloads, uploads
from kalenner.transfers.addresses import (
    AddressClosed,
    NoPublicAddress,
    make_address,
    open_address,
    transfer_obstacle,
)
from kalenner.transfers.content_file import ContentFile
from kalenner.transfers.downloads import Download, DownloadRequest
from kalenner.transfers.file_names import safe_file_name
from kalenner.transfers.form_reader import FormFile, ReadFile, RefusedFile, UploadedFile, UploadFault
from kalenner.transfers.pages import closed_page
from kalenner.transfers.screens import TransferLink, link_screen
from kalenner.transfers.slots import SLOTS, make_slots
from kalenner.transfers.uploads import UploadRequest, UploadTerms
from kalenner.web.pages import LANGUAGE_PATTERN, only_read

__all__ = [
    "AddressClosed",
    "ContentFile",
    "Download",
    "DownloadRequest",
    "FormFile",
    "NoPublicAddress",
    "ReadFile",
    "RefusedFile",
    "TransferLink",
    "UploadFault",
    "UploadRequest",
    "UploadTerms",
    "UploadedFile",
    "closed_page",
    "link_screen",
    "make_address",
    "open_address",
    "safe_file_name",
    "transfer_obstacle",
]


def includeme(config: Configurator) -> None:
    """Add the directives, request methods and routes."""
    SLOTS.put(config.registry, make_slots(config))
    config.add_request_method(transfer_obstacle, "transfer_obstacle")
    for include in (_downloads, _uploads):
        include(config)


def _downloads(config: Configurator) -> None:
    config.add_directive("add_download_kind", downloads.add_download_kind)
    config.add_request_method(downloads.download_url, "download_url")
    config.add_route("download", _pattern(downloads.WORD))
    config.add_view(downloads.serve, route_name="download", request_method="GET", cost=1)
    config.add_view(only_read, route_name="download", require_csrf=False)


def _uploads(config: Configurator) -> None:
    config.add_directive("add_upload_kind", uploads.add_upload_kind)
    config.add_directive("add_reading_kind", uploads.add_reading_kind)
    config.add_request_method(uploads.upload_url, "upload_url")
    config.add_route("upload", _pattern(uploads.WORD))
    config.add_view(uploads.show_form, route_name="upload", request_method="GET", cost=1)
    # The token of the address is what another site does not have; there are no cookies.
    config.add_view(
        uploads.take_files, route_name="upload", request_method="POST", require_csrf=False, cost=10
    )
    most = uploads.most_of_form(SETTINGS.of(config.registry))
    for language in LANGUAGES:
        place = f"/{language}/{uploads.WORD}/"
        BODY_LIMITS.of(config.registry)[place] = lambda _header: most
        STREAMED.of(config.registry)[place] = uploads.read_upload


def _pattern(word: str) -> str:
    return f"/{{language:{LANGUAGE_PATTERN}}}/{word}/{{token}}"
