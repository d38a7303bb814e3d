"""Button data: within 64 bytes, for one person and one bot, and nothing else is taken."""

import base64
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyramid.exceptions import ConfigurationError
from tests.figures import RecordFigure

from kalenner.people import AccountService
from kalenner.route import Route
from kalenner.screens.model import Press
from kalenner.security import KeyRing
from kalenner.testing import Stage
from kalenner_telegram.pressdata import PressData, code_of, from_base62, to_base62

pytestmark = pytest.mark.slow_on_postgresql

ROUTES = {
    route.name: route
    for route in (
        Route("menu", "/menu", {}),
        Route("day", "/day/{day}", {"day": dt.date}),
        Route("slot", "/slot/{service}/{start}", {"service": int, "start": dt.datetime}),
        Route("open", "/open/{token}", {"token": str}),
        Route("numbers", "/numbers/{a}/{b}/{c}/{d}/{e}", dict.fromkeys("abcde", int)),
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
    writer = data or PressData(ROUTES, KEYS, 77)
    return stage.run(lambda request: writer.write(request.dbsession, request.clock, account, press, version))


def read(stage: Stage, account: int, text: str, data: PressData | None = None):
    reader = data or PressData(ROUTES, KEYS, 77)
    return stage.run(lambda request: reader.read(request.dbsession, account, text), only_reads=True)


def sign(account: int, body: str, bot: int = 77) -> str:
    """Button data with any body, signed as this installation signs for that person."""
    mac = KEYS.mac("telegram-press", f"{bot}:{account}:{body}".encode(), 6)
    return body + base64.urlsafe_b64encode(mac).decode()


def test_what_is_written_is_read(stage, accounts):
    decoded = read(stage, accounts[0], write(stage, accounts[0], PRESS))

    assert (decoded.press, decoded.version) == (PRESS, 3)


@pytest.mark.parametrize("is_effect", [True, False])
def test_day_and_effect_are_read_as_they_were_written(stage, accounts, is_effect):
    press = Press("day", {"day": dt.date(2026, 12, 1)}, is_effect=is_effect)

    assert read(stage, accounts[0], write(stage, accounts[0], press)).press == press


def test_signed_data_is_read(stage, accounts):
    assert read(stage, accounts[0], sign(accounts[0], f"1g{code_of('menu')}-3")).press == Press("menu")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"2g{code_of('menu')}-3", id="another format"),
        pytest.param(f"g{code_of('menu')}-3", id="no format"),
        pytest.param("1gzzzz-3", id="no such screen"),
        pytest.param(f"1g{code_of('menu')}7-3", id="an argument too many"),
        pytest.param(f"1g{code_of('slot')}7-3", id="an argument too few"),
        pytest.param(f"1g{code_of('slot')}7.-3", id="an empty argument"),
        pytest.param(f"1g{code_of('slot')}7.?-3", id="no digit"),
        pytest.param(f"1g{code_of('slot')}7.zzzzzzzzzzz-3", id="an instant beyond the calendar"),
        pytest.param(f"1g{code_of('slot')}100000000000.7-3", id="more digits than an integer has"),
        pytest.param(f"1g{code_of('day')}!1-3", id="a day before the calendar"),
        pytest.param(f"1g{code_of('menu')}-", id="no version"),
        pytest.param(f"1g{code_of('menu')}", id="no dash"),
        pytest.param(f"1g{code_of('open')}*99-3", id="a row that is not there"),
        pytest.param(f"1g{code_of('open')}*-3", id="no row"),
    ],
)
def test_signed_data_that_means_nothing_is_refused(stage, accounts, body):
    assert read(stage, accounts[0], sign(accounts[0], body)) is None


@pytest.mark.parametrize("place", [0, 2, 6, -1])
def test_data_that_cannot_be_encoded_is_refused(stage, accounts, place):
    text = list(sign(accounts[0], f"1g{code_of('menu')}-3"))
    text[place] = "\ud800"

    assert read(stage, accounts[0], "".join(text)) is None


@pytest.mark.parametrize("length", [0, 1, 3, 4, 5])
def test_shortened_signature_is_refused(stage, accounts, length):
    body = f"1g{code_of('menu')}-3"
    mac = KEYS.mac("telegram-press", f"77:{accounts[0]}:{body}".encode(), length)
    signature = base64.urlsafe_b64encode(mac).decode().ljust(8, "=")

    assert read(stage, accounts[0], body + signature) is None


