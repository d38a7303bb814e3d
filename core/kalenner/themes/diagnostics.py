"""What is wrong with a theme, said with file and line."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How bad a mistake is: a fatal one ends the check, an error keeps a page from being published."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Diagnostic:
    """One mistake; `line` counts from 1 and is 0 where it concerns the whole file."""

    file: Path
    text: str
    line: int = 0
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.severity}: {self.text}"


class ThemeFault(Exception):
    """A theme cannot be used, or did not render; `faults` holds each mistake."""

    def __init__(self, faults: Iterable[Diagnostic]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
