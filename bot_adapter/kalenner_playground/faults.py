"""Fault injection: how the next calls of the Bot API fail."""

import threading
from dataclasses import dataclass

from kalenner_playground.errors import AnswerLost, ApiError, NotPossible

KINDS = ("too_many_requests", "server_error", "forbidden", "bad_request", "answer_lost")
_ERRORS = {
    "server_error": (500, "Internal Server Error"),
    "forbidden": (403, "Forbidden: bot was blocked by the user"),
    "bad_request": (400, "Bad Request: made to fail"),
}


@dataclass
class InjectedFault:
    """A fault to inject: `kind` for the next `times` calls of `method` ("*": any) to `chat` (None: any)."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    chat: int | None = None
    description: str = ""


class Faults:
    """The faults still to inject. `answer_lost` does the work and then breaks the connection."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[InjectedFault] = []

    def add(
        self,
        method: str,
        kind: str,
        *,
        times: int = 1,
        retry_after: int = 1,
        chat: int | None = None,
        description: str = "",
    ) -> None:
        """Let the next `times` calls of `method` fail as `kind` (of `KINDS`) says; raises `NotPossible`."""
        if kind not in KINDS:
            raise NotPossible(f"a fault is one of {', '.join(KINDS)}")
        with self._lock:
            self._faults.append(InjectedFault(method, kind, times, retry_after, chat, description))

    def clear(self) -> None:
        """Forget all faults to come."""
        with self._lock:
            self._faults.clear()

    def count(self) -> int:
        """Return how many calls are still to fail."""
        with self._lock:
            return sum(fault.times for fault in self._faults)

    def take(self, method: str, chat: str) -> Exception | None:
        """Return what goes wrong with this call, once; None if nothing does."""
        with self._lock:
            for fault in self._faults:
                if fault.method in {"*", method} and (fault.chat is None or str(fault.chat) == chat):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    return _exception(fault)
        return None


def _exception(fault: InjectedFault) -> Exception:
    if fault.kind == "answer_lost":
        return AnswerLost()
    if fault.kind == "too_many_requests":
        text = f"Too Many Requests: retry after {fault.retry_after}"
        return ApiError(429, fault.description or text, retry_after=fault.retry_after)
    code, text = _ERRORS[fault.kind]
    return ApiError(code, fault.description or text)
