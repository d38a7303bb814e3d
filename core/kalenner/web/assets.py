"""Files that pages load: named by their content, so that a browser keeps them for good."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

ASSETS = "kalenner.assets"
"""Registry key of the assets by ``package/file``."""

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"
_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".ico": "image/x-icon", ".webp": "image/webp"}


@dataclass(frozen=True)
class Asset:
    """One file of a package."""

    package: str
    name: str
    body: bytes

    @cached_property
    def hashed_name(self) -> str:
        """The name with a part that changes with the content: ``page.1f2e3d4c.css``."""
        stem, dot, kind = self.name.rpartition(".")
        return f"{stem}.{hashlib.sha256(self.body).hexdigest()[:8]}{dot}{kind}"

    @cached_property
    def compressed(self) -> bytes:
        """The content as gzip; the content itself where that is no smaller."""
        packed = gzip.compress(self.body, 9, mtime=0)
        return packed if len(packed) < len(self.body) else self.body

    @property
    def path(self) -> str:
        """The path it is loaded from."""
        return f"/-/static/{self.package}/{self.hashed_name}"

    @property
    def content_type(self) -> str:
        """What a browser is told it is."""
        suffix = Path(self.name).suffix
        return _TYPES.get(suffix) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"


def add_assets(config: Configurator, folder: Path) -> None:
    """Serve the files of a package's folder at ``/-/static/<package>/`` (directive).

    They are read once, at the start; `request.asset("kalenner/page.css")` gives the path to load one from.
    """
    package = config.package.__name__.split(".")[0]
    assets = config.registry.setdefault(ASSETS, {})
    for file in sorted(folder.iterdir()):
        assets[f"{package}/{file.name}"] = Asset(package, file.name, file.read_bytes())
    config.add_route(f"assets:{package}", f"/-/static/{package}/{{name}}")
    config.add_view(serve, route_name=f"assets:{package}", request_method="GET")


def find_asset(request: Request, name: str) -> str:
    """Return the path of an asset by its ``package/file`` (request method `asset`)."""
    found: Asset = request.registry[ASSETS][name]
    return found.path


def serve(request: Request) -> Response:
    """Give a file: for good under its hashed name, for a while under any other name it had or has."""
    package, asked = request.path.split("/")[-2], request.matchdict["name"]
    stem, _dot, kind = asked.rpartition(".")
    assets: dict[str, Asset] = request.registry[ASSETS]
    plain = f"{package}/{stem.rpartition('.')[0]}.{kind}"
    asset = assets.get(f"{package}/{asked}") or assets.get(plain)
    if asset is None:
        raise HTTPNotFound
    age = FOR_GOOD if asked == asset.hashed_name else FOR_A_WHILE
    return answer(request, asset.body, asset.content_type, age=age, compressed=asset.compressed)


def answer(
    request: Request, body: bytes, content_type: str, *, age: str, compressed: bytes = b"", **headers: Any
) -> Response:
    """Return bytes with an entity tag, compressed where the browser takes that and it is smaller."""
    response = Response(
        body=body,
        content_type=content_type,
        charset="utf-8" if content_type.startswith("text/") else None,
        conditional_response=True,
        **headers,
    )
    response.headers["Cache-Control"] = age
    response.vary = "Accept-Encoding"
    packed = compressed or gzip.compress(body, 6, mtime=0)
    accepted = request.accept_encoding  # is false where the browser says nothing, though it then matches all
    if len(packed) < len(body) and accepted and accepted.acceptable_offers(["gzip"]):
        response.body, response.content_encoding = packed, "gzip"
    response.md5_etag()
    return response


def favicon(request: Request) -> Response:
    """Give the icon to who asks for it unbidden, as browsers do beside anything that is no page of ours."""
    asset: Asset = request.registry[ASSETS]["kalenner/favicon.ico"]
    return answer(request, asset.body, asset.content_type, age=FOR_A_WHILE, compressed=asset.compressed)
