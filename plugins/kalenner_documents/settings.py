"""Settings of documents: how much room they take, and how long evidence of consents is kept."""

import re

from kalenner.settings import group, setting, whole_number

_HOST_AND_PORT = re.compile(r"(?:[^\s:/]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")


def clamd_address(text: str) -> str:
    """Read the path of a socket or host:port; raises ValueError."""
    address = text.strip()
    if address and not address.startswith("/") and not _HOST_AND_PORT.fullmatch(address):
        raise ValueError(text)
    return address


@group("documents")
class DocumentsSettings:
    """Documents of professionals, and files that they exchange with their clients."""

    quota_mb: int = setting(
        2_000,
        whole_number(20, 1_000_000),
        "megabytes from 20 to 1000000",
        "How much room the documents of one professional may take, with all versions that are kept.",
    )
    exchange_quota_mb: int = setting(
        500,
        whole_number(20, 1_000_000),
        "megabytes from 20 to 1000000",
        "How much room the files may take that one professional and one client exchange.",
    )
    clamd: str = setting(
        "",
        clamd_address,
        "nothing, the path of a socket, or host:port",
        "The clamd that looks into uploaded files; what it finds is refused, without its answer files wait.",
    )
    evidence_years: int = setting(
        3,
        whole_number(1, 100),
        "years from 1 to 100",
        "How long it can be proved who has agreed to what, after the client was removed.",
    )
