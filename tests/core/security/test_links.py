"""Signed links: valid for their purpose and their time, and worth nothing with any byte changed."""

import base64
import datetime as dt
import json
import string
from pathlib import Path

import pytest

from kalenner.clock import FixedClock
from kalenner.security import KeyRing
from kalenner.security.links import MOST_CHARACTERS, LinkExpired, LinkForged, OpenedLink, SignedLinks
from tests.figures import RecordFigure

NOON = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)
TEN_MINUTES = 600
ACCOUNT = {"account": 17}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing.generate()


@pytest.fixture
def links(keys: KeyRing, clock: FixedClock) -> SignedLinks:
    return SignedLinks(keys, clock)


@pytest.mark.parametrize("payload", [ACCOUNT, "text", "", {}, {"a": [1, {"b": "ü 🌻"}], "c": None}])
def test_a_link_says_what_was_signed_and_until_when(links, payload):
    token = links.sign("design", payload, TEN_MINUTES)

    assert links.open("design", token) == OpenedLink(payload, NOON + dt.timedelta(minutes=10))


def test_a_token_needs_no_quoting_in_an_address(links):
    token = links.sign("design", {"name": "a+/=?&% ü"}, TEN_MINUTES)

    assert set(token) <= {*string.ascii_letters, *string.digits, *"-_."}


def test_a_link_is_valid_to_the_second(links, clock):
    token = links.sign("design", ACCOUNT, TEN_MINUTES)

    clock.move(TEN_MINUTES - 1)
    assert links.open("design", token).payload == ACCOUNT

    clock.move(1)
    with pytest.raises(LinkExpired) as refused:
        links.open("design", token)
    assert refused.value.payload == ACCOUNT


def test_a_link_made_within_a_second_is_valid_no_longer_than_it_says(keys):
    clock = FixedClock(NOON + dt.timedelta(milliseconds=900))
    links = SignedLinks(keys, clock)
    token = links.sign("design", ACCOUNT, TEN_MINUTES)

    clock.set(NOON + dt.timedelta(seconds=TEN_MINUTES))

    with pytest.raises(LinkExpired):
        links.open("design", token)


def test_the_same_values_and_end_give_the_same_token(links, clock):
    end = NOON + dt.timedelta(minutes=10)
    first = links.sign_until("design", {"a": 1, "b": 2}, end)
    clock.move(60)

    assert links.sign_until("design", {"b": 2, "a": 1}, end) == first


@pytest.mark.figure("F9")
def test_every_changed_character_is_noticed(links, record_figure: RecordFigure):
    token = links.sign("design", ACCOUNT, TEN_MINUTES)
    alphabet = sorted({*string.ascii_letters, *string.digits, *"-_.=~"})
    opened, number = [], 0
    for place, right in enumerate(token):
        for wrong in alphabet:
            if wrong == right:
                continue
            number += 1
            try:
                links.open("design", token[:place] + wrong + token[place + 1 :])
            except LinkForged:
                continue
            opened.append((place, wrong))

    record_figure("F9", number, "links with a changed character", opened=len(opened))
    assert opened == []


@pytest.mark.figure("F9")
@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: f" {token}",
        lambda token: token.replace(".", ""),
        lambda token: token.replace(".", ".."),
        lambda token: token.partition(".")[0],
        lambda token: f"{token.partition('.')[0]}.",
        lambda token: f"{token.partition('.')[0]}.{'A' * 2}",
        lambda token: f".{token.partition('.')[2]}",
        lambda token: f"{token}.{token}",
        lambda token: token.partition(".")[0] + ".é",
        lambda _token: "",
        lambda _token: ".",
        lambda _token: "A" * (MOST_CHARACTERS + 1),
    ],
)
def test_what_is_no_token_of_ours_is_refused(links, change):
    with pytest.raises(LinkForged):
        links.open("design", change(links.sign("design", ACCOUNT, TEN_MINUTES)))


def test_a_part_of_the_mac_is_not_enough(links):
    body, _dot, mac = links.sign("design", ACCOUNT, TEN_MINUTES).partition(".")

    with pytest.raises(LinkForged):
        links.open("design", f"{body}.{mac[:4]}")


def test_a_body_of_ones_own_is_refused(links):
    said = json.dumps({"for": "design", "until": 2**40, "is": {"account": 1}}).encode()
    body = base64.urlsafe_b64encode(said).decode().rstrip("=")
    mac = links.sign("design", ACCOUNT, TEN_MINUTES).partition(".")[2]

    with pytest.raises(LinkForged):
        links.open("design", f"{body}.{mac}")


def test_a_link_is_for_one_purpose(links):
    token = links.sign("design", ACCOUNT, TEN_MINUTES)

    with pytest.raises(LinkForged):
        links.open("document", token)


def test_a_link_of_another_installation_is_refused(links, clock):
    token = SignedLinks(KeyRing.generate(), clock).sign("design", ACCOUNT, TEN_MINUTES)

    with pytest.raises(LinkForged):
        links.open("design", token)


def test_links_outlive_a_rotation_of_keys(tmp_path: Path, clock):
    keys = KeyRing.load(tmp_path / "keys.json")
    before = SignedLinks(keys, clock).sign("design", ACCOUNT, TEN_MINUTES)

    keys.rotate()

    after = SignedLinks(keys, clock).sign("design", ACCOUNT, TEN_MINUTES)
    assert after != before
    read_again = SignedLinks(KeyRing.load(tmp_path / "keys.json"), clock)
    assert [read_again.open("design", one).payload for one in (before, after)] == [ACCOUNT, ACCOUNT]


def test_a_link_signed_by_a_key_that_is_gone_is_refused(clock):
    old, new = KeyRing(bytes(32), {1: bytes(range(32))}), KeyRing(bytes(32), {2: bytes(range(32, 64))})
    token = SignedLinks(old, clock).sign("design", ACCOUNT, TEN_MINUTES)

    with pytest.raises(LinkForged):
        SignedLinks(new, clock).open("design", token)


def test_an_expired_link_is_still_checked(links, clock):
    """Whether it is too late is told of our own links only."""
    token = links.sign("design", ACCOUNT, TEN_MINUTES)
    clock.move(TEN_MINUTES)

    with pytest.raises(LinkForged):
        links.open("design", f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}")
