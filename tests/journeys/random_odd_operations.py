"""Presses that nobody plans: old buttons, buttons pressed twice, any visible button."""

from tests.journeys.random_operations import ANYTHING, NOTHING, OPERATIONS, SOMETHING, operation
from tests.journeys.random_world import World

from kalenner.screens import Press

MENUS = (
    *("menu", "office", "settings", "settings.general", "settings.service", "settings.schedule", "setup"),
    *("clients", "specialists", "book", "mine", "appointments", "hours.week", "services.list", "language"),
    *("reminders.settings", "reminders.quiet", "invitations.list", "about", "calendar.currency"),
)
JUNK = ("7", "-", "10:00", "50", "😀", "<b>", "x" * 600, "24:00", "0", "Ada")


@operation(5, ANYTHING)
def press_an_old_button(world: World) -> bool | None:
    if not world.old:
        return False
    old = world.random.choice(world.old)
    old.person.press_data(old.press, version=old.version)
    return None


@operation(4, ANYTHING)
def press_twice(world: World) -> bool | None:
    """Something is done by two presses of the last button."""
    names = [one.name for one in OPERATIONS.values() if one.wants in {SOMETHING, NOTHING}]
    weights = [OPERATIONS[name].weight for name in names]
    (name,) = world.random.choices(names, weights)
    world.twice = True
    try:
        return OPERATIONS[name].work(world)
    finally:
        world.twice = False


@operation(8, ANYTHING)
def press_anything(world: World) -> bool | None:
    person = world.any(list(world.participants.people.values()))
    if person.screen.has_question and world.chance(0.5):
        person.send(world.random.choice(JUNK))
        return None
    presses = [one.target for one in world.on_show(person) if isinstance(one.target, Press)]
    if not presses:
        world.go(person, "menu")
    else:
        press = world.random.choice(presses)
        person.press_data(press, version=world.version(person))
    return None


@operation(2, ANYTHING)
def open_a_menu(world: World) -> bool | None:
    person = world.participants.professionals[world.provider_id()]
    if world.chance(0.3):
        person = world.any(list(world.participants.people.values()))
    world.go(person, world.random.choice(MENUS))
    return None
