"""Files that people fetch and send with a browser, by addresses that the bot gives them for minutes."""

from pyramid.config import Configurator

from kalenner.transfers import downloads
from kalenner.transfers.addresses import NoPublicAddress, transfer_obstacle
from kalenner.transfers.downloads import SLOTS, WORD, Download, DownloadRequest
from kalenner.transfers.file_names import safe_file_name
from kalenner.web.pages import LANGUAGE_PATTERN, only_read

__all__ = ["Download", "DownloadRequest", "NoPublicAddress", "safe_file_name", "transfer_obstacle"]


def includeme(config: Configurator) -> None:
    """Add the directives, request methods and routes."""
    config.add_directive("add_download_kind", downloads.add_download_kind)
    config.add_request_method(downloads.download_url, "download_url")
    config.add_request_method(transfer_obstacle, "transfer_obstacle")
    SLOTS.put(config.registry, downloads.make_slots(config))
    config.add_route("download", f"/{{language:{LANGUAGE_PATTERN}}}/{WORD}/{{token}}")
    config.add_view(downloads.serve, route_name="download", request_method="GET", cost=1)
    config.add_view(only_read, route_name="download", require_csrf=False)
