"""What a professional types as an amount, in every language and three currencies, on each screen that asks."""

from collections.abc import Callable

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.plugins.payments.payment_steps import TEN, charge, open_payments, shown
from tests.plugins.scheduling.people import People

from kalenner.screens import Press
from kalenner.testing import Person, go
from kalenner_payments.models import Entry, Price
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.models import Service

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MARKS = {"en": ".", "de": ",", "fr": ",", "ru": ","}
SCALES = {"EUR": 100, "JPY": 1, "KWD": 1_000}
EXPENSIVE = 10**9
NEVER = ("-5", "NaN", "1e5", "9" * 30, "", "12,", ".5", "+5", "0x10", "12 34", "12½", "12²", "1.2.3", "12 £")


def taken(language: str, currency: str) -> dict[str, int]:
    """What this reader may type, and the minor units that it is."""
    mark, scale = MARKS[language], SCALES[currency]
    amounts = dict.fromkeys((" 12 ", "１２", "١٢", f"12 {currency}", f"{currency}12", "12."), 12 * scale)
    amounts |= {"1 234": 1_234 * scale, "1'234": 1_234 * scale}
    if scale >= 100:
        half = dict.fromkeys(("12.50", "12,50", f"12,5 {currency}"), 12 * scale + scale // 2)
        amounts |= half | dict.fromkeys(("1.234,50", "1,234.50"), 1234 * scale + scale // 2)
    if scale == 1_000:
        amounts[f"1{mark}005"] = 1_005
    return amounts


class AmountQuestion:
    """One screen that asks for an amount, and where its answer is kept."""

    def __init__(self, people: People, press: Press, stored: Callable[[Request], int | None]) -> None:
        self.people = people
        self.press = press
        self._stored = stored

    @property
    def stored(self) -> int | None:
        """What was entered last."""
        return self.people.read(self._stored)

    def refuses(self, person: Person, text: str, example: str) -> bool:
        """Tell whether an answer is asked again, with a reason that shows how to write it."""
        if not person.screen.has_question:
            person.press_data(self.press)
        person.send(text)
        reason = shown(person)[0]
        return person.screen.has_question and reason.startswith("❗") and example in reason


def screens(people: People, appointment_id: int, service_id: int) -> dict[str, AmountQuestion]:
    def last(column: object) -> Callable[[Request], int | None]:
        table = column.class_
        return lambda request: request.dbsession.scalar(select(column).order_by(table.id.desc()).limit(1))

    arguments = {"appointment": appointment_id}
    return {
        "Add payment": AmountQuestion(people, go("payments.add", **arguments), last(Entry.amount_minor)),
        "Set price": AmountQuestion(people, go("payments.price", **arguments), last(Price.price_minor)),
        "price of a service": AmountQuestion(
            people,
            go("services.price", service=service_id),
            lambda request: request.dbsession.get_one(Service, service_id).price_minor,
        ),
    }


@pytest.mark.parametrize(
    ("language", "currency"),
    [
        pytest.param(
            language, currency, marks=() if language == "en" or currency == "EUR" else pytest.mark.slow
        )
        for language in MARKS
        for currency in SCALES
    ],
)
def test_amounts_are_taken_as_people_write_them(people: People, language: str, currency: str):
    piotr = people.add_professional("Piotr", language=language)
    people.connect(people.ada, piotr)
    charge(people, piotr, EXPENSIVE, currency)
    appointment_id = people.request(TEN, of=piotr)
    service_id = people.read(
        lambda request: request.dbsession.get_one(Appointment, appointment_id).service_id
    )
    open_payments(piotr, appointment_id)
    amounts = taken(language, currency)
    example = f"50{MARKS[language]}{str(SCALES[currency])[1:]}" if SCALES[currency] > 1 else "50"

    for name, question in screens(people, appointment_id, service_id).items():
        for text, minor in amounts.items():
            piotr.press_data(question.press)
            piotr.send(text)
            assert (name, text, question.stored, piotr.screen.has_question) == (name, text, minor, False)
        taken_anyway = [text for text in NEVER if not question.refuses(piotr, text, example)]
        assert (name, taken_anyway, question.stored) == (name, [], minor)


@pytest.mark.parametrize("text", ["-", "–"])
def test_a_dash_is_no_amount_of_an_appointment(people: People, text: str):
    appointment_id = people.request(TEN)
    questions = screens(people, appointment_id, 1)
    assert [questions[name].refuses(people.olga, text, "50.00") for name in ("Set price", "Add payment")] == [
        True
    ] * 2
    assert "or - for none" not in people.olga.screen.text
    people.olga.press_data(questions["price of a service"].press)
    people.olga.send(text)

    assert questions["price of a service"].stored is None


def test_nothing_is_no_payment(people: People):
    appointment_id = people.request(TEN)
    questions = screens(people, appointment_id, 1)

    people.olga.press_data(questions["Add payment"].press)
    people.olga.send("0")

    assert shown(people.olga)[0] == "❗ Please send at least €0.01."
