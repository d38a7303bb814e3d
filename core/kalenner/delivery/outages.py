"""Failures of single updates and messages: while the database is away they have one cause, and few lines."""

import logging

from kalenner.database import is_away
from kalenner.failures import Failures

log = logging.getLogger(__name__)


class Outages(Failures):
    """Tells what is the database's fault, counted together, from what has a fault of its own."""

    def log(self, error: Exception, message: str) -> None:
        """Log that handling one thing failed; `message` says which."""
        if is_away(error):
            self.note(error)
        else:
            log.error(message, exc_info=error)
