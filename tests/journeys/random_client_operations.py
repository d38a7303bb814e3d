"""What clients do: ask for times, move, cancel, withdraw, look; also what they may not."""

import datetime as dt

from tests.journeys.random_operations import ANYTHING, NOTHING, operation
from tests.journeys.random_oracle import DAY, MINUTE
from tests.journeys.random_world import World

from kalenner.tasks import run_task, tasks_of

NOTES = ("My back hurts.", "Новый клиент", "<b>first</b> & last", "a\nb\nc")


@operation(13)
def ask(world: World) -> bool | None:
    link = world.any(world.clients())
    service = link and world.any(world.services(link.provider_id))
    starts_at = service and world.start(link.provider_id)
    if not starts_at:
        return False
    person = world.participants.people[link.account_id]
    if world.chance(0.8):
        world.act(person, "book.send", service=service.id, starts_at=starts_at)
        return None
    world.go(person, "book.note", service=service.id, starts_at=starts_at)
    world.answer(person, world.random.choice(NOTES))
    return None


@operation(5)
def ask_step_by_step(world: World) -> bool | None:
    link = world.any(world.clients())
    service = link and world.any(world.services(link.provider_id))
    if not service:
        return False
    person = world.participants.people[link.account_id]
    today = world.clock.now().date()
    world.go(person, "book.days", service=service.id, month=today.replace(day=1))
    if world.take(person, "book.times") and world.take(person, "book.confirm"):
        world.take(person, "book.send")
    return None


@operation(2, NOTHING)
def ask_for_what_is_taken(world: World) -> bool | None:
    row = world.any(world.coming())
    link = row and world.any(world.clients(row.provider_id))
    service = link and world.any(world.services(link.provider_id))
    if not service:
        return False
    person = world.participants.people[link.account_id]
    world.act(person, "book.send", service=service.id, starts_at=row.starts_at)
    return None


@operation(1, NOTHING)
def ask_for_the_past(world: World) -> bool | None:
    link = world.any(world.clients())
    service = link and world.any(world.services(link.provider_id))
    starts_at = service and world.start(link.provider_id, days=1)
    if not starts_at:
        return False
    person = world.participants.people[link.account_id]
    world.act(person, "book.send", service=service.id, starts_at=starts_at - 3 * DAY)
    return None


@operation(1, NOTHING)
def ask_beside_the_grid(world: World) -> bool | None:
    link = world.any(world.clients())
    service = link and world.any(world.services(link.provider_id))
    starts_at = service and world.start(link.provider_id)
    if not starts_at:
        return False
    person = world.participants.people[link.account_id]
    world.act(person, "book.send", service=service.id, starts_at=starts_at + 7 * MINUTE)
    return None


@operation(1, NOTHING)
def ask_after_parting(world: World) -> bool | None:
    link = world.any(world.clients(are_parted=True))
    service = link and world.any(world.services(link.provider_id))
    starts_at = service and world.start(link.provider_id)
    if not starts_at:
        return False
    person = world.participants.people[link.account_id]
    world.act(person, "book.send", service=service.id, starts_at=starts_at)
    return None


@operation(3)
def call_off(world: World) -> bool | None:
    row = world.any(world.coming())
    if row is None:
        return False
    person = world.client_of(row)
    if world.chance(0.8):
        world.act(person, "mine.cancelled", appointment=row.id)
        return None
    world.go(person, "mine.cancel", appointment=row.id)
    world.take(person, "mine.cancelled")
    return None


@operation(5)
def ask_to_move(world: World) -> bool | None:
    row = world.any([one for one in world.coming() if one.replaces_id is None or one.status == "accepted"])
    starts_at = row and world.start(row.provider_id)
    if not starts_at:
        return False
    world.act(world.client_of(row), "mine.move_send", appointment=row.id, starts_at=starts_at)
    return None


@operation(5)
def ask_to_move_a_little(world: World) -> bool | None:
    row = world.any(world.coming())
    if row is None:
        return False
    starts_at = row.starts_at + world.random.choice((-30, 30, 30, 60, -15)) * MINUTE
    world.act(world.client_of(row), "mine.move_send", appointment=row.id, starts_at=starts_at)
    return None


@operation(2)
def ask_to_move_step_by_step(world: World) -> bool | None:
    row = world.any(world.coming("accepted"))
    if row is None:
        return False
    person = world.client_of(row)
    world.go(person, "mine.move", appointment=row.id)
    if world.take(person, "mine.move_times") and world.take(person, "mine.move_confirm"):
        world.take(person, "mine.move_send")
    return None


@operation(4, ANYTHING)
def take_what_is_offered(world: World) -> bool | None:
    offer = world.any(list(world.state.offered.values()))
    if offer is None:
        return False
    at = {"appointment": offer.offered_for_id, "starts_at": offer.starts_at}
    for _time in range(world.random.choice((1, 1, 2))):
        world.act(world.client_of(offer), "mine.take_offer", **at)
    return None


@operation(2)
def withdraw(world: World) -> bool | None:
    row = world.any([one for one in world.coming("pending") if one.replaces_id is not None])
    if row is None:
        return False
    world.act(world.client_of(row), "mine.withdraw", appointment=row.id)
    return None


@operation(4, ANYTHING)
def look_as_client(world: World) -> bool | None:
    row = world.any(list(world.state.appointments.values()))
    if row is None:
        return False
    person, provider = world.client_of(row), world.random.choice((0, row.provider_id))
    screen, args = world.random.choice(
        (
            ("mine.card", {"appointment": row.id}),
            ("mine.file", {"appointment": row.id}),
            ("mine.again", {"appointment": row.id}),
            ("mine.list", {"provider": provider, "page": 0}),
            ("mine.past", {"provider": provider, "page": world.random.randrange(3)}),
            ("specialists.card", {"provider": row.provider_id}),
            ("book.services", {"provider": row.provider_id}),
            ("menu", {}),
        )
    )
    world.go(person, screen, **args)
    return None


@operation(0.5, ANYTHING)
def choose_reminders(world: World) -> bool | None:
    person = world.any(list(world.participants.people.values()))
    world.act(person, "reminders.choose", choice=world.random.randrange(2))
    return None


@operation(9, ANYTHING)
def time_goes_by(world: World) -> bool | None:
    """The clock moves on, by minutes or up to a day, and the tasks are run as they would have been."""
    longest = world.random.choice((10, 60, 60 * 6, 60 * 24))
    world.clock.move(world.random.uniform(1, longest) * 60)
    if world.clock.now().microsecond:
        world.clock.set(world.clock.now().replace(microsecond=0) + dt.timedelta(seconds=1))
    for task in tasks_of(world.stage.app):
        run_task(world.stage.app, task)
    world.stage.settle()
    return None
