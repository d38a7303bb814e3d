"""Whether an event is Stripe's: its signature over the body as it came, by Stripe's own library."""

import datetime as dt
import re
from collections.abc import Iterable

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]{16,200}")
"""What the signing secret of a webhook looks like."""
TOLERANCE = 300
"""Seconds between the time that is signed and now, in either direction."""
_TIME = re.compile(r"(?:^|,)\s*t=(\d{1,12})(?:,|$)")


def is_signed(body: bytes, header: str, secrets: Iterable[str], now: dt.datetime) -> bool:
    """Tell whether one of the secrets has signed a body within the tolerance.

    The library compares the time with the machine's clock, and the past alone: so it is compared here.
    """
    from stripe import SignatureVerificationError, WebhookSignature  # import here: slow library

    time = _TIME.search(header)
    if time is None or abs(int(time[1]) - now.timestamp()) > TOLERANCE:
        return False
    for secret in secrets:
        try:
            WebhookSignature.verify_header(body, header, secret, tolerance=None)
        except (SignatureVerificationError, UnicodeDecodeError, ValueError):
            continue
        return True
    return False
