"""Columns that are sealed for their row: attributes that are read and written as plain values."""

import logging
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from kalenner.security import Binding, JsonCipher, Tampered

log = logging.getLogger(__name__)
T = TypeVar("T")


class SealedRow:
    """A row with sealed columns; it takes the cipher along with which they are read and written."""

    _cipher = None

    def take_cipher(self, cipher: JsonCipher) -> None:
        """Read and write the sealed columns with this cipher from now on."""
        self._cipher = cipher

    def seal(self, column: str, value: Any) -> bytes:
        """Return a value as a column of this row holds it; raises TypeError for a row without a cipher."""
        return self._get_cipher().seal(value, **self.binding(column))

    def open(self, column: str, sealed: bytes) -> Any:
        """Return the value of a column; raises Tampered where it was written for another row or column."""
        return self._get_cipher().open(sealed, **self.binding(column))

    def binding(self, column: str) -> Binding:
        """Return what a column of this row is bound to."""
        raise NotImplementedError

    def _get_cipher(self) -> JsonCipher:
        if self._cipher is None:
            raise TypeError("the row was loaded without a cipher")
        return self._cipher


class SealedValue(Generic[T]):
    """An attribute whose value stands, sealed, in the mapped attribute `sealed_` and its name.

    What is empty is no secret and NULL; it reads as `empty` makes it. Changes in place are not noticed. What
    does not open is named in the log and reads as empty until it is written over, so that nobody is shut out
    for good by a row that somebody has changed.
    """

    def __init__(self, empty: Callable[[], T]) -> None:
        self._empty = empty

    def __set_name__(self, owner: type, name: str) -> None:
        """Note which column it is."""
        self._name = name

    @overload
    def __get__(self, row: None, owner: type) -> "SealedValue[T]": ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> T: ...

    def __get__(self, row: SealedRow | None, owner: type) -> "SealedValue[T] | T":
        """Return the value."""
        if row is None:
            return self
        sealed: bytes | None = getattr(row, f"sealed_{self._name}")
        if sealed is None:
            return self._empty()
        try:
            value: T = row.open(self._name, sealed)
        except Tampered:
            binding = row.binding(self._name)
            log.error("%s %s cannot be opened and is forgotten", binding["table"], binding["row"])
            return self._empty()
        return value

    def __set__(self, row: SealedRow, value: T) -> None:
        """Seal a value; the same one as before changes nothing, so that the row is not written for it."""
        column = f"sealed_{self._name}"
        if not value:
            setattr(row, column, None)
        elif value != self.__get__(row, type(row)):
            setattr(row, column, row.seal(self._name, value))
