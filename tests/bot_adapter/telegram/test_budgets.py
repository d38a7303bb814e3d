"""What a press costs, in statements and in commits that write: literal numbers, the same on every machine.

The core, scheduling and the adapter alone; another plugin that answers a hook without a query adds nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from pyramid.request import Request
from tests.applications import Applications, place
from tests.bot_adapter.telegram.counted_press import Cost, CountedBot
from tests.conftest import TOKEN

from kalenner.clock import FixedClock
from kalenner.people import AccountService, ClientService, ProviderService
from kalenner.plugins import load_plugins
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.hours_text import spans_of
from kalenner_scheduling.working_hours.services import WorkingHoursService

OLGA, ADA = 501, 502
MANY = 16

# Statements and writing commits: of the press on a button of a menu and back to it, of a request with what is
# handled of it, of sixteen presses at once. On PostgreSQL there are locks, notifications of other processes and
# savepoints besides, and a unit of work for each person.
ON = {
    "sqlite": {
        "menu": (Cost(13, 3), Cost(15, 3)),
        "booking": (20, Cost(29, 3)),
        "together": Cost(150, 3),
    },
    "postgresql": {
        "menu": (Cost(18, 3), Cost(20, 3)),
        "booking": (23, Cost(33, 3)),
        "together": Cost(183, 18),
    },
}


@pytest.fixture
def counted(
    applications: Applications, tmp_path: Any, database_url: str, clock: FixedClock
) -> Iterator[CountedBot]:
    """Olga in Berlin offers a massage, and Ada is her client."""
    others = ("playground", "payments", "reminders", "invitations")
    others += ("profiles", "social_links", "maps", "design_templates", "documents", "chat", "help", "support")
    values = {**place(tmp_path, database_url), "telegram.token": TOKEN}
    with applications.lend(load_plugins(off=others), values, clock) as app:
        bot = CountedBot(app)
        for person in (OLGA, ADA):
            bot.send(person, "/start")
        bot.run(open_practice)
        yield bot
        bot.close()


def open_practice(request: Request) -> None:
    accounts: AccountService = request.find_service(AccountService)
    olga, ada = (accounts.find("telegram", str(number)) for number in (OLGA, ADA))
    for account, name in ((olga, "Olga"), (ada, "Ada")):
        account.timezone, account.client_name = "Europe/Berlin", name
    practice = request.find_service(ProviderService).open_practice(olga, "Olga")
    practice.finish_shown_at = request.clock.now()  # so that the menu asks what is left to set up
    catalogue: CatalogueService = request.find_service(CatalogueService)
    catalogue.add(practice, name="Massage", minutes=60, description="", price_minor=5_000)
    hours: WorkingHoursService = request.find_service(WorkingHoursService)
    for weekday in range(7):
        hours.add_periods(practice, weekday, spans_of("9:00-18:00"))
    request.find_service(ClientService).connect(practice, ada)


def to_the_last_step(bot: CountedBot) -> list[dict[str, Any]]:
    """Lead Ada to the screen that sends the request."""
    shown = bot.send(ADA, "/menu")
    for label in ("My specialists", "Book", "10", "14:00"):
        shown, _cost = bot.press(ADA, shown, label)
    return shown


def test_press_on_a_button_of_a_menu(counted: CountedBot) -> None:
    shown, cost = counted.press(OLGA, counted.send(OLGA, "/menu"), "Settings")
    _shown, way_back = counted.press(OLGA, shown, "Menu")

    assert (cost, way_back) == ON[counted.engine]["menu"]


def test_request_for_an_appointment_with_the_notification_of_the_professional(counted: CountedBot) -> None:
    shown = to_the_last_step(counted)

    _shown, cost = counted.press(ADA, shown, "Send")

    assert (cost.handling, cost) == ON[counted.engine]["booking"]


def test_people_who_press_at_once_share_commits_where_there_is_one_writer(counted: CountedBot) -> None:
    people = range(1_000, 1_000 + MANY)
    shown = [(person, counted.send(person, "/start"), "client") for person in people]

    cost = counted.press_together(shown)

    assert cost == ON[counted.engine]["together"]
