"""What bank transfers refuse, in the words of the field; screens say it in the reader's language."""

import enum


class AccountFault(enum.Enum):
    """Why the details of an account are not taken."""

    IBAN_FORMAT = enum.auto()
    IBAN_LENGTH = enum.auto()
    IBAN_CHECKSUM = enum.auto()
    IBAN_COUNTRY = enum.auto()
    BIC_FORMAT = enum.auto()
    ACCOUNT_FORMAT = enum.auto()
    ACCOUNT_CURRENCY = enum.auto()
    ACCOUNT_KEY = enum.auto()
    CORRESPONDENT_KEY = enum.auto()
    TAX_NUMBER = enum.auto()
    SEPARATOR = enum.auto()


class AccountRefused(Exception):
    """Details of an account are not right; the message has no number in it."""

    def __init__(self, fault: AccountFault) -> None:
        super().__init__(fault.name)
        self.fault = fault


class CodeTooLong(Exception):
    """What a code is made of does not fit into it."""


class StatementFault(enum.Enum):
    """Why a statement is not read."""

    UNKNOWN = enum.auto()
    BROKEN = enum.auto()
    FORBIDDEN = enum.auto()
    TOO_LONG = enum.auto()


class StatementRefused(Exception):
    """A file is no statement that can be read."""

    def __init__(self, fault: StatementFault) -> None:
        super().__init__(fault.name)
        self.fault = fault
