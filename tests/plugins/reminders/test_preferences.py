"""What people choose: the professional how long before and when it is quiet, the client whether at all."""

import pytest
from tests.plugins.reminders.people import NIGHT, ReminderPeople, at
from tests.plugins.scheduling.people import is_asked, notice_of, tap

from kalenner.people import AccountService, ProviderService
from kalenner.testing import act, go
from kalenner_reminders.due_times import DEFAULT, Preferences, QuietHours
from kalenner_reminders.queries import preferences_of

pytestmark = pytest.mark.slow_on_postgresql

FRIDAY = "Fri 4 Dec 2026, 10:00"


def preferences(people: ReminderPeople) -> Preferences:
    def find(request):
        olga = request.find_service(AccountService).find("fake", people.olga.subject)
        return preferences_of(request.dbsession, olga.provider.id)

    return people.read(find)


def settings(people: ReminderPeople) -> None:
    people.olga.send("/menu")
    people.olga.press("Settings")
    people.olga.press("Notifications")


def test_at_first(people: ReminderPeople) -> None:
    settings(people)

    assert people.olga.screen.text.splitlines() == [
        "<b>Automatic reminders</b>",
        "Your clients are reminded of their coming appointments automatically.",
        "",
        "Now: 24 h before the start.",
        "Quiet hours: 22:00–8:00 by the client's clock.",
    ]
    assert people.olga.labels[:4] == [
        ["Off", "✔ 24 h"],
        ["2 h", "24 h and 2 h"],
        ["Own …"],
        ["🌙 Quiet hours: 22:00–8:00"],
    ]
    assert preferences(people) == DEFAULT


@pytest.mark.parametrize(
    ("label", "leads", "line"),
    [
        ("Off", (), "Now: off."),
        ("✔ 24 h", (1440,), "Now: 24 h before the start."),
        ("2 h", (120,), "Now: 2 h before the start."),
        ("24 h and 2 h", (1440, 120), "Now: 24 h and 2 h before the start."),
    ],
)
def test_offered_leads(people: ReminderPeople, label: str, leads: tuple[int, ...], line: str) -> None:
    settings(people)

    tap(people.olga, label)

    assert notice_of(people.olga) == "Saved"
    assert line in people.olga.screen.text.splitlines()
    assert preferences(people) == Preferences(leads, NIGHT)
    assert sum(label.startswith("✔") for row in people.olga.labels for label in row) == 1


@pytest.mark.parametrize(
    ("typed", "leads", "line"),
    [
        ("36", (2160,), "Now: 36 h before the start."),
        ("36 h", (2160,), "Now: 36 h before the start."),
        ("90 min", (90,), "Now: 90 min before the start."),
        ("15min", (15,), "Now: 15 min before the start."),
        ("14 days", (20160,), "Now: 336 h before the start."),
        ("2 Tage und 90 Min.", (2880, 90), "Now: 48 h and 90 min before the start."),
        ("3 h, 1 day", (1440, 180), "Now: 24 h and 3 h before the start."),
        ("2 дня и 30 минут", (2880, 30), "Now: 48 h and 30 min before the start."),
        ("1 jour et 2 heures", (1440, 120), "Now: 24 h and 2 h before the start."),
        ("24 h, 1 day", (1440,), "Now: 24 h before the start."),
    ],
)
def test_own_leads(people: ReminderPeople, typed: str, leads: tuple[int, ...], line: str) -> None:
    settings(people)
    people.olga.press("Own")
    assert is_asked(people.olga, "How long before the start?")

    people.olga.send(typed)

    assert line in people.olga.screen.text.splitlines()
    assert preferences(people) == Preferences(leads, NIGHT)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("soon", "That is not a time before the start."),
        ("", "That is not a time before the start."),
        ("-2 h", "That is not a time before the start."),
        ("30 s", "That is not a time before the start."),
        ("14 min", "A reminder comes from 15 minutes to 14 days before the start."),
        ("0", "A reminder comes from 15 minutes to 14 days before the start."),
        ("15 days", "A reminder comes from 15 minutes to 14 days before the start."),
        ("3 h, 2 h, 1 h", "At most two reminders, please."),
    ],
)
def test_leads_that_are_none(people: ReminderPeople, typed: str, reason: str) -> None:
    settings(people)
    people.olga.press("Own")

    people.olga.send(typed)

    assert is_asked(people.olga, reason)
    assert preferences(people) == DEFAULT


