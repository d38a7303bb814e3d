"""Messages on their way, while Telegram refuses, breaks down or has been left: the whole product, on both databases."""

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.bot_adapter.telegram.hostile_plugin import controls
from tests.bot_adapter.telegram.product import RunningProduct

from kalenner.people import AccountService, ClientService, ProviderService
from kalenner.people.models import Identity
from kalenner.testing import go
from kalenner_playground.phone import Phone
from kalenner_telegram.models import Chat

pytestmark = pytest.mark.slow_on_postgresql


@pytest.fixture(autouse=True)
def _no_faults_left(product: RunningProduct):
    yield
    assert product.telegram.faults.count() == 0


def hellos(product: RunningProduct, phone: Phone) -> list[str]:
    return [text for text in product.texts(phone) if text.startswith("Hello")]


def is_reachable(product: RunningProduct, phone: Phone) -> bool:
    statement = select(Identity.is_reachable).where(Identity.subject == str(phone.id))
    return product.run(lambda request: bool(request.dbsession.scalar(statement)), only_reads=True)


def connect(product: RunningProduct, specialist: Phone, client: Phone) -> None:
    """Make two people known to each other: Olga, and her client Ada."""

    def work(request: Request) -> None:
        accounts = request.find_service(AccountService)
        olga, ada = (accounts.find("telegram", str(phone.id)) for phone in (specialist, client))
        provider = request.find_service(ProviderService).open_practice(olga, f"Olga {specialist.id}")
        ada.client_name = "Ada"
        request.find_service(ClientService).connect(provider, ada)

    product.run(work)


def test_chat_that_must_wait_holds_up_nobody_else(product: RunningProduct) -> None:
    ada, bob = product.person(), product.person()
    product.telegram.faults.add("sendMessage", "too_many_requests", retry_after=2, chat=ada.id)
    product.notify(ada, go("hostile.hello", number=1))
    product.notify(ada, go("hostile.hello", number=2))
    product.until(lambda: product.telegram.faults.count() == 0)

    product.notify(bob, go("hostile.hello", number=3))
    bob.sees("Hello 3", 10)
    assert hellos(product, ada) == []

    product.settle(ada)
    assert hellos(product, ada) == ["Hello 1", "Hello 2"]


def test_chat_that_must_wait_still_has_its_presses_answered(product: RunningProduct) -> None:
    ada = product.person()
    product.telegram.faults.add("sendMessage", "too_many_requests", retry_after=2, chat=ada.id)
    product.notify(ada, go("hostile.hello", number=1))
    product.until(lambda: product.telegram.faults.count() == 0)

    press = ada.press("Write")

    assert press is not None
    assert ada.answer_to(press, 10)["text"] == "Written"
    assert hellos(product, ada) == []
    product.settle(ada)
    assert hellos(product, ada) == ["Hello 1"]


def test_message_that_was_refused_for_a_while_arrives_once(product: RunningProduct) -> None:
    ada = product.person()
    product.telegram.faults.add("sendMessage", "server_error", chat=ada.id)

    product.notify(ada, go("hostile.hello", number=1))
    product.get_over_faults(ada)
    product.settle(ada)

    assert hellos(product, ada) == ["Hello 1"]


def test_message_whose_answer_was_lost_arrives_twice_at_most(product: RunningProduct) -> None:
    ada = product.person()
    product.telegram.faults.add("sendMessage", "answer_lost", chat=ada.id)

    product.notify(ada, go("hostile.hello", number=1))
    product.get_over_faults(ada)
    product.settle(ada)

    assert hellos(product, ada) == ["Hello 1", "Hello 1"]


def test_edit_whose_answer_was_lost_is_shown_once(product: RunningProduct) -> None:
    ada = product.person()
    menu = ada.screen.id
    product.telegram.faults.add("editMessageText", "answer_lost", chat=ada.id)

    press = ada.press("Look")
    product.get_over_faults(ada)

    assert product.answer(ada, press) == ""
    assert (ada.screen.id, ada.screen.text) == (menu, "Looked")


def test_answer_to_a_press_survives_a_broken_connection(product: RunningProduct) -> None:
    ada = product.person()
    product.telegram.faults.add("answerCallbackQuery", "server_error")

    press = ada.press("Write")
    product.get_over_faults(ada)

    assert press is not None
    assert ada.answer_to(press, 10)["text"] == "Written"
    product.settle(ada)


def test_markup_that_telegram_cannot_read_arrives_as_plain_text(product: RunningProduct) -> None:
    ada = product.person()

    product.notify(ada, go("hostile.markup"))

    assert ada.sees("bold").text == "bold & crossed <3"


