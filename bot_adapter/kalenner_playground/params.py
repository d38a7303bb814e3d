"""The parameters of a Bot API call: typed reading of what comes as JSON, form or multipart."""

import json
from collections.abc import Mapping
from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.files import FileUpload


class Params:
    """Reads values that are JSON texts (in forms) or JSON values; wrong ones raise `ApiError`."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, FileUpload] | None = None) -> None:
        self._values = values
        self.uploads = uploads or {}

    def raw(self, name: str) -> Any:
        """Return a value as it came, None if it is missing."""
        return self._values.get(name)

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, dict | list | bool):
            raise bad_request(f'can\'t parse "{name}": expected a String')
        text = str(value)
        if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def whole(self, name: str, default: int | None = None) -> int | None:
        """Return a whole number."""
        value = self._values.get(name)
        if value in (None, ""):
            return default
        text = str(value)
        if isinstance(value, bool) or not text.lstrip("-").isascii() or not text.lstrip("-").isdigit():
            raise bad_request(f'can\'t parse "{name}": expected a Number')
        return int(text)

    def number(self, name: str) -> float:
        """Return a number."""
        try:
            return float(self._values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f'can\'t parse "{name}": expected a Number') from None

    def flag(self, name: str) -> bool:
        """Return yes or no."""
        return str(self._values.get(name, "")).lower() in {"true", "1", "yes", "t", "y"}

    def json(self, name: str) -> Any:
        """Return an object or list, None if it is missing or empty."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def message_id(self) -> int:
        """Return the id of the message meant."""
        number = self.whole("message_id")
        if number is None or number <= 0:
            raise bad_request("message identifier is not specified")
        return number
