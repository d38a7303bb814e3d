"""What people write stands nowhere in the clear, and opens in its own thread alone."""

from sqlalchemy import text, update
from tests.plugins.chat.steps import People, send_file, texts

from kalenner.database import metadata
from kalenner.testing import go
from kalenner.testing.practice import client_of
from kalenner_chat.models import ChatMessage, QuickAnswer

CANARY = "canary-of-the-chat"


def everything(people: People) -> str:
    """Return the whole database as text."""

    def read(request) -> str:
        rows = []
        for table in metadata.sorted_tables:
            found = request.dbsession.execute(text(f'SELECT * FROM "{table.name}"'))
            rows += [repr(tuple(row)) for row in found]
        return "\n".join(rows)

    return people.stage.run(read, only_reads=True)


def test_nothing_that_is_said_stands_in_the_clear(people: People, caplog) -> None:
    caplog.set_level("DEBUG")
    people.open()
    people.olga.send(CANARY)
    people.olga.edit(text=f"{CANARY} again")
    send_file(people.olga, "document", CANARY.encode(), name=f"{CANARY}.pdf", caption=CANARY)
    people.olga.send_kind("contact", contact={"name": CANARY, "phone": "+49301"})
    people.olga.press_data(go("chat.search", thread=1))
    people.olga.send(CANARY)
    people.stage.clock.move(31 * 60)
    people.olga.press_data(go("chat.thread", thread=1, up_to=0))
    people.olga.send(f"{CANARY} draft")

    assert CANARY not in everything(people)
    assert CANARY not in caplog.text


def test_message_that_was_put_into_another_thread_does_not_open(people: People) -> None:
    bea = client_of(people.olga, "Bea")
    people.open()
    people.olga.send("For Ada")
    people.open(bea)
    people.olga.send("For Bea")

    def exchange(request) -> None:
        first, second = (request.dbsession.get_one(ChatMessage, id_) for id_ in (1, 2))
        sealed = {1: second.sealed, 2: first.sealed}
        for id_, value in sealed.items():
            request.dbsession.execute(update(ChatMessage).where(ChatMessage.id == id_).values(sealed=value))

    people.stage.run(exchange)
    people.open()

    assert texts(people.stage) == []
    assert "For Bea" not in people.olga.screen.text
    assert "This message cannot be opened." in people.olga.screen.text


def test_message_whose_thread_was_changed_does_not_open(people: People) -> None:
    bea = client_of(people.olga, "Bea")
    people.open()
    people.olga.send("For Ada")
    people.open_as_client(bea)
    people.stage.run(
        lambda request: request.dbsession.execute(
            update(ChatMessage).where(ChatMessage.id == 1).values(thread_id=2)
        )
    )
    people.open_as_client(bea)

    assert "For Ada" not in bea.screen.text


def test_quick_answer_that_does_not_open_hides_no_other(people: People) -> None:
    for name in ("Broken", "Whole"):
        people.olga.press_data(go("chat.answers_new"))
        people.olga.send(name)
        people.olga.send("See you soon")
    people.stage.run(
        lambda request: request.dbsession.execute(
            update(QuickAnswer).where(QuickAnswer.id == 1).values(sealed=b"\1" + b"x" * 60)
        )
    )
    people.olga.press_data(go("chat.answers"))

    assert ["Whole"] in people.olga.labels
    assert ["Broken"] not in people.olga.labels
