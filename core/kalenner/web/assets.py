"""Static files that pages load: named by their content, so that a browser keeps them for good.

Pyramid's own static views are not used; decision 14 says why.
"""

from functools import cached_property
from pathlib import Path

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.registry import RegistryKey
from kalenner.storage import hashed_name, media_type_of
from kalenner.storage.compression import BEST
from kalenner.web.representations import FOR_A_WHILE, IMMUTABLE, Representation

"""Registry key of the assets by ``package/file``."""


class Asset:
    """One file of a package, under the name that tells its content and under any it had before."""

    def __init__(self, package: str, name: str, body: bytes) -> None:
        self._package, self._name, self._body = package, name, body
        self.hashed_name = hashed_name(name, body, 8)

    @property
    def path(self) -> str:
        """The path it is loaded from."""
        return f"/-/static/{self._package}/{self.hashed_name}"

    @cached_property
    def for_good(self) -> Representation:
        """The file under its hashed name."""
        return self._representation(IMMUTABLE)

    @cached_property
    def for_a_while(self) -> Representation:
        """The file under a name that another content may have tomorrow."""
        return self._representation(FOR_A_WHILE)

    def _representation(self, cache_control: str) -> Representation:
        return Representation(
            self._body, media_type_of(self._name), cache_control=cache_control, gzip_level=BEST
        )


def add_assets(config: Configurator, folder: Path) -> None:
    """Serve the files of a package's folder at ``/-/static/<package>/`` (directive).

    They are read once, at the start; `request.asset("kalenner/page.css")` gives the path to load one from.
    """
    package = config.package.__name__.split(".")[0]
    assets = ASSETS.of(config.registry)
    for file in sorted(folder.iterdir()):
        assets[f"{package}/{file.name}"] = Asset(package, file.name, file.read_bytes())
    config.add_route(f"assets:{package}", f"/-/static/{package}/{{name}}")
    config.add_view(serve, route_name=f"assets:{package}", request_method="GET")


def find_asset(request: Request, name: str) -> str:
    """Return the path of an asset by its ``package/file`` (request method `asset`)."""
    asset = ASSETS.of(request.registry)[name]
    return asset.path


def serve(request: Request) -> Response:
    """Give a file: for good under its hashed name, for a while under any other name it had or has."""
    package, name = request.path.split("/")[-2], request.matchdict["name"]
    stem, _dot, suffix = name.rpartition(".")
    assets = ASSETS.of(request.registry)
    plain_name = f"{package}/{stem.rpartition('.')[0]}.{suffix}"
    asset = assets.get(f"{package}/{name}") or assets.get(plain_name)
    if asset is None:
        raise HTTPNotFound
    representation = asset.for_good if name == asset.hashed_name else asset.for_a_while
    return representation.response(request)


def favicon(request: Request) -> Response:
    """Serve the icon at ``/favicon.ico``, which browsers ask for by themselves."""
    asset = ASSETS.of(request.registry)["kalenner/favicon.ico"]
    return asset.for_a_while.response(request)


ASSETS: RegistryKey[dict[str, Asset]] = RegistryKey("kalenner.assets", dict)
