"""Redaction of logs: known secrets, and texts that look like one."""

import json
import re
import threading
from urllib.parse import quote

_MASK = "***"
_SHORTEST_SECRET = 6  # redacting anything shorter would mangle ordinary words

# Telegram's token as it stands in every URL of the Bot API: the number of the bot, a colon, 35 characters
_PATTERNS = (
    (re.compile(r"bot\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE), "bot" + _MASK),
    (re.compile(r"(?<![\w-])\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE), _MASK),
    # a password within a URL: postgresql://kalenner:secret@host
    (re.compile(r"(?<=://)([^\s/:@\"']*):[^\s/@\"']+@"), rf"\1:{_MASK}@"),
)


class Redactor:
    """Redacts secrets in texts; one for each process, shared by all log handlers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: frozenset[str] = frozenset()
        self._known: re.Pattern[str] | None = None

    def add(self, secret: str) -> None:
        """Redact `secret` from now on; one shorter than 6 characters is ignored."""
        if len(secret) < _SHORTEST_SECRET:
            return
        with self._lock:
            # as it is, in a URL, in a line of JSON, as Python shows a text
            as_json, as_python = json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]
            self._secrets |= {secret, quote(secret, safe=""), as_json, as_python}
            self._known = None

    def redact(self, text: str) -> str:
        """Return `text` with every secret in it replaced by asterisks."""
        known = self._known or self._compiled()
        if known is not None:
            text = known.sub(_MASK, text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def _compiled(self) -> re.Pattern[str] | None:
        with self._lock:
            if self._secrets:
                longest_first = sorted(self._secrets, key=len, reverse=True)
                self._known = re.compile("|".join(map(re.escape, longest_first)))
            return self._known
