"""Two phones on the running product: through the adapter, the queue and the store, to the other chat."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pyramid.request import Request
from sqlalchemy import func, select
from tests.bot_adapter.telegram.product import RunningProduct
from tests.live import Live, running

from kalenner.people import AccountService, ClientService, ProviderService
from kalenner.people.models import Role
from kalenner.screens.traces import MessageTrace, TraceState
from kalenner.units import run_unit
from kalenner_playground.phone import ChatMessage, Phone

WAIT = 30


def photo() -> bytes:
    output = BytesIO()
    Image.new("RGB", (8, 8), "red").save(output, "JPEG")
    return output.getvalue()


def connect(live: Live, olga: Phone, ada: Phone) -> None:
    """Make Olga a professional and Ada her client, as if they had answered every question."""

    def work(request: Request) -> None:
        accounts = request.find_service(AccountService)
        owner, client = (accounts.find("telegram", str(phone.id)) for phone in (olga, ada))
        for account, name, role in ((owner, "Olga", Role.PROFESSIONAL), (client, "Ada", Role.CLIENT)):
            account.client_name, account.timezone, account.role = name, "Europe/Berlin", role
        provider = request.find_service(ProviderService).open_practice(owner, "Olga")
        request.find_service(ClientService).connect(provider, client)

    run_unit(live.app, "command/test", work)


def last(phone: Phone, text: str) -> ChatMessage:
    phone.sees(text, WAIT)
    return next(message for message in reversed(phone.messages) if text in message.text and message.from_bot)


def sent_copies(request: Request) -> int:
    """Count the copies that Telegram has taken."""
    query = select(func.count()).where(MessageTrace.state == TraceState.SENT)
    return request.dbsession.scalar(query) or 0


@pytest.fixture
def pair(tmp_path: Path):
    with running(tmp_path) as live:
        olga, ada = live.phone("Olga Telegramova"), live.phone("Adelheid Telegramova")
        for phone in (olga, ada):
            phone.send("/start")
            phone.sees("Welcome", WAIT)
        connect(live, olga, ada)
        for phone in (olga, ada):
            phone.send("/menu")
            phone.sees("Main menu", WAIT)
        yield RunningProduct(live), olga, ada


def test_what_one_sends_comes_to_the_other_and_answers_find_their_way(
    pair: tuple[RunningProduct, Phone, Phone],
) -> None:
    product, olga, ada = pair
    ada.press("My specialists")
    last(ada, "Olga")
    ada.press("Chat")
    last(ada, "Chat with Olga")
    asked = ada.send("Is there parking?")
    copy = last(olga, "💬 Ada: Is there parking?")
    last(ada, "Sent to Olga")

    product.until(lambda: product.run(sent_copies, only_reads=True))
    olga.send("In the yard", reply_to=copy.id)
    last(ada, "In the yard")
    assert "↪ Is there parking?" in last(ada, "In the yard").text
    ada.edit(asked.id, "Is there free parking?")
    edited = "💬 Ada: Is there free parking? (edited)"
    product.until(lambda: edited in [message.text for message in olga.messages], WAIT)
    assert not any(message.text == "💬 Ada: Is there parking?" for message in olga.messages)

    ada.send_photo(photo(), caption="This is my car")
    assert last(olga, "💬 Ada: This is my car").media == "photo"
    ada.send_location(52.5, 13.4)
    last(ada, "Sent to Olga")
    everything = " ".join(str(message.raw) for message in olga.messages if message.from_bot)
    assert "Adelheid" not in everything
    assert "Telegramova" not in everything.replace("Olga Telegramova", "")
