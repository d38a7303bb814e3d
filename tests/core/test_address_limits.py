"""Limits by address: who asks, how often, and what happens while Redis is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalenner.limits import AddressLimits, address_of
from tests.redis_server import redis_server


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "address"),
    [
        ("203.0.113.9", "", 0, "203.0.113.9"),
        # Whoever asks us directly may write into the header what they like.
        ("1.1.1.1", "198.51.100.1", 0, "1.1.1.1"),
        # A proxy that nobody told us of: a limit would be for everybody together.
        ("127.0.0.1", "198.51.100.1", 0, None),
        ("10.0.0.4", "198.51.100.1", 0, None),
        ("127.0.0.1", "", 0, "127.0.0.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.4", 2, "198.51.100.1"),
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("127.0.0.1", "unknown", 1, None),
        ("", "", 0, None),
        ("127.0.0.1", "198.51.100.1:51234", 1, "198.51.100.1"),
        ("127.0.0.1", "[2001:db8:1:2::5]:51234", 1, "2001:db8:1:2::/64"),
        ("127.0.0.1", "[2001:db8:1:2::5]", 1, "2001:db8:1:2::/64"),
        # A line at home or in a phone has a whole network of IPv6 addresses.
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
    ],
)
def test_address_is_that_of_whoever_asks(
    peer: str, forwarded: str, proxies: int, address: str | None
) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}

    assert address_of(environ, proxies) == address


@pytest.fixture(params=["memory", "redis"])
def limits(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AddressLimits]:
    """A limit of twenty a minute."""
    if request.param == "memory":
        yield AddressLimits(20)
        return
    with redis_server(tmp_path) as url:
        yield AddressLimits(20, url)


def test_address_is_refused_beyond_its_limit_and_no_other(limits: AddressLimits) -> None:
    taken = [limits.take("198.51.100.1") for _ in range(25)]

    assert (sum(taken), taken[:20]) == (20, [True] * 20)
    assert limits.take("198.51.100.2")


def test_what_costs_more_counts_more(limits: AddressLimits) -> None:
    assert [limits.take("198.51.100.1", 10) for _ in range(3)] == [True, True, False]


def test_what_costs_more_than_the_limit_is_allowed_once(limits: AddressLimits) -> None:
    assert [limits.take("198.51.100.1", 30) for _ in range(2)] == [True, False]


def test_processes_share_the_count_in_redis(tmp_path: Path) -> None:
    with redis_server(tmp_path) as url:
        one, other = AddressLimits(10, url), AddressLimits(10, url)

        assert [one.take("198.51.100.1", 10), other.take("198.51.100.1")] == [True, False]


def test_process_counts_alone_while_redis_is_away_and_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    limits = AddressLimits(2, f"unix://{tmp_path}/nobody.sock")

    assert [limits.take("198.51.100.1") for _ in range(3)] == [True, True, False]
    assert [record.getMessage() for record in caplog.records] == [
        "counting addresses in Redis failed; each process counts alone"
    ]
