"""Messages on their way, while Telegram refuses, breaks down or has been left: the whole product, on both databases."""

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.bot_adapter.telegram.hostile import gates
from tests.bot_adapter.telegram.people import Hosted

from kalenner.people import AccountService, ClientService, ProviderService
from kalenner.people.models import Identity
from kalenner_playground.people import Phone
from kalenner_telegram.models import Chat

pytestmark = pytest.mark.slow_on_postgresql


@pytest.fixture(autouse=True)
def _no_faults_left(hosted: Hosted):
    yield
    assert hosted.world.faults.count() == 0


def hellos(hosted: Hosted, phone: Phone) -> list[str]:
    return [text for text in hosted.texts(phone) if text.startswith("Hello")]


def is_reachable(hosted: Hosted, phone: Phone) -> bool:
    found = select(Identity.is_reachable).where(Identity.subject == str(phone.id))
    return hosted.run(lambda request: bool(request.dbsession.scalar(found)), only_reads=True)


def connect(hosted: Hosted, specialist: Phone, client: Phone) -> None:
    """Make two people known to each other: Olga, and her client Ada."""

    def work(request: Request) -> None:
        accounts = request.find_service(AccountService)
        olga, ada = (accounts.find("telegram", str(phone.id)) for phone in (specialist, client))
        provider = request.find_service(ProviderService).open_practice(olga, f"Olga {specialist.id}")
        ada.client_name = "Ada"
        request.find_service(ClientService).connect(provider, ada)

    hosted.run(work)


def test_chat_that_must_wait_holds_up_nobody_else(hosted: Hosted) -> None:
    ada, bob = hosted.person(), hosted.person()
    hosted.world.faults.add("sendMessage", "too_many_requests", retry_after=2, chat=ada.id)
    hosted.notify(ada, "hostile.hello", number=1)
    hosted.notify(ada, "hostile.hello", number=2)
    hosted.until(lambda: hosted.world.faults.count() == 0)

    hosted.notify(bob, "hostile.hello", number=3)
    bob.sees("Hello 3", 10)
    assert hellos(hosted, ada) == []

    hosted.settle(ada)
    assert hellos(hosted, ada) == ["Hello 1", "Hello 2"]