def test_quiet_hours(people: ReminderPeople) -> None:
    settings(people)
    people.olga.press("Quiet hours")
    assert people.olga.labels[:2] == [["Off", "✔ 22:00–8:00"], ["Own …"]]

    tap(people.olga, "Off")
    assert preferences(people) == Preferences((1440,), None)
    assert "There are no quiet hours." in people.olga.screen.text

    tap(people.olga, "22:00–8:00")
    assert preferences(people) == DEFAULT


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [
        ("20:30-7", QuietHours(1230, 420)),
        ("13:00 – 15:00", QuietHours(780, 900)),
        ("20-24:00", QuietHours(1200, 0)),
    ],
)
def test_own_quiet_hours(people: ReminderPeople, typed: str, quiet: QuietHours) -> None:
    settings(people)
    people.olga.press("Quiet hours")
    people.olga.press("Own")
    assert is_asked(people.olga, "When should no reminders come?")

    people.olga.send(typed)

    assert preferences(people) == Preferences((1440,), quiet)
    assert people.olga.labels[1] == ["✔ Own …"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("at night", "These are not hours."),
        ("22:00", "These are not hours."),
        ("22-8-9", "These are not hours."),
        ("25:00-8:00", "These are not hours."),
        ("8:00-8:00", "Some time has to be left"),
        ("0:00-24:00", "Some time has to be left"),
    ],
)
def test_quiet_hours_that_are_none(people: ReminderPeople, typed: str, reason: str) -> None:
    settings(people)
    people.olga.press("Quiet hours")
    people.olga.press("Own")

    people.olga.send(typed)

    assert is_asked(people.olga, reason)
    assert preferences(people) == DEFAULT


def test_a_change_holds_for_what_is_booked_already(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    settings(people)

    tap(people.olga, "24 h and 2 h")
    assert people.waiting(appointment_id) == [at("12-03 10:00"), at("12-04 08:00")]

    tap(people.olga, "2 h")
    assert people.waiting(appointment_id) == [at("12-04 08:00")]

    tap(people.olga, "Off")
    assert people.waiting(appointment_id) == []


def test_a_change_does_not_remind_twice(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    people.run_at("12-03 10:00")
    settings(people)

    tap(people.olga, "Off")
    tap(people.olga, "24 h")
    people.run_at("12-03 10:10", "12-04 09:00")

    assert people.reminded() == [FRIDAY]


def test_a_change_keeps_what_is_on_its_way(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.clock.set(at("12-03 10:00"))
    settings(people)

    tap(people.olga, "24 h and 2 h")
    people.run_at("12-03 10:01")

    assert people.reminded() == [FRIDAY]
    assert people.waiting(appointment_id) == [at("12-04 08:00")]


def test_a_change_is_nobody_else_s(people: ReminderPeople) -> None:
    nina = people.add_professional("Nina")
    people.connect(people.ada, nina)
    hers = people.request(at("12-04 10:00"), of=nina)
    people.accept(hers, by=nina)
    people.prefer()

    assert people.waiting(hers) == [at("12-03 10:00")]


@pytest.mark.parametrize("screen", ["reminders.set_leads", "reminders.set_quiet"])
@pytest.mark.parametrize("choice", [-1, 4])
def test_a_choice_that_is_not_offered(people: ReminderPeople, screen: str, choice: int) -> None:
    people.olga.press_data(act(screen, choice=choice))

    assert notice_of(people.olga) == "Not available."
    assert preferences(people) == DEFAULT


def test_a_client_has_no_professional_s_settings(people: ReminderPeople) -> None:
    people.ada.press_data(go("reminders.settings"))

    assert notice_of(people.ada) == "Not available."


def test_client_s_own_switch(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    people.ada.send("/menu")
    people.ada.press("Settings")
    people.ada.press("Reminders")
    assert people.ada.labels[0] == ["✔ On", "Off"]

    tap(people.ada, "Off")
    assert notice_of(people.ada) == "Saved"
    assert people.ada.labels[0] == ["On", "✔ Off"]

    people.run_at("12-03 10:00")
    assert people.reminded() == []


def test_client_switches_on_again(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    people.ada.press_data(act("reminders.choose", choice=0))

    people.ada.press_data(act("reminders.choose", choice=1))
    people.run_at("12-03 10:00")

    assert people.reminded() == [FRIDAY]


def test_a_switch_that_is_neither(people: ReminderPeople) -> None:
    people.ada.press_data(act("reminders.choose", choice=2))

    assert notice_of(people.ada) == "Not available."


def test_the_settings_menu_is_of_the_role_used_last(people: ReminderPeople) -> None:
    def open_practice(request):
        ada = request.find_service(AccountService).find("fake", people.ada.subject)
        request.find_service(ProviderService).open_practice(ada, "Ada Yoga")

    people.stage.run(open_practice)
    buttons = {}
    for role in ("professional", "client"):
        people.ada.press_data(act(f"menu.{role}"))
        people.ada.press("Settings")
        buttons[role] = [label for row in people.ada.labels for label in row if "🔔" in label]

    assert buttons == {"professional": ["🔔 Notifications"], "client": ["🔔 Reminders"]}
