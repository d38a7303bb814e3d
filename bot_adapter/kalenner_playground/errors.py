"""Errors of the fake Telegram: those of the Bot API, and those of the people who use it."""


class ApiError(Exception):
    """A Bot API call was refused.

    `code` is the HTTP status and `error_code`, `description` what Telegram would write,
    `retry_after` the seconds to wait (with code 429 only).
    """

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class AnswerLost(Exception):
    """The work was done, but the connection breaks before the answer reaches the bot."""


class NotPossible(ValueError):
    """A person tried what the messenger would not let them do; the text says why."""


def bad_request(description: str) -> ApiError:
    """Return the error for a call that makes no sense (400)."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """Return the error for a person who may not be written to (403)."""
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    """Return the error for two ways of receiving at once (409)."""
    return ApiError(409, f"Conflict: {description}")
