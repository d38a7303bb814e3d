"""The picture of a code, drawn when it is sent."""

from collections.abc import Mapping
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry

from kalenner.drawings import DRAWERS
from kalenner.qr import qr_png

CODE = "bank_transfer.code"


def draw_code(registry: Registry, values: Mapping[str, Any]) -> bytes:
    """Return the picture of a code as a PNG."""
    del registry
    return qr_png(values["text"])


def includeme(config: Configurator) -> None:
    """Let codes be drawn when they are sent."""
    DRAWERS.of(config.registry)[CODE] = draw_code
