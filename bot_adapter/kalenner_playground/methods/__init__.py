"""The methods of the Bot API, by name; the modules of this package add theirs."""

from collections.abc import Callable
from typing import Any

from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.params import Params

Method = Callable[[FakeTelegram, Params], Any]
METHODS: dict[str, Method] = {}


def method(function: Method) -> Method:
    """Add a function as the Bot API method of its name, `send_message` as `sendMessage`."""
    first, *others = function.__name__.split("_")
    METHODS[(first + "".join(word.capitalize() for word in others)).lower()] = function
    return function
