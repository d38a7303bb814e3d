"""Help in the chat: by role, by topic, by words."""

from typing import Any

import pytest

from kalenner.people import AccountService
from kalenner.testing import Person, Stage, client_of, go, professional
from kalenner.testing.channel import NAME


@pytest.fixture
def olga(stage: Stage) -> Person:
    return professional(stage)


def labels(person: Person) -> list[str]:
    return [label for row in person.labels for label in row]


def test_help_is_in_the_menu_of_each_role(olga: Person) -> None:
    olga.send("/menu")
    ada = client_of(olga)

    assert olga.labels[-1] == ["❓ Help", "💬 Support"]
    assert ["⚙️ Settings", "❓ Help", "💬 Support"] in ada.labels


def test_topics_lead_to_questions_and_these_to_answers(olga: Person) -> None:
    olga.send("/menu")
    olga.press("Help")
    assert labels(olga)[:3] == ["First steps", "Services and prices", "Working time"]

    olga.press("Services and prices")
    assert olga.screen.text == "<b>Services and prices</b>"
    assert labels(olga)[:3] == [
        "How do I add a service?",
        "How do I change a service?",
        "How do I delete a service?",
    ]

    olga.press("How do I add a service?")
    assert olga.screen.text.startswith("<b>How do I add a service?</b>\n\nOpen <b>Settings</b> → ")
    assert olga.screen.text.endswith("That is all: clients can book it at once.")
    assert labels(olga) == ["➡️ Open it", "🌐 On the web"]

    olga.press("Open it")
    assert "Add service" in " ".join(labels(olga))


def test_the_way_back_leads_up(olga: Person) -> None:
    olga.send("/help")
    olga.press("Working time")
    olga.press("vacation")
    olga.press_data(_back(olga))
    assert olga.screen.text == "<b>Working time</b>"
    olga.press_data(_back(olga))
    assert olga.screen.text.startswith("<b>Help</b>")
    assert _back(olga) == go("menu")


def _back(person: Person) -> Any:
    return person.screen.back


def test_clients_see_what_is_for_clients(olga: Person) -> None:
    ada = client_of(olga)
    ada.send("/help")

    assert labels(ada)[:-1] == [
        "First steps",
        "For clients: first steps",
        "For clients: appointments and payments",
        "For clients: documents and messages",
    ]
    ada.press("First steps")
    assert labels(ada)[:-1] == [
        "Which languages are there?",
        "Where do I find help?",
        "How do I write to those who run this bot?",
    ]


def test_somebody_without_a_role_sees_every_topic(stage: Stage) -> None:
    kim = stage.person("Kim")
    kim.send("/start")
    kim.send("/help")

    assert {"Services and prices", "For clients: first steps"} <= set(labels(kim))


def test_words_that_are_typed_find_answers_wherever_help_is_open(olga: Person) -> None:
    olga.send("/help")
    olga.send("vaccation")
    assert olga.screen.text == "Answers for “vaccation”:"
    assert labels(olga)[0] == "How do I enter my vacation?"

    olga.send("<b>price</b>")
    assert olga.screen.text == "Answers for “&lt;b&gt;price&lt;/b&gt;”:"

    olga.press_data(_back(olga))
    olga.press("Services and prices")
    olga.press("How do I add a service?")
    olga.send("logo")
    assert labels(olga)[0] == "What does my profile say about me?"

    olga.send("zzzz")
    assert "Nothing was found. Try other words, or choose a topic." in olga.screen.text
    assert labels(olga)[0] == "First steps"


def test_answers_are_in_the_readers_language(stage: Stage) -> None:
    olga = professional(stage)

    def speak_russian(request: Any) -> None:
        request.find_service(AccountService).find(NAME, olga.subject).language = "ru"

    stage.run(speak_russian)
    olga.send("/help")
    olga.press("Услуги и цены")
    olga.press("Как добавить услугу?")

    assert olga.screen.text.startswith("<b>Как добавить услугу?</b>\n\nОткройте <b>Настройки</b>")
    assert labels(olga)[0] == "➡️ Перейти"


def test_an_answer_or_topic_that_is_gone_is_not_available(olga: Person) -> None:
    olga.send("/help")
    for press in (go("help.answer", answer=1), go("help.topic", topic=1)):
        olga.press_data(press)
        assert olga.screen.notice is not None
        assert olga.screen.notice.text == "Not available."


def test_the_web_is_offered_only_where_it_can_be_opened(stage: Stage, olga: Person) -> None:
    stage.channel.refused.add("http://127.0.0.1")
    olga.send("/help")
    assert "🌐 On the web" not in labels(olga)


@pytest.mark.parametrize("off", [("scheduling", "payments", "reminders")])
def test_answers_of_a_plugin_that_is_off_are_missing(make_application: Any, off: tuple[str, ...]) -> None:
    person = professional(Stage(make_application(off=off)))
    person.send("/help")

    assert "Services and prices" not in labels(person)
    assert "First steps" in labels(person)