def test_row_of_another_person_is_refused_though_the_data_is_signed(stage, accounts):
    write(stage, accounts[0], Press("open", {"token": "secret"}))
    body = f"1g{code_of('open')}*1-3"

    assert read(stage, accounts[0], sign(accounts[0], body)).press == Press("open", {"token": "secret"})
    assert read(stage, accounts[1], sign(accounts[1], body)) is None


def test_row_with_arguments_of_another_screen_is_refused(stage, accounts):
    write(stage, accounts[0], Press("open", {"token": "7"}))

    assert read(stage, accounts[0], sign(accounts[0], f"1g{code_of('menu')}*1-3")) is None


def test_numbers_beyond_64_bytes_go_through_a_row(stage, accounts):
    press = Press("numbers", {**dict.fromkeys("abcd", 62**8), "e": 62**7})

    fits, is_too_long = write(stage, accounts[0], press, 61), write(stage, accounts[0], press, 62)

    assert (len(fits), "*" in fits, "*" in is_too_long) == (64, False, True)
    assert [read(stage, accounts[0], text).press for text in (fits, is_too_long)] == [press, press]


def test_instant_between_minutes_is_no_argument(stage, accounts):
    start = dt.datetime(2026, 12, 1, 9, 30, 1, tzinfo=dt.UTC)

    with pytest.raises(ValueError, match="whole minute"):
        write(stage, accounts[0], Press("slot", {"service": 7, "start": start}))


def test_screen_that_is_not_registered_has_no_data(stage, accounts):
    with pytest.raises(KeyError, match="nowhere"):
        write(stage, accounts[0], Press("nowhere"))


def test_another_persons_data_is_nothing(stage, accounts):
    assert read(stage, accounts[1], write(stage, accounts[0], PRESS)) is None


def test_another_bots_data_is_nothing(stage, accounts):
    text = write(stage, accounts[0], PRESS, data=PressData(ROUTES, KEYS, 78))

    assert read(stage, accounts[0], text) is None


def test_data_written_before_a_rotation_is_still_read(stage, accounts):
    keys = KeyRing.generate()
    text = write(stage, accounts[0], PRESS, data=PressData(ROUTES, keys, 77))
    keys.rotate()

    assert read(stage, accounts[0], text, PressData(ROUTES, keys, 77)).press == PRESS


def test_other_spelling_of_the_same_seal_is_refused(stage, accounts):
    days = [dt.date(2026, 12, 1) + dt.timedelta(days=number) for number in range(100)]

    def accepted(request):
        data = PressData(ROUTES, KEYS, 77)
        texts = [
            data.write(request.dbsession, request.clock, accounts[0], Press("day", {"day": day}), 3)
            for day in days
        ]
        respelt = {text[:-8] + text[-8:].replace("_", "/").replace("-", "+") for text in texts}
        assert len(respelt - set(texts)) > 5
        return [one for one in respelt - set(texts) if data.read(request.dbsession, accounts[0], one)]

    assert stage.run(accepted) == []


@pytest.mark.figure("F8")
def test_every_byte_changed_is_refused(stage, accounts, record_figure: RecordFigure):
    text = write(stage, accounts[0], PRESS)
    forged = {text[:place] for place in range(len(text))}
    for character in [*map(chr, range(128)), "é"]:
        forged |= {text[:place] + character + text[place + 1 :] for place in range(len(text))}
        forged.add(text + character)
    forged.remove(text)

    def taken(request):
        reader = PressData(ROUTES, KEYS, 77)
        return [one for one in forged if reader.read(request.dbsession, accounts[0], one) is not None]

    wrong = stage.run(taken, only_reads=True)
    record_figure("F8", len(forged), "changed, cut or longer data of a button", taken=len(wrong))
    assert wrong == []


def test_a_screen_that_is_gone_is_nothing(stage, accounts):
    text = write(stage, accounts[0], PRESS)
    fewer = {name: spec for name, spec in ROUTES.items() if name != "slot"}

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
    routes = {name: Route(name, f"/{name}", {}) for name in (first, second)}

    with pytest.raises(ConfigurationError, match=f"{first} and {second}"):
        PressData(routes, KEYS, 77)


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

    decoded = read(stage, accounts[0], text)
    assert len(text.encode()) <= 64
    assert (decoded.press, decoded.version) == (press, version)


@given(st.integers(-(2**62), 2**62))
def test_base62_comes_back(number):
    assert from_base62(to_base62(number)) == number