def test_chat_that_must_wait_still_has_its_presses_answered(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.world.faults.add("sendMessage", "too_many_requests", retry_after=2, chat=ada.id)
    hosted.notify(ada, "hostile.hello", number=1)
    hosted.until(lambda: hosted.world.faults.count() == 0)

    press = ada.press("Write")

    assert press is not None
    assert ada.answer_to(press, 10)["text"] == "Written"
    assert hellos(hosted, ada) == []
    hosted.settle(ada)
    assert hellos(hosted, ada) == ["Hello 1"]


def test_message_that_was_refused_for_a_while_arrives_once(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.world.faults.add("sendMessage", "server_error", chat=ada.id)

    hosted.notify(ada, "hostile.hello", number=1)
    hosted.get_over_faults(ada)
    hosted.settle(ada)

    assert hellos(hosted, ada) == ["Hello 1"]


def test_message_whose_answer_was_lost_arrives_twice_at_most(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.world.faults.add("sendMessage", "answer_lost", chat=ada.id)

    hosted.notify(ada, "hostile.hello", number=1)
    hosted.get_over_faults(ada)
    hosted.settle(ada)

    assert hellos(hosted, ada) == ["Hello 1", "Hello 1"]


def test_edit_whose_answer_was_lost_is_shown_once(hosted: Hosted) -> None:
    ada = hosted.person()
    menu = ada.screen.id
    hosted.world.faults.add("editMessageText", "answer_lost", chat=ada.id)

    press = ada.press("Look")
    hosted.get_over_faults(ada)

    assert hosted.answer(ada, press) == ""
    assert (ada.screen.id, ada.screen.text) == (menu, "Looked")


def test_answer_to_a_press_survives_a_broken_connection(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.world.faults.add("answerCallbackQuery", "server_error")

    press = ada.press("Write")
    hosted.get_over_faults(ada)

    assert press is not None
    assert ada.answer_to(press, 10)["text"] == "Written"
    hosted.settle(ada)


def test_markup_that_telegram_cannot_read_arrives_as_plain_text(hosted: Hosted) -> None:
    ada = hosted.person()

    hosted.notify(ada, "hostile.markup")

    assert ada.sees("bold").text == "bold & crossed <3"


def test_message_that_is_refused_for_good_holds_up_nothing(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.world.faults.add("sendMessage", "bad_request", chat=ada.id)

    hosted.notify(ada, "hostile.hello", number=1)
    hosted.notify(ada, "hostile.hello", number=2)
    hosted.settle(ada)

    assert (hellos(hosted, ada), hosted.outbox(ada)[-2:]) == (["Hello 2"], ["refused", "sent"])


def test_fault_of_one_notification_holds_up_nothing_and_it_arrives_when_it_can(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_broken = True
    hosted.notify(ada, "hostile.hello", number=1)
    hosted.notify(ada, "hostile.markup")
    ada.sees("bold")
    assert hellos(hosted, ada) == []

    gates.is_broken = False
    hosted.move_clock(60)
    hosted.settle(ada)

    assert hellos(hosted, ada) == ["Hello 1"]


def test_sender_hears_once_that_somebody_has_blocked_the_bot(hosted: Hosted) -> None:
    olga, ada = hosted.person(), hosted.person()
    connect(hosted, olga, ada)
    # Blocked so lately that only the refusal tells.
    hosted.world.persons.change(ada.id, blocked=True)
    gates.is_broken = True
    hosted.notify(ada, "hostile.hello", origin=olga, number=1)
    hosted.notify(ada, "hostile.hello", origin=olga, number=2)
    hosted.until(lambda: hosted.outbox(ada)[-2:] == ["waiting", "waiting"])
    gates.is_broken = False
    hosted.move_clock(60)
    hosted.settle(ada)
    hosted.settle(olga)

    assert hosted.outbox(ada)[-2:] == ["unreachable", "unreachable"]
    assert [text for text in hosted.texts(olga) if "Ada" in text] == [
        "Ada has blocked the bot and did not get your message."
    ]
    assert is_reachable(hosted, ada) is False


def test_who_has_blocked_the_bot_is_not_called_and_the_sender_told(hosted: Hosted) -> None:
    olga, ada = hosted.person(), hosted.person()
    connect(hosted, olga, ada)
    ada.block()
    hosted.until(lambda: not is_reachable(hosted, ada))
    before = len(hosted.calls("sendMessage", ada))

    hosted.notify(ada, "hostile.hello", origin=olga, number=1)

    olga.sees("Ada has blocked the bot and did not get your message.")
    assert len(hosted.calls("sendMessage", ada)) == before


def test_who_lets_the_bot_in_again_is_written_to_again(hosted: Hosted) -> None:
    ada = hosted.person()
    ada.block()
    hosted.until(lambda: not is_reachable(hosted, ada))
    ada.unblock()
    hosted.until(lambda: is_reachable(hosted, ada))

    hosted.notify(ada, "hostile.hello", number=1)

    ada.sees("Hello 1")


def test_who_writes_again_is_answered_though_notifications_were_dropped(hosted: Hosted) -> None:
    ada = hosted.person()
    ada.block()
    hosted.until(lambda: not is_reachable(hosted, ada))
    ada.unblock()

    ada.send("/desk")
    hosted.settle(ada)

    assert (hosted.outbox(ada)[-1], is_reachable(hosted, ada)) == ("sent", True)


def test_newest_menu_is_the_only_one_with_buttons(hosted: Hosted) -> None:
    ada = hosted.person()
    ada.send("/desk")
    hosted.settle(ada)
    ada.send("hello")
    hosted.settle(ada)

    with_buttons = [shown.id for shown in ada.messages if shown.buttons]

    assert with_buttons == [ada.screen.id]
    found = hosted.run(lambda request: request.dbsession.get(Chat, str(ada.id)).menu_message, only_reads=True)
    assert found == ada.screen.id


def test_notification_leaves_the_menu_alone(hosted: Hosted) -> None:
    ada = hosted.person()
    menu = ada.screen

    hosted.notify(ada, "hostile.hello", number=1)
    ada.sees("Hello 1")

    assert [shown.id for shown in ada.messages if shown.buttons] == [menu.id]
