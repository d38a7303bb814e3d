"""From a question to its answer, as both sides see it."""

import datetime as dt

from sqlalchemy import select
from tests.plugins.support.steps import People, ask, send_file

from kalenner.files.models import PrivateFile
from kalenner.testing import Person, go
from kalenner_support import routes
from kalenner_support.models import MOST_MESSAGES, MOST_UNANSWERED
from kalenner_support.tasks import tidy


def test_question_is_asked_answered_and_solved(people: People) -> None:
    ada, sonia = people.ada, people.sonia
    ada.send("/start")
    ada.press("Support")
    assert "nobody else" in ada.screen.text
    assert ada.labels[0] == ["✔ Question", "Problem"]
    ada.send("How do I move an appointment?")
    ada.send("It is on Friday.")
    assert "✍️ How do I move an appointment?\n✍️ It is on Friday." in ada.screen.text
    ada.press("Send")
    assert ada.screen.notice is not None
    assert ada.screen.notice.text == "Ticket 1 is sent. The answer comes as a message."

    assert "It is on Friday." in sonia.cards[-1].text
    assert "Client, English, version" in sonia.cards[-1].text
    sonia.press("Open")
    sonia.press("Answer")
    sonia.send("Open it, and press Change time.")
    assert "The answer is sent." in sonia.screen.text

    assert ada.cards[-1].text == "💬 Support has answered ticket 1:\n\nOpen it, and press Change time."
    ada.press("Solved", on=ada.cards[-1])
    assert people.ticket().state == "solved"


def test_reply_opens_the_ticket_again_and_is_told_to_who_has_taken_it(people: People) -> None:
    ask(people.ada, "It does not work.")
    people.sonia.press_data(go("support.case", ticket=people.ticket().id))
    people.sonia.press("Close")
    people.ada.press_data(go("support.ticket", ticket=people.ticket().id))
    people.ada.press("Reply")
    people.ada.send("It still does not.")

    assert people.ticket().state == "open"
    assert "It still does not." in people.sonia.cards[-1].text


def test_ticket_says_what_the_person_was_and_saw(people: People) -> None:
    people.ada.press_data(go("support.write"))
    people.ada.press("Problem")
    people.ada.send("It broke.")
    people.ada.press("Send")

    ticket = people.ticket()
    assert (ticket.kind, ticket.role, ticket.language, ticket.fault) == ("problem", "client", "en", None)


def test_files_go_with_a_ticket_and_come_back(people: People) -> None:
    people.ada.press_data(go("support.write"))
    send_file(people.ada, b"a picture", "screen.png")
    assert "✍️ 📎 screen.png" in people.ada.screen.text
    people.ada.press("Send")

    people.sonia.press("Open", on=people.sonia.cards[-1])
    assert ["📎 Files (1)"] in people.sonia.labels
    people.sonia.press("Answer")
    send_file(people.sonia, b"the manual", "manual.pdf")
    assert "📎 manual.pdf" in people.ada.cards[-1].text
    assert ["📎 Files (2)"] in [[button.label for button in row] for row in people.ada.cards[-1].rows]


def test_nothing_is_sent_of_what_was_discarded(people: People) -> None:
    people.ada.press_data(go("support.write"))
    people.ada.press_data(routes.send())
    assert people.ada.screen.notice is not None
    assert people.ada.screen.notice.text == "Write something first."
    people.ada.send("Never mind")
    people.ada.press("Discard")
    assert "Never mind" not in people.ada.screen.text
    people.ada.press_data(routes.send())
    assert people.sonia.cards == []


def test_number_of_open_tickets_is_limited(people: People) -> None:
    for number in range(5):
        ask(people.ada, f"No. {number}")
    people.ada.press_data(go("support.write"))
    people.ada.send("One more")

    assert "You have 5 open tickets." in people.ada.screen.text
    assert "One more" not in people.ada.screen.text


def test_file_for_a_full_ticket_is_not_kept(people: People) -> None:
    people.ada.press_data(go("support.write"))
    for number in range(MOST_MESSAGES):
        people.ada.send(f"No. {number}")
    send_file(people.ada, b"one too many", "x.txt")
    assert "x.txt" not in people.ada.screen.text

    states = people.stage.run(lambda request: list(request.dbsession.scalars(select(PrivateFile.state))))
    assert "kept" not in states


def reply(person: Person, text: str) -> None:
    person.press("Reply")
    person.send(text)


def test_ticket_that_nobody_answers_takes_so_many_replies_alone(people: People) -> None:
    ask(people.ada, "Please answer")
    for number in range(1, MOST_UNANSWERED):
        reply(people.ada, f"No. {number}")
    reply(people.ada, "One too many")
    assert f"You have sent {MOST_UNANSWERED} messages" in people.ada.screen.text
    assert len(people.sonia.cards) == MOST_UNANSWERED

    people.sonia.press_data(go("support.answer", ticket=people.ticket().id))
    people.sonia.send("Here you are.")
    people.ada.press_data(go("support.ticket", ticket=people.ticket().id))
    reply(people.ada, "Thank you")
    assert "Thank you" in people.ada.screen.text


def test_inbox_is_for_those_alone_who_answer(people: People) -> None:
    ask(people.ada, "Mine")
    people.ada.send("/menu")
    assert not any("inbox" in label for row in people.ada.labels for label in row)
    people.ada.press_data(go("support.case", ticket=people.ticket().id))
    assert people.ada.screen.notice is not None
    assert people.ada.screen.notice.is_alert
    people.sonia.send("/menu")
    people.sonia.press("Support inbox (1)")
    assert people.sonia.labels[0] == ["open: 1"]
    people.sonia.press("open: 1")
    assert people.sonia.labels[0] == ["🟡 1 · Question"]


def test_ready_answer_is_a_button_while_answering(people: People) -> None:
    ask(people.ada, "How long?")
    sonia = people.sonia
    sonia.press_data(go("support.inbox"))
    sonia.press("Ready answers")
    sonia.press("Add")
    sonia.send("Two days")
    sonia.send("We answer within two days.")
    sonia.press_data(go("support.case", ticket=people.ticket().id))
    sonia.press("Answer")
    sonia.press("Two days")

    assert "We answer within two days." in people.ada.cards[-1].text


def test_answered_tickets_are_solved_and_solved_ones_deleted_in_time(people: People) -> None:
    ask(people.ada, "Please answer")
    people.sonia.press_data(go("support.answer", ticket=people.ticket().id))
    people.sonia.send("Here you are.")
    people.stage.clock.move(dt.timedelta(days=15).total_seconds())
    tidy(people.stage.app)
    assert people.ticket().state == "solved"

    people.stage.clock.move(dt.timedelta(days=366).total_seconds())
    tidy(people.stage.app)
    people.ada.press_data(go("support.tickets", page=0))
    assert "You have not written to support yet." in people.ada.screen.text
