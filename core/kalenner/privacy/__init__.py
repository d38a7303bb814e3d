"""People's own data: what is held about them by which table, handing it out, and erasing it."""

from pyramid.config import Configurator

from kalenner.privacy.erasure import ErasureService, erase_due
from kalenner.privacy.subject import Subject
from kalenner.privacy.tables import of_account, of_practice

__all__ = ["ErasureService", "Subject", "of_account", "of_practice"]


def includeme(config: Configurator) -> None:
    """Register the screens, the download and the task."""
    config.include("kalenner.privacy.export")
    config.scan("kalenner.privacy.screens")
    config.add_long_task("privacy.erase", erase_due, every_minutes=1)