def test_message_that_is_refused_for_good_holds_up_nothing(product: RunningProduct) -> None:
    ada = product.person()
    product.telegram.faults.add("sendMessage", "bad_request", chat=ada.id)

    product.notify(ada, go("hostile.hello", number=1))
    product.notify(ada, go("hostile.hello", number=2))
    product.settle(ada)

    assert (hellos(product, ada), product.outbox(ada)[-2:]) == (["Hello 2"], ["refused", "sent"])


def test_fault_of_one_notification_holds_up_nothing_and_it_arrives_when_it_can(
    product: RunningProduct,
) -> None:
    ada = product.person()
    controls.is_broken = True
    product.notify(ada, go("hostile.hello", number=1))
    product.notify(ada, go("hostile.markup"))
    ada.sees("bold")
    assert hellos(product, ada) == []

    controls.is_broken = False
    product.move_clock(60)
    product.settle(ada)

    assert hellos(product, ada) == ["Hello 1"]


def test_sender_hears_once_that_somebody_has_blocked_the_bot(product: RunningProduct) -> None:
    olga, ada = product.person(), product.person()
    connect(product, olga, ada)
    # Blocked so lately that only the refusal tells.
    product.telegram.persons.change(ada.id, blocked=True)
    controls.is_broken = True
    product.notify(ada, go("hostile.hello", number=1), origin=olga)
    product.notify(ada, go("hostile.hello", number=2), origin=olga)
    product.until(lambda: product.outbox(ada)[-2:] == ["waiting", "waiting"])
    controls.is_broken = False
    product.move_clock(60)
    product.settle(ada)
    product.settle(olga)

    assert product.outbox(ada)[-2:] == ["unreachable", "unreachable"]
    assert [text for text in product.texts(olga) if "Ada" in text] == [
        "Ada has blocked the bot and did not get your message."
    ]
    assert is_reachable(product, ada) is False


def test_who_has_blocked_the_bot_is_not_called_and_the_sender_told(product: RunningProduct) -> None:
    olga, ada = product.person(), product.person()
    connect(product, olga, ada)
    ada.block()
    product.until(lambda: not is_reachable(product, ada))
    before = len(product.calls("sendMessage", ada))

    product.notify(ada, go("hostile.hello", number=1), origin=olga)

    olga.sees("Ada has blocked the bot and did not get your message.")
    assert len(product.calls("sendMessage", ada)) == before


def test_who_lets_the_bot_in_again_is_written_to_again(product: RunningProduct) -> None:
    ada = product.person()
    ada.block()
    product.until(lambda: not is_reachable(product, ada))
    ada.unblock()
    product.until(lambda: is_reachable(product, ada))

    product.notify(ada, go("hostile.hello", number=1))

    ada.sees("Hello 1")


def test_who_writes_again_is_answered_though_notifications_were_dropped(product: RunningProduct) -> None:
    ada = product.person()
    ada.block()
    product.until(lambda: not is_reachable(product, ada))
    ada.unblock()

    ada.send("/desk")
    product.settle(ada)

    assert (product.outbox(ada)[-1], is_reachable(product, ada)) == ("sent", True)


def test_newest_menu_is_the_only_one_with_buttons(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/desk")
    product.settle(ada)
    ada.send("hello")
    product.settle(ada)

    with_buttons = [shown.id for shown in ada.messages if shown.buttons]

    assert with_buttons == [ada.screen.id]
    menu_message = product.run(
        lambda request: request.dbsession.get(Chat, str(ada.id)).menu_message, only_reads=True
    )
    assert menu_message == ada.screen.id


def test_notification_leaves_the_menu_alone(product: RunningProduct) -> None:
    ada = product.person()
    menu = ada.screen

    product.notify(ada, go("hostile.hello", number=1))
    ada.sees("Hello 1")

    assert [shown.id for shown in ada.messages if shown.buttons] == [menu.id]


@pytest.mark.parametrize("is_gone", [False, True])
def test_editable_notification_is_shown_anew_in_its_message_while_that_is_there(
    product: RunningProduct, is_gone: bool
) -> None:
    ada = product.person()
    product.notify(ada, go("hostile.hello", number=1), dedupe="hello", is_editable=True)
    first = ada.sees("Hello 1").id
    if is_gone:
        product.telegram.messages.remove(ada.id, first)

    product.notify(ada, go("hostile.hello", number=2), dedupe="again", edits="hello")
    product.until(lambda: any(shown.text == "Hello 2" for shown in ada.messages))

    hellos = [(shown.id == first, shown.text) for shown in ada.messages if shown.text.startswith("Hello")]
    assert hellos == [(not is_gone, "Hello 2")]


def test_notification_that_edits_an_unknown_one_is_a_message_of_its_own(product: RunningProduct) -> None:
    ada = product.person()

    product.notify(ada, go("hostile.hello", number=1), edits="never promised")

    assert ada.sees("Hello 1").id == ada.screen.id
