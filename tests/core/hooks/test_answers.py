"""What an answer must be: each kind of type that a specification can name, and how answers are joined."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol, runtime_checkable

import pytest

from kalenner.hooks.platform import MenuEntry
from kalenner.plugins.answers import MOST_ENTRIES, Specification, WrongAnswer, check_type
from kalenner.testing import go

NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Fruit:
    """A field of each sort: several plain ones, and others."""

    name: str
    grams: int
    is_ripe: bool = True
    colour: Colour | None = None
    picked_at: dt.datetime = NOON


@dataclass(frozen=True)
class Basket:
    """A single plain field, and a dataclass within."""

    owner: str
    best: Fruit


@dataclass(frozen=True)
class Weighted:
    key: str
    weight: int


@dataclass(frozen=True)
class Count:
    """A plain field that cannot be taken apart."""

    number: int


@dataclass(frozen=True)
class Pick:
    """No plain field at all."""

    fruit: Fruit


class Named(Protocol):
    name: str


@runtime_checkable
class Ripening(Protocol):
    is_ripe: bool


APPLE = Fruit("apple", 150)

RIGHT = [
    ("a", str),
    (1, int),
    (True, bool),
    (True, int),
    (Colour.RED, str),
    (Colour.RED, Colour),
    (object(), Any),
    (None, Any),
    (None, None),
    (None, type(None)),
    (None, str | None),
    ("a", str | None),
    (1, str | int),
    ("social", Literal["social", "map"]),
    ([], list[str]),
    (["a", "b"], list[str]),
    (("a",), Sequence[str]),
    ({"a"}, AbstractSet[str]),
    (frozenset({1}), frozenset[int]),
    ({}, Mapping[str, int]),
    ({"a": 1}, Mapping[str, int]),
    (str, type[str]),
    (print, Callable[[str], None]),
    (NOON, dt.datetime),
    (APPLE, Fruit),
    (Basket("Olga", APPLE), Basket),
    (Count(3), Count),
    (Pick(APPLE), Pick),
    (APPLE, Named),
    (APPLE, Ripening),
    (iter("a"), object),
    (iter("a"), Iterable[str]),
]


@pytest.mark.parametrize(("value", "expected"), RIGHT)
def test_a_value_of_the_type_is_taken(value, expected):
    check_type(value, expected, "x")


WRONG = [
    (1, str, "expected str, not a int"),
    ("1", int, "expected int, not a str"),
    (1, bool, "expected bool, not a int"),
    (None, str, "expected str, not None"),
    ("a", None, "expected None, not a str"),
    ("a", type(None), "expected NoneType, not a str"),
    (1, str | None, "expected str | None, not a int"),
    ("blog", Literal["social", "map"], "expected Literal['social', 'map'], not a str"),
    ("red", Colour, "expected Colour, not a str"),
    ("ab", Sequence[str], "expected Sequence[str], not a str"),
    ((), list[str], "expected list[str], not a tuple"),
    (["a", 1], list[str], "expected list[str], not a list"),
    ([1, "a"], list[str], "expected list[str], not a list"),
    ({1}, AbstractSet[str], "expected Set[str], not a set"),
    ({"a": "b"}, Mapping[str, int], "expected Mapping[str, int], not a dict"),
    ({1: 1}, Mapping[str, int], "expected Mapping[str, int], not a dict"),
    ({}, list[str], "expected list[str], not a dict"),
    (1, Callable[[str], None], "expected Callable[[str], None], not a int"),
    (None, Named, "expected Named, not None"),
    ("apple", Ripening, "expected Ripening, not a str"),
    (APPLE, Basket, "expected Basket, not a Fruit"),
]


@pytest.mark.parametrize(("value", "expected", "reason"), WRONG)
def test_a_value_of_another_type_is_refused_without_what_it_says(value, expected, reason):
    with pytest.raises(WrongAnswer) as caught:
        check_type(value, expected, "x")

    assert str(caught.value) == f"x: {reason}"


FAULTS = [
    (Fruit(1, 150), "Fruit.name: expected str, not a int"),
    (Fruit("apple", "150"), "Fruit.grams: expected int, not a str"),
    (Fruit("apple", 150, is_ripe=None), "Fruit.is_ripe: expected bool, not None"),
    (Fruit("apple", 150, colour="red"), "Fruit.colour: expected test_answers.Colour | None, not a str"),
    (Fruit("apple", 150, picked_at=None), "Fruit.picked_at: expected datetime, not None"),
    (Count("3"), "Count.number: expected int, not a str"),
    (Pick(None), "Pick.fruit: expected Fruit, not None"),
    (Basket(7, APPLE), "Basket.owner: expected str, not a int"),
    (Basket("Olga", Fruit("apple", None)), "Fruit.grams: expected int, not None"),
]


@pytest.mark.parametrize(("value", "reason"), FAULTS)
def test_a_field_of_another_type_is_refused_by_its_name(value, reason):
    with pytest.raises(WrongAnswer) as caught:
        check_type(value, type(value), "x")

    assert str(caught.value).replace("tests.core.hooks.", "") == reason


def test_a_field_may_be_of_a_class_of_its_own_that_is_of_the_type():
    check_type(Fruit(Colour.RED, True), Fruit, "x")


@pytest.mark.parametrize(
    "value", [NOON.replace(tzinfo=None), Fruit("apple", 1, picked_at=NOON.replace(tzinfo=None))]
)
def test_an_instant_without_a_zone_is_refused(value):
    with pytest.raises(
        WrongAnswer, match=r"^(x|Fruit\.picked_at): expected a datetime with a time zone, not d"
    ):
        check_type(value, type(value), "x")


# What a specification says


def specified(function, *, is_first: bool = False) -> Specification:
    return Specification.of(function, is_first=is_first)


def names() -> list[str]: ...
def weighted() -> list[Weighted]: ...
def entries() -> list[MenuEntry]: ...
def fruit() -> Fruit | None: ...
def nothing() -> None: ...


def test_a_specification_is_read_from_its_annotation():
    assert specified(names) == Specification("names", str, True, False, False, False)
    assert specified(weighted) == Specification("weighted", Weighted, True, False, True, False)
    assert specified(entries) == Specification("entries", MenuEntry, True, False, True, True)
    assert specified(fruit, is_first=True) == Specification("fruit", Fruit | None, False, True, False, False)
    assert specified(nothing).entry is type(None)


def test_an_answer_that_is_no_list_is_returned_as_it_is():
    assert specified(fruit).read(APPLE, {}) == (APPLE, False)
    assert specified(fruit).read(None, {}) == (None, False)


def test_nothing_is_an_answer_whatever_a_hook_returns():
    def always() -> Fruit: ...

    assert specified(always).read(None, {}) == (None, False)


def test_an_answer_that_is_no_list_is_refused_in_the_name_of_the_hook():
    with pytest.raises(WrongAnswer, match=r"^fruit: expected .*Fruit \| None, not a str$"):
        specified(fruit).read("apple", {})


@pytest.mark.parametrize("answer", [["a", "b"], ("a", "b"), iter(["a", "b"])])
def test_a_list_is_read_from_any_iterable_as_a_new_one(answer):
    read, has_more = specified(names).read(answer, {})

    assert (read, has_more) == (["a", "b"], False)
    assert read is not answer


@pytest.mark.parametrize(
    ("answer", "described"),
    [("ab", "a str"), (b"ab", "a bytes"), ({"a": 1}, "a dict"), (3, "a int"), (None, "None")],
)
def test_what_is_no_list_of_entries_is_refused(answer, described):
    with pytest.raises(WrongAnswer) as caught:
        specified(names).read(answer, {})

    assert str(caught.value) == f"expected a list of str, not {described}"


def test_a_wrong_entry_refuses_the_list():
    with pytest.raises(WrongAnswer, match=r"^an entry: expected str, not a int$"):
        specified(names).read(["a", 1], {})


@pytest.mark.parametrize(("number", "has_more"), [(MOST_ENTRIES, False), (MOST_ENTRIES + 1, True)])
def test_a_list_is_read_up_to_its_limit(number: int, has_more: bool):
    read, left_out = specified(names).read(["a"] * number, {})

    assert (len(read), left_out) == (MOST_ENTRIES, has_more)


def refuse_heavy(fruit: Fruit) -> None:
    if fruit.grams > 1000:
        raise ValueError("too heavy")


def test_a_check_of_a_class_is_asked_of_each_of_its_values():
    def fruits() -> list[Fruit]: ...

    heavy, checks = Fruit("melon", 1001), {Fruit: refuse_heavy}

    for specification, answer in ((specified(fruit), heavy), (specified(fruits), [APPLE, heavy])):
        with pytest.raises(WrongAnswer, match=r"^too heavy$"):
            specification.read(answer, checks)
    assert specified(fruits).read([APPLE], checks) == ([APPLE], False)


def test_the_first_answer_counts_where_there_is_one():
    assert specified(fruit, is_first=True).joined([("a", None), ("b", APPLE), ("c", None)]) is APPLE
    assert specified(fruit, is_first=True).joined([]) is None


def test_lists_are_joined_in_the_order_of_the_plugins():
    assert specified(names).joined([("a", ["z", "y"]), ("b", []), ("c", ["x"])]) == ["z", "y", "x"]


def test_entries_with_a_weight_are_sorted_by_it_then_by_their_keys():
    light, b, a = Weighted("z", 10), Weighted("b", 50), Weighted("a", 50)

    assert specified(weighted).joined([("one", [b, a]), ("two", [light])]) == [light, a, b]


def test_of_entries_with_one_key_the_first_stays_and_the_log_names_the_other(caplog):
    first, second = (MenuEntry("list", label, go("menu")) for label in ("First", "Second"))
    other = MenuEntry("other", "Other", go("menu"))

    joined = specified(entries).joined([("one", [first]), ("two", [second, other])])

    assert joined == [first, other]
    assert caplog.messages == [
        "plugin two: the hook entries: the key list is taken by plugin one; the entry is left out"
    ]
