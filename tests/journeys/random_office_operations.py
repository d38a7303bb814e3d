"""What professionals do with appointments: answer, book, change, move, place, remind, mark as ended."""

from typing import Any

from tests.journeys.random_operations import ANYTHING, NOTHING, operation
from tests.journeys.random_world import World

from kalenner.screens import Press

ENDS = ("completed", "declined", "missed", "cancelled")
"""In the order of their buttons."""
REASONS = (None, "I am ill.", "<i>closed</i>")


@operation(9)
def accept(world: World) -> bool | None:
    row = world.any(world.coming("pending"))
    if row is None:
        return False
    screen = world.random.choice(("appointments.accept", "requests.accept"))
    world.act(world.professional_of(row), screen, appointment=row.id)
    return None


@operation(2.5)
def decline(world: World) -> bool | None:
    row = world.any(world.state.active("pending"))
    if row is None:
        return False
    person = world.professional_of(row)
    screen = world.random.choice(("requests.decline", "appointments.decline"))
    world.act(person, screen, appointment=row.id)
    if world.chance(0.4):
        world.go(person, "appointments.reason", appointment=row.id)
        world.answer(person, world.random.choice(REASONS) or "I am away.")
    return None


@operation(3, ANYTHING)
def decline_and_offer(world: World) -> bool | None:
    row = world.any(world.coming("pending"))
    if row is None:
        return False
    person = world.professional_of(row)
    world.act(person, "appointments.decline", appointment=row.id)
    world.take(person, "appointments.offer")
    for _time in range(3):
        if world.take(person, "appointments.offer") is None or world.take(person, "tick") is None:
            break
        world.press(person, person.screen.back)
    world.take(person, "appointments.offer_send")
    return None


@operation(1, ANYTHING)
def take_an_offer_back(world: World) -> bool | None:
    offer = world.any(list(world.state.offered.values()))
    if offer is None:
        return False
    world.act(world.professional_of(offer), "appointments.offer_back", appointment=offer.offered_for_id)
    return None


@operation(2)
def cancel(world: World) -> bool | None:
    row = world.any(world.state.active("accepted"))
    if row is None:
        return False
    person = world.professional_of(row)
    world.go(person, "appointments.cancel", appointment=row.id)
    world.answer(person, world.random.choice(REASONS))
    return None


@operation(10)
def book(world: World) -> bool | None:
    provider_id = world.provider_id()
    service, link = world.any(world.services(provider_id)), world.any(world.clients(provider_id))
    starts_at = world.start(provider_id)
    if not (service and link and starts_at):
        return False
    person = world.participants.professionals[provider_id]
    world.act(person, "slot.book", starts_at=starts_at, service=service.id, client=link.id)
    return None


@operation(2)
def book_step_by_step(world: World) -> bool | None:
    provider_id = world.provider_id()
    starts_at = world.start(provider_id)
    if not starts_at or not world.clients(provider_id):
        return False
    person = world.participants.professionals[provider_id]
    world.go(person, "calendar.day", day=starts_at.date())
    steps = ("slot", "slot.services", "slot.clients", "slot.confirm")
    if all(world.take(person, step) for step in steps):
        world.take(person, "slot.book")
    return None


@operation(1, NOTHING)
def book_for_a_stranger(world: World) -> bool | None:
    provider_id = world.provider_id()
    link = world.any(
        [client for client in world.state.circumstances.clients.values() if client.provider_id != provider_id]
    )
    service, starts_at = world.any(world.services(provider_id)), world.start(provider_id)
    if not (service and starts_at):
        return False
    person = world.participants.professionals[provider_id]
    world.act(person, "slot.book", starts_at=starts_at, service=service.id, client=link.id)
    return None


def _tick(world: World, person: Any, screen: str, ids: list[int], **args: int) -> None:
    world.go(person, screen, **args)
    for id_ in ids:
        world.act(person, "tick", item=id_)


def _finish(world: World, of: list[Any], number: int) -> None:
    person = world.professional_of(of[0])
    _tick(world, person, "appointments.past_select", [one.id for one in of], page=0)
    world.act(person, "appointments.correct", number=number)


@operation(8)
def say_how_it_ended(world: World) -> bool | None:
    row = world.any(world.past())
    if row is None:
        return False
    alike = [one for one in world.past() if one.provider_id == row.provider_id]
    of = world.random.sample(alike, min(world.random.randrange(1, 4), len(alike)))
    _finish(world, of, world.random.choice((0, 0, 0, 1, 2, 3)))
    return None


@operation(4)
def correct_the_end(world: World) -> bool | None:
    row = world.any(
        [appointment for appointment in world.state.appointments.values() if appointment.status in ENDS]
    )
    if row is None:
        return False
    _finish(world, [row], world.any([number for number, end in enumerate(ENDS) if end != row.status]))
    return None


@operation(1, NOTHING)
def complete_what_is_to_come(world: World) -> bool | None:
    row = world.any(world.coming())
    if row is None:
        return False
    _finish(world, [row], world.random.choice((0, 2)))
    return None


