"""What is fetched with a browser: a chat as a page that prints well, and as JSON."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.transfers import ContentFile, Download, DownloadRequest
from kalenner_chat.exports import html_export, json_export
from kalenner_chat.queries import find_thread
from kalenner_chat.relations import Relation, relation_of

HTML, JSON = "chat.html", "chat.json"
"""Kinds of downloads; the object is the thread."""


def find_html(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return a chat as a page for one of its two sides."""
    relation = _relation(request, wanted)
    if relation is None:
        return None
    return Download(ContentFile(html_export(request, relation)), "chat.html")


def find_json(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return a chat as JSON for one of its two sides."""
    relation = _relation(request, wanted)
    if relation is None:
        return None
    return Download(ContentFile(json_export(request, relation)), "chat.json")


def _relation(request: Request, wanted: DownloadRequest) -> Relation | None:
    thread = find_thread(request.dbsession, wanted.object_id)
    relation = None if thread is None else relation_of(thread, wanted.account)
    return None if relation is None or relation.is_ended else relation


def includeme(config: Configurator) -> None:
    """Register both kinds of downloads."""
    config.add_download_kind(HTML, find_html)
    config.add_download_kind(JSON, find_json)
