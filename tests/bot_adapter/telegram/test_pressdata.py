"""Button data: within 64 bytes, for one person and one bot, and nothing else is taken."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyramid.exceptions import ConfigurationError

from kalenner.people import AccountService
from kalenner.screens.model import Press
from kalenner.screens.registry import ScreenSpec
from kalenner.security import KeyRing
from kalenner.testing import Stage
from kalenner_telegram.pressdata import PressData, code_of, from_base62, to_base62

pytestmark = pytest.mark.slow_on_postgresql

SPECS = {
    spec.name: spec
    for spec in (
        ScreenSpec("menu", "/menu"),
        ScreenSpec("day", "/day/{day}", {"day": dt.date}),
        ScreenSpec("slot", "/slot/{service}/{start}", {"service": int, "start": dt.datetime}),
        ScreenSpec("open", "/open/{token}", {"token": str}),
    )
}
KEYS = KeyRing.generate()
PRESS = Press("slot", {"service": 7, "start": dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)}, is_effect=True)


@pytest.fixture
def accounts(stage: Stage) -> list[int]:
    def make(request):
        service = request.find_service(AccountService)
        made = [service.get_or_make("telegram", subject, "en") for subject in ("1", "2")]
        request.dbsession.flush()
        return [account.id for account in made]

    return stage.run(make)


def write(stage: Stage, account: int, press: Press, version: int = 3, data: PressData | None = None) -> str:
    writer = data or PressData(SPECS, KEYS, 77)
    return stage.run(lambda request: writer.write(request.dbsession, request.clock, account, press, version))


def read(stage: Stage, account: int, text: str, data: PressData | None = None):
    reader = data or PressData(SPECS, KEYS, 77)
    return stage.run(lambda request: reader.read(request.dbsession, account, text), only_reads=True)


def test_what_is_written_is_read(stage, accounts):
    found = read(stage, accounts[0], write(stage, accounts[0], PRESS))

    assert (found.press, found.version) == (PRESS, 3)


def test_another_persons_data_is_nothing(stage, accounts):
    assert read(stage, accounts[1], write(stage, accounts[0], PRESS)) is None


def test_another_bots_data_is_nothing(stage, accounts):
    text = write(stage, accounts[0], PRESS, data=PressData(SPECS, KEYS, 78))

    assert read(stage, accounts[0], text) is None


def test_data_written_before_a_rotation_is_still_read(stage, accounts):
    keys = KeyRing.generate()
    text = write(stage, accounts[0], PRESS, data=PressData(SPECS, keys, 77))
    keys.rotate()

    assert read(stage, accounts[0], text, PressData(SPECS, keys, 77)).press == PRESS


@pytest.mark.parametrize("change", ["\x00", "A", "-", "é"])
def test_every_byte_changed_is_refused(stage, accounts, change):
    text = write(stage, accounts[0], PRESS)
    changed = [
        text[:place] + change + text[place + 1 :] for place in range(len(text)) if text[place] != change
    ]
    shortened = [text[:place] for place in range(len(text))]

    def all_of_them(request):
        reader = PressData(SPECS, KEYS, 77)
        return {
            reader.read(request.dbsession, accounts[0], one) for one in [*changed, *shortened, text + change]
        }

    assert stage.run(all_of_them, only_reads=True) == {None}


def test_a_screen_that_is_gone_is_nothing(stage, accounts):
    text = write(stage, accounts[0], PRESS)
    fewer = {name: spec for name, spec in SPECS.items() if name != "slot"}

    assert read(stage, accounts[0], text, PressData(fewer, KEYS, 77)) is None


def test_a_long_text_goes_through_a_row_of_this_person(stage, accounts):
    press = Press("open", {"token": "ß" * 500}, is_effect=True)
    text = write(stage, accounts[0], press)

    assert len(text.encode()) <= 64
    assert read(stage, accounts[0], text).press == press
    assert read(stage, accounts[1], text) is None


def test_screens_whose_codes_are_equal_are_refused_at_the_start():
    names: dict[str, str] = {}
    number = 0
    while code_of(f"s{number}") not in names:
        names[code_of(f"s{number}")] = f"s{number}"
        number += 1
    first, second = names[code_of(f"s{number}")], f"s{number}"
    specs = {name: ScreenSpec(name, f"/{name}") for name in (first, second)}

    with pytest.raises(ConfigurationError, match=f"{first} and {second}"):
        PressData(specs, KEYS, 77)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    service=st.integers(-(2**40), 2**40),
    minutes=st.integers(0, 4_000_000_0),
    version=st.integers(0, 2**31),
)
def test_any_numbers_come_back(stage, accounts, service, minutes, version):
    start = dt.datetime.fromtimestamp(minutes * 60, dt.UTC)
    press = Press("slot", {"service": service, "start": start})
    text = write(stage, accounts[0], press, version)

    found = read(stage, accounts[0], text)
    assert len(text.encode()) <= 64
    assert (found.press, found.version) == (press, version)


@given(st.integers(-(2**62), 2**62))
def test_base62_comes_back(number):
    assert from_base62(to_base62(number)) == number