@operation(3)
def answer_several(world: World) -> bool | None:
    status = world.random.choice(("pending", "pending", "accepted"))
    row = world.any(world.coming(status))
    if row is None:
        return False
    alike = [one for one in world.coming(status) if one.provider_id == row.provider_id]
    chosen = world.random.sample(alike, min(3, len(alike)))
    person = world.professional_of(row)
    _tick(world, person, "appointments.select", [one.id for one in chosen], only=0, page=0)
    if status == "pending" and world.chance(0.7):
        world.act(person, "appointments.accept_ticked")
    elif status == "accepted" and world.chance(0.6):
        world.act(person, "reminders.send_ticked")
    else:
        _end_ticked(world, person, status)
    return None


def _end_ticked(world: World, person: Any, status: str) -> None:
    """Decline or cancel what is ticked; the reason is asked for after a decline, and before a cancellation."""
    if status == "pending":
        world.act(person, "appointments.decline_ticked")
        world.take(person, "appointments.reasons")
    else:
        world.go(person, "appointments.cancel_ticked")
    world.answer(person, "I am away." if status == "pending" else world.random.choice(REASONS))


@operation(1, NOTHING)
def answer_what_is_mixed(world: World) -> bool | None:
    provider_id = world.provider_id()
    of = [one for one in world.state.active() if one.provider_id == provider_id]
    chosen = [world.any([one for one in of if one.status == status]) for status in ("pending", "accepted")]
    if None in chosen:
        return False
    person = world.participants.professionals[provider_id]
    _tick(world, person, "appointments.select", [one.id for one in chosen], only=0, page=0)
    if world.chance(0.5):
        world.act(person, "appointments.accept_ticked")
    else:
        world.go(person, "appointments.cancel_ticked")
        world.answer(person, None)
    return None


@operation(3)
def change_the_service(world: World) -> bool | None:
    row = world.any(world.coming("accepted", "pending"))
    service = row and world.any(world.services(row.provider_id))
    if not service:
        return False
    person = world.professional_of(row)
    if world.chance(0.7):
        world.act(person, "appointments.service_changed", appointment=row.id, service=service.id)
        return None
    world.go(person, "appointments.change_service", appointment=row.id, page=0)
    if world.take(person, "appointments.confirm_service"):
        world.take(person, "appointments.service_changed")
    return None


@operation(3)
def change_the_length(world: World) -> bool | None:
    row = world.any(world.state.active())
    if row is None:
        return False
    person, minutes = world.professional_of(row), world.random.choice((5, 20, 30, 45, 60, 75, 90, 120))
    if world.chance(0.5):
        world.act(person, "appointments.minutes_changed", appointment=row.id, minutes=minutes)
        return None
    world.go(person, "appointments.change_minutes", appointment=row.id)
    world.answer(person, str(minutes))
    world.take(person, "appointments.minutes_changed")
    return None


@operation(4)
def move(world: World) -> bool | None:
    row = world.any(world.coming("accepted"))
    starts_at = row and world.start(row.provider_id)
    if not starts_at:
        return False
    world.act(world.professional_of(row), "appointments.moved", appointment=row.id, starts_at=starts_at)
    return None


@operation(3)
def say_where(world: World) -> bool | None:
    row = world.any(world.state.active() or list(world.state.appointments.values()))
    if row is None:
        return False
    person = world.professional_of(row)
    world.go(person, "appointments.locate", appointment=row.id)
    if not person.screen.has_question:
        return None
    if world.chance(0.2):
        person.send_place(52.5 + world.random.random(), 13.4)
    else:
        person.send(
            world.random.choice(("Room 1", "https://meet.example/a?b=c&d", "+49 30 1234", "-", "geo:1,2"))
        )
    return None


@operation(3, ANYTHING)
def remind(world: World) -> bool | None:
    row = world.any(world.state.active() if world.chance(0.2) else world.coming("accepted"))
    if row is None:
        return False
    world.act(world.professional_of(row), "reminders.send", appointment=row.id)
    return None


@operation(5, ANYTHING)
def look_as_professional(world: World) -> bool | None:
    row = world.any(list(world.state.appointments.values()))
    if row is None:
        return False
    one, day = {"appointment": row.id}, row.starts_at.date()
    screen, args = world.random.choice(
        (
            ("appointments.card", one),
            ("appointments.info", one),
            ("appointments.file", one),
            ("appointments.move", one),
            ("appointments.change_service", {**one, "page": 0}),
            ("today", {}),
            ("calendar.month", {"month": day.replace(day=1)}),
            ("calendar.day", {"day": day}),
            ("explain", {"service": row.service_id, "starts_at": row.starts_at, "client": row.client_id}),
            ("clients.card", {"client": row.client_id}),
            ("clients.appointments", {"client": row.client_id, "page": 0}),
            ("appointments.past", {"page": world.random.randrange(4)}),
            ("office", {}),
        )
    )
    world.press(world.professional_of(row), Press(screen, args))
    return None
