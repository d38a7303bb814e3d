"""What professionals do with money: prices, payments, corrections, refunds, and who may book."""

from typing import Any

from tests.journeys.random_operations import ANYTHING, NOTHING, operation
from tests.journeys.random_world import World

AMOUNTS = ("1", "10", "12.5", "20.01", "50", "0.99", "7")


def _in_words(world: World, row: Any, amount: str) -> str:
    """Write an amount as the professional does."""
    is_russian = world.professional_of(row).language == "ru"
    return amount.replace(".", ",") if is_russian else amount


@operation(2)
def set_the_price(world: World) -> bool | None:
    row = world.any(list(world.state.appointments.values()))
    if row is None:
        return False
    person = world.professional_of(row)
    world.go(person, "payments.price", appointment=row.id)
    world.answer(person, _in_words(world, row, world.random.choice(("0", *AMOUNTS))))
    return None


@operation(6)
def pay(world: World) -> bool | None:
    row = world.any(world.past() or list(world.state.appointments.values()))
    if row is None or world.chance(0.3):
        row = world.any(list(world.state.appointments.values()))
    if row is None:
        return False
    person = world.professional_of(row)
    world.go(person, "payments.add", appointment=row.id)
    if world.chance(0.3) and world.take(person, "form.choose"):
        return None
    world.answer(person, _in_words(world, row, world.random.choice(AMOUNTS)))
    world.take(person, "payments.add_more")
    return None


@operation(2)
def pay_beyond(world: World) -> bool | None:
    row = world.any(list(world.state.appointments.values()))
    if row is None:
        return False
    world.act(world.professional_of(row), "payments.add_more", appointment=row.id, amount=12_345)
    return None


def _payment(world: World) -> Any:
    return world.any([entry for entry in world.state.entries() if entry.kind == "payment"])


@operation(3)
def correct_a_payment(world: World) -> bool | None:
    payment = _payment(world)
    if payment is None:
        return False
    row = world.state.appointments[payment.appointment_id]
    person = world.professional_of(row)
    world.go(person, "payments.correct", entry=payment.id)
    world.answer(person, _in_words(world, row, world.random.choice(("0", *AMOUNTS))))
    return None


@operation(3)
def give_back(world: World) -> bool | None:
    payment = _payment(world)
    if payment is None:
        return False
    row = world.state.appointments[payment.appointment_id]
    person = world.professional_of(row)
    world.go(person, "payments.refund", entry=payment.id)
    if world.chance(0.4):
        world.take(person, "form.choose")
    else:
        world.answer(person, _in_words(world, row, world.random.choice(("0.01", "3", "50"))))
    return None


@operation(1, NOTHING)
def give_back_too_much(world: World) -> bool | None:
    payment = _payment(world)
    if payment is None:
        return False
    person = world.professional_of(world.state.appointments[payment.appointment_id])
    world.go(person, "payments.refund", entry=payment.id)
    world.answer(person, "999999")
    return None


@operation(2, ANYTHING)
def look_at_money(world: World) -> bool | None:
    row = world.any(list(world.state.appointments.values()))
    payment = _payment(world)
    if row is None:
        return False
    if payment is None or world.chance(0.6):
        world.go(world.professional_of(row), "payments.card", appointment=row.id)
        return None
    person = world.professional_of(world.state.appointments[payment.appointment_id])
    world.go(person, "payments.entry", entry=payment.id)
    return None


@operation(0.6, ANYTHING)
def say_who_may_book(world: World) -> bool | None:
    person = world.participants.professionals[world.provider_id()]
    may = world.chance(0.8)
    world.act(person, "payments.unpaid.can" if may else "payments.unpaid.cannot")
    return None
