"""Automatic reminders, as clients get them: each once, at its time, and only of what takes place."""

from functools import partial

import pytest
from tests.plugins.reminders.bell import NIGHT, Bell, at

from kalenner.people import AccountService, ClientService
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService

FRIDAY = "Fri 4 Dec 2026, 10:00"


def test_a_day_before_by_itself(bell: Bell) -> None:
    bell.book("12-04 10:00")

    bell.run_at("12-03 09:59")
    assert bell.reminded() == []

    bell.run_at("12-03 10:00", "12-03 10:01", "12-04 09:00")
    assert bell.reminded() == [FRIDAY]


def test_card(bell: Bell) -> None:
    bell.book("12-04 10:00")

    bell.run_at("12-03 10:00")

    card = bell.ada.cards[0]
    assert card.text.splitlines()[:4] == ["🔔 <b>Reminder</b>", FRIDAY, "Massage, 60 min", "Olga"]
    assert [[button.label for button in row] for row in card.rows] == [["Meeting info", "Cancel"]]
    assert "Massage" in bell.ada.press("Meeting info", on=card).text
    assert [button.label for button in bell.ada.press("Cancel", on=card).rows[0]] == ["Yes, cancel", "No"]


def test_card_says_where(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    where = "Hauptstr. 1, https://example.org/way"

    def locate(request):
        olga = request.find_service(AccountService).find("fake", bell.olga.subject)
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        request.find_service(AmendmentService).locate(appointment, olga, where, (52.5, 13.4))

    bell.stage.run(locate)
    bell.forget()
    bell.run_at("12-03 10:00")

    card = bell.ada.cards[-1]
    assert card.text.splitlines()[4] == f"📍 {where}"
    assert [button.target.url for button in card.rows[1]] == [
        "https://example.org/way",
        "https://www.google.com/maps/search/?api=1&query=52.500000%2C13.400000",
    ]


def test_both_clocks_where_they_differ(bell: Bell) -> None:
    ann = bell.add_client("Ann", zone="America/New_York")
    bell.prefer(1440)
    bell.book("12-04 10:00", ann)

    bell.run_at("12-03 10:00")

    assert bell.reminded(ann) == ["Fri 4 Dec 2026, 04:00 (New York) · 10:00 (Berlin)"]


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
def test_each_setting(bell: Bell, leads: tuple[int, ...], times: list[str]) -> None:
    bell.prefer(*leads)

    appointment_id = bell.book("12-04 10:00")

    assert bell.waiting(appointment_id) == [at(text) for text in times]
    bell.run_at(*times)
    assert bell.reminded() == [FRIDAY] * len(times)
    assert bell.waiting(appointment_id) == []


def test_quiet_hours_are_the_clients(bell: Bell) -> None:
    ann = bell.add_client("Ann", zone="America/New_York")
    bell.prefer(1440, quiet=NIGHT)

    appointment_id = bell.book("12-04 10:00", ann)

    # 10:00 in Berlin is 4:00 there, and 8:00 there is 14:00 in Berlin.
    assert bell.waiting(appointment_id) == [at("12-03 14:00")]


def test_a_client_who_moved_is_not_woken(bell: Bell) -> None:
    bell.prefer(1440, quiet=NIGHT)
    appointment_id = bell.book("12-04 10:00")

    def move(request):
        request.find_service(AccountService).find("fake", bell.ada.subject).timezone = "America/New_York"

    bell.stage.run(move)
    bell.run_at("12-03 10:00")

    assert bell.reminded() == []
    assert bell.waiting(appointment_id) == [at("12-03 14:00")]
    bell.run_at("12-03 14:00")
    assert len(bell.reminded()) == 1


def test_nobody_is_reminded_of_a_request(bell: Bell) -> None:
    appointment_id = bell.request(at("12-04 10:00"))
    bell.forget()

    bell.run_at("12-03 10:00")

    assert bell.planned(appointment_id) == []
    assert bell.reminded() == []


def test_booked_an_hour_before(bell: Bell) -> None:
    bell.clock.set(at("12-04 09:00"))
    bell.prefer(1440, 120)

    appointment_id = bell.book("12-04 10:00")

    assert bell.planned(appointment_id) == []


@pytest.mark.parametrize("side", ["olga", "ada"])
def test_cancelled(bell: Bell, side: str) -> None:
    appointment_id = bell.book("12-04 10:00")

    bell.cancel(appointment_id, getattr(bell, side))
    bell.run_at("12-03 10:00")

    assert bell.reminded() == []
    assert bell.planned(appointment_id) == [(1440, at("12-03 10:00"), "dropped")]


def test_accepted_again(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.cancel(appointment_id)

    again = bell.book("12-04 10:00")
    bell.run_at("12-03 10:00")

    assert bell.reminded() == [FRIDAY]
    assert [state for *_rest, state in bell.planned(again)] == ["sent"]


def move(bell: Bell, appointment_id: int, start: str) -> None:
    """Let Olga choose another time."""

    def work(request):
        olga = request.find_service(AccountService).find("fake", bell.olga.subject)
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        request.find_service(AmendmentService).move(appointment, at(start), olga)

    bell.stage.run(work)
    bell.stage.settle()
    bell.forget()


def test_moved_before_the_reminder(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")

    move(bell, appointment_id, "12-07 11:00")
    bell.run_at("12-03 10:00")
    assert bell.reminded() == []

    bell.run_at("12-06 11:00", "12-06 11:01")
    assert bell.reminded() == ["Mon 7 Dec 2026, 11:00"]


def test_moved_after_the_reminder_it_comes_again(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.run_at("12-03 10:00")
    assert bell.reminded() == [FRIDAY]

    move(bell, appointment_id, "12-07 11:00")
    bell.run_at("12-06 11:00")

    assert bell.reminded() == ["Mon 7 Dec 2026, 11:00"]


def test_moved_there_and_back_comes_once(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.run_at("12-03 10:00")

    move(bell, appointment_id, "12-07 11:00")
    move(bell, appointment_id, "12-04 10:00")
    bell.run_at("12-03 10:05", "12-04 09:00")

    assert bell.reminded() == []


def test_moved_there_and_back_before_it_was_due(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")

    move(bell, appointment_id, "12-07 11:00")
    move(bell, appointment_id, "12-04 10:00")

    assert bell.waiting(appointment_id) == [at("12-03 10:00")]


def test_another_length_plans_nothing_anew(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    before = bell.planned(appointment_id)

    def work(request):
        olga = request.find_service(AccountService).find("fake", bell.olga.subject)
        request.find_service(AmendmentService).change_minutes(
            request.dbsession.get_one(Appointment, appointment_id), 30, olga
        )

    bell.stage.run(work)

    assert bell.planned(appointment_id) == before


def test_moved_by_the_client(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")

    def work(request):
        ada = request.find_service(AccountService).find("fake", bell.ada.subject)
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        return request.find_service(AppointmentService).request_move(appointment, at("12-07 11:00"), ada).id

    answers = bell.stage.run(work)
    assert bell.waiting(appointment_id) == [at("12-03 10:00")]
    bell.accept(answers)
    bell.forget()

    assert (bell.waiting(appointment_id), bell.waiting(answers)) == ([], [at("12-06 11:00")])


def parted(request, bell: Bell, verb: str) -> None:
    accounts, clients = request.find_service(AccountService), request.find_service(ClientService)
    olga, ada = (accounts.find("fake", person.subject) for person in (bell.olga, bell.ada))
    getattr(clients, verb)(clients.find(olga.provider.id, ada.id))


@pytest.mark.parametrize("verb", ["remove", "block"])
def test_parted_clients_are_left_alone(bell: Bell, verb: str) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.stage.run(partial(parted, bell=bell, verb=verb))
    bell.forget()

    bell.run_at("12-03 10:00")

    assert bell.reminded() == []
    assert [state for *_rest, state in bell.planned(appointment_id)] == ["dropped"]


def test_the_professional_hears_that_the_client_has_blocked_the_bot(bell: Bell) -> None:
    bell.book("12-04 10:00")
    bell.ada.has_blocked = True

    bell.run_at("12-03 10:00", "12-03 10:01")

    assert [card.text for card in bell.olga.cards] == [
        "Ada has blocked the bot and did not get your message."
    ]


def test_cancelled_while_the_message_was_on_its_way(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.clock.set(at("12-03 10:00"))
    bell.send_only()

    bell.cancel_only(appointment_id)
    bell.stage.settle()

    assert bell.reminded() == []


def test_many_at_once(bell: Bell) -> None:
    people = [bell.add_client(f"Client {number}") for number in range(3)]
    starts = ("12-04 09:00", "12-04 10:00", "12-04 11:00")
    for person, start in zip(people, starts, strict=True):
        bell.book(start, person)

    bell.run_at("12-03 11:00")

    assert [len(bell.reminded(person)) for person in people] == [1, 1, 1]
