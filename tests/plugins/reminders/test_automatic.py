"""Automatic reminders, as clients get them: each once, at its time, and only of what takes place."""

from functools import partial

import pytest
from tests.plugins.reminders.people import NIGHT, ReminderPeople, at

from kalenner.people import AccountService, ClientService
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService

FRIDAY = "Fri 4 Dec 2026, 10:00"


def test_a_day_before_by_itself(people: ReminderPeople) -> None:
    people.book("12-04 10:00")

    people.run_at("12-03 09:59")
    assert people.reminded() == []

    people.run_at("12-03 10:00", "12-03 10:01", "12-04 09:00")
    assert people.reminded() == [FRIDAY]


def test_card(people: ReminderPeople) -> None:
    people.book("12-04 10:00")

    people.run_at("12-03 10:00")

    card = people.ada.cards[0]
    assert card.text.splitlines()[:4] == ["🔔 <b>Reminder</b>", FRIDAY, "Massage, 60 min", "Olga"]
    assert [[button.label for button in row] for row in card.rows] == [["Meeting info", "Cancel"]]
    assert "Massage" in people.ada.press("Meeting info", on=card).text
    assert [button.label for button in people.ada.press("Cancel", on=card).rows[0]] == ["Yes, cancel", "No"]


def test_card_says_where(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    where = "Hauptstr. 1, https://example.org/way"

    def locate(request):
        olga = request.find_service(AccountService).find("fake", people.olga.subject)
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        request.find_service(AmendmentService).locate(appointment, olga, where, (52.5, 13.4))

    people.stage.run(locate)
    people.forget()
    people.run_at("12-03 10:00")

    card = people.ada.cards[-1]
    assert card.text.splitlines()[4] == f"📍 {where}"
    assert [button.target.url for button in card.rows[1]] == [
        "https://example.org/way",
        "https://www.google.com/maps/search/?api=1&query=52.500000%2C13.400000",
    ]


def test_both_clocks_where_they_differ(people: ReminderPeople) -> None:
    ann = people.add_client("Ann", zone="America/New_York")
    people.prefer(1440)
    people.book("12-04 10:00", ann)

    people.run_at("12-03 10:00")

    assert people.reminded(ann) == ["Fri 4 Dec 2026, 4:00 (New York) · 10:00 (Berlin)"]


@pytest.mark.parametrize(
    ("leads", "times"),
    [
        ((), []),
        ((1440,), ["12-03 10:00"]),
        ((120,), ["12-04 08:00"]),
        ((1440, 120), ["12-03 10:00", "12-04 08:00"]),
        ((2160, 90), ["12-02 22:00", "12-04 08:30"]),
    ],
)
def test_each_setting(people: ReminderPeople, leads: tuple[int, ...], times: list[str]) -> None:
    people.prefer(*leads)

    appointment_id = people.book("12-04 10:00")

    assert people.waiting(appointment_id) == [at(text) for text in times]
    people.run_at(*times)
    assert people.reminded() == [FRIDAY] * len(times)
    assert people.waiting(appointment_id) == []


def test_quiet_hours_are_the_clients(people: ReminderPeople) -> None:
    ann = people.add_client("Ann", zone="America/New_York")
    people.prefer(1440, quiet=NIGHT)

    appointment_id = people.book("12-04 10:00", ann)

    # 10:00 in Berlin is 4:00 there, and 8:00 there is 14:00 in Berlin.
    assert people.waiting(appointment_id) == [at("12-03 14:00")]


def test_a_client_who_moved_is_not_woken(people: ReminderPeople) -> None:
    people.prefer(1440, quiet=NIGHT)
    appointment_id = people.book("12-04 10:00")

    def move(request):
        request.find_service(AccountService).find("fake", people.ada.subject).timezone = "America/New_York"

    people.stage.run(move)
    people.run_at("12-03 10:00")

    assert people.reminded() == []
    assert people.waiting(appointment_id) == [at("12-03 14:00")]
    people.run_at("12-03 14:00")
    assert len(people.reminded()) == 1


def test_nobody_is_reminded_of_a_request(people: ReminderPeople) -> None:
    appointment_id = people.request(at("12-04 10:00"))
    people.forget()

    people.run_at("12-03 10:00")

    assert people.planned(appointment_id) == []
    assert people.reminded() == []


def test_booked_an_hour_before(people: ReminderPeople) -> None:
    people.clock.set(at("12-04 09:00"))
    people.prefer(1440, 120)

    appointment_id = people.book("12-04 10:00")

    assert people.planned(appointment_id) == []


@pytest.mark.parametrize("side", ["olga", "ada"])
def test_cancelled(people: ReminderPeople, side: str) -> None:
    appointment_id = people.book("12-04 10:00")

    people.cancel(appointment_id, getattr(people, side))
    people.run_at("12-03 10:00")

    assert people.reminded() == []
    assert people.planned(appointment_id) == [(1440, at("12-03 10:00"), "dropped")]


def test_accepted_again(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.cancel(appointment_id)

    again = people.book("12-04 10:00")
    people.run_at("12-03 10:00")

    assert people.reminded() == [FRIDAY]
    assert [state for *_rest, state in people.planned(again)] == ["sent"]


def move(people: ReminderPeople, appointment_id: int, start: str) -> None:
    """Let Olga choose another time."""

    def work(request):
        olga = request.find_service(AccountService).find("fake", people.olga.subject)
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        request.find_service(AmendmentService).move(appointment, at(start), olga)

    people.stage.run(work)
    people.stage.settle()
    people.forget()


def test_moved_before_the_reminder(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")

    move(people, appointment_id, "12-07 11:00")
    people.run_at("12-03 10:00")
    assert people.reminded() == []

    people.run_at("12-06 11:00", "12-06 11:01")
    assert people.reminded() == ["Mon 7 Dec 2026, 11:00"]


def test_moved_after_the_reminder_it_comes_again(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.run_at("12-03 10:00")
    assert people.reminded() == [FRIDAY]

    move(people, appointment_id, "12-07 11:00")
    people.run_at("12-06 11:00")

    assert people.reminded() == ["Mon 7 Dec 2026, 11:00"]


def test_moved_there_and_back_comes_once(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.run_at("12-03 10:00")

    move(people, appointment_id, "12-07 11:00")
    move(people, appointment_id, "12-04 10:00")
    people.run_at("12-03 10:05", "12-04 09:00")

    assert people.reminded() == []


def test_moved_there_and_back_before_it_was_due(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")

    move(people, appointment_id, "12-07 11:00")
    move(people, appointment_id, "12-04 10:00")

    assert people.waiting(appointment_id) == [at("12-03 10:00")]


def test_another_length_plans_nothing_anew(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    before = people.planned(appointment_id)

    def work(request):
        olga = request.find_service(AccountService).find("fake", people.olga.subject)
        request.find_service(AmendmentService).change_minutes(
            request.dbsession.get_one(Appointment, appointment_id), 30, olga
        )

    people.stage.run(work)

    assert people.planned(appointment_id) == before


def test_moved_by_the_client(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")

    def work(request):
        ada = request.find_service(AccountService).find("fake", people.ada.subject)
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        return request.find_service(AppointmentService).request_move(appointment, at("12-07 11:00"), ada).id

    answers = people.stage.run(work)
    assert people.waiting(appointment_id) == [at("12-03 10:00")]
    people.accept(answers)
    people.forget()

    assert (people.waiting(appointment_id), people.waiting(answers)) == ([], [at("12-06 11:00")])


def parted(request, people: ReminderPeople, verb: str) -> None:
    accounts, clients = request.find_service(AccountService), request.find_service(ClientService)
    olga, ada = (accounts.find("fake", person.subject) for person in (people.olga, people.ada))
    getattr(clients, verb)(clients.find(olga.provider.id, ada.id))


@pytest.mark.parametrize("verb", ["remove", "block"])
def test_parted_clients_are_left_alone(people: ReminderPeople, verb: str) -> None:
    appointment_id = people.book("12-04 10:00")
    people.stage.run(partial(parted, people=people, verb=verb))
    people.forget()

    people.run_at("12-03 10:00")

    assert people.reminded() == []
    assert [state for *_rest, state in people.planned(appointment_id)] == ["dropped"]


def test_the_professional_hears_that_the_client_has_blocked_the_bot(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    people.ada.has_blocked = True

    people.run_at("12-03 10:00", "12-03 10:01")

    assert [card.text for card in people.olga.cards] == [
        "Ada has blocked the bot and did not get your message."
    ]


def test_cancelled_while_the_message_was_on_its_way(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.clock.set(at("12-03 10:00"))
    people.send_only()

    people.cancel_only(appointment_id)
    people.stage.settle()

    assert people.reminded() == []


def test_many_at_once(people: ReminderPeople) -> None:
    clients = [people.add_client(f"Client {number}") for number in range(3)]
    starts = ("12-04 09:00", "12-04 10:00", "12-04 11:00")
    for person, start in zip(clients, starts, strict=True):
        people.book(start, person)

    people.run_at("12-03 11:00")

    assert [len(people.reminded(person)) for person in clients] == [1, 1, 1]
