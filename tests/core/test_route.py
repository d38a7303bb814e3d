"""Routes as values: what they take, what they give, and what is refused when they are made."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from pyramid.exceptions import ConfigurationError

from kalenner.route import Press, Route, route


@route("things.slot", "/things/{thing}/{day}/{at}/{word}", effect=True, step=True)
def slot(*, thing: int, day: dt.date, at: dt.datetime, word: str) -> None: ...


VALUES = {
    "thing": 3,
    "day": dt.date(2026, 12, 1),
    "at": dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC),
    "word": "ä/b {c}",
}


def test_route_knows_its_arguments_in_the_order_of_the_signature():
    assert isinstance(slot, Route)
    assert list(slot.args.items()) == [("thing", int), ("day", dt.date), ("at", dt.datetime), ("word", str)]


def test_calling_a_route_makes_its_press():
    assert slot(**VALUES) == Press("things.slot", VALUES, is_effect=True)


@pytest.mark.parametrize("args", [{}, {"thing": 3}, {**VALUES, "more": 1}])
def test_missing_and_unknown_arguments_are_refused_by_name(args):
    with pytest.raises(TypeError, match=r"screen things\.slot: expected at, day, thing, word, not"):
        slot(**args)


def test_instants_reach_a_screen_as_a_button_brings_them_back():
    local = dt.datetime(2026, 12, 1, 10, 30, 0, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    at = slot(**{**VALUES, "at": local}).args["at"]

    assert (at, at.tzinfo) == (VALUES["at"], dt.UTC)


def test_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="expected a datetime with a time zone"):
        slot(**{**VALUES, "at": dt.datetime(2026, 12, 1, 9, 30)})  # noqa: DTZ001


def test_arguments_survive_as_texts():
    assert slot.load(slot.dump(VALUES)) == VALUES


@pytest.mark.parametrize("texts", [{}, {"thing": "3"}, {"thing": "x", "day": "1", "at": "1", "word": ""}])
def test_texts_that_are_not_of_this_route_are_refused(texts):
    with pytest.raises(ValueError):  # noqa: PT011 -- the number's own sentence
        slot.load(texts)


def test_path_that_does_not_name_the_arguments_is_a_fault():
    with pytest.raises(ConfigurationError, match=r"screen a\.b: the path /a/\{b\} names b, expected c"):

        @route("a.b", "/a/{b}")
        def _wrong(*, c: int) -> None: ...


@pytest.mark.parametrize("kind", [float, bytes, "list[int]"])
def test_argument_that_no_button_can_carry_is_a_fault(kind):
    def wrong(*, thing) -> None: ...

    wrong.__annotations__["thing"] = kind

    with pytest.raises(
        ConfigurationError, match="expected thing as a keyword-only int, str, date or datetime"
    ):
        route("a.b", "/a/{thing}")(wrong)


def test_positional_argument_is_a_fault():
    with pytest.raises(ConfigurationError, match="keyword-only"):

        @route("a.b", "/a/{thing}")
        def _wrong(thing: int) -> None: ...
