"""Searching, files, export, periods and quick answers."""

import datetime as dt
import json

from sqlalchemy import func, select
from tests.plugins.chat.steps import People, run_task, send_file, texts

from kalenner.files.models import PrivateFile
from kalenner.people import AccountService
from kalenner.testing import Person, act, go
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of
from kalenner.transfers import DownloadRequest
from kalenner_chat import downloads
from kalenner_chat.models import ChatMessage

YEAR = dt.timedelta(days=366).total_seconds()


def exported(people: People, person: Person, find=downloads.find_json) -> str | None:
    """Return what a person would download of the first chat."""

    def work(request):
        account = request.find_service(AccountService).find(NAME, person.subject)
        download = find(request, DownloadRequest(account, 1, 0, "x"))
        return None if download is None else b"".join(download.file.read()).decode()

    return people.stage.run(work, only_reads=True)


def test_search_finds_words_without_case_and_accents_the_newest_first(people: People) -> None:
    people.open()
    for text in ("Café at noon", "Tea", "the CAFE again"):
        people.olga.send(text)
    people.olga.press("Show chat")
    people.olga.press("Search")
    people.olga.send("cafe")

    card = people.olga.cards[-1]
    assert "2 messages with “cafe”" in card.text
    labels = [button.label for row in card.rows for button in row]
    assert [label.rpartition(": ")[2] for label in labels] == ["the CAFE again", "Café at noon"]
    people.olga.press("Café at noon")
    assert "Café at noon" in people.olga.screen.text
    assert "Tea" not in people.olga.screen.text


def test_search_that_finds_nothing_says_so(people: People) -> None:
    people.open()
    people.olga.send("Tea")
    people.olga.press_data(go("chat.search", thread=1))
    people.olga.send("coffee")

    assert people.olga.cards[-1].text == "No message with “coffee”."


def test_files_are_listed_and_sent_again(people: People) -> None:
    people.open()
    send_file(people.olga, "document", b"plan", name="plan.pdf")
    people.ada.press("Open chat")
    people.ada.press("Files")
    people.ada.press("plan.pdf")

    assert people.ada.cards[-1].media.read() == b"plan"


def test_export_has_all_messages_in_order_for_both_sides_alone(people: People) -> None:
    people.open()
    people.olga.send("<b>One</b>")
    people.ada.press("Open chat")
    people.ada.send("Two")

    messages = json.loads(exported(people, people.ada))["messages"]
    assert [(message["from"], message["text"]) for message in messages] == [
        ("Olga", "<b>One</b>"),
        ("Ada", "Two"),
    ]
    page = exported(people, people.olga, downloads.find_html)
    assert "&lt;b&gt;One&lt;/b&gt;" in page
    assert page.index("One") < page.index("Two")
    stranger = people.stage.person("Eve")
    stranger.send("/start")
    assert exported(people, stranger) is None


def test_shorter_period_says_what_goes_tells_the_client_and_holds_in_a_week(people: People) -> None:
    people.open()
    send_file(people.olga, "photo", b"picture", caption="Long ago")
    people.stage.clock.move(YEAR)
    people.open()
    people.olga.send("Now")
    people.olga.press_data(go("chat.retention"))
    people.olga.press("1 year")
    assert "1 message would go." in people.olga.screen.text
    people.olga.press("Confirm")
    assert "From" in people.olga.screen.text
    assert "kept for a shorter time" in people.ada.cards[-1].text
    assert [button.label for row in people.ada.cards[-1].rows for button in row] == ["⬇️ Export this chat"]
    run_task(people.stage, "chat.forget")
    assert texts(people.stage) == ["Long ago", "Now"]
    people.stage.clock.move(dt.timedelta(days=7).total_seconds())
    run_task(people.stage, "chat.forget")

    assert texts(people.stage) == ["Now"]
    states = people.stage.run(lambda request: list(request.dbsession.scalars(select(PrivateFile.state))))
    assert states in ([], ["destroyed"])


def test_messages_go_with_the_relation_where_that_is_wanted(people: People) -> None:
    people.open()
    people.olga.send("Hello")
    people.olga.press_data(act("chat.retention_set", number=3))
    people.stage.clock.move(dt.timedelta(days=8).total_seconds())
    run_task(people.stage, "chat.forget")
    assert texts(people.stage) == ["Hello"]
    people.olga.press_data(act("clients.remove_now", client=people.client_id()))
    run_task(people.stage, "chat.forget")

    assert texts(people.stage) == []


def test_longer_period_holds_at_once(people: People) -> None:
    people.open()
    people.olga.press_data(act("chat.retention_set", number=1))
    people.olga.press_data(act("chat.retention_set", number=0))

    assert "Messages and files are kept: Without limit." in people.olga.screen.text
    assert "From" not in people.olga.screen.text


def test_quick_answer_is_filled_in_and_sent(people: People) -> None:
    people.olga.press_data(go("chat.answers"))
    people.olga.press("Add quick answer")
    people.olga.send("Greeting")
    people.olga.send("Hello {name}, next time: {appointment}.")
    people.open()
    people.olga.press("Quick answers")
    people.olga.press("Greeting")
    assert "Hello Ada, next time: none yet." in people.olga.screen.text
    people.olga.press("Send to Ada")

    assert [str(card.text) for card in people.ada.cards] == ["💬 Olga: Hello Ada, next time: none yet."]


def test_quick_answer_that_names_make_long_is_cut_as_it_is_shown(people: People) -> None:
    tricky = client_of(people.olga, "{appointment} Wolfeschlegelsteinhausenbergerdorff")
    people.olga.press_data(go("chat.answers_new"))
    people.olga.send("Greeting")
    people.olga.send("{name}, " * 100 + "welcome")
    people.open(tricky)
    people.olga.press("Quick answers")
    people.olga.press("Greeting")
    people.olga.press("Send to")

    (sent,) = texts(people.stage)
    assert len(sent) == 3_600
    assert sent.startswith("{appointment} Wolfeschlegel")
    assert sent in tricky.cards[0].text


def test_names_of_quick_answers_differ(people: People) -> None:
    people.olga.press_data(go("chat.answers_new"))
    people.olga.send("Greeting")
    people.olga.send("Hello")
    people.olga.press("Add quick answer")
    people.olga.send("GREETING")
    people.olga.send("Hello again")

    assert "There is a quick answer with this name already." in people.olga.screen.text


def test_clients_have_no_quick_answers(people: People) -> None:
    people.open_as_client()
    people.ada.press_data(go("chat.quick", thread=1))

    assert people.ada.screen.notice is not None
    assert people.ada.screen.notice.text == "Not available."


def test_update_that_comes_twice_makes_one_message(people: People) -> None:
    people.open()
    people.olga.send_kind("text", text="Once")
    people.olga.messages -= 1
    people.olga.send_kind("text", text="Once")

    count = people.stage.run(
        lambda request: request.dbsession.scalar(select(func.count()).select_from(ChatMessage))
    )
    assert count == 1
    assert len(people.ada.cards) == 1
