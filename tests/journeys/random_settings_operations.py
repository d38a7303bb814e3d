"""What professionals settle: blocks, hours, zone, rules, services, clients, reminders."""

import datetime as dt
import zlib
from typing import Any

from tests.journeys.random_operations import ANYTHING, operation
from tests.journeys.random_oracle import DAY, MINUTE, zone_of
from tests.journeys.random_world import World

from kalenner.testing import Person

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
NUMBERS = {
    0: (0, 0, 5, 15),
    1: (0, 0, 10),
    2: (0, 0, 0, 0, 1, 24),
    3: (30, 60, 365),
    4: (0, 0, 0, 0, 4, 8),
    5: (0, 3, 10, 10),
    6: (0, 0, 2, 24),
    7: (0, 0, 2, 24),
}
"""What each booking rule is set to, by the place of its button."""


def _someone(world: World) -> tuple[int, Person]:
    provider_id = world.provider_id()
    return provider_id, world.participants.professionals[provider_id]


@operation(1.5)
def be_away_from_a_slot(world: World) -> bool | None:
    provider_id, person = _someone(world)
    starts_at = world.start(provider_id)
    if not starts_at:
        return False
    world.go(person, "slot.away", starts_at=starts_at)
    if not world.take(person, "slot.block") and world.take(person, "slot.away_over"):
        world.take(person, "slot.block")
    return None


@operation(1.5)
def be_away(world: World) -> bool | None:
    _provider_id, person = _someone(world)
    starts_at = world.minute()
    ends_at = starts_at + world.random.choice((15, 60, 240, 60 * 30)) * MINUTE
    world.go(person, "away.times", starts_at=starts_at, ends_at=ends_at)
    world.take(person, "away.save")
    return None


@operation(0.7)
def be_away_as_typed(world: World) -> bool | None:
    provider_id, person = _someone(world)
    today = world.clock.now().astimezone(zone_of(world.state.circumstances, provider_id)).date()
    day = today + world.random.randrange(1, 20) * DAY
    world.go(person, "away.type")
    world.answer(person, day.isoformat())
    world.answer(person, f"{world.random.randrange(6, 14)}:30")
    world.go(person, "away.type_last", starts_at=dt.datetime.combine(day, dt.time(12), dt.UTC))
    world.answer(person, (day + DAY).isoformat())
    world.answer(person, "13:15")
    world.take(person, "away.save")
    return None


@operation(0.9)
def have_days_off(world: World) -> bool | None:
    provider_id, person = _someone(world)
    today = world.clock.now().astimezone(zone_of(world.state.circumstances, provider_id)).date()
    first, kind = today + world.random.randrange(12) * DAY, world.random.randrange(2)
    last = first + kind * world.random.randrange(6) * DAY
    world.go(person, "closures.days", kind=kind, first_day=first, last_day=last)
    world.take(person, "closures.save")
    return None


@operation(5)
def work_after_all(world: World) -> bool | None:
    circumstances = world.state.circumstances
    blocks = [
        ("closures", "closure", closure)
        for closure in circumstances.closures
        if closure.last_day >= world.clock.now().date()
    ]
    blocks += [("away", "away", away) for away in circumstances.aways if away.ends_at > world.clock.now()]
    found = world.any(blocks)
    if found is None:
        return False
    screens, name, block = found
    person = world.participants.professionals[block.provider_id]
    if world.chance(0.7):
        world.act(person, f"{screens}.removed", **{name: block.id})
        return None
    world.go(person, f"{screens}.remove", **{name: block.id})
    world.take(person, f"{screens}.removed")
    return None


@operation(0.7)
def go_to_another_zone(world: World) -> bool | None:
    zone = world.random.choice(ZONES)
    person = world.any(list(world.participants.people.values()))
    number = zlib.crc32(zone.encode())
    if world.chance(0.5):
        world.go(person, "zone.confirm", then=0, zone=number)
    world.act(person, "zone.save", then=0, zone=number)
    return None


@operation(1.5)
def work_longer(world: World) -> bool | None:
    _provider_id, person = _someone(world)
    world.go(person, "hours.add", weekday=world.random.randrange(7))
    world.answer(
        person, world.random.choice(("9:00-12:00", "13:00-17:30", "8-10, 18:15-20", "0:00-3:00", "22-24"))
    )
    return None


