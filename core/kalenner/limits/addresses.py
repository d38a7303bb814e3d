"""Limits by address, for what people without an account ask of the web.

They are counted in the memory of each process; with ``queue.url`` in Redis, for all processes together.
"""

import ipaddress
import re
from functools import cached_property
from time import monotonic
from typing import Any

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from kalenner.failures import Failures
from kalenner.registry import RegistryKey

_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:[0-9]+)?|(?P<four>[0-9.]+):[0-9]+")
"""An address as some proxies write it, with the port."""
_PREFIX_OF_A_LINE = 64
"""How many bits of an IPv6 address say whose it is; the rest are each line's own to choose."""


class AddressLimits:
    """At most `per_minute` for one address in a sliding minute; any thread may use it."""

    def __init__(self, per_minute: int, redis_url: str = "") -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._redis_url = redis_url
        self._failures = Failures("counting addresses in Redis", then="each process counts alone")
        self._shared_from = 0.0
        """When Redis is asked again, by the monotonic clock: each time it is away costs a second."""

    @cached_property
    def _own(self) -> SlidingWindowCounterRateLimiter:
        """Made when it is first used, since it begins a thread, which a fork would not take along."""
        return SlidingWindowCounterRateLimiter(MemoryStorage())

    @cached_property
    def _shared(self) -> SlidingWindowCounterRateLimiter | None:
        url = self._redis_url
        return SlidingWindowCounterRateLimiter(_shared_storage(url)) if url else None

    def take(self, address: str, cost: int = 1) -> bool:
        """Count a request of an address; tell whether it is within the limit."""
        cost = min(cost, self._item.amount)  # else what costs more than the limit were never answered
        if self._shared is not None and monotonic() >= self._shared_from:
            try:
                is_within = self._shared.hit(self._item, address, cost=cost)
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                self._shared_from = monotonic() + self._failures.note(error)
            else:
                self._failures.clear()
                return is_within
        return self._own.hit(self._item, address, cost=cost)


def _shared_storage(url: str) -> Storage:
    """Return the storage in Redis; a path to a socket is given as Huey takes it, ``unix://…``."""
    scheme, _colon, rest = url.partition(":")
    name = "redis+unix" if scheme == "unix" else scheme
    return storage_from_string(f"{name}:{rest}", socket_timeout=1, socket_connect_timeout=1)  # type: ignore[return-value]


def address_of(environ: dict[str, Any], proxies: int) -> str | None:
    """Return who asks, by the last of so many proxies of our own; None where that cannot be known.

    It cannot where the peer is on our own network and passes a request on, while no proxy is declared: a
    limit would then be for everybody together. Of an IPv6 address it is the network of the line (RFC 6177).
    """
    peer = environ.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    text = peer
    if proxies:
        text = forwarded[-proxies] if len(forwarded) >= proxies else peer
    try:
        address = ipaddress.ip_address(_without_port(text))
    except ValueError:
        return None
    if not proxies and forwarded and not address.is_global:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _PREFIX_OF_A_LINE), strict=False))


def _without_port(text: str) -> str:
    found = _WITH_PORT.fullmatch(text)
    return text if found is None else found["six"] or found["four"]


ADDRESS_LIMITS: RegistryKey[AddressLimits] = RegistryKey("kalenner.address_limits")