@operation(0.4)
def work_less(world: World) -> bool | None:
    period = world.any(world.state.circumstances.periods)
    if period is None:
        return False
    person = world.participants.professionals[period.provider_id]
    if world.chance(0.8):
        world.act(person, "hours.removed", period=period.id)
    else:
        world.act(person, "hours.cleared", weekday=period.weekday)
    return None


@operation(0.7)
def work_alike(world: World) -> bool | None:
    period = world.any(world.state.circumstances.periods)
    if period is None:
        return False
    person = world.participants.professionals[period.provider_id]
    world.go(person, "hours.copy", weekday=period.weekday)
    for day in world.random.sample([day for day in range(7) if day != period.weekday], 2):
        world.act(person, "tick", item=day)
    world.act(person, "hours.copied", weekday=period.weekday)
    return None


@operation(3)
def set_a_rule(world: World) -> bool | None:
    provider_id, person = _someone(world)
    service = world.any([None, *world.services(provider_id)])
    rule = world.random.choice(list(NUMBERS))
    world.go(person, "rules.change", service=service.id if service else 0, rule=rule)
    inherits = service is not None and world.chance(0.5)
    world.answer(person, "-" if inherits else str(world.random.choice(NUMBERS[rule])))
    return None


@operation(0.8)
def set_the_acceptance(world: World) -> bool | None:
    provider_id, person = _someone(world)
    service = world.any([None, *world.services(provider_id)])
    world.go(person, "rules.acceptance", service=service.id if service else 0)
    world.answer(person, world.random.choice(("never", "never", "known", "always")))
    return None


@operation(0.6)
def offer_more(world: World) -> bool | None:
    provider_id, person = _someone(world)
    if len(world.services(provider_id)) > 12:
        return False
    world.go(person, "services.add")
    for text in (f"Service {world.random.randrange(100)}", world.random.choice(("15", "50", "75")), None):
        world.answer(person, text)
    world.answer(person, world.random.choice(("-", "35", "60")))
    return None


@operation(1.5)
def change_an_offer(world: World) -> bool | None:
    provider_id, person = _someone(world)
    service = world.any(world.services(provider_id))
    if service is None:
        return False
    name, text = world.random.choice(
        (("name", "Renamed"), ("minutes", "40"), ("minutes", "60"), ("price", "44"), ("price", "-"))
    )
    world.go(person, f"services.{name}", service=service.id)
    world.answer(person, text)
    return None


@operation(0.3)
def offer_less(world: World) -> bool | None:
    provider_id, person = _someone(world)
    if len(world.services(provider_id)) < 2:
        return False
    world.act(person, "services.deleted", service=world.any(world.services(provider_id)).id)
    return None


@operation(0.5, ANYTHING)
def set_the_step(world: World) -> bool | None:
    _provider_id, person = _someone(world)
    world.go(person, "calendar.step")
    world.answer(person, world.random.choice(("5", "15", "20", "30", "30", "60")))
    return None


@operation(0.5, ANYTHING)
def change_the_currency(world: World) -> bool | None:
    _provider_id, person = _someone(world)
    world.act(person, "calendar.currency.choose", number=world.random.randrange(2))
    return None


@operation(0.6, ANYTHING)
def set_the_reminders(world: World) -> bool | None:
    _provider_id, person = _someone(world)
    world.act(person, "reminders.set_leads", choice=world.random.randrange(4))
    return None


@operation(0.4)
def part_with_a_client(world: World) -> bool | None:
    link = world.any(world.clients())
    if link is None or len(world.clients(are_parted=True)) > 3:
        return False
    person: Any = world.participants.professionals[link.provider_id]
    how = world.random.choice(("block", "remove"))
    if world.chance(0.5):
        world.go(person, f"clients.{how}", client=link.id)
    world.act(person, f"clients.{how}_now", client=link.id)
    return None


@operation(2)
def take_a_client_back(world: World) -> bool | None:
    link = world.any(world.clients(are_parted=True))
    if link is None:
        return False
    if link.blocked_at is not None:
        world.act(world.participants.professionals[link.provider_id], "clients.unblock", client=link.id)
    else:
        world.participants.people[link.account_id].send(
            f"/start {world.participants.links[link.provider_id]}"
        )
    return None
